"""The page's readable sources in `web/`, put together: one style, one script, and their hashes.

The script's files are ES modules for those who read and edit them.  A page opened from the disk
may import nothing, so here they become one: each file after those it imports, without the lines
that import and the words that export.  A file that can't be put together so is refused: what is
imported otherwise, and a name that two files use, would be a dead page.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256

from photoparsl.files import shipped_folder

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let) )", re.MULTILINE)
_NAME = re.compile(r"^(?:async )?(?:function\*?|class|const|let|var) +(\w+)", re.MULTILINE)
_NAMES = re.compile(r"^(?:const|let|var) +[\[{]", re.MULTILINE)  # several at a time


@cache
def style() -> str:
    """The page's style."""
    return read("scatter.css")


@cache
def dark() -> str:
    """The dark palette, which holds or doesn't as a whole."""
    return read("dark.css")


@cache
def script() -> str:
    """The page's script; in a block of its own, so that it leaves no names behind."""
    found: dict[str, str] = {}
    _collect("main.js", found)
    _refuse_names_used_twice(found)
    return '"use strict";\n{\n' + "\n".join(found.values()) + "}\n"


@cache
def template() -> str:
    """The page's template."""
    return read("scatter.html")


def digest(text: str) -> str:
    """The hash by which a policy allows this very script or style."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def read(name: str) -> str:
    """One of the sources."""
    return (shipped_folder("web") / name).read_text(encoding="utf-8")


def _collect(name: str, found: dict[str, str]) -> None:
    text = read(name)
    for imported in _IMPORT.findall(text):
        if imported not in found:
            _collect(imported, found)
    found[name] = f"// ---- {name}\n" + _without_modules(name, text)


def _without_modules(name: str, text: str) -> str:
    """The file's text without its imports and exports; ValueError where it has others."""
    text = _EXPORT.sub("", _IMPORT.sub("", text))
    for word in ("import", "export"):
        if re.search(rf"^\s*{word}\b|\b{word}\(", text, re.MULTILINE):
            raise ValueError(f"web/{name}: has an {word} of a form that can't be put together")
    if _NAMES.search(text):
        raise ValueError(f"web/{name}: declares several names at a time at its top")
    return text


def _refuse_names_used_twice(found: dict[str, str]) -> None:
    home: dict[str, str] = {}
    for file, text in found.items():
        for name in _NAME.findall(text):
            if name in home:
                raise ValueError(f"web/{file}: {name} is a name of web/{home[name]} too")
            home[name] = file
