"""The original tutorial's result files: fragments of JavaScript, `[YEAR, VALUE],` for each photo.

/* Running on host: c-117-12.mwt2.example */
[1880, 0.525493],
/* 1 photos analyzed in 6.94s (0.14/s) */
"""

from __future__ import annotations

import re

from photoparsl.errors import RunError
from photoparsl.redact import published, published_text
from photoparsl.results import Execution, Measurement, SliceResult, resource_name

_ROW = re.compile(r"^\s*\[\s*(null|-?\d+)\s*,\s*(-?[\d.]+(?:[eE][-+]?\d+)?)\s*\],?", re.MULTILINE)
_HOST = re.compile(r"/\* Running on host: (.*?) \*/")
_SECONDS = re.compile(r"photos analyzed in ([\d.]+) ?s")


def to_fragment(result: SliceResult) -> str:
    """Return a slice's years and luminance in the tutorial's format, with failures as comments."""
    lines = [f"/* Running on host: {_comment(result.execution.host)} */"]
    for m in result.measurements:
        year = "null" if m.year is None else m.year
        lines.append(f"[{year}, {m.values['luminance']:.6f}],")
    lines += [
        f"/* failed: {_comment(f'{published(f.url)}: {f.reason}: {f.detail}')} */"
        for f in result.failures
    ]
    photos, seconds = len(result.measurements), result.execution.seconds
    rate = photos / seconds if seconds else 0
    lines.append(f"/* {photos} photos analyzed in {seconds:.2f}s ({rate:.2f}/s) */")
    return "\n".join(lines) + "\n"


def from_fragment(text: str, name: str, start: int) -> SliceResult:
    """Return the photos of a fragment as a result.  They have no URL: a fragment holds none.

    text: the fragment
    name: the name of its file, for the error
    start: the row of its first photo

    Raises RunError if the fragment holds no photo.
    """
    rows = _ROW.findall(text)
    if not rows:
        raise RunError(f"{name}: holds no rows like [1880, 0.525493],")
    host, seconds = _HOST.search(text), _SECONDS.search(text)
    host_name = host[1] if host else "unknown"
    return SliceResult(
        start=start,
        stop=start + len(rows),
        digest="",
        measures={"luminance": 1},
        measurements=tuple(
            Measurement(row, "", None if year == "null" else int(year), {"luminance": float(value)})
            for row, (year, value) in enumerate(rows, start)
        ),
        failures=(),
        execution=Execution(
            host_name, resource_name(host_name, {}), 0.0, float(seconds[1]) if seconds else 0.0
        ),
    )


def _comment(text: str) -> str:
    return " ".join(published_text(text).replace("*/", "* /").split())
