"""The app's words for what the library reports."""

from __future__ import annotations

import re

from photoparsl.archives import Certainty, Role, SkipReason
from photoparsl.reasons import Reason
from photoparsl.redact import visible

_OPTION = re.compile(
    r"(--[a-z][a-z-]*)((?: (?:'[^']*'|[^ ()]+))?) \(Python: [^()]*(?:\([^()]*\))?\)"
)
_IN_BOX = "in “Choose the columns yourself”"
_CHOICES = {
    "--image-column": f"the choice “Column with the photographs” {_IN_BOX}",
    "--date-column": f"the choice “Column with the dates” {_IN_BOX}",
    "--sheet": f"the choice “Sheet of the workbook” {_IN_BOX}",
    "--fuzzy": "the box “Inexact dates”",
}

CERTAINTIES = {
    Certainty.EXACT: "exact",
    Certainty.RANGE: "a span, like 1910 to 1915",
    Certainty.APPROXIMATE: "approximate, like “about 1910”",
    Certainty.UNCERTAIN: "uncertain, like “1910?”",
    Certainty.AFTER: "only “after” a year",
    Certainty.BEFORE: "only “before” a year",
    Certainty.UNDATED: "no date",
    Certainty.UNREAD: "not understood",
}
ROLES = {
    Role.TAKEN: "when it was taken",
    Role.CREATED: "when it was made",
    Role.DATE: "a date",
    Role.ISSUED: "when it was published",
    Role.PERIOD: "the period shown",
    Role.UNCLEAR: "not clear",
    Role.PRINT: "when it was printed",
    Role.SCAN: "when it was scanned",
    Role.RECORD: "when the record was written",
    Role.LIFE: "somebody's birth or death",
    Role.OTHER: "of something else",
    Role.FLAG: "how certain a date is",
    Role.TYPE: "what it describes",
    Role.KIND: "of what a date is",
}
_LEFT_OUT = {
    SkipReason.UNREADABLE_FILE: "the file can't be read",
    SkipReason.EMPTY: "the file is empty",
    SkipReason.TOO_LARGE: "the file is too large",
    SkipReason.DECLARES_ENTITIES: "the file isn't safe to read",
    SkipReason.NOT_WELL_FORMED: "the file is damaged",
    SkipReason.MISSING: "the archive doesn't have it",
    SkipReason.UNANSWERED: "the archive didn't answer",
    SkipReason.INCOMPLETE: "the archive stopped answering",
    SkipReason.REPEATED: "the archive repeated a page",
    SkipReason.NOT_A_ROW: "the row doesn't fit the table",
    SkipReason.NOT_AN_ITEM: "it isn't a record",
    SkipReason.NOT_IIIF: "it isn't a IIIF manifest",
    SkipReason.TOO_DEEP: "it is too deep in other lists",
    SkipReason.DELETED: "the archive deleted it",
    SkipReason.NO_RECORD: "no record belongs to it",
    SkipReason.NO_PHOTO: "no photograph belongs to it",
    SkipReason.SEVERAL_FILES: "several files have its name",
    SkipReason.DUPLICATE: "another record has the same photograph",
    SkipReason.UNREAD_FORMAT: "photographs of this kind can't be read",
    SkipReason.THUMBNAIL: "it is a small copy of another photograph",
    SkipReason.OTHER_FILE: "it is no photograph",
    SkipReason.EXCLUDED: "it was excluded",
    SkipReason.LINKED_FOLDER: "links to folders aren't followed",
    SkipReason.BAD_PLACE: "its place can't be used",
    SkipReason.OUTSIDE: "it lies outside the folder",
    SkipReason.NOT_ON_THE_WEB: "it isn't on the web",
    SkipReason.REFUSED_ADDRESS: "it is at a private address",
}


_BEGINS_WITH_WORD = re.compile(r"[a-z']+[ ,]")  # and not with a path, which has other signs
_NO_PHOTOS = "there are neither XML records nor photos in these folders"
_SAME_COMMAND = {
    "the same command goes on": "“Go on” measures what is left",
    "the same command": "“Go on”",
}
_SENTENCES = {
    _NO_PHOTOS: "There are no photographs in this folder, nor in the folders in it. Choose another "
    "folder.",
}


def left_out_words(reason: SkipReason) -> str:
    """Why a record or a file was left out."""
    return _LEFT_OUT.get(reason, str(reason))


def failure_words(reason: str) -> str:
    """Why a photo couldn't be measured.

    >>> failure_words("http-404"), failure_words("not-an-image")
    ('the server answers with error 404', "its first bytes aren't those of an image")
    """
    if reason.startswith("http-"):
        return f"the server answers with error {reason.removeprefix('http-')}"
    return next((known.meaning for known in Reason if known == reason), reason)


def problem_words(text: str) -> str:
    """Return a message about what can't be done, as a sentence in the app's words.  '' stays ''.

    A name at its beginning stays as it is: on most disks another letter makes another file.

    >>> problem_words("no record gives a photo"), problem_words("/a/b: doesn't exist")
    ('No record gives a photo.', "/a/b: doesn't exist.")
    >>> problem_words("http://x/y.csv: doesn't answer"), problem_words("liste.csv: has no cells")
    ("http://x/y.csv: doesn't answer.", 'liste.csv: has no cells.')
    """
    if not text:
        return ""
    words = _SENTENCES.get(text) or in_app_words(text)
    if _BEGINS_WITH_WORD.match(words):
        words = words[:1].upper() + words[1:]
    return words + ("" if words.endswith((".", "?", "!")) else ".")


def in_app_words(sentence: str) -> str:
    """Return a message that names the app's choices instead of a command's options.

    >>> in_app_words("name them with --image-column NAME (Python: image_column)")
    'name them with the choice “Column with the photographs” in “Choose the columns yourself”'
    >>> in_app_words("--exclude 'a b' (Python: exclude) leaves them out")
    'the option --exclude of the command photoparsl run leaves them out'
    >>> in_app_words("what was measured is kept, and the same command writes the page")
    'what was measured is kept, and “Go on” writes the page'
    """

    def choice(found: re.Match[str]) -> str:
        return _CHOICES.get(found[1], f"the option {found[1]} of the command photoparsl run")

    words = _OPTION.sub(choice, sentence)
    for command, button in _SAME_COMMAND.items():
        words = words.replace(command, button)
    return visible(words)
