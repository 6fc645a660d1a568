"""How many made frames are found, and how many photos without one are said to have one.

    python -m benchmarks.borders FOLDER
    python -m benchmarks.borders FOLDER --photos 500 --seed 301

FOLDER has photographs of at least 500 pixels a side, such as the wallpapers of Debian's packages
(benchmarks/photographs.py), unpacked.  A frame is found if each side is within 1 % of the
picture's side.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from PIL import Image

from tests.measuring.framed_photos import Framed, Maker, is_right

LEAST_SIDE = 500  # pixels of a photograph
LONGEST = 1600


def main() -> None:
    """Make the photos, measure them, and print the figures by kind."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--photos", type=int, default=500)
    parser.add_argument("--seed", type=int, default=301)
    chosen = parser.parse_args()
    maker = Maker(photographs(chosen.folder), chosen.seed)
    print_figures("frames", [maker.framed() for _ in range(chosen.photos)])
    print_figures("without a frame", [maker.unframed() for _ in range(chosen.photos)])


def photographs(folder: Path) -> list[Image.Image]:
    """The photographs below a folder, at most 1600 pixels a side."""
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in (".jpg", ".jpeg", ".png") or path.is_symlink():
            continue
        with Image.open(path) as file:
            image = file.convert("RGB")
        image.thumbnail((LONGEST, LONGEST))
        if min(image.size) >= LEAST_SIDE:
            found.append(image)
    return found


def print_figures(title: str, made: list[Framed]) -> None:
    """Print how many photos are measured rightly, of all and of each kind."""
    right = Counter(photo.kind for photo in made if is_right(photo))
    kinds = Counter(photo.kind for photo in made)
    print(f"{title}: {right.total()} of {kinds.total()} are right")
    for kind, photos in sorted(kinds.items()):
        print(f"    {kind}: {right[kind]} of {photos}")


if __name__ == "__main__":
    main()
