"""Figures and citations that a reader takes from the page in Chromium."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, expect

from photoparsl.page import PageMetadata, page_data, photo_sample, render, write_page
from photoparsl.page.citation import citation_of
from photoparsl.page.run_facts import RunFacts
from photoparsl.results import Measurement
from tests import invented
from tests.invented import sliced
from tests.page.chromium import keep_picture, opened, page_of, ready

SVG = "{http://www.w3.org/2000/svg}"
ABOUT = PageMetadata(
    title="Light & {dark} in 100 % of \\an archive_",
    subtitle="",
    manifest="manifest.csv",
    written="2026-11-26 05:18 UTC",
    rows=5576,
    digest="0f3c" * 16,
    programs={"photoparsl": "0.2.0"},
)


@pytest.fixture(scope="module")
def cited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("cited") / "scatter.html"
    return write_page(invented.archive(5576), path, ABOUT)


def saved(page: Page, button: str, folder: Path) -> Path:
    with page.expect_download() as downloading:
        page.locator(f"#{button}").click()
    path = folder / downloading.value.suggested_filename
    downloading.value.save_as(path)
    return path


def dots_of(svg: ElementTree.Element) -> int:
    """How many dots an SVG has as shapes."""
    return sum((path.get("d") or "").count("h.01") for path in svg.iter(f"{SVG}path"))


def dot_colours(svg: ElementTree.Element) -> set[str | None]:
    """The colours of the dots that an SVG has as shapes."""
    dots = (path for path in svg.iter(f"{SVG}path") if "h.01" in (path.get("d") or ""))
    return {path.get("stroke") for path in dots}


def test_a_figure_says_what_it_shows_of_what_and_how_to_cite_it(
    browser: Browser, cited: Path, dated: int, tmp_path: Path
) -> None:
    with opened(browser, cited, color_scheme="dark") as page:
        ready(page)
        svg = ElementTree.parse(saved(page, "svg", tmp_path)).getroot()
        page.set_content(next(tmp_path.glob("*.svg")).read_text())
        keep_picture(page, "figure")
    text = " ".join(svg.itertext())
    assert ABOUT.title in text
    assert f"Luminance (black to white), {dated:,} photographs, 18" in text
    assert "n = 5,565" in text
    assert "without a year aren\u2019t drawn" in text
    assert re.search("median over (one year|5 years)", text)
    assert "its 95 % interval" in text
    assert re.search(r"1 to [0-9]+ photographs in one place( \(in the middle [0-9]+\))? ", text)
    assert "Source: manifest.csv (5,576 rows, digest" in text
    assert "Measured with photoparsl 0.2.0." in text
    ground = svg.find(f"{SVG}path")
    assert ground is not None
    assert ground.get("fill") == "#fffdf8"
    assert dots_of(svg) == dated
    assert svg.find(f".//{SVG}image") is None


def test_a_figure_says_that_it_shows_a_part_and_names_its_colours(
    browser: Browser, cited: Path, tmp_path: Path
) -> None:
    view = "#range=1900_1950_0.1_0.9&colour=resource&trend=off"
    with opened(browser, cited, view) as page:
        ready(page)
        svg = ElementTree.parse(saved(page, "svg", tmp_path)).getroot()
    text = " ".join(svg.itertext())
    assert "A part of the archive\u2019s chart" in text
    assert "1900\u20131949" in text
    assert "colour: resource" in text
    assert "Nebraska" in text
    assert "median over" not in text


def test_a_figure_has_the_slope_and_says_that_the_mixture_is_held_constant(
    browser: Browser, tmp_path: Path
) -> None:
    photos = [
        Measurement(
            row, f"https://photos.example.org/{row}.jpg", 1900 + row % 30,
            {"luminance": round(0.3 + 0.01 * (row % 30) + 0.001 * (row // 30), 3)},
            cells=("ab"[row // 30 % 2],),
        )
        for row in range(600)
    ]  # fmt: skip
    about = PageMetadata(columns=("kind",), groups=("kind",))
    path = write_page(sliced(photos), tmp_path / "scatter.html", about)
    with opened(browser, path) as page:
        ready(page)
        crude = " ".join(ElementTree.parse(saved(page, "svg", tmp_path)).getroot().itertext())
        page.locator("#constant").select_option("0")
        held = " ".join(ElementTree.parse(saved(page, "svg", tmp_path)).getroot().itertext())
        page.locator("#colour").select_option(label="kind")
        of_values = " ".join(ElementTree.parse(saved(page, "svg", tmp_path)).getroot().itertext())
    for text in (crude, held, of_values):
        assert re.search(r"Luminance: \+0\.1\d* a decade \(95 %: \+0\.\d+ to \+0\.\d+\)", text), (
            text
        )
    assert "mixture" not in crude
    assert "Medians with the mixture of kind held constant" in held
    assert "The change is with the mixture of kind held constant" in of_values
    assert "lines of each value are of its photographs as collected" in of_values


def test_a_figure_has_the_small_plots_that_are_shown(
    browser: Browser, cited: Path, dated: int, tmp_path: Path
) -> None:
    with opened(browser, cited, "#colour=resource&multiples=on", color_scheme="dark") as page:
        ready(page)
        plots = page.locator("#small-multiples figcaption")
        for plot in plots.all():
            expect(plot).not_to_contain_text("being computed")
        captions = plots.all_inner_texts()
        svg = ElementTree.parse(saved(page, "svg", tmp_path)).getroot()
        png = saved(page, "png", tmp_path)
        page.set_content(next(tmp_path.glob("*.svg")).read_text())
        keep_picture(page, "figure-multiples")
    texts = list(svg.itertext())
    assert len(captions) > 1
    for caption in captions:
        assert all(line in " ".join(texts) for line in caption.splitlines() if line)
    assert "Each value of resource by itself, all years on one scale" in " ".join(texts)
    assert dots_of(svg) == 2 * dated  # each once in the chart, and once in its small plot
    of_all = [
        path for path in svg.iter("{http://www.w3.org/2000/svg}path")
        if path.get("stroke-width") == "1" and path.get("d", "").count("L") > 5
    ]  # fmt: skip
    assert len(of_all) >= len(captions)  # the medians of all photos are lines, not dashes
    with Image.open(png) as image:
        assert image.height == pytest.approx(3 * float(svg.get("height") or 0), abs=3)


def test_a_figure_wraps_its_captions_and_squeezes_none(browser: Browser, tmp_path: Path) -> None:
    photos = [
        Measurement(
            row, f"{row}.jpg", 1900 + row // 3 % 60, {"luminance": row % 7 / 10},
            cells=(f"Photographer number {row % 3} of the studio",),
        )
        for row in range(360)
    ]  # fmt: skip
    about = PageMetadata(columns=("who",), groups=("who",))
    path = write_page(sliced(photos), tmp_path / "scatter.html", about)
    with opened(browser, path, "#colour=column+who&constant=column+who&multiples=on") as page:
        ready(page)
        expect(page.locator("#small-multiples")).to_contain_text("and 3 are needed")
        expect(page.locator("#trend-note")).to_contain_text("each value are of its photographs as")
        svg = saved(page, "svg", tmp_path)
        saved(page, "png", tmp_path)
        page.set_content(svg.read_text())
        keep_picture(page, "figure-captions")
        widths = page.evaluate(
            """[...document.querySelectorAll("text")].map(text => {
                const given = text.getComputedTextLength();
                text.removeAttribute("textLength");
                return [given, text.getComputedTextLength(), text.textContent];
            })"""
        )
    assert any("no slope: 0 of" in text for _, _, text in widths)
    for given, natural, text in widths:
        assert natural * 0.99 <= given <= natural * 1.01, text


def test_a_figure_says_which_photos_stand_out(
    browser: Browser, cited: Path, tmp_path: Path
) -> None:
    with opened(browser, cited) as page:
        ready(page)
        page.locator("#years").fill("1930s")
        page.keyboard.press("Enter")
        page.locator("#where button").first.click()
        selected = page.locator("#selection-count").inner_text()
        numbers = page.locator("#selection-numbers").inner_text().removeprefix("1930\u20131939. ")
        svg = ElementTree.parse(saved(page, "svg", tmp_path)).getroot()
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        expect(page.locator("#paper")).to_contain_text(f"1939: {selected}. {numbers}")
    assert "median" in numbers
    texts = list(svg.itertext())
    said = f"Highlighted: the selection of 1930\u20131939: {selected}. {numbers}"
    assert said in " ".join(texts)
    assert "Highlighted: photographs of Nebraska" in texts
    assert "highlighted" in texts


def test_photos_that_stand_out_keep_the_colour_of_their_group(
    browser: Browser, cited: Path, tmp_path: Path
) -> None:
    with opened(browser, cited, "#colour=resource") as page:
        ready(page)
        without = ElementTree.parse(saved(page, "svg", tmp_path)).getroot()
        page.locator("#years").fill("1930s")
        page.keyboard.press("Enter")
        selected = ElementTree.parse(saved(page, "svg", tmp_path)).getroot()
    assert dot_colours(selected) == dot_colours(without)
    assert "faint: not highlighted" in list(selected.itertext())


def test_a_picture_has_a_light_ground_and_300_pixels_an_inch(
    browser: Browser, cited: Path, tmp_path: Path
) -> None:
    with opened(browser, cited, color_scheme="dark") as page:
        ready(page)
        png = saved(page, "png", tmp_path)
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    with Image.open(png) as image:
        assert image.width == 2880
        assert image.convert("RGB").getpixel((5, 5)) == (0xFF, 0xFD, 0xF8)
    assert ground == "rgb(16, 18, 21)"  # the page itself is dark again


def test_nothing_touches_the_edges_of_a_figure(
    browser: Browser, cited: Path, tmp_path: Path
) -> None:
    with opened(browser, cited) as page:
        ready(page)
        png = saved(page, "png", tmp_path)
    with Image.open(png) as image:
        drawn = ImageChops.difference(
            image.convert("RGB"), Image.new("RGB", image.size, (0xFF, 0xFD, 0xF8))
        ).getbbox()
        assert drawn
        edges = (drawn[0], drawn[1], image.width - drawn[2], image.height - drawn[3])
    assert min(edges) >= 60  # of three pixels a CSS pixel; its margin is 24 CSS pixels


def test_the_figure_prints_on_one_page_that_it_fits(browser: Browser, cited: Path) -> None:
    with opened(browser, cited) as page:
        ready(page)
        page.evaluate("window.print = () => undefined")
        page.locator("#pdf").click()
        pdf = page.pdf(prefer_css_page_size=True)
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        whole = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    assert box
    assert float(box[1]) > float(box[2])  # landscape
    assert len(re.findall(rb"/Type\s*/Page\b", whole)) > 1


@pytest.mark.parametrize("photos", [19_000, 21_000])
def test_dots_are_shapes_up_to_20_000(browser: Browser, tmp_path: Path, photos: int) -> None:
    many = [
        Measurement(row, f"{row}.jpg", 1900 + row % 90, {"luminance": row % 977 / 977})
        for row in range(photos)
    ]
    with opened(browser, page_of(many, tmp_path)) as page:
        ready(page)
        path = saved(page, "svg", tmp_path)
        svg = ElementTree.parse(path).getroot()
    assert dots_of(svg) == (photos if photos <= 20_000 else 0)
    assert (svg.find(f".//{SVG}image") is None) == (photos <= 20_000)
    assert path.stat().st_size < 3_000_000


def test_a_figure_of_a_sample_says_so(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_data, "MOST_WHOLE", 4_000)
    monkeypatch.setattr(photo_sample, "MOST_PHOTOS", 500)
    path = write_page(invented.archive(9_000), tmp_path / "scatter.html")
    with opened(browser, path) as page:
        ready(page)
        text = " ".join(ElementTree.parse(saved(page, "svg", tmp_path)).getroot().itertext())
    assert "single photographs are of a sample of" in text
    assert re.search("In the page\u2019s sample, [0-9]+ photographs of vague dates count", text)
    assert re.search(r"Luminance \(black to white\), 8,\d{3} photographs", text)


def test_long_and_hostile_titles_stay_in_the_figure(browser: Browser, tmp_path: Path) -> None:
    about = replace(ABOUT, title="W" * 3000 + "<svg onload=alert(1)>", manifest="m" * 3000)
    photos = [Measurement(row, f"{row}.jpg", 1900, {"luminance": 0.5}) for row in range(9)]
    with opened(browser, page_of(photos, tmp_path, about)) as page:
        ready(page)
        svg = ElementTree.parse(saved(page, "svg", tmp_path)).getroot()
        page.set_content(next(tmp_path.glob("*.svg")).read_text())
        outside = page.evaluate(
            """() => [...document.querySelectorAll("svg text")].filter((text) =>
                text.getBBox().x + text.getBBox().width > 962).length"""
        )
    assert outside == 0
    assert float(svg.get("height") or 0) < 1100


def test_the_sentence_bibtex_and_csl_can_be_copied(browser: Browser, cited: Path) -> None:
    with opened(browser, cited, permissions=["clipboard-read", "clipboard-write"]) as page:
        ready(page)
        page.get_by_text("Cite or repeat this run").click()
        for name, beginning in [
            (
                "cite-sentence",
                ABOUT.title + ": luminance (version 1), contrast (version 1) of 5,56",
            ),
            ("cite-bibtex", "@misc{light-dark-in-100-of-an-archive,"),
            ("cite-csl", "[\n {"),
        ]:
            button = page.locator(f"[data-copies={name}]")
            button.click()
            expect(button).to_have_text("Copied")
            assert page.evaluate("navigator.clipboard.readText()").startswith(beginning)


def test_bibtex_of_any_title_is_one_entry_with_balanced_braces() -> None:
    for title in ("}", "{{", "a\\", "100 % & #1_~^$", "", "@misc{x,\n}"):
        bibtex = citation_of(replace(ABOUT, title=title), RunFacts()).bibtex
        depths = [0]
        for char in bibtex:
            depths.append(depths[-1] + {"{": 1, "}": -1}.get(char, 0))
        assert depths[-1] == 0
        assert min(depths) == 0
        assert depths.count(0) == len("@misc") + 2  # before the first brace, and after the last
        assert not re.search(r"(?<!\\)[%&#_$]", bibtex.partition(",")[2])


def test_csl_is_what_reference_managers_read() -> None:
    (item,) = json.loads(citation_of(ABOUT, RunFacts()).csl)
    assert item["type"] == "dataset"
    assert item["title"] == ABOUT.title
    assert item["issued"] == {"date-parts": [[2026, 11, 26]]}
    assert "manifest.csv (5,576 rows" in item["note"]


def test_a_citation_has_no_secret(tmp_path: Path) -> None:
    manifests = ("https://ann:pw@a.example/m.csv?sig=0f3c", "/home/ann/m.csv")
    for manifest in manifests:
        title = "Glass https://ann:pw@a.example/?sig=0f3c"
        about = replace(ABOUT, manifest=manifest, title=title)
        html = render(invented.archive(10), about)
        assert "Glass https://a.example/" in html
        assert "pw@" not in html
        assert "sig=" not in html
        assert "/home/ann" not in html


def test_the_legend_is_of_what_the_figure_draws_and_not_of_the_screen(
    browser: Browser, tmp_path: Path
) -> None:
    path = write_page(invented.archive(1200), tmp_path / "scatter.html", ABOUT)
    with opened(browser, path, viewport={"width": 3000, "height": 1400}) as page:
        ready(page)
        expect(page.locator("#mark-legend")).to_be_visible()
        svg = ElementTree.parse(saved(page, "svg", tmp_path)).getroot()
        text = " ".join(svg.itertext())
        assert dots_of(svg) > 1000
        assert "pictures" not in text
        assert "in one place" in text
        name = next(tmp_path.glob("*.svg")).name
        assert name.endswith("-luminance.svg")
        assert name != "photos-luminance.svg"
