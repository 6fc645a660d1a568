"""Which settings files may have a value for an option."""

from __future__ import annotations

from enum import Enum, auto


class Settable(Enum):
    """Which settings files may have a value for an option.

    NOWHERE: none.  The option belongs to one run
    BY_USER: the user's
    IN_FOLDER: also that of a folder, which may be a stranger's: the option runs no code, reaches no
        other host or folder, publishes nothing and replaces nothing
    """

    NOWHERE = auto()
    BY_USER = auto()
    IN_FOLDER = auto()
