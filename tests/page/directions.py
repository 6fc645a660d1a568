"""Finds names that are written from right to left and mix with the words beside them."""

from __future__ import annotations

from playwright.sync_api import Page

# A name is isolated between U+2068 and U+2069, or as all that its <bdi> or dir=auto holds.
_FOUND = """(names) => {
    const found = [];
    const without = (text) => names.reduce((rest, name) => rest.replaceAll(name, ""), text);
    const isAlone = (node) => {
        const around = node.parentElement.closest("bdi, [dir=auto]");
        return around && !/[a-z]/i.test(without(around.textContent));
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.parentElement.closest("script, style, pre")) continue;
        const bare = node.data.replace(/\\u2068[^\\u2069]*\\u2069/gu, "");
        if (names.some((name) => bare.includes(name)) && !isAlone(node)) found.push(node.data);
    }
    return found;
}"""


def mixed_names(page: Page, names: list[str]) -> list[str]:
    """Return the page's texts in which a name isn't isolated.

    names: texts without Latin letters, or with a file's ending
    """
    found: list[str] = page.evaluate(_FOUND, sorted(names, key=len, reverse=True))
    return found
