"""Reads single result files, which needn't be in a run's folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from photoparsl.errors import NewerFormatError, RunError, error_text, read_problem
from photoparsl.files import read_regular
from photoparsl.options import places_of
from photoparsl.reports import from_fragment
from photoparsl.results import SLICES, ManifestCopy, SliceResult, from_json


def read_results(paths: str | Path | Iterable[str | Path]) -> list[SliceResult]:
    """Return the results in files: photoparsl's slices, or the original tutorial's results-*.json.

    A slice's file has no years.  For a file in a run's folder, they come from the run's copy of the
    manifest.  Other photos have none.  Raises RunError for a file that is neither, or can't be
    read.
    """
    results: list[SliceResult] = []
    for path in map(Path, places_of("paths", paths)):
        first_row = results[-1].stop if results else 0  # a tutorial's file has no row numbers
        results.append(_read_result(path, first_row))
    return results


def _read_result(path: Path, first_row: int) -> SliceResult:
    if path.is_dir():
        raise RunError(f"{path}: is a folder, not a result file; open_run opens a run's folder")
    try:
        text = read_regular(path).decode(errors="replace")
    except OSError as error:
        raise RunError(read_problem(error, path)) from error
    try:
        if not text.startswith("{"):
            return from_fragment(text, str(path), first_row)
        result = from_json(text)
    except NewerFormatError as error:
        raise RunError(f"{path}: {error}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise RunError(f"{path}: isn't a result file: {error_text(error)}") from error
    folder = path.resolve().parent
    if folder.name == SLICES:
        (result,) = ManifestCopy(folder.parent).with_facts(iter([result]))
    return result
