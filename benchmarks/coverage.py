"""How often the 95 % intervals of trends hold the truth, on made archives whose medians are known.

    python -m benchmarks.coverage [--years 5000]

Each line is of so many year intervals: which share of them holds the true median, and how wide they
are against the range in which 95 % of the medians of such years lie (of histograms: against the
interval of the values themselves, and in bins).  Lines of samples are of 1,000 made archives, whose
whole median is the true one.  The last lines of medians are of intervals that take photos of one
cluster as independent: they must fail.  Slopes are of made archives whose slope is known.
"""

from __future__ import annotations

import argparse
import os
import time

from photoparsl.trends import Slope
from tests.trends.coverage import (
    CHANGES,
    SAMPLES,
    SIZES,
    VALUES,
    Coverage,
    of_clusters,
    of_histograms,
    of_independent,
    of_samples,
    of_slopes,
)

SLOPES = 100  # made archives of each kind of change
ARCHIVES = 1000  # made archives of which samples are drawn


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--years", type=int, default=5000)
    years = parser.parse_args().years
    print(f"load average {os.getloadavg()[0]:.2f}\n")
    print("| intervals | years | covered | times the best width |\n| --- | --- | --- | --- |")
    began = time.process_time()
    for values in VALUES:
        _print(f"independent photos, {values} values", of_independent(values, years))
    for photos in (30, 1000, 20_000):
        found, bins = of_histograms(photos, min(years, 5_000_000 // photos))
        _print(f"{photos:,} photos, from a histogram ({bins:.1f} bins)", found)
    for kind in SAMPLES:
        _print(f"sample {kind}", of_samples(kind, min(years, ARCHIVES)))
    for clusters in (20, 60):
        for sizes in SIZES:
            _print(f"{clusters} clusters of {sizes} sizes", of_clusters(sizes, clusters, years))
    for sizes in SIZES:
        found = of_clusters(sizes, 20, years, ignored=True)
        _print(f"20 clusters of {sizes} sizes, taken as independent photos", found)
    print("\n| slopes | archives | have an interval | of which hold the true slope |")
    print("| --- | --- | --- | --- |")
    for kind in CHANGES:
        for years, photos, boxes in (
            (34, 6, 0),
            (34, 14, 0),
            (34, 50, 0),
            (100, 14, 0),
            (34, 14, 40),
        ):
            _print_slopes(kind, years, photos, boxes)
    for kind in ("a line", "no change"):
        slopes = of_slopes(kind, 2 * SLOPES, years=60, vague=True)
        _print_found(f"{kind}, 60 years of 14 photos, half of them dated to a decade", slopes)
    print(f"\n{time.process_time() - began:.0f} s of CPU")


def _print_slopes(kind: str, years: int, photos: int, boxes: int) -> None:
    name = f"{kind}, {years} years of {photos} photos" + (f" of {boxes} boxes" if boxes else "")
    _print_found(name, of_slopes(kind, SLOPES, boxes=boxes, years=years, photos=photos))


def _print_found(name: str, slopes: list[tuple[Slope, float]]) -> None:
    ends = [(s.lower, s.upper, truth) for s, truth in slopes if s.lower is not None]
    hold = sum(upper is not None and lower <= truth <= upper for lower, upper, truth in ends)
    print(f"| {name} | {len(slopes)} | {len(ends)} | {hold} |", flush=True)


def _print(name: str, found: Coverage) -> None:
    print(f"| {name} | {found.years:,} | {found.covered:.1%} | {found.ratio:.2f} |", flush=True)


if __name__ == "__main__":
    main()
