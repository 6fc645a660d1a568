"""Says why a file of photoparsl's own can't be read."""

from __future__ import annotations

from photoparsl.errors import error_text
from photoparsl.files import IrregularFileError


def damage_text(error: Exception) -> str:
    """Why a file that photoparsl wrote can't be read, in plain words.

    >>> damage_text(ValueError("substring not found")), damage_text(KeyError("start"))
    ("its text isn't as it was written", "it lacks 'start'")
    """
    text = error_text(error)
    if isinstance(error, IrregularFileError):
        return f"it {text}"
    return text if text.startswith(("it ", "its ")) else "its text isn't as it was written"
