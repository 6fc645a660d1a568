"""What the chart draws in Chromium can be read: its colours, its marks, its labels, its limits."""

from __future__ import annotations

import base64
import math
import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from photoparsl.measuring.scales import SCALES
from photoparsl.page import PageMetadata, page_data, photo_sample, write_page
from photoparsl.results import Execution, Measurement, SliceResult
from tests import invented
from tests.page.chromium import (
    keep_picture,
    opened,
    page_of,
    point_at,
    ready,
    wait_for_link,
    wait_until,
)

BLACK = base64.b64encode(bytes(32)).decode()
CHROMA = """([x, y, wide, high]) => {
    const pixels = chart.getContext("2d").getImageData(x, y, wide, high).data;
    return [...Array(pixels.length / 4).keys()].map((i) => [...pixels.slice(4 * i, 4 * i + 3)]);
}"""

BLACK_PIXELS = """() => {
    const { data } = chart.getContext("2d").getImageData(0, 0, chart.width, chart.height - 90);
    let black = 0;
    for (let i = 0; i < data.length; i += 4)
        if (Math.max(data[i], data[i + 1], data[i + 2]) < 12) black += 1;
    return black;
}"""


def few(tmp_path: Path, count: int = 3, **values: float) -> Path:
    """A page of so few photos that they are drawn as marks, measured at two resources."""
    results = [
        SliceResult(
            row,
            row + 1,
            "",
            {"luminance": 1},
            (Measurement(row, f"{row}.jpg", 1900 + row, {"luminance": 0.5} | values, BLACK),),
            (),
            Execution(f"host-{row}", ("Nebraska", "Chicago")[row % 2], 0.0, 0.0),
        )
        for row in range(count)
    ]
    return write_page(results, tmp_path / "scatter.html")


@pytest.mark.parametrize("colouring", ["resource", "own"])
def test_a_colouring_changes_the_marks_and_the_legend_says_what_marks_are(
    browser: Browser, tmp_path: Path, colouring: str
) -> None:
    with opened(browser, few(tmp_path)) as page:
        ready(page)
        expect(page.locator("#mark-legend")).to_be_visible()
        expect(page.locator("#density-legend")).to_be_hidden()
        before = page.evaluate("chart.toDataURL()")
        page.locator("#colour").select_option(colouring)
        wait_until(page, "before => chart.toDataURL() !== before", before)
        expect(page.locator("#density-legend")).to_be_hidden()
        if colouring == "resource":
            expect(page.locator("#colour-legend")).to_contain_text("Nebraska")
            expect(page.locator("#colour-legend")).to_contain_text("Chicago")


def test_a_photo_is_found_over_the_whole_of_its_mark(browser: Browser, tmp_path: Path) -> None:
    """A mark is up to 58 pixels wide: 29 from its middle to its side."""
    photos = [Measurement(0, "0.jpg", 1900, {"luminance": 0.5}, BLACK)]
    with opened(browser, page_of(photos, tmp_path)) as page:
        page.locator("#chart").focus()
        page.keyboard.press("ArrowRight")
        expect(page.locator("#photo")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator("#photo")).to_be_hidden()
        box = page.locator("#chart").bounding_box()
        assert box is not None
        x, y = (box["width"] - 16) / 2, (box["height"] - 84) / 2
        for dx, dy in [(26, 0), (-26, 0), (0, 20), (25, -19)]:
            page.mouse.move(0, 0)
            page.mouse.move(box["x"] + x + dx, box["y"] + y + dy)
            expect(page.locator("#chart")).to_have_class(re.compile("over"))


def test_a_black_photo_is_seen_on_the_dark_ground(browser: Browser, tmp_path: Path) -> None:
    with opened(browser, few(tmp_path, 1), "#trend=off", color_scheme="dark") as page:
        ready(page)
        keep_picture(page, "dark-mark")
        x, y = page.evaluate("[(chart.width - 16) / 2, (chart.height - 84) / 2]")
        found = page.evaluate(CHROMA, [round(x) - 35, round(y) - 30, 70, 60])
        assert sum(max(pixel) > 70 for pixel in found) > 150  # the sides of 46 by 58 pixels


