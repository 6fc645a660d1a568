"""`python docs/page_picture.py` makes page.png: the demo's page of 2,000 painted photographs.

The demo runs in a folder that is made and removed.  It needs Chromium and Playwright, which
`photoparsl[test]` installs.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

DOCS = Path(__file__).parent
PICTURE = DOCS / "page.png"
COLOURS = 128  # of the picture: it is a drawing


def main() -> None:
    """Run the demo, point at a photo on its page, and take the picture."""
    demo = [sys.executable, DOCS.parent / "run_demo.py", "--photos", "2000", "--run-dir", "demo"]
    with tempfile.TemporaryDirectory(prefix="page-") as folder:
        subprocess.run(demo, cwd=folder, check=True)
        take(Path(folder, "demo", "public", "scatter.html"))


def take(scatter: Path) -> None:
    """Open the page, point at a photo, and take the picture."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)))
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1280, "height": 1010})
        page.goto(scatter.as_uri())
        page.locator("#chart[data-points]").wait_for(timeout=60_000)
        page.locator("#chart").hover(position={"x": 480, "y": 220})
        page.wait_for_timeout(1500)
        image = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        chromium.close()
    image.quantize(COLOURS).save(PICTURE, optimize=True)


if __name__ == "__main__":
    main()
