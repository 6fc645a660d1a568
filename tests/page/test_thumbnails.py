"""Thumbnails on the page: in the chart, in the panel and in the list; in the page or beside it."""

from __future__ import annotations

import io
import re
import time
from base64 import b64decode, b64encode
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from photoparsl.page import write_page
from photoparsl.page.sprites import MOST_INSIDE
from photoparsl.results import Measurement
from tests.invented import sliced
from tests.page.chromium import draw, opened, wait_until
from tests.page.page_text import block_of

STAMP = b64encode(bytes.fromhex("1084") * 16).decode()  # grey, so that no thumbnail is taken for it


def colour_of(row: int) -> tuple[int, int, int]:
    """Of a photo's thumbnail: strong, and unlike its neighbours'."""
    return [(230, 30, 30), (30, 200, 30), (30, 30, 230), (220, 200, 20), (200, 30, 200)][row % 5]


@cache
def thumbnail(colour: tuple[int, int, int], size: tuple[int, int] = (48, 36)) -> str:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, "WEBP")
    return b64encode(file.getvalue()).decode()


def photo(row: int, text: str | None = None) -> Measurement:
    given = thumbnail(colour_of(row)) if text is None else text
    url = f"https://photos.example.org/{row:05}.jpg"
    values = {"luminance": row * 37 % 101 / 101}
    return Measurement(row, url, 1900 + row % 50, values, STAMP, thumbnail=given)


def page_with(folder: Path, photos: list[Measurement], name: str = "scatter.html") -> Path:
    return write_page(sliced(photos), folder / name)


MIDDLE = """selector => {
    const canvas = document.querySelector(selector);
    const [x, y] = [canvas.width / 2, canvas.height / 2];
    const copy = new OffscreenCanvas(1, 1).getContext("2d");
    copy.drawImage(canvas, -x, -y);
    return [...copy.getImageData(0, 0, 1, 1).data].slice(0, 3);
}"""
IS_OF = f"""([selector, colour]) => {{
    const found = ({MIDDLE})(selector);
    return colour.every((level, i) => Math.abs(level - found[i]) < 25);
}}"""
REDS = """() => {
    const canvas = document.querySelector("#chart");
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    let reds = 0;
    for (let i = 0; i < data.length; i += 4)
        if (data[i] > 200 && data[i + 1] < 60 && data[i + 2] < 60) reds++;
    return reds > 2000;
}"""  # thumbnails are painted in such a red


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """Sixty photos, every seventh of which has no thumbnail."""
    photos = [photo(row, "" if row % 7 == 3 else None) for row in range(60)]
    return page_with(tmp_path, photos)


def pin(page: Page, number: int) -> int:
    """Pin a photo by the keyboard, and return its row."""
    page.locator("#chart").focus()
    page.keyboard.press("Home")
    for _ in range(number):
        page.keyboard.press("ArrowRight")
    draw(page)  # until then, the panel shows the photo before
    return int(unquote(urlsplit(page.locator("#photo-url").inner_text()).path)[-9:-4])


def test_the_panel_shows_the_thumbnail_of_its_photo_and_the_stamp_where_there_is_none(
    browser: Browser, few: Path
) -> None:
    seen = set()
    with opened(browser, few) as page:
        for number in range(12):
            row = pin(page, number)
            if row % 7 == 3:
                grey = page.evaluate(MIDDLE, "#stamp")
                assert max(grey) - min(grey) < 20
                seen.add("stamp")
            else:
                wait_until(page, IS_OF, ["#stamp", colour_of(row)])
                seen.add("thumbnail")
    assert seen == {"stamp", "thumbnail"}


def test_marks_on_the_chart_are_thumbnails_and_the_legend_says_so(
    browser: Browser, few: Path
) -> None:
    with opened(browser, few) as page:
        expect(page.locator("#mark-legend")).to_have_text(
            re.compile("each picture: a photograph.s 16 colours, or the photograph, small")
        )
        wait_until(page, REDS)


def test_the_list_of_a_selection_shows_thumbnails(browser: Browser, few: Path) -> None:
    with opened(browser, few) as page:
        row = pin(page, 1)
        page.keyboard.press("Space")
        expect(page.locator("#list li")).not_to_have_count(0)
        assert row % 7 != 3
        wait_until(page, IS_OF, ["#list li canvas", colour_of(row)])