def test_the_interval_of_few_photos_doesnt_hide_their_colours(
    browser: Browser, tmp_path: Path
) -> None:
    """With their trend, black marks stay black but for its lines."""
    photos = [
        Measurement(row, f"{row}.jpg", 1900 + row, {"luminance": 0.2 + row * 7 % 10 / 16}, BLACK)
        for row in range(30)
    ]
    path, black = page_of(photos, tmp_path), []
    for view in ("#trend=off", "#trend=on"):
        with opened(browser, path, view) as page:
            ready(page)
            black.append(page.evaluate(BLACK_PIXELS))
    assert black[1] > 0.6 * black[0] > 1000


def test_the_middle_half_doesnt_change_the_colour_of_the_dots(
    browser: Browser, tmp_path: Path
) -> None:
    """Without tints above them, dots have colours of the ramp alone: bluer than red."""
    path = write_page(invented.archive(60_000, ["luminance"]), tmp_path / "scatter.html")
    with opened(browser, path) as page:
        ready(page)
        area = page.evaluate("[chart.width * 0.6, chart.height * 0.3, 60, 100]")
        pixels = page.evaluate(CHROMA, [round(n) for n in area])
    dense = [p for p in pixels if max(p) < 200]
    tinted = [p for p in dense if p[2] < p[0] + 10]
    assert len(dense) > 500
    assert len(tinted) < 0.35 * len(dense)  # the lines, the interval, and their edges


def test_the_ramp_says_how_many_photos_its_colours_stand_for(
    browser: Browser, tmp_path: Path
) -> None:
    """A thousand photos have the same value and year, a few others are alone."""
    photos = [
        Measurement(row, f"{row}.jpg", 1900, {"luminance": 0.5 if row < 9000 else row / 10_000})
        for row in range(9300)
    ]
    with opened(browser, page_of(photos, tmp_path)) as page:
        ready(page)
        keep_picture(page, "ramp")
        texts = page.locator("#ramp-numbers span").all_inner_texts()
        assert texts[0] == "1"
        least, middle, most = (int(text.replace(",", "")) for text in texts)
        assert least < middle < most < 9000


def test_zooming_in_ends_with_photos_in_view(browser: Browser, archive: Path) -> None:
    with opened(browser, archive) as page:
        ready(page)
        page.locator("#chart").focus()
        for _ in range(60):
            page.keyboard.press("+")
        expect(page.locator("#zoom-in")).to_have_attribute("aria-disabled", "true")
        wait_until(page, "Number(chart.dataset.points) > 0")
        wait_until(  # the last of the zooms is in the address
            page,
            """() => {
                const range = new URLSearchParams(location.hash.slice(1)).get("range");
                const [first, last, low, high] = (range ?? "0_0_0_0").split("_").map(Number);
                return [[first, last, 0.99, 1.01], [low, high, 0.0099, 0.0101]].every(
                    ([from, to, least, most]) => to - from >= least && to - from <= most);
            }""",
        )
        page.locator("#zoom-out").click()
        expect(page.locator("#zoom-in")).to_have_attribute("aria-disabled", "false")


SHOWN = """(number) => {
    const range = (new URLSearchParams(location.hash.slice(1)).get("range") ?? "").split("_");
    const [first, last, low, high] = range.map(Number);
    return { first, low, years: last - first, values: high - low }[number];
}"""


def wait_for_shown(page: Page, name: str, wanted: float) -> None:
    """Wait until the address has a range whose first year, lowest value or extent is that."""
    near = f"([name, wanted]) => Math.abs(({SHOWN})(name) / wanted - 1) < 1e-3"
    wait_until(page, near, [name, wanted])


@pytest.mark.parametrize(
    ("key", "view", "name", "wanted"),
    [
        ("+", "", "values", 1 / 1.5**6),
        ("-", "#range=1930_1932_0.49_0.51", "values", 0.02 * 1.5**6),
        ("ArrowLeft", "#range=1950_1980_0.4_0.6", "first", 1950 - 6 * 0.2 * 30),
        ("ArrowUp", "#range=1950_1980_0.4_0.6", "low", 0.4 + 6 * 0.2 * 0.2),
    ],
)
def test_no_press_is_lost_that_comes_before_the_last_one_is_drawn(
    browser: Browser, archive: Path, key: str, view: str, name: str, wanted: float
) -> None:
    """A browser that is busy draws less often than keys come."""
    press = """(key) => {
        for (let i = 0; i < 6; i++) chart.dispatchEvent(new KeyboardEvent("keydown", key));
    }"""
    with opened(browser, archive, view) as page:
        page.evaluate(press, {"key": key, "shiftKey": key.startswith("Arrow")})
        wait_for_shown(page, name, wanted)


