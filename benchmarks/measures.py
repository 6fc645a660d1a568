"""The processor's time of each built-in measure, against that of luminance alone.

    python -m benchmarks.measures
    python -m benchmarks.measures --megapixels 0.3 --rounds 5

Photos of the tutorial, also enlarged, are saved as JPEG and PNG, in colour and in grey.  They are
read from the disk and measured as in a task of a run, by each set of measures in turns.  A figure
is the median of the ratios to luminance alone in the same round, so that the machine's speed and
what else it does mostly drop out.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from photoparsl.manifests import Photo, Slice
from photoparsl.measuring import MEASURES, MORE_MEASURES, measure_slice
from photoparsl.tutorial.scenes import photograph

FORMS = ("jpg", "png")
BANDS = {"colour": "RGB", "grey": "L"}
PHOTOS = 4  # of each kind
ALONE = "luminance"


def main() -> None:
    """Measure, and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--megapixels", type=float, nargs="+", default=[0.3, 12])
    parser.add_argument("--rounds", type=int, default=7)
    chosen = parser.parse_args()
    every = [*MEASURES, *MORE_MEASURES]
    sets = {"all": list(MEASURES), "all and the others": every} | {
        name: [ALONE, name] for name in every if name != ALONE
    }
    kinds = [(size, form, band) for size in chosen.megapixels for form in FORMS for band in BANDS]
    print(f"load average {os.getloadavg()[0]:.2f}, {os.cpu_count()} cores\n")
    titles = [f"{size:g} MP {form} {band}" for size, form, band in kinds]
    columns = []
    with tempfile.TemporaryDirectory(prefix="photoparsl-measures-") as folder:
        for size, form, band in kinds:
            paths = list(make_photos(Path(folder), size, form, BANDS[band]))
            columns.append(ratios(paths, sets, chosen.rounds))
            for path in paths:
                path.unlink()
    print(f"| measures | {' | '.join(titles)} |\n|{' --- |' * (len(titles) + 1)}")
    print(f"| {ALONE}: ms | {' | '.join(f'{1000 * alone:.1f}' for alone, _ in columns)} |")
    for name in sets:
        figures = " | ".join(f"{found[name]:.2f}" for _, found in columns)
        print(f"| {name if len(sets[name]) > 2 else f'{ALONE}, {name}'} | {figures} |")
    print(f"\nload average {os.getloadavg()[0]:.2f} at the end")


def make_photos(folder: Path, megapixels: float, form: str, mode: str) -> Iterator[Path]:
    """Photos of the tutorial of this size and kind, with some grain, as a scan has."""
    for number in range(PHOTOS):
        rng = np.random.default_rng(number)
        scene = photograph(rng, 1975, 0.3 + 0.1 * number).image.convert(mode)
        times = (1e6 * megapixels / (scene.width * scene.height)) ** 0.5
        path = folder / f"{number}.{form}"
        image = scene if 0.9 < times < 1.1 else enlarged(scene, times, rng)
        image.save(path, quality=85)
        yield path


def enlarged(scene: Image.Image, times: float, rng: np.random.Generator) -> Image.Image:
    """The scene in another size, with grain, without which it would be decoded too fast."""
    image = scene.resize((round(scene.width * times), round(scene.height * times)))
    levels = np.asarray(image, np.float32)
    grain = rng.normal(0, 3, levels.shape[:2]).astype(np.float32)
    grain = grain if scene.mode == "L" else grain[:, :, np.newaxis]
    return Image.fromarray(np.clip(levels + grain, 0, 255).astype(np.uint8))


def ratios(
    paths: Sequence[Path], sets: dict[str, list[str]], rounds: int
) -> tuple[float, dict[str, float]]:
    """The seconds of luminance alone for a photo, and by each set how many times that it takes."""
    found: dict[str, list[float]] = {name: [] for name in sets}
    seconds = []
    for number in range(rounds + 1):
        # Before and after the others, so that a machine that becomes slower doesn't count.
        first = cpu(paths, [ALONE])
        taken = {name: cpu(paths, measures) for name, measures in sets.items()}
        alone = (first + cpu(paths, [ALONE])) / 2
        if number:  # the first warmed up
            seconds.append(alone)
            for name in sets:
                found[name].append(taken[name] / alone)
    medians = {name: statistics.median(figures) for name, figures in found.items()}
    return statistics.median(seconds), medians


def cpu(paths: Sequence[Path], measures: Sequence[str]) -> float:
    """The processor's seconds for a photo, of a slice of them as a worker measures it."""
    slice_ = Slice(tuple(Photo(row, str(path), None, "/") for row, path in enumerate(paths)))
    before = time.process_time()
    result = measure_slice(slice_, measures)
    seconds = time.process_time() - before
    assert not result.failures, result.failures
    return seconds / len(paths)


if __name__ == "__main__":
    main()
