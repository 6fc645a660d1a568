"""Files of a run as version 0.1.0 wrote them: the format that newer versions go on to read."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from photoparsl.results import Failure, Measurement, SliceResult
from photoparsl.results.fields import fields_of
from photoparsl.results.run_record import RunRecord


def text_of(result: SliceResult) -> str:
    """The text of a slice's result."""
    measurements = [
        [m.row, m.url, _years(m), m.stamp, *(m.values[name] for name in result.measures)]
        for m in result.measurements
    ]
    failures = [[f.row, f.url, _years(f), f.reason, f.detail] for f in result.failures]
    body = f'"measurements": [{_lines(measurements)}],\n"failures": [{_lines(failures)}]'
    head = {
        "format": 1,
        "start": result.start,
        "stop": result.stop,
        "digest": result.digest,
        "measures": result.measures,
        "failed": len(result.failures),
        "sha256": hashlib.sha256(body.encode()).hexdigest(),
    }
    ran = json.dumps(fields_of(result.execution))
    return f'{json.dumps(head)[:-1]},\n{body},\n"ran": {ran}\n}}\n'


def write_run(
    run: Path, record: RunRecord, segment: Sequence[SliceResult], loose: Sequence[SliceResult]
) -> None:
    """A run's record, a segment of slices, and slices in files of their own."""
    (run / "slices").mkdir(parents=True)
    (run / "run.json").write_text(json.dumps({"format": 1, **fields_of(record)}, indent=1) + "\n")
    heads = [(r.start, r.stop, r.digest, r.measures, len(r.failures)) for r in segment]
    lines = [json.dumps({"format": 1, "slices": heads}) + "\n", *map(text_of, segment)]
    name = f"segment-{segment[0].start:07}-{segment[-1].stop:07}.jsonl.gz"
    (run / "slices" / name).write_bytes(gzip.compress("".join(lines).encode(), 1, mtime=0))
    for result in loose:
        path = run / "slices" / f"slice-{result.start:07}-{result.stop:07}.json"
        path.write_text(text_of(result))


def _years(outcome: Measurement | Failure) -> Any:
    return [outcome.year, *outcome.span] if outcome.span else outcome.year


def _lines(rows: list[list[Any]]) -> str:
    return "".join(f"\n{json.dumps(row)}," for row in rows).removesuffix(",")