def test_clicks_and_turns_of_the_wheel_add_up_too(browser: Browser, archive: Path) -> None:
    click = """() => {
        const zoomIn = document.getElementById("zoom-in");
        for (let i = 0; i < 4; i++) zoomIn.click();
    }"""
    turn = """() => {
        const { left, top, width, height } = chart.getBoundingClientRect();
        const at = { clientX: left + width / 2, clientY: top + height / 3, cancelable: true };
        const turned = { ...at, ctrlKey: true, deltaY: -150 };
        for (let i = 0; i < 4; i++) chart.dispatchEvent(new WheelEvent("wheel", turned));
    }"""
    for deed, values in ((click, 1.6**-4), (turn, math.exp(-2))):
        with opened(browser, archive) as page:
            page.evaluate(deed)
            wait_for_shown(page, "values", values)


def test_an_address_isnt_written_more_often_than_browsers_allow_and_ends_right(
    browser: Browser, archive: Path
) -> None:
    """Chromium ignores more than 200 in 10 s, Safari refuses more than 100 in 30 s."""
    hold = """async (frames) => {
        let [written, write] = [0, history.replaceState];
        history.replaceState = function (...all) { written++; write.apply(this, all); };
        const began = performance.now();
        for (let i = 0; i < frames; i++) {
            const key = i % 2 ? "ArrowLeft" : "ArrowRight";
            chart.dispatchEvent(new KeyboardEvent("keydown", { key }));
            await new Promise(requestAnimationFrame);
        }
        return [written, performance.now() - began];
    }"""
    with opened(browser, archive) as page:
        page.locator("#chart").focus()
        written, milliseconds = page.evaluate(hold, 100)
        assert written <= 31 + milliseconds / 500
        assert written < 90
        page.keyboard.press("End")
        wait_until(page, "location.hash.includes('photo=p')")
        page.keyboard.press("+")
        wait_for_link(page, "range=")  # though it was written just now
        wait_for_link(page, "photo=p")


def test_the_wheel_never_ends_in_a_part_without_meaning(browser: Browser, archive: Path) -> None:
    with opened(browser, archive) as page:
        ready(page)
        point_at(page, (0.2, 0.05))
        page.keyboard.down("Control")
        for _ in range(12):
            page.mouse.wheel(0, -900)
            page.wait_for_timeout(20)
        page.keyboard.up("Control")
        expect(page.locator("#zoom-in")).to_have_attribute("aria-disabled", "true")
        keep_picture(page, "nothing-in-view")
        page.locator("#zoom-reset").click()
        expect(page.locator("#zoom-reset")).to_be_focused()
        expect(page.locator("#zoom-reset")).to_have_attribute("aria-disabled", "true")


LABELS = """() => {
    const boxes = [...document.querySelectorAll("#paper svg text")].map((text) => {
        const { left, top, right, bottom } = text.getBoundingClientRect();
        return { text: text.textContent, left, top, right, bottom };
    });
    const { left, right } = document.querySelector("#paper svg").getBoundingClientRect();
    return { boxes, frame: { left, right } };
}"""


def check_labels(page: Page) -> None:
    """Check that no label of the printed chart overlaps another or is cut."""
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    found = page.evaluate(LABELS)
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    boxes, frame = found["boxes"], found["frame"]
    assert len(boxes) > 6
    for box in boxes:
        assert box["left"] >= frame["left"] - 1, box
        assert box["right"] <= frame["right"] + 1, box
    for n, one in enumerate(boxes):
        for other in boxes[n + 1 :]:
            wide = min(one["right"], other["right"]) - max(one["left"], other["left"])
            high = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            assert wide <= 1 or high <= 3, (one, other)


