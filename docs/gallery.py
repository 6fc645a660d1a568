"""`python docs/gallery.py` makes gallery.md and its pictures: pages of the historians' archive.

It runs the commands of history.md in a folder that is removed, and opens the pages by the links
that gallery.md prints.  It needs Chromium and Playwright, which `photoparsl[test]` installs.
"""

from __future__ import annotations

import io
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

DOCS = Path(__file__).parent
PICTURES = DOCS / "pictures"
WIDE, PHONE = (1200, 860), (390, 844)  # pixels
SHOW = """part => {
  if (part instanceof HTMLDetailsElement) part.open = true;
  part.scrollIntoView({ block: "end" });
}"""
RUN = (
    "photoparsl run subjects.csv --group subject --title '800 painted photographs' --thumbnails 48"
)
DECADES = "photoparsl run decades.csv --group subject --title 'Half of the dates are decades'"
HALF = """\
import csv

with open("subjects.csv", encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
for row in rows[::2]:
    decade = int(row["year"]) // 10 * 10
    row |= {"year": decade + 5, "earliest": decade, "latest": decade + 9, "date": ""}
with open("decades.csv", "w", encoding="utf-8", newline="") as file:
    table = csv.DictWriter(file, list(rows[0]))
    table.writeheader()
    table.writerows(rows)
"""


@dataclass(frozen=True)
class View:
    """A picture of the gallery.

    name: of the picture's file
    title: what it shows
    text: what there is to see
    link: the page's address from `#` on
    run: the folder of its run, below runs/
    size: of the window, in pixels
    shown: the id of the part of the page that is brought into sight; empty for the top of the page
    """

    name: str
    title: str
    text: str
    link: str = ""
    run: str = "subjects"
    size: tuple[int, int] = WIDE
    shown: str = ""


VIEWS = (
    View(
        "page",
        "The page as it opens",
        "Each dot is a photograph; the line is the median, its band the interval, and the sentence "
        "at the top says whether there is a slope.",
    ),
    View(
        "groups",
        "Two subjects side by side",
        "Colour by a column of the table, with a plot for each of its values on one scale.",
        "#colour=column subject&multiples=on",
        shown="small-multiples",
    ),
    View(
        "step",
        "Steps",
        "Saturation falls to 0 where toned prints end, and jumps where colour film comes: the "
        "slope has no interval.",
        "#measure=saturation&colour=column subject",
    ),
    View(
        "selection",
        "The darkest of a decade",
        "Years that are selected become a list from both ends, with pictures and records.",
        "#selection=1940_1950__",
        shown="selection",
    ),
    View(
        "colours",
        "Colours over time",
        "Shares of hue and lightness by year, from the sixteen colours that each result has.",
        shown="colours",
    ),
    View(
        "decades",
        "Vague dates",
        "Half of the dates are known to the decade: with *vague dates in every year*, each photo "
        "counts in each of its ten years with a tenth.",
        "#spread=on",
        run="decades",
    ),
    View("phone", "On a phone, in the dark", "The same file.", "#theme=dark", size=PHONE),
)

TEXT = """\
# A gallery of pages

Pages of the archive of [the historians' tutorial](history.md), made by its steps 1 to 3 and by

```sh
{run}
```

For [vague dates](#vague-dates), every second photo's date is known to the decade only:

```python
{half}```

```sh
{decades}
```

Each page is one file; the rest of its address, below, is the view, as *Copy link* gives it.
`python docs/gallery.py` makes the
archive, the pages, the pictures and this text.
{views}"""


def main() -> None:
    """Measure, take the pictures, and write the document."""
    with tempfile.TemporaryDirectory(prefix="gallery-") as temporary:
        folder = Path(temporary)
        history = (DOCS / "history.md").read_text(encoding="utf-8")
        (script,) = re.findall(r"^```python\n(import csv\n\nPEOPLE.*?)^```", history, re.M | re.S)
        photoparsl(folder, "photoparsl tutorial archive --photos 800")
        photoparsl(folder, "photoparsl manifest archive -o photos.csv")
        subprocess.run([sys.executable, "-c", script], cwd=folder, check=True)
        photoparsl(folder, RUN)
        subprocess.run([sys.executable, "-c", HALF], cwd=folder, check=True)
        photoparsl(folder, DECADES)
        with sync_playwright() as playwright:
            names = ("chromium", "chromium-browser", "google-chrome")
            program = next(filter(None, map(shutil.which, names)))
            chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
            for view in VIEWS:
                take(chromium, view, folder / "runs" / view.run / "public/scatter.html")
            chromium.close()
    (DOCS / "gallery.md").write_text(document(), encoding="utf-8")


def document() -> str:
    """The text of gallery.md."""
    return TEXT.format(run=RUN, half=HALF, decades=DECADES, views="".join(map(written, VIEWS)))


def photoparsl(folder: Path, command: str) -> None:
    """Run a command of photoparsl in the folder, without anyone's settings."""
    line = command.replace("photoparsl", f"{shlex.quote(sys.executable)} -m photoparsl", 1)
    subprocess.run(["bash", "-euc", line], cwd=folder, check=True)


def take(chromium: Browser, view: View, scatter: Path) -> None:
    """Open the page by the view's link, and take its picture."""
    width, height = view.size
    page = chromium.new_page(viewport={"width": width, "height": height})
    page.goto(scatter.as_uri() + view.link)
    page.locator("#chart[data-points]").wait_for(timeout=60_000)
    if view.shown:
        page.locator(f"#{view.shown}").evaluate(SHOW)
    assert not page.locator("#link-faults").inner_text(), view.link
    page.wait_for_timeout(1500)
    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    image.save(PICTURES / f"gallery-{view.name}.webp", "WEBP", quality=72, method=6)
    page.close()


def written(view: View) -> str:
    """The view's part of the document."""
    link = f" `{view.link}`" if view.link else ""
    picture = f"![{view.title}](pictures/gallery-{view.name}.webp)"
    return f"\n## {view.title}\n\n{view.text}{link}\n\n{picture}\n"


if __name__ == "__main__":
    main()
