"""`python docs/photographs.py` makes photographs.md and its picture: real photographs, measured.

The photographs are wallpapers of Debian's packages, which `apt-get download` fetches (75 MB);
nothing is installed.  It needs Debian, Chromium and Playwright (`photoparsl[test]`).
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

DOCS = Path(__file__).parent
PICTURE = DOCS / "pictures" / "photographs.webp"
PAGE = DOCS / "photographs.md"
PACKAGES = ("lomiri-wallpapers-16.04", "lomiri-wallpapers-20.04", "mate-backgrounds")
DRAWN = ("abstract", "desktop")  # folders of mate-backgrounds without photographs
NO_PHOTOGRAPHS = (
    "Fossa",
    "Infinite-Sea",
    "Painting-Colors",
    "analogpattern",
    "umang",
)  # by looking

TEXT = """\
# Real photographs

![The page of {count} real photographs; one is chosen](pictures/photographs.webp)

{count} photographs of Debian's packages of wallpapers, `lomiri-wallpapers-16.04`,
`lomiri-wallpapers-20.04` and `mate-backgrounds`, measured whole; drawn wallpapers are left out.
`python docs/photographs.py` downloads the packages, measures, and makes the picture and this page.

**The years** are the first ones in the copyright notices of the packages, from {first} to {last}.
When the pictures were taken isn't known for most of them; it may have been earlier. Nobody chose
them to stand for their years, and they are few: the page shows how photoparsl deals with
photographs, and says nothing about photography.

**Whose they are.** The picture shows small copies of the photographs under licences of Creative
Commons, so it is itself under [CC BY-SA 4.0](https://creativecommons.org/licenses/by-sa/4.0/). The
one beside the chart is by Lukas Baubkus. Photographs under the GPL stay in their package: of them
the chart has the blurred stamps of sixteen colours that stand for photos without small copies.

| file | by | year of the notice | licence | luminance |
| --- | --- | --- | --- | --- |
{rows}"""


@dataclass(frozen=True)
class Wallpaper:
    """A photograph, as its package's copyright file describes it.

    url: its path in the folder of the table
    year: the first year in its copyright notice
    photographer: the first name in that notice
    licence: the short name of its licence
    package: the package that has it
    """

    url: str
    year: int
    photographer: str
    licence: str
    package: str


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="photographs-") as temporary:
        folder = Path(temporary)
        wallpapers = [each for package in PACKAGES for each in unpack(package, folder)]
        with (folder / "photographs.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(field.name for field in fields(Wallpaper))
            writer.writerows(map(astuple, wallpapers))
        program = [sys.executable, "-m", "photoparsl"]
        title = "Photographs of Debian's packages of wallpapers"
        run = [*program, "run", "photographs.csv", "--no-settings", "--group", "package"]
        subprocess.run([*run, "--title", title], cwd=folder, check=True)
        # Small copies of the Creative Commons' alone: those under the GPL can't be fetched again.
        (folder / "mate-backgrounds").rename(folder / "measured")
        subprocess.run([*run, "--title", title, "--thumbnails", "96"], cwd=folder, check=False)
        take(folder / "runs/photographs/public/scatter.html")
        table = folder / "measured.csv"
        export = [*program, "export", "runs/photographs", "-o", table.name]
        subprocess.run(export, cwd=folder, check=True)
        with table.open(newline="", encoding="utf-8") as file:
            luminance = {row["url"]: float(row["luminance"]) for row in csv.DictReader(file)}
        PAGE.write_text(page(wallpapers, luminance), encoding="utf-8")


def unpack(package: str, folder: Path) -> Iterator[Wallpaper]:
    """Download a package, unpack it, and yield its photographs."""
    subprocess.run(["apt-get", "-q", "download", package], cwd=folder, check=True)
    (deb,) = folder.glob(f"{package}_*.deb")
    subprocess.run(["dpkg", "-x", deb, folder / package], check=True)
    notices = (folder / package / "usr/share/doc" / package / "copyright").read_text("utf-8")
    for path in sorted((folder / package).glob("usr/share/backgrounds/**/*.jpg")):
        is_drawn = path.parent.name in DRAWN or path.name.startswith(NO_PHOTOGRAPHS)
        if not (is_drawn or path.is_symlink()):
            place = str(path.relative_to(folder))
            yield Wallpaper(place, *described(notices, path.name), package)


def described(notices: str, name: str) -> tuple[int, str, str]:
    """The year, photographer and licence of a file, by a copyright file of Debian's format.

    Raises LookupError if no paragraph names the file.
    """
    for paragraph in re.split(r"\n\s*\n", notices):
        text = dict(re.findall(r"^(\w+):((?:.*)(?:\n\s+.*)*)", paragraph, re.MULTILINE))
        if name in (Path(pattern).name for pattern in text.get("Files", "").split()):
            notice = text["Copyright"]
            years = [int(year) for year in re.findall(r"\b(?:19|20)\d\d\b", notice)]
            first = re.sub(r"\b\d{4}\b|<.*?>", "", notice.strip().splitlines()[0])
            return min(years), first.strip(" ,.\u00b4").replace('"', ""), text["License"].strip()
    raise LookupError(name)


def take(scatter: Path) -> None:
    """Take the picture of the page with one photograph chosen."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1200, "height": 860}, device_scale_factor=1)
        page.goto(scatter.as_uri())
        page.locator("#chart[data-points]").wait_for(timeout=60_000)
        page.locator("#chart").focus()
        for _ in range(60):  # to the latest
            page.keyboard.press("ArrowRight")
        page.evaluate("scrollTo(0, 0)")
        page.wait_for_timeout(1000)
        image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        image.save(PICTURE, "WEBP", quality=72, method=6)
        chromium.close()


def page(wallpapers: list[Wallpaper], luminance: dict[str, float]) -> str:
    """The document: the picture, where the years come from, and whose the photographs are."""
    rows = "".join(
        f"| {Path(each.url).name} | {each.photographer} | {each.year} | {each.licence} "
        f"| {luminance[each.url]:.3f} |\n"
        for each in wallpapers
    )
    ends = min(each.year for each in wallpapers), max(each.year for each in wallpapers)
    return TEXT.format(count=len(wallpapers), first=ends[0], last=ends[1], rows=rows)


if __name__ == "__main__":
    main()