def test_no_label_is_cut_or_over_another(browser: Browser, tmp_path: Path) -> None:
    values = {
        "size_bytes": [1_048_576_000.0, 12.0, 5e8],
        "mine:" + "long name " * 300: [1e15, 2.0, 3e14],
        "mine:tiny": [1e-9, 2e-9, 1.5e-9],
        "mine:deep": [-123_456_789.125, 0.0, 123_456_789.0],
        "luminance": [0.5, 0.25, 0.75],
    }
    photos = [
        Measurement(row, f"{row}.jpg", 1900 + row, {name: v[row % 3] for name, v in values.items()})
        for row in range(90)
    ]
    path = page_of(photos, tmp_path)
    for measure in range(len(values)):
        with opened(browser, path, f"#measure={measure}") as page:
            ready(page)
            check_labels(page)
            page.locator("#chart").focus()
            for _ in range(7):
                page.keyboard.press("+")
            check_labels(page)


def test_the_labels_of_months_dont_overlap(browser: Browser, tmp_path: Path) -> None:
    photos = [
        Measurement(
            row, f"{row}.jpg", 1900, {"luminance": 0.5}, days=(693_596 + row, 693_596 + row)
        )
        for row in range(365)
    ]
    with opened(browser, page_of(photos, tmp_path)) as page:
        ready(page)
        check_labels(page)


def test_a_logarithmic_axis_says_so(browser: Browser, tmp_path: Path) -> None:
    path = write_page(invented.archive(500, ["width"]), tmp_path / "scatter.html")
    assert "Width (px, narrow to wide, logarithmic scale)" in path.read_text()
    with opened(browser, path) as page:
        ready(page)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        texts = page.locator("#paper svg text").all_text_contents()
        assert "Width (px, narrow to wide, logarithmic scale)" in texts


@pytest.mark.parametrize("locale", ["de-DE", "ar-EG", "hi-IN"])
def test_numbers_are_english_as_the_page_is(browser: Browser, archive: Path, locale: str) -> None:
    with opened(browser, archive, locale=locale) as page:
        ready(page)
        expect(page.get_by_role("application")).to_have_accessible_name(
            re.compile(r"Luminance of 5,\d{3} photographs by year")
        )
        point_at(page, (0.5, 0.4))
        expect(page.locator("#photo-values b").first).to_have_text(re.compile(r"^0\.\d{3}$"))
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert "0.2" in page.locator("#paper svg text").all_text_contents()


def test_the_distribution_of_many_photos_has_no_teeth(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """256 bins in 90 rows: a row of three bins isn't higher than its neighbours of two."""
    monkeypatch.setattr(page_data, "MOST_WHOLE", 4_000)
    monkeypatch.setattr(photo_sample, "MOST_PHOTOS", 500)
    photos = [
        Measurement(row, f"{row}.jpg", 1900, {"luminance": row / 20_000}) for row in range(20_000)
    ]
    with opened(browser, page_of(photos, tmp_path)) as page:
        ready(page)
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        paths = page.evaluate(
            "[...document.querySelectorAll('#paper svg path')].map((p) => p.getAttribute('d'))"
        )
    outline = max(
        ([float(point.split()[0]) for point in path[1:].rstrip("Z").split("L")] for path in paths),
        key=lambda xs: (len(xs) >= 90, sum(xs) / len(xs)),
    )
    body = outline[10:-10]
    assert len(outline) > 90
    assert max(abs(a - b) for a, b in pairwise(body)) < 0.04 * (max(body) - min(outline))


def test_counts_and_shares_are_written_as_people_write_them(tmp_path: Path) -> None:
    """No power of ten, no decimals of whole numbers, and one photograph is one."""
    photos = [
        Measurement(row, f"{row}.jpg", 1900, {"width": 600.0, "saturation_median": 0.5})
        for row in range(6)
    ]
    html = page_of(photos, tmp_path).read_text()
    assert "<td>600<" in html
    assert "600.000" not in html
    assert "median, median" not in html.lower()
    assert not re.search(r"\de[+-]\d\d[ <]", html)
    lone = page_of(photos[:1], tmp_path, PageMetadata(manifest="m.txt", rows=1)).read_text()
    assert "<b>1</b> photograph measured" in lone
    assert not re.search(r"\b1</b>? (photographs|rows|photos)|\b1 (photographs|rows|photos)", lone)


def test_the_scales_names_dont_repeat_the_words_of_their_numbers() -> None:
    assert not [scale.label for scale in SCALES.values() if ", median" in scale.label]
