"""Reads single result files, which needn't be in a run's folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from photoparsl.errors import NewerFormatError, RunError, error_text
from photoparsl.reports import from_fragment
from photoparsl.results import SliceResult, from_json


def read_results(paths: Iterable[str | Path]) -> list[SliceResult]:
    """Return the results in files: photoparsl's slices, or the original tutorial's results-*.json.

    Raises RunError for a file that is neither.
    """
    results: list[SliceResult] = []
    for path in map(Path, paths):
        first_row = results[-1].stop if results else 0  # a tutorial's file has no row numbers
        results.append(_read_result(path, first_row))
    return results


def _read_result(path: Path, first_row: int) -> SliceResult:
    text = path.read_text(encoding="utf-8", errors="replace")
    try:
        return (
            from_json(text) if text.startswith("{") else from_fragment(text, str(path), first_row)
        )
    except NewerFormatError as error:
        raise RunError(f"{path}: {error}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise RunError(f"{path}: isn't a result file: {error_text(error)}") from error
