"""Breaks lines between words, so that they fit a terminal."""

from __future__ import annotations

import re
from textwrap import wrap

_LABEL = re.compile(r" *\S+(?: \S+)* {2,}")  # what stands before a column of text
_WIDEST_LABEL = 24
_WORDS = re.compile(r"""(?:'[^']*'|"[^"]*"|\S)+""")  # of a command line


def folded(line: str, width: int) -> str:
    """Return a line, broken between words if it is longer than `width`.

    The rest is indented as the text beside a label is, else by two spaces more than the line.  A
    word that is longer, such as an address, stays whole.

    >>> print(folded("Page       it is written to the site's folder", 30))
    Page       it is written to
               the site's folder
    """
    if len(line) <= width:
        return line
    label = _LABEL.match(line)
    indent = len(line) - len(line.lstrip()) + 2
    if label and len(label[0]) <= min(_WIDEST_LABEL, width // 2):
        indent = len(label[0])
    return "\n".join(
        wrap(
            line,
            width,
            subsequent_indent=" " * indent,
            expand_tabs=False,
            replace_whitespace=False,
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


def folded_command(line: str, width: int) -> str:
    r"""Return a command line, continued after a backslash where it is longer than `width`.

    >>> print(folded_command("  photoparsl run catalogue.csv --date-column 'When made'", 34))
      photoparsl run catalogue.csv \
          --date-column 'When made'
    """
    indent = " " * (len(line) - len(line.lstrip()))
    lines = [""]
    for word in _WORDS.findall(line):
        if lines[-1] and len(lines[-1]) + len(word) + 3 > width:
            lines[-1] += " \\"
            lines.append(f"{indent}    {word}")
        else:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else f"{indent}{word}"
    return "\n".join(lines) if len(line) > width else line
