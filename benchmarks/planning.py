"""What planning costs with other columns and with dates, against an earlier version.

    git worktree add ../earlier 8e970ff^    # the last tree of version 0.1.0
    python benchmarks/planning.py ../earlier [--rows 1000000] [--pairs 3]

Planning is what a new run does until it asks for its first photo.  Both versions read the same rows
in turns, each in a process of its own; the figures are medians.  The earlier version neither
copied the manifest nor read dates beside years.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

HEADS = {
    "lines `URL YEAR`": "",
    "five more columns": "url,year,title,collection,photographer,identifier,record",
    "five more columns, and dates to the day": (
        "url,year,date,title,collection,photographer,identifier,record"
    ),
    "five more columns, and months": (
        "url,year,month,title,collection,photographer,identifier,record"
    ),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("earlier", type=Path, help="the folder of the earlier version")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--child", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        print(json.dumps(plan(Path(chosen.child))))
        return
    print(f"load average {os.getloadavg()[0]:.2f}, {os.cpu_count()} cores\n")
    print("| manifest | CPU a row, earlier | now | ratio |\n| --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory(prefix="photoparsl-planning-") as name:
        for kind, head in HEADS.items():
            path = Path(name, "manifest.csv" if head else "manifest.txt")
            with path.open("w") as file:
                file.writelines(lines(head, chosen.rows))
            compare(kind, path, chosen.earlier, chosen.rows, chosen.pairs)
    print(f"\nload average {os.getloadavg()[0]:.2f} at the end")


def compare(kind: str, path: Path, earlier: Path, rows: int, pairs: int) -> None:
    now = Path(__file__).resolve().parents[1]
    times = [(child(earlier, path), child(now, path)) for _ in range(pairs)]
    before, after = (1e6 * statistics.median(each) / rows for each in zip(*times, strict=True))
    ratio = statistics.median(b / a for a, b in times)
    print(f"| {kind} | {before:.2f} µs | {after:.2f} µs | {ratio:.2f} |", flush=True)


def child(version: Path, path: Path) -> float:
    """The CPU in seconds that a version takes."""
    done = subprocess.run(
        [sys.executable, __file__, str(version), "--child", str(path)],
        env={**os.environ, "PYTHONPATH": str(version.resolve())},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return float(json.loads(done.stdout.splitlines()[-1]))


def plan(path: Path) -> float:
    from photoparsl.manifests import Source
    from photoparsl.sites import load_site

    try:
        from photoparsl.requesting import RunRequest
        from photoparsl.running.preparing import begin_run, prepare_run
    except ImportError:  # version 0.1.0
        from photoparsl.running.prepare import (  # type: ignore[import-not-found,no-redef]
            begin as begin_run,
        )
        from photoparsl.running.prepare import (  # type: ignore[no-redef]
            prepare as prepare_run,
        )
        from photoparsl.running.run_request import (  # type: ignore[import-not-found,no-redef]
            RunRequest,
        )
    from photoparsl.results.run_directory import RunDirectory  # where both versions have it

    source = Source(path, path.name, str(path.parent))
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        request = RunRequest(source, load_site("local"), Path(folder, "run"))
        before = time.process_time()
        with RunDirectory(request.run_dir) as directory:
            request.page.parent.mkdir(parents=True, exist_ok=True)
            made = prepare_run(request, directory)
            begin_run(request, made, directory)
            next(made.slices(source, 500))
            return time.process_time() - before


def lines(head: str, rows: int) -> Iterator[str]:
    if head:
        yield head + "\n"
    for row in range(rows):
        place, year = (
            f"https://photos.example/{row // 1000:05}/photo-{row:08}.jpg",
            1860 + row % 142,
        )
        month, day = 1 + row // 7 % 12, 1 + row // 3 % 28
        title = f"Street scene no. {row % 9973} in the rain"
        others = (
            f"{title},Collection {row % 37},Photographer {row % 211},ex-{row:08},"
            f"https://catalogue.example/objects/{row:08}"
        )
        if not head:
            yield f"{place} {year}\n"
        elif ",date," in head:
            yield f"{place},{year},{year}-{month:02}-{day:02},{others}\n"
        elif ",month," in head:
            yield f"{place},{year},{month},{others}\n"
        else:
            yield f"{place},{year},{others}\n"


if __name__ == "__main__":
    main()
