"""The results of the Parsl apps, for scripts that load their own Parsl config."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, wait

from photoparsl.errors import SlicesLostError
from photoparsl.results import SliceResult


def gather(futures: Iterable[Future[SliceResult]]) -> list[SliceResult]:
    """Wait for the futures, and return their results ordered by row, as `write_page` takes them.

    Raises SlicesLostError, which has the other results, if a task gave none.
    """
    futures = list(futures)
    wait(futures)
    errors = [error for future in futures if (error := future.exception())]
    results = [future.result() for future in futures if not future.exception()]
    results.sort(key=lambda result: result.start)
    if errors:
        raise SlicesLostError(errors, results)
    return results
