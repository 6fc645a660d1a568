"""The page as text: what it says, what it keeps to itself, and that nothing in it can run."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photoparsl.page import PageMetadata, page_data, render, sample, write_page
from photoparsl.page.encode import number_code
from photoparsl.page.scales import SCALES
from photoparsl.results import Execution, Failure, Measurement, SliceResult
from tests.invented import archive, photo, shuffled, sliced

HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "<!--<script>",
    "{{ 7 * 7 }} {% raw %}",
    "javascript:alert(3)",
    "turn\u202egpj\u2066 \u2028\u2029 nul\x00 lone\ud800",
)


def block(html: str, opening: str, closing: str) -> str:
    """What stands between the last such opening tag and the closing tag after it."""
    return html.rpartition(opening)[2].partition(closing)[0]


@dataclass(frozen=True)
class Block:
    """One of the page's blocks, read as the page's script reads it."""

    header: dict[str, Any]
    columns: dict[str, Any]


def block_of(html: str, name: str) -> Block:
    data = gzip.decompress(b64decode(block(html, f'<script type="text/plain" id="{name}">', "<")))
    at = 4 + int.from_bytes(data[:4], "little")
    header = json.loads(data[4:at])
    columns = {}
    for column, width, count in header["columns"]:
        planes = np.frombuffer(data[at : at + width * count], np.uint8).reshape(width, count)
        columns[column] = sum(plane.astype(int) << (8 * n) for n, plane in enumerate(planes))
        at += width * count
    return Block(header, columns)


def rows_of(html: str) -> list[int]:
    differences = block_of(html, "photos").columns["row"]
    return [int(n) for n in np.cumsum(differences, dtype=np.uint32)]


def values_of(html: str, measure: str) -> list[float | None]:
    photos = block_of(html, "photos")
    (about,) = [m for m in photos.header["measures"] if m["name"] == measure]
    codes = photos.columns[f"value {measure}"].tolist()
    (width,) = [w for name, w, _ in photos.header["columns"] if name == f"value {measure}"]
    missing = 2 ** (8 * width) - 1
    return [(about["first"] + c) * about["step"] if c != missing else None for c in codes]


def addresses_of(html: str) -> list[str]:
    addresses, before = block_of(html, "addresses"), ""
    texts = []
    for text, alike in zip(
        addresses.header["texts"], addresses.columns["alike"].tolist(), strict=True
    ):
        before = before[:alike] + text
        texts.append(before)
    return texts


def results_of(texts: Sequence[str]) -> list[SliceResult]:
    """Results with these texts wherever others have a say in what stands there."""
    return [
        SliceResult(
            2 * row,
            2 * row + 2,
            text,
            {text: 1},
            (Measurement(2 * row, text, 1900 + row, {text: 0.5, "luminance": 0.5}),),
            (Failure(2 * row + 1, text, None, text, text),),
            Execution(text, text, 0.0, 0.0),
        )
        for row, text in enumerate(texts)
    ]


def about_of(texts: Sequence[str]) -> PageMetadata:
    text = " ".join(texts)
    return PageMetadata(text, text, text, text, 10**6, text, {text: text})


class Tags(HTMLParser):
    """The tags of a page with the names of their attributes, in the order of reading."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [name for name, _ in attrs]))


@pytest.mark.parametrize("photos", [300, 21_000])
def test_the_photos_are_the_same_bytes_whatever_the_order_and_the_slicing(photos: int) -> None:
    whole = render(list(archive(photos, size=photos)))
    (everything,) = archive(photos, size=photos)
    pieces = [
        replace(
            everything,
            start=start,
            measurements=tuple(m for m in everything.measurements if start <= m.row < start + 700),
            failures=tuple(f for f in everything.failures if start <= f.row < start + 700),
        )
        for start in range(0, photos, 700)
    ]
    html = render(iter(shuffled(pieces)))
    for name in ("photos", "addresses"):
        opening = f'<script type="text/plain" id="{name}">'
        assert block(html, opening, "<") == block(whole, opening, "<")


