// Colour each photo by the mean of its own colours.

import { addColouring } from "./colourings.js";

addColouring({
  name: "own",
  label: "mean colour",
  fills: true,
  colours:
    ({ colours }) =>
    (photo) =>
      colours.map((band) => band[photo]),
});
