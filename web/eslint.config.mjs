// What eslint looks for in the page's sources and their tests.
import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  { languageOptions: { globals: { ...globals.browser } } },
  { files: ["**/*.mjs"], languageOptions: { globals: { ...globals.node } } },
  {
    rules: {
      eqeqeq: "error",
      "max-lines": ["error", { max: 220 }],
      "max-lines-per-function": ["error", { max: 40 }],
      "no-var": "error",
      "one-var": ["error", "never"],
      "prefer-const": "error",
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Text of strangers is only ever text: use textContent." },
        { property: "outerHTML", message: "Text of strangers is only ever text: use textContent." },
        { property: "insertAdjacentHTML", message: "Text of strangers is only ever text: use append." },
      ],
    },
  },
];