def test_a_sample_is_the_same_bytes_whatever_the_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_data, "MOST_WHOLE", 2_000)
    monkeypatch.setattr(page_data, "_BATCH", 500)
    monkeypatch.setattr(sample, "MOST_PHOTOS", 600)
    results = list(archive(6_000))
    whole, html = render(results), render(shuffled(results))
    opening = '<script type="text/plain" id="photos">'
    assert block(html, opening, "<") == block(whole, opening, "<")
    photos = block_of(html, "photos")
    measured = [m for r in results for m in r.measurements]
    assert photos.header["photos"] == len(measured)
    assert photos.columns["histogram luminance"].sum() == len(measured)
    kept = set(rows_of(html))
    assert 600 <= len(kept) < 2_600
    for year in {m.year for m in measured}:
        of_year = [m for m in measured if m.year == year]
        assert max(of_year, key=lambda m: m.values["contrast"]).row in kept
        assert min(of_year, key=lambda m: m.values["luminance"]).row in kept


def test_every_photo_is_in_the_data_once_with_its_row_year_value_and_address() -> None:
    results = list(archive(500))
    html = render(results)
    photos = sorted(
        (m for r in results for m in r.measurements), key=lambda m: (m.year or 9999, m.row)
    )
    assert rows_of(html) == [p.row for p in photos]
    assert addresses_of(html) == [p.url for p in photos]
    years = [y for y, _, kept in block_of(html, "photos").header["years"] for _ in range(kept)]
    assert years == [p.year for p in photos]
    for name in ("luminance", "contrast"):
        shown = [v for v in values_of(html, name) if v is not None]
        assert shown == pytest.approx([p.values[name] for p in photos], abs=0.00051)
    before, after = (block_of(html, "photos").columns[name] for name in ("before", "after"))
    assert before.tolist() == after.tolist() == [5 if p.span else 0 for p in photos]


@pytest.mark.parametrize("urls", [["a.jpg"], ["a.jpg", "b.jpg"], ["", "a.jpg"], ["🎞/a", "🎞/b"]])
def test_addresses_survive_leaving_out_what_they_share(urls: list[str]) -> None:
    photos = [Measurement(row, url, 1900, {"luminance": 0.5}) for row, url in enumerate(urls)]
    html = render(sliced(photos))
    if urls[0].startswith("🎞"):  # JavaScript counts such a character twice
        assert block_of(html, "addresses").columns["alike"].tolist() == [0, 3]
    else:
        assert addresses_of(html) == urls


def test_5576_photos_of_every_measure_take_no_more_than_600_kilobytes(tmp_path: Path) -> None:
    page = write_page(archive(5576, list(SCALES)), tmp_path / "new" / "scatter.html")
    assert page == tmp_path / "new" / "scatter.html"
    assert page.stat().st_size <= 600_000


def test_photos_without_a_year_are_counted_listed_and_not_in_the_table_or_the_trend() -> None:
    html = render(sliced([photo(0, 1900), photo(1, None), photo(2, None)]))
    assert "<dt>without a year</dt><dd>2</dd>" in html
    assert html.count('<th scope="row">1900<td>1<') == 1
    assert html.count("photo-0000002.jpg") == 1


def test_the_trend_takes_in_two_years_on_either_side_and_the_table_none() -> None:
    html = render(sliced([photo(n, 1900 + n, luminance=n / 10) for n in range(6)]))
    trend = block_of(html, "photos").columns["trend luminance"].reshape(5, 6)
    assert (trend[1:4, 2] / 8000).tolist() == [0.1, 0.2, 0.3]
    assert (trend[1:4, 3] / 8000).tolist() == [0.2, 0.3, 0.4]
    assert '<th scope="row">1903<td>1<td>0.300' in html
    assert (trend[:, 1] == 65_535).all(), "four photos are too few for quantiles"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_value_that_is_no_number_costs_only_its_own_point(value: float) -> None:
    html = render(sliced([photo(0, luminance=value), photo(1, luminance=0.25)]))
    assert values_of(html, "luminance") == [None, 0.25]