def test_a_figure_can_be_saved_with_thumbnails(browser: Browser, few: Path) -> None:
    with opened(browser, few) as page:
        wait_until(page, REDS)
        with page.expect_download() as download:
            page.locator("#png").click()
        image = Image.open(download.value.path()).convert("RGB")
        levels = np.asarray(image)
        is_red = (levels[..., 0] > 200) & (levels[..., 1:].max(axis=2) < 60)
        assert is_red.sum() > 2_000


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many") / 'a "folder" of Zoë\'s'
    folder.mkdir()
    return page_with(folder, [photo(row) for row in range(MOST_INSIDE + 1)], "seen %41 #1.html")


def test_many_thumbnails_are_beside_the_page_and_are_shown_from_the_disk(
    browser: Browser, many: Path
) -> None:
    beside = sorted(path.name for path in many.parent.iterdir())
    assert len(beside) == 1 + 5
    assert 'id="sprite-0"' not in many.read_text(encoding="utf-8")
    sprites = tuple(path.as_uri() for path in many.parent.glob("*.webp"))
    with opened(browser, many, allowed=many.parent.as_uri()) as page:
        assert sprites
        for number in (1, 30):
            row = pin(page, number)
            shown_in_panel(page, row)


def shown_in_panel(page: Page, row: int) -> None:
    """Wait until the panel has the thumbnail's colour; its canvas can't be read."""
    deadline = time.monotonic() + 30
    found: tuple[int, ...] = ()
    while not found or max(abs(a - b) for a, b in zip(found, colour_of(row), strict=True)) > 25:
        assert time.monotonic() < deadline, f"never shown: {colour_of(row)}, but {found}"
        shot = Image.open(io.BytesIO(page.locator("#stamp").screenshot())).convert("RGB")
        pixel = shot.getpixel((shot.width // 2, shot.height // 2))
        assert isinstance(pixel, tuple)
        found = pixel


def test_a_figure_can_be_saved_of_a_page_with_thumbnails_beside_it(
    browser: Browser, many: Path
) -> None:
    with opened(browser, many, allowed=many.parent.as_uri()) as page:
        pin(page, 3)
        with page.expect_download() as download:
            page.locator("#png").click()
        assert download.value.path().stat().st_size > 10_000


def test_a_page_alone_has_no_picture_of_its_folder_in_its_policy(few: Path, many: Path) -> None:
    assert "img-src data: https: http:;" in few.read_text(encoding="utf-8")
    assert "img-src data: https: http: 'self';" in unescape(many.read_text(encoding="utf-8"))


def test_a_new_page_removes_the_pictures_of_the_earlier_one_and_no_others(tmp_path: Path) -> None:
    photos = [photo(row) for row in range(MOST_INSIDE + 1)]
    page_with(tmp_path, photos)
    first = {path.name for path in tmp_path.glob("*.webp")}
    own = tmp_path / "scatter-pictures-mine.webp"
    Image.new("RGB", (5, 5)).save(own)
    other = [photo(row, thumbnail((9, 9, 9 + row % 2))) for row in range(MOST_INSIDE + 1)]
    page_with(tmp_path, other)
    second = {path.name for path in tmp_path.glob("*.webp")}
    assert own.name in second
    assert not first & second
    page_with(tmp_path, [photo(row, "") for row in range(9)])
    assert [path.name for path in tmp_path.glob("*.webp")] == [own.name]


def test_pictures_are_the_same_bytes_in_whatever_order_results_come(tmp_path: Path) -> None:
    photos = [photo(row) for row in range(1_500)]
    pages = [
        write_page(results, tmp_path / f"{name}.html").read_text(encoding="utf-8")
        for name, results in (("a", sliced(photos)), ("b", sliced(photos, size=77)[::-1]))
    ]
    first, second = (page[page.index('id="sprite-0"') :] for page in pages)
    assert first == second


@pytest.mark.parametrize(
    "broken", ["AAAA", "no base64 é", b64encode(b"RIFF\x10\0\0\0WEBPVP8 junk").decode(),
               thumbnail((9, 9, 9), (300, 300))]
)  # fmt: skip
def test_what_is_no_thumbnail_is_passed_over_and_moves_no_other(
    tmp_path: Path, broken: str
) -> None:
    cut = b64encode(b64decode(thumbnail((1, 2, 3)))[:60]).decode()
    photos = [photo(0), photo(1, broken), photo(2, cut), photo(3)]
    html = page_with(tmp_path, photos).read_text(encoding="utf-8")
    widths = block_of(html, "photos").columns["thumbnail width"].tolist()
    assert widths == [48, 0, 0, 48]
