"""The log of a run: `LOG.info` adds a line to run.log, `LOG.warning` also shows it to a person."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from textwrap import shorten

from photoparsl.results.run_directory import RunDirectory
from photoparsl.running.reporter import Reporter

MOST_CHARACTERS = 240  # of a line for a person: HTCondor's reasons may go on; run.log has all

LOG = logging.getLogger("photoparsl.run")
_PARENT = logging.getLogger("photoparsl")


@contextmanager
def logging_to(directory: RunDirectory, reporter: Reporter) -> Iterator[None]:
    """Have `LOG` write to the run's log and to the reporter while this context lasts.

    The calling program gets those records that it has asked for by handlers and levels of its own,
    as from any library: the level that run.log needs doesn't hold for them.
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
    """Writes to run.log.  An OSError, as of a full disk, reaches the statement that logs."""

    def __init__(self, directory: RunDirectory) -> None:
        super().__init__(logging.INFO)
        self._directory = directory

    def emit(self, record: logging.LogRecord) -> None:
        self._directory.log(record.getMessage())


class _ReporterHandler(logging.Handler):
    """Shows warnings to the person who runs it, in a line each."""

    def __init__(self, reporter: Reporter) -> None:
        super().__init__(logging.WARNING)
        self._reporter = reporter

    def emit(self, record: logging.LogRecord) -> None:
        self._reporter.say(shorten(record.getMessage(), MOST_CHARACTERS, placeholder=" …"))


class _CallerHandler(logging.Handler):
    """Passes records on to the calling program's handlers, by the level of its loggers."""

    def emit(self, record: logging.LogRecord) -> None:
        if _PARENT.isEnabledFor(record.levelno) and _PARENT.hasHandlers():
            _PARENT.handle(record)