@pytest.mark.parametrize("values", [(1e300, -1e300), (1e-300, 0.0), (-1.5, -1.5), (3.0, 70_000.0)])
def test_values_of_a_measure_that_nobody_knows_are_kept_closely(values: tuple[float, ...]) -> None:
    html = render(sliced([photo(row, mine=value) for row, value in enumerate(values)]))
    span = max(values) / 2 - min(values) / 2
    tolerance = max(span / 30_000, abs(values[0]) * 1e-9)
    assert values_of(html, "mine") == pytest.approx(values, abs=tolerance)


@pytest.mark.parametrize(
    "values",
    [(0.0, 1.0, 2.0), (-3.0, 40.0), (7.0,), (1.0, 4_000_000_000.0), (2.0**52, 2.0**52 + 1)],
)
@pytest.mark.parametrize("name", ["mine", "width", "size_bytes", "mode", "hue_median"])
def test_whole_numbers_are_kept_exactly(name: str, values: tuple[float, ...]) -> None:
    html = render(
        sliced([Measurement(row, "a.jpg", 1900, {name: value}) for row, value in enumerate(values)])
    )
    assert values_of(html, name) == list(values)
    (about,) = block_of(html, "photos").header["measures"]
    assert about["exact"]


@given(st.lists(st.floats(-1.7e308, 1.7e308), min_size=1, max_size=20))
@settings(max_examples=200, deadline=None)
def test_a_value_is_kept_to_within_half_the_step_that_the_page_tells(values: list[float]) -> None:
    code = number_code(np.array(values), 0.0)
    kept = (code.encode(np.array(values)).astype(float) + code.first) * code.step
    slack = 1e-9 * code.step + 4e-16 * np.abs(values)
    assert (np.abs(kept - values) <= code.step / 2 + slack).all()
    if not code.exact:
        digit = f"{code.step:e}".partition("e")[0].rstrip("0").rstrip(".")
        assert digit in {"1", "2", "5"}


def test_a_page_of_nothing_says_so() -> None:
    assert "No photograph has been measured yet" in render([])
    assert "nothing to plot" in render(sliced([photo(0, luminance=float("nan"))]))
    assert "<canvas" not in render([])


def test_a_switch_is_there_only_for_several_measures() -> None:
    assert 'type="radio"' not in render(sliced([photo(0)]))
    html = render(sliced([photo(0, contrast=0.1, luminance=0.5)]))
    assert re.findall(r"<span>(\w+)</span></label>", html) == ["Luminance", "Contrast"]


def test_failures_are_counted_by_reason_listed_and_all_in_a_table(tmp_path: Path) -> None:
    failures = [
        Failure(row, f"gone-{row}.jpg", None, "http-404" if row else "not-an-image", "=so it is")
        for row in range(60)
    ]
    html = write_page(sliced([], failures), tmp_path / "my page.html").read_text()
    assert "<bdi>http-404</bdi></th><td>59</td>" in html
    assert "The first 50 of 60" in html
    assert html.count("<li><bdi>gone-") == 50
    assert 'href="my%20page-failures.csv"' in html
    table = (tmp_path / "my page-failures.csv").read_text().splitlines()
    assert table[0] == "row,year,url,reason,detail"
    assert table[-1] == "59,,gone-59.jpg,http-404,'=so it is"
    write_page(sliced([photo(0)]), tmp_path / "my page.html")
    assert [path.name for path in tmp_path.iterdir()] == ["my page.html"]


def test_photos_that_failed_are_no_speed() -> None:
    failures = [Failure(row, f"gone-{row}.jpg", None, "http-404", "") for row in range(1, 100)]
    (result,) = sliced([photo(0)], failures)
    html = render([replace(result, execution=replace(result.execution, started=1e9))])
    assert "<dt>measured per second</dt><dd>1</dd>" in html
    assert "failed (99 %)" in html
    assert "</b> photograph measured" in html
    (result,) = archive(1, size=1)
    assert "measured per second</dt><dd>1,200<" in render(
        [replace(result, execution=replace(result.execution, seconds=1 / 1200))]
    )


