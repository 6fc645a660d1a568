"""Leave out of a script or a style what nobody needs to run it: comments, and spaces around signs.

A minifier would shorten more, but the one that Python's packages have changes texts: it takes a
template within a template for code.
"""

from __future__ import annotations

import re

LITERAL = re.compile(
    r'"(?:\\.|[^"\\\n])*"'
    r"|'(?:\\.|[^'\\\n])*'"
    r"|`(?:\\.|\$\{(?:`[^`]*`|\{[^{}]*\}|[^{}`])*\}|[^`\\])*`"
    r"|//[^\n]*|/\*.*?\*/"
    r"|(?:(?<=[(,=:\[!&|?{};+\n] )|(?<=[(\[!])|(?<=return ))"
    r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\[\n])+/",
    re.DOTALL,
)
_COMMENT = re.compile(r"^ *//(?! ----).*\n", re.MULTILINE)
_END_COMMENT = re.compile(r"(?<=[;{},()\[]) // [^\"`\n]*$", re.MULTILINE)  # after code
_TYPE = re.compile(r"/\*\* @type \{[^\n\"`]*?\} \*/ ?")
_EMPTY = re.compile(r"^\n", re.MULTILINE)
_INDENT = re.compile(r"^ +", re.MULTILINE)
# The end of a line without '//' that goes on in the next one, or after which a statement begins.
_LINE_END = re.compile(r"^((?:(?!//).)*[{(\[,;])\n(?!\Z|// ----)", re.MULTILINE)
_SPACE = re.compile(r" ?([{}()\[\],;:=?<>&|!]) ?")  # around signs, outside of literals
_STYLE_COMMENT = re.compile(r" */\*(?:(?!\*/).)*\*/", re.DOTALL)
_STYLE_SPACE = re.compile(r"\s*([{};,])\s*")  # no text of a style has these signs


def packed_script(text: str) -> str:
    """A script without comments, indentation, empty lines, and spaces around signs."""
    for pattern in (_COMMENT, _END_COMMENT, _TYPE, _INDENT, _EMPTY):
        text = pattern.sub("", text)
    text = _LINE_END.sub(r"\1", text)
    parts, at = [], 0
    for literal in LITERAL.finditer(text):
        parts += [_SPACE.sub(r"\1", text[at : literal.start()]), literal[0]]
        at = literal.end()
    return "".join([*parts, _SPACE.sub(r"\1", text[at:])])


def packed_style(text: str) -> str:
    """A style without comments, and without spaces around its signs."""
    return _STYLE_SPACE.sub(r"\1", _STYLE_COMMENT.sub("", text))
