"""The results of the Parsl apps, for scripts that load their own Parsl config."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future, wait

from photoparsl.errors import PhotoparslError
from photoparsl.results import SliceResult


class SlicesLostError(PhotoparslError):
    """Raised when tasks gave no result.

    errors: the exceptions of these tasks
    results: the results of all other tasks, by row
    """

    def __init__(self, errors: list[BaseException], results: list[SliceResult]) -> None:
        super().__init__(f"{len(errors)} of {len(errors) + len(results)} slices: {errors[0]}")
        self.errors = errors
        self.results = results


def gather(futures: Iterable[Future[SliceResult]]) -> list[SliceResult]:
    """Wait for the futures, and return their results ordered by row, as `write_page` takes them.

    Raises SlicesLostError, which holds the other results, if a task gave none.
    """
    futures = list(futures)
    wait(futures)
    errors = [error for future in futures if (error := future.exception())]
    results = [future.result() for future in futures if not future.exception()]
    results.sort(key=lambda result: result.start)
    if errors:
        raise SlicesLostError(errors, results)
    return results
