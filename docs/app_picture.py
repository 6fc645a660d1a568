"""`python docs/app_picture.py` makes pictures/app.png: what `photoparsl app` found in an archive.

The archive is the tutorial's, in a folder that is made and removed.  It needs Chromium and
Playwright, which `photoparsl[test]` installs.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

from photoparsl.app import local_app
from photoparsl.commands.main import main

PICTURE = Path(__file__).parent / "pictures" / "app.png"
FOLDER = Path("/var/tmp/my-photographs")  # which the picture shows: the same each time


def take(picture: Path) -> None:
    """Open the app, choose the archive, and take the picture."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)))
    with local_app(Path.cwd()) as app, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = chromium.new_page(viewport={"width": 1000, "height": 760}, device_scale_factor=1.5)
        page.goto(app.url)
        page.locator("#entries button", has_text="archive").click()
        page.locator("#use").click()
        page.locator("#found-sum").wait_for(timeout=120_000)
        page.screenshot(path=picture)
        chromium.close()


if __name__ == "__main__":
    FOLDER.mkdir()  # an error if it is there: it isn't this program's to empty
    try:
        os.chdir(FOLDER)
        main(["tutorial", "archive", "--photos", "60"])
        take(PICTURE)
    finally:
        os.chdir("/")
        shutil.rmtree(FOLDER)
