"""What it costs to survive, and whether runs do: kills, resumes, syncing, a second start.

    python benchmarks/survival.py [--kills 100] [--pairs 7]

Everything runs on this machine, over photos made here and served on loopback.
"""

from __future__ import annotations

import argparse
import io
import random
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import numpy as np
import psutil
from PIL import Image

from photoparsl.results import Failure, Measurement, RunDirectory

ROWS = 5_576
UNSAFE = """
import os, sys
os.fsync = lambda descriptor: None
import photoparsl.results.slice_result
photoparsl.results.slice_result.SliceResult.is_whole = True
from photoparsl.commands.main import main
sys.exit(main(sys.argv[1:]))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--pairs", type=int, default=7)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="photoparsl-survival-") as name:
        folder = Path(name)
        manifest = make_archive(folder, ROWS)
        print("| figure | measured |\n| --- | --- |")
        print(f"| nothing-to-do run, {ROWS:,} photos | {nothing_to_do(manifest, folder):.2f} s |")
        safe, ratio = cost_of_safety(manifest, folder, chosen.pairs)
        print(f"| syncing and checking, against without | {ratio:.3f} x (of {safe:.1f} s) |")
        small = make_archive(folder / "small", 1_000)
        print(f"| second run works after kill -9 | {after_a_kill(small, folder):.1f} s |")
        equal = kills(small, folder, chosen.kills)
        print(f"| killed and resumed, equal to the undisturbed | {equal} of {chosen.kills} |")


def make_archive(folder: Path, rows: int) -> Path:
    """Some photos of about 0.35 megapixels, and a manifest that names them in turn."""
    folder.mkdir(exist_ok=True)
    rng = np.random.default_rng(1860)
    for number in range(20):
        grain = rng.normal(60 + 7 * number, 14, (500, 700)).clip(0, 255).astype(np.uint8)
        buffer = io.BytesIO()
        Image.fromarray(grain).save(buffer, "JPEG", quality=70)
        (folder / f"{number:02}.jpg").write_bytes(buffer.getvalue())
    lines = (f"{row % 20:02}.jpg {1860 + row % 142}\n" for row in range(rows))
    (folder / "manifest.txt").write_text("".join(lines))
    return folder / "manifest.txt"


def command(manifest: Path, run_dir: Path, *program: str) -> list[str]:
    program = program or ("-m", "photoparsl")
    options = ("--slice-size", "200" if "small" not in manifest.parts else "20")
    return [sys.executable, *program, "run", str(manifest), "--run-dir", str(run_dir), *options]


def timed(manifest: Path, run_dir: Path, *program: str) -> float:
    began = time.monotonic()
    subprocess.run(command(manifest, run_dir, *program), check=True, capture_output=True)
    return time.monotonic() - began


def nothing_to_do(manifest: Path, folder: Path) -> float:
    timed(manifest, folder / "once")
    return statistics.median(timed(manifest, folder / "once") for _ in range(5))


def cost_of_safety(manifest: Path, folder: Path, pairs: int) -> tuple[float, float]:
    """Median seconds of a run, and the median ratio to one that neither syncs nor checks."""
    safe, ratios = [], []
    for pair in range(pairs):
        safe.append(timed(manifest, folder / f"safe-{pair}"))
        ratios.append(safe[-1] / timed(manifest, folder / f"unsafe-{pair}", "-c", UNSAFE))
    return statistics.median(safe), statistics.median(ratios)


def after_a_kill(manifest: Path, folder: Path) -> float:
    """Seconds from kill -9 to the first slice that the next run finishes."""
    run_dir = folder / "killed"
    slices = run_dir / "slices"
    with subprocess.Popen(command(manifest, run_dir), stderr=subprocess.DEVNULL) as first:
        while len(list(slices.glob("*.json"))) < 3:
            time.sleep(0.01)
        first.kill()
    began, had = time.monotonic(), len(list(slices.glob("*.json")))
    with subprocess.Popen(command(manifest, run_dir), stdout=subprocess.DEVNULL) as second:
        while len(list(slices.glob("*.json"))) <= had and second.poll() is None:
            time.sleep(0.01)
        return time.monotonic() - began


def kills(manifest: Path, folder: Path, number: int) -> int:
    """How many runs, killed at a random moment and resumed, end as an undisturbed one."""
    rng, equal = random.Random(1860), 0
    length = timed(manifest, folder / "undisturbed")
    expected = outcomes(folder / "undisturbed")
    for kill in range(number):
        run_dir = folder / f"kill-{kill}"
        with subprocess.Popen(
            command(manifest, run_dir), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            with suppress(subprocess.TimeoutExpired):
                process.wait(rng.uniform(0, length))
            process.kill()
        timed(manifest, run_dir)
        equal += outcomes(run_dir) == expected
    time.sleep(3)
    left = [p for p in psutil.process_iter(["cmdline"]) if str(folder) in str(p.info["cmdline"])]
    if left:
        sys.exit(f"processes were left: {left}")
    return equal


def outcomes(run_dir: Path) -> list[Measurement | Failure]:
    return [outcome for result in RunDirectory(run_dir).results() for outcome in result.outcomes]


if __name__ == "__main__":
    main()
