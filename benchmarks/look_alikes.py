"""The time and memory for finding the photos that look alike among many.

    python -m benchmarks.look_alikes --photos 1000000

Half of the hashes are of made pictures whose rows resemble each other, half are random; a
twentieth are copies of others with up to 4 other bits, and a tenth of the photos are blank.
"""

from __future__ import annotations

import argparse
import os
import resource
import time

import numpy as np
import numpy.typing as npt

from photoparsl.reports.look_alikes import LookAlikes

AT_A_TIME = 10_000  # pictures


def main() -> None:
    """Make the hashes, compare them, and print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--photos", type=int, default=1_000_000)
    photos = parser.parse_args().photos
    rows = np.flatnonzero(np.arange(photos) % 10 > 0)  # the others are blank
    hashes = made_hashes(len(rows), np.random.default_rng(1))
    wall, cpu = time.perf_counter(), time.process_time()
    found = LookAlikes(rows, hashes)
    seconds = f"{time.perf_counter() - wall:.0f} s, {time.process_time() - cpu:.0f} s of processor"
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{photos:,} photos: {found.count:,} look like an earlier one; {seconds}")
    print(f"{megabytes:.0f} MB; load average {os.getloadavg()[0]:.1f}")


def made_hashes(photos: int, rng: np.random.Generator) -> npt.NDArray[np.uint64]:
    """Difference hashes as of an archive."""
    hashes = rng.integers(0, 2**64, photos, np.uint64)
    for start in range(0, photos // 2, AT_A_TIME):
        count = min(AT_A_TIME, photos // 2 - start)
        cells = rng.normal(0, 1, (count, 8, 9)) + 2 * rng.normal(0, 1, (count, 1, 9))
        bits = (cells[:, :, 1:] > cells[:, :, :-1]).reshape(count, 64)
        hashes[start : start + count] = np.packbits(bits, axis=1).view(">u8").ravel()
    copies, originals = rng.integers(0, photos, (2, photos // 20))
    changes = np.zeros(len(copies), np.uint64)
    for _ in range(4):
        changes |= np.uint64(1) << rng.integers(0, 64, len(copies), np.uint64)
    hashes[copies] = hashes[originals] ^ changes
    return hashes


if __name__ == "__main__":
    main()
