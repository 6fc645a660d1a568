"""The log of a run.

`LOG.info` adds a line to run.log.  `LOG.warning` also shows it to the user.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import shorten

from photoparsl.results import RunDirectory
from photoparsl.running.reporter import Reporter

MOST_CHARACTERS = (
    240  # of a line that is shown: HTCondor's reasons may be long, and run.log has all
)

LOG = logging.getLogger("photoparsl.run")
_PARENT = logging.getLogger("photoparsl")


@contextmanager
def logging_to(directory: RunDirectory, reporter: Reporter) -> Iterator[None]:
    """Have `LOG` write to the run's log and to the reporter while this context lasts.

    The calling program's own logging handlers get records as from any library, by the levels that
    the program has set.
    """
    level, propagate = LOG.level, LOG.propagate
    handlers = (_RunLogHandler(directory), _ReporterHandler(reporter), _CallerHandler())
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
    for handler in handlers:
        LOG.addHandler(handler)
    try:
        yield
    finally:
        for handler in handlers:
            LOG.removeHandler(handler)
        LOG.setLevel(level)
        LOG.propagate = propagate


class _RunLogHandler(logging.Handler):
    """Writes to run.log.  An OSError, such as for a full disk, is raised where `LOG` is called."""

    def __init__(self, directory: RunDirectory) -> None:
        super().__init__(logging.INFO)
        self._directory = directory

    def emit(self, record: logging.LogRecord) -> None:
        self._directory.log(record.getMessage())


class _ReporterHandler(logging.Handler):
    """Passes each warning to the reporter, as one line."""

    def __init__(self, reporter: Reporter) -> None:
        super().__init__(logging.WARNING)
        self._reporter = reporter

    def emit(self, record: logging.LogRecord) -> None:
        self._reporter.add_line(shorten(record.getMessage(), MOST_CHARACTERS, placeholder=" …"))


class _CallerHandler(logging.Handler):
    """Passes records on to the calling program's handlers, by the levels of its loggers."""

    def emit(self, record: logging.LogRecord) -> None:
        if _PARENT.isEnabledFor(record.levelno) and _PARENT.hasHandlers():
            _PARENT.handle(record)
