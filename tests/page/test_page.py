"""The page as text: what it says, what it keeps to itself, and that nothing in it can run."""

from __future__ import annotations

import gzip
import random
import re
import shlex
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from photoparsl.measuring.scales import SCALES
from photoparsl.page import PageMetadata, page_data, render, write_page
from photoparsl.results import Execution, Failure, Measurement, SliceResult
from tests.invented import archive, photo, sliced
from tests.page.page_text import addresses_of, block_of

HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "<!--<script>",
    "{{ 7 * 7 }} {% raw %}",
    "javascript:alert(3)",
    "turn\u202egpj\u2066 \u2028\u2029 nul\x00 lone\ud800",
)


def results_of(texts: Sequence[str]) -> list[SliceResult]:
    """Results with these texts in every field that strangers can fill."""
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
    return PageMetadata(
        title=text,
        subtitle=text,
        manifest=text,
        written=text,
        rows=10**6,
        digest=text,
        programs={text: text},
    )


class Tags(HTMLParser):
    """The tags of a page with the names of their attributes, in the order of reading."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [name for name, _ in attrs]))


def test_5576_photos_of_twenty_measures_take_no_more_than_750_kilobytes(tmp_path: Path) -> None:
    page = write_page(archive(5576, list(SCALES)[:20]), tmp_path / "new" / "scatter.html")
    assert page == tmp_path / "new" / "scatter.html"
    assert page.stat().st_size <= 750_000


def test_with_titles_of_40_letters_and_two_groups_it_takes_no_more_than_800(tmp_path: Path) -> None:
    text = "street harbour tower bridge winter market children window mill church garden Köln"
    words = text.split()
    random_ = random.Random(3)

    def described(result: SliceResult) -> SliceResult:
        photos = tuple(
            replace(
                m,
                cells=(
                    " ".join(random_.choices(words, k=8))[:38] + f"{m.row % 100:02}",
                    f"Collection {random_.randrange(30)}",
                    f"Photographer {random_.randrange(300)}",
                ),
            )
            for m in result.measurements
        )
        return replace(result, measurements=photos)

    columns = ("title", "collection", "photographer")
    metadata = PageMetadata(columns=columns, groups=columns[1:])
    results = map(described, archive(5576, list(SCALES)[:20]))
    page = write_page(results, tmp_path / "scatter.html", metadata)
    assert page.stat().st_size <= 800_000


def test_photos_without_a_year_are_counted_listed_and_not_in_the_table_or_the_trend() -> None:
    html = render(sliced([photo(0, 1900), photo(1, None), photo(2, None)]))
    assert "<dt>without a year</dt><dd>2</dd>" in html
    assert html.count('<th scope="row">1900<td>1<') == 1
    assert html.count("photo-0000002.jpg") == 1


def test_a_page_of_failures_alone_says_that_all_failed() -> None:
    failures = tuple(
        Failure(row, f"http://photos.example/{row}.jpg", None, "http-404", "") for row in range(3)
    )
    execution = Execution("example.edu", "host", 0.0, 0.0)
    html = render([SliceResult(0, 3, "", {"luminance": 1}, (), failures, execution)])
    assert "No photograph could be measured: all 3" in html
    assert "measured yet" not in html


def test_a_page_without_results_says_so() -> None:
    assert "No photograph has been measured yet" in render([])
    assert "nothing to plot" in render(sliced([photo(0, luminance=float("nan"))]))
    assert "<canvas" not in render([])


def test_a_switch_is_there_only_for_several_measures() -> None:
    assert 'type="radio"' not in render(sliced([photo(0)]))
    html = render(sliced([photo(0, contrast=0.1, luminance=0.5)]))
    assert re.findall(r"<span><bdi>(\w+)</bdi></span></label>", html) == ["Luminance", "Contrast"]


def test_failures_are_counted_by_reason_listed_and_all_in_a_table(tmp_path: Path) -> None:
    failures = [
        Failure(row, f"gone-{row}.jpg", None, "http-404" if row else "not-an-image", "=so it is")
        for row in range(60)
    ]
    html = write_page(sliced([], failures), tmp_path / "my page.html").read_text()
    assert (
        "<bdi>http-404</bdi> <small>the server answered “Not Found”</small></th><td>59</td>" in html
    )
    assert "50 of 60 photographs that failed" in html
    assert html.count("><bdi>gone-") == 50
    assert 'href="my%20page-failures.csv"' in html
    table = (tmp_path / "my page-failures.csv").read_text().splitlines()
    assert table[0] == "row,year,url,reason,detail"
    assert table[-1] == "59,,gone-59.jpg,http-404,'=so it is"
    write_page(sliced([photo(0)]), tmp_path / "my page.html")
    assert [path.name for path in tmp_path.iterdir()] == ["my page.html"]


def test_failed_photos_do_not_count_as_speed() -> None:
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


def test_photos_that_are_too_many_for_the_page_are_all_in_a_table_if_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_data, "MOST_WHOLE", 100)
    results = sliced([photo(n, 1900 + n // 50) for n in range(500)])
    page = write_page(results, tmp_path / "p.html", PageMetadata(public_table=True))
    assert 'href="p-photos.csv.gz"' in page.read_text()
    rows = gzip.decompress((tmp_path / "p-photos.csv.gz").read_bytes()).decode().splitlines()
    assert len(rows) == 501
    assert rows[1] == f"0,1900,1900,1900,,{photo(0).url},0.5"
    page = write_page(results, tmp_path / "p.html")
    assert "photos.csv.gz" not in page.read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["p.html"], "it isn't public unasked"


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


def test_the_page_says_how_far_a_run_is_and_how_to_cite_it() -> None:
    about = PageMetadata(
        title="T", manifest="m.txt", rows=10, digest="9f2c", programs={"pillow": "12.1"}
    )
    html = render(sliced([photo(n) for n in range(4)]), about)
    assert "4 of 10 photographs so far" in html
    assert "luminance</bdi> (version 1)" in html
    assert "9f2c" in html
    assert "pillow 12.1" in html
    assert "so far" not in render(sliced([photo(n) for n in range(10)]), about)


def test_the_page_has_the_command_that_makes_the_same_page() -> None:
    about = PageMetadata(
        title="Ann's <light>", manifest="m.txt", count=9, thumbnails=48, without_duplicates=True
    )
    html = render(sliced([photo(n) for n in range(4)]), about)
    found = re.search(r'<code dir="auto">(photoparsl run .*?)</code>', html)
    assert found is not None
    command = shlex.split(unescape(found[1]))
    assert command[:4] == ["photoparsl", "run", "m.txt", "--measures"]
    options = ["--count", "9", "--title", "Ann's <light>", "--thumbnails", "48"]
    assert command[5:] == [*options, "--without-duplicates"]


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
    typed = f"'{url}' and {url}"
    about = PageMetadata(title=typed, subtitle=typed, manifest=local)
    html = render(sliced([Measurement(0, url, 1900, {"luminance": 0.5})], failures), about)
    assert "SECRET" not in html
    assert "no file a.jpg" in html
