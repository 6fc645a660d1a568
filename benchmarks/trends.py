"""What a trend with resampled clusters costs: CPU seconds and memory.

    python -m benchmarks.trends [--photos 1000000] [--years 150]

One measure of made photos, each year with 25 boxes of its own, 1,000 replicates: medians, intervals
and slope, without and with clusters, each in a process of its own.  Reading a run's results isn't
part of it.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time

import numpy as np

from photoparsl.trends import Column, Observations, TrendOptions, Window, trend_of

BOXES = 25  # a year


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--photos", type=int, default=1_000_000)
    parser.add_argument("--years", type=int, default=150)
    parser.add_argument("--child", choices=("", "box"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child is not None:
        print(line_of(chosen.photos, chosen.years, chosen.child))
        return
    print(f"load average {os.getloadavg()[0]:.2f}, {chosen.photos:,} photos\n")
    print("| intervals | CPU of the trend | most memory |\n| --- | --- | --- |", flush=True)
    for clusters in ("", "box"):
        command = [sys.executable, "-m", "benchmarks.trends", "--child", clusters]
        size = ["--photos", str(chosen.photos), "--years", str(chosen.years)]
        subprocess.run([*command, *size], check=True)


def line_of(photos: int, years: int, clusters: str) -> str:
    """Make the photos and their trend, and return the table's line."""
    rng = np.random.default_rng(7)
    year = np.sort(rng.integers(1870, 1870 + years, photos)).astype(np.int32)
    box = ((year - 1870) * BOXES + rng.integers(0, BOXES, photos)).astype(np.int32)
    value = 0.5 + rng.normal(0, 0.05, years * BOXES)[box] + rng.normal(0, 0.1, photos)
    names = tuple(map(str, range(years * BOXES)))
    made = Observations(year, year, year, value, {"box": Column("box", names, box)})
    before = time.process_time()
    trend = trend_of("x", made, TrendOptions(Window(), clusters=clusters or None))
    seconds = time.process_time() - before
    if len(trend.rows) != years:
        sys.exit(f"{len(trend.rows)} rows of {years} years")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    kind = "resampled boxes" if clusters else "independent photos"
    return f"| {kind} | {seconds:.1f} s | {memory:.0f} MB |"


if __name__ == "__main__":
    main()