def test_photos_that_are_too_many_for_the_page_are_all_in_a_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_data, "MOST_WHOLE", 100)
    page = write_page(sliced([photo(n, 1900 + n // 50) for n in range(500)]), tmp_path / "p.html")
    assert 'href="p-photos.csv.gz"' in page.read_text()
    rows = gzip.decompress((tmp_path / "p-photos.csv.gz").read_bytes()).decode().splitlines()
    assert len(rows) == 501
    assert rows[1] == f"0,1900,1900,1900,{photo(0).url},0.5"


def test_a_page_that_cannot_be_made_leaves_the_earlier_one_as_it_was(tmp_path: Path) -> None:
    def broken() -> Iterator[SliceResult]:
        yield from sliced([photo(0)], [Failure(1, "a", None, "http-404", "")])
        raise RuntimeError("a damaged file")

    with pytest.raises(RuntimeError):
        write_page(broken(), tmp_path / "scatter.html")
    assert list(tmp_path.iterdir()) == []


def test_a_split_page_has_no_script_and_no_style_within(tmp_path: Path) -> None:
    page = write_page(sliced([photo(0)]), tmp_path / "scatter.html", split=True)
    html = page.read_text()
    assert "<style" not in html
    assert "script-src 'self'; style-src 'self'" in unescape(html)
    assert re.findall(r"<script (?!type)[^>]*", html) == ['<script src="scatter.js"']
    assert not re.search(r'\bstyle="|\bon[a-z]+="', html)
    assert (tmp_path / "scatter.js").stat().st_size > 30_000
    assert re.findall(r'<link rel="stylesheet" href="([^"]*)"', html) == [
        "scatter.css",
        "scatter-dark.css",
    ]
    assert (tmp_path / "scatter.css").exists()
    assert (tmp_path / "scatter-dark.css").exists()


def test_the_page_says_how_far_a_run_is_and_what_it_was_asked() -> None:
    about = PageMetadata("T", manifest="m.txt", rows=10, digest="9f2c", programs={"pillow": "12.1"})
    html = render(sliced([photo(n) for n in range(4)]), about)
    assert "4 of 10 photographs so far" in html
    assert "luminance</bdi> (version 1)" in html
    assert "9f2c" in html
    assert "pillow 12.1" in html
    assert "so far" not in render(sliced([photo(n) for n in range(10)]), about)


def test_the_policy_allows_this_script_and_this_style_and_nothing_else() -> None:
    html = render(results_of(HOSTILE), about_of(HOSTILE))
    light, dark, script = (
        b64encode(sha256(text.encode()).digest()).decode()
        for text in re.findall(r"<(?:script|style)(?: id=\"dark\"[^>]*)?>(.*?)</", html, re.DOTALL)
    )
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert found is not None
    assert unescape(found[1]) == (
        f"default-src 'none'; script-src 'sha256-{script}'; "
        f"style-src 'sha256-{light}' 'sha256-{dark}'; img-src data: https: http:; base-uri 'none'; "
        "form-action 'none'"
    )


def test_hostile_texts_stay_text() -> None:
    html = render(results_of(HOSTILE), about_of(HOSTILE))
    words = [f"word-{n}" for n in range(len(HOSTILE))]
    assert Tags(html).found == Tags(render(results_of(words), about_of(words))).found
    assert html.count("<script") == html.count("</script") == 4
    assert "{{ 7 * 7 }} {% raw %}" in html
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u2028\u2029\x00\ud800]", html)
    assert addresses_of(html)[0] == HOSTILE[0]
    names = [measure["name"] for measure in block_of(html, "photos").header["measures"]]
    assert HOSTILE[0] in names


def test_secrets_are_published_nowhere_on_the_page() -> None:
    url = "https://ann:SECRET@example.org/a b.jpg?token=SECRET"
    local = "/home/SECRET/My Photos SECRET/a.jpg"
    text = f"'{url}' and /home/SECRET/b.jpg can't be read"
    failures = [
        Failure(1, url, 1900, "http-404", f"{url}: {text}"),
        Failure(2, local, 1900, "not-found", f"no file {local}"),
    ]
    about = PageMetadata(title=text, note=text, manifest=local)
    html = render(sliced([Measurement(0, url, 1900, {"luminance": 0.5})], failures), about)
    assert "SECRET" not in html
    assert "no file a.jpg" in html
