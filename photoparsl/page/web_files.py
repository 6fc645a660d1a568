"""Put the page's sources in `web/` together: one style, one script, and their hashes.

The script's sources are ES modules. A page that is opened from the disk can't import modules, so
they are joined to one script: each file after those that it imports, without its `import` lines and
`export` keywords. JSDoc comments are left out, within lines too: they are for the type checker. So
are other comments that fill a line or end one, empty lines, the lines' indentation, and spaces
around signs. A file that this can't handle is refused with ValueError, because the page's script
wouldn't run: another form of import or export, an import of what isn't exported or of the file
itself, several names in one declaration, a name that two files declare, or a text of several lines.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256

from photoparsl.files import shipped_folder
from photoparsl.page.packed_text import LITERAL, packed_script, packed_style

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./([\w-]+\.js)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let) )", re.MULTILINE)
_JSDOC = re.compile(r"^ */\*\*(?:(?!\*/).)*\*/\n", re.MULTILINE | re.DOTALL)
_DECLARED = r"(?:async )?(?:function\*?|class|const|let|var) +([\w$]+)"
_NAME = re.compile(rf"^{_DECLARED}", re.MULTILINE)
_EXPORTED = re.compile(rf"^export {_DECLARED}", re.MULTILINE)
_DESTRUCTURED = re.compile(r"^(?:const|let|var) *[\[{]", re.MULTILINE)
# A declaration up to the next line that isn't indented, without literals and brackets.
_DECLARATION = re.compile(r"^(?:const|let|var) [^;\n]*(?:\n[ \t]+[^;\n]*|\n(?=\n))*", re.MULTILINE)
_BRACKETS = re.compile(r"\([^()\[\]{}]*\)|\[[^()\[\]{}]*\]|\{[^()\[\]{}]*\}")
_STYLES = (  # in the order of the style sheet
    "page.css",
    "chart.css",
    "legend.css",
    "photo.css",
    "run.css",
    "subsets.css",
    "filter.css",
    "selection.css",
    "tables.css",
    "media.css",
)


@cache
def style() -> str:
    """The page's style, without comments and spaces around its signs."""
    return "".join(packed_style(read(name)) for name in _STYLES)


@cache
def dark() -> str:
    """The style of the dark theme, which the page switches on and off as a whole."""
    return packed_style(read("dark.css"))


@cache
def script() -> str:
    """The page's script, without comments and spaces that nobody needs to run it."""
    return _in_block(packed_script(_joined()))


def whole_script() -> str:
    """The page's script as it was written."""
    return _in_block(_joined())


def colourings() -> list[str]:
    """The names of the files that each add a way to colour photos, in the order of the menu."""
    return [name for name in scripts() if name.startswith("colour-")]


def scripts() -> list[str]:
    """The files of the page's script, sorted."""
    return sorted(path.name for path in shipped_folder("web").glob("*.js"))


def sources() -> dict[str, str]:
    """The styles and the script by their names in the template."""
    return {"style": style(), "dark": dark(), "script": script()}


@cache
def template() -> str:
    """The page's template."""
    return read("scatter.html")


def digest(text: str) -> str:
    """The hash with which a Content-Security-Policy allows this script or style."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def read(name: str) -> str:
    """The text of a file of `web/`."""
    return (shipped_folder("web") / name).read_text(encoding="utf-8")


def _in_block(text: str) -> str:
    """The script in a block, so that it adds no global names."""
    return f'"use strict";\n{{\n{text}}}\n'


def _joined() -> str:
    """The script's files, each after those that it imports."""
    found: dict[str, str] = {}
    for name in ("main.js", *colourings()):
        _collect(name, found)
    _refuse_left_out(found)
    _refuse_names_used_twice(found)
    return "\n".join(found.values())


def _collect(name: str, found: dict[str, str], importing: tuple[str, ...] = ()) -> None:
    """Add a file to `found`, after the files that it imports.

    importing: the files that import it, each imported by the one before
    """
    if name in importing:
        circle = " imports ".join([*importing[importing.index(name) :], name])
        raise ValueError(f"web/{name}: imports itself: {circle}")
    text = read(name)
    for names, imported in _IMPORT.findall(text):
        _check_imported(name, names, imported)
        if imported not in found:
            _collect(imported, found, (*importing, name))
    found[name] = f"// ---- {name}\n" + _without_modules(name, text)


def _check_imported(file: str, names: str, imported: str) -> None:
    """Refuse the import of names that a file doesn't export, or under other names."""
    try:
        exported = _EXPORTED.findall(read(imported))
    except (OSError, KeyError):
        raise ValueError(f"web/{file}: imports {imported}, which isn't there") from None
    for name in filter(None, map(str.strip, names.split(","))):
        if " as " in name:
            raise ValueError(f"web/{file}: renames what it imports: {name}")
        if name not in exported:
            raise ValueError(f"web/{file}: imports {name}, which web/{imported} doesn't export")


_FORMS = {
    "import": '`import { a } from "./b.js";`',
    "export": "`export` before the declaration, as in `export const a = 1;`",
}


def _without_modules(name: str, text: str) -> str:
    """The file's text without imports and exports.

    Raises ValueError if it has other forms of them.
    """
    text = _EXPORT.sub("", _IMPORT.sub("", _JSDOC.sub("", text)))
    for word in ("import", "export"):
        if re.search(rf"^\s*{word}\b|\b{word}\(", text, re.MULTILINE):
            raise ValueError(
                f"web/{name}: has an {word} of an unsupported form: write {_FORMS[word]}"
            )
    if any(line.count("`") % 2 for line in text.splitlines()):
        raise ValueError(f"web/{name}: has a text of several lines")
    if _DESTRUCTURED.search(text) or _declares_several(text):
        raise ValueError(f"web/{name}: declares several names in one declaration at its top level")
    return text


def _declares_several(text: str) -> bool:
    """Whether a declaration at the top level has a comma outside of literals and brackets."""
    text, replaced = LITERAL.sub("0", text), 1
    while replaced:
        text, replaced = _BRACKETS.subn("", text)
    return any("," in declaration for declaration in _DECLARATION.findall(text))


def _refuse_left_out(found: Mapping[str, str]) -> None:
    """Refuse a script that no file imports and whose name doesn't make it a colouring."""
    for name in scripts():
        if name not in found:
            raise ValueError(
                f"web/{name}: isn't in the page: import it in another file, or, if it is a "
                "colouring, call it colour-NAME.js"
            )


def _refuse_names_used_twice(found: dict[str, str]) -> None:
    home: dict[str, str] = {}
    for file, text in found.items():
        for name in _NAME.findall(text):
            if name in home:
                raise ValueError(f"web/{file}: {name} is declared in web/{home[name]} too")
            home[name] = file
