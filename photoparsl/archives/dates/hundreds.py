"""A hundred years or ten: what '1900s' means, by the table's other dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cached_property

from photoparsl.archives.dates.date_candidate import DateCandidate

MAY_BE_A_DECADE = "it may be its first ten years too, and is taken as the whole century"
MAY_BE_A_CENTURY = (
    "it may be the whole century too, and is a decade as other dates of the table are"
)
_DECADE = re.compile(r"(?P<century>[12]\d)(?P<digit>\d)0s")
_FEWEST = 2  # different decades: the table has more than one odd text


class Hundreds:
    """The texts like '1900s' of a table.

    texts: reads the table's dates. It is called once, for the first such text
    """

    def __init__(self, texts: Callable[[], Iterable[str]]) -> None:
        self._texts = texts

    def read(self, candidate: DateCandidate) -> DateCandidate:
        """The candidate: as a decade in a table of decades, else with a doubt."""
        found = _DECADE.fullmatch(candidate.text.strip().lower())
        if not found or found["digit"] != "0" or candidate.end is not None:
            return candidate
        if not self._are_decades:
            return replace(candidate, doubt=candidate.doubt or MAY_BE_A_DECADE)
        decade = f"{found['century']}00-{found['century']}09"
        return replace(candidate, read_as=decade, doubt=candidate.doubt or MAY_BE_A_CENTURY)

    @cached_property
    def _are_decades(self) -> bool:
        """Whether the table has several decades that can't be centuries, like '1910s'."""
        found = set()
        for text in self._texts():
            decade = _DECADE.fullmatch(text.strip().lower())
            if decade and decade["digit"] != "0":
                found.add(decade[0])
                if len(found) >= _FEWEST:
                    return True
        return False
