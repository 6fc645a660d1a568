"""Leave out the rows of a table whose photos the user's patterns exclude."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from photoparsl.archives.passed_over import fits
from photoparsl.archives.record import Record, RecordOrSkipped, Skipped, SkipReason
from photoparsl.manifests import is_remote
from photoparsl.options import option

_LOG = logging.getLogger(__name__)


class ExcludedRows:
    """Leaves out the rows of a table whose files fit a pattern.

    patterns: of files' names, or of their paths from the table's folder
    folder: the table's folder
    """

    def __init__(self, patterns: Sequence[str], folder: Path) -> None:
        self._patterns, self._folder = patterns, folder.absolute()
        self._used: set[str] = set()

    def without(self, records: Iterable[RecordOrSkipped]) -> Iterator[RecordOrSkipped]:
        """Yield the records, and a `Skipped` for each whose photo is excluded."""
        for found in records:
            if not self._patterns or isinstance(found, Skipped) or is_remote(found.url):
                yield found
                continue
            fitting = self._fitting(found)
            self._used.update(fitting)
            detail = f"fits the pattern {fitting[0]}" if fitting else ""
            yield Skipped(found.where, SkipReason.EXCLUDED, detail) if fitting else found

    def warn_of_unused(self) -> None:
        """Log the patterns that no file in the table fits."""
        if unused := [pattern for pattern in self._patterns if pattern not in self._used]:
            shown = ", ".join(map(repr, unused))
            _LOG.warning("%s: no file in the table fits %s", option("--exclude"), shown)

    def _fitting(self, record: Record) -> list[str]:
        within = os.path.relpath(record.url, self._folder) if record.url else ""
        return [pattern for pattern in self._patterns if within and fits(within, pattern)]
