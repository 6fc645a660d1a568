"""An archive of real photographs: crops from the wallpapers of Debian's packages.

The packages are downloaded with `apt-get download` and unpacked into a folder; nothing is
installed.
"""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path

from PIL import Image

PACKAGES = ("lomiri-wallpapers-16.04", "lomiri-wallpapers-20.04", "mate-backgrounds")
SIDES = (640, 450)  # pixels of a crop, in either orientation: 0.29 megapixels
GREY_SHARE = 0.3  # of the photographs, saved as grey ones
QUALITIES = (75, 80, 85, 90)
FEWEST_MEGAPIXELS = 1.0  # of a wallpaper that crops are cut from


def make_photographs(folder: Path, photos: int, url: str) -> Path:
    """Make the archive unless it is there, and return the path of its manifest.

    url: of the folder, with a slash at its end
    """
    made = folder / "made.json"
    if not made.exists() or json.loads(made.read_text()) != photos:
        wallpapers = _wallpapers(folder / "packages")
        chance = random.Random(1)
        for number in range(photos):
            if number % 500 == 0:
                (folder / f"{number // 500:03}").mkdir(exist_ok=True)
            if number % 100 == 0:  # a wallpaper is decoded once for many crops
                wallpaper = Image.open(wallpapers[number // 100 % len(wallpapers)]).convert("RGB")
            _crop(wallpaper, chance).save(_path(folder, number), quality=chance.choice(QUALITIES))
        made.write_text(json.dumps(photos))
    manifest = folder / "manifest.txt"
    lines = (
        f"{url}{_path(folder, number).relative_to(folder)} {1860 + number * 160 // photos}\n"
        for number in range(photos)
    )
    manifest.write_text("".join(lines))
    return manifest


def _path(folder: Path, number: int) -> Path:
    return folder / f"{number // 500:03}" / f"{number:07}.jpg"


def _crop(wallpaper: Image.Image, chance: random.Random) -> Image.Image:
    sides = SIDES if chance.random() < 0.5 else SIDES[::-1]
    scale = chance.uniform(1, min(w / s for w, s in zip(wallpaper.size, sides, strict=True)))
    width, height = (round(side * scale) for side in sides)
    left = chance.randint(0, wallpaper.width - width)
    top = chance.randint(0, wallpaper.height - height)
    crop = wallpaper.resize(sides, box=(left, top, left + width, top + height))
    return crop.convert("L") if chance.random() < GREY_SHARE else crop


def _wallpapers(folder: Path) -> list[Path]:
    """Download and unpack the packages, and return the paths of their photographs."""
    folder.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES:
        if not any(folder.glob(f"{package}_*.deb")):
            subprocess.run(["apt-get", "-q", "download", package], cwd=folder, check=True)
        for deb in folder.glob(f"{package}_*.deb"):
            subprocess.run(["dpkg", "-x", deb, folder / "files"], check=True)
    paths = sorted((folder / "files" / "usr/share/backgrounds").glob("**/*.jpg"))
    return [path for path in paths if not path.is_symlink() and _is_photograph(path)]


def _is_photograph(path: Path) -> bool:
    if path.parent.name in ("abstract", "desktop"):  # mate's drawn ones
        return False
    with Image.open(path) as image:
        large = image.width * image.height >= FEWEST_MEGAPIXELS * 1e6
        return large and min(image.size) >= max(SIDES)
