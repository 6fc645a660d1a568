"""The page as text: what it says, what it keeps to itself, and that nothing in it can run."""

from __future__ import annotations

import json
import random
import re
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from photoparsl.page import About, render, write_page
from photoparsl.publish import published, published_text, visible
from photoparsl.results import Failure, Measurement, Ran, SliceResult

HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "<!--<script>",
    "{{ 7 * 7 }} {% raw %}",
    "javascript:alert(3)",
    "turn\u202egpj\u2066 \u2028\u2029 nul\x00 lone\ud800",
)


def photo(row: int, year: int | None = 1900, **values: float) -> Measurement:
    url = f"https://photos.example.org/archive/{row // 100:03d}/photo-{row:07d}.jpg"
    return Measurement(row, url, year, values or {"luminance": 0.5})


def sliced(
    photos: list[Measurement], failures: list[Failure] | None = None, size: int = 100
) -> list[SliceResult]:
    """The results of a run over these rows with slices of `size`."""
    failures = failures or []
    rows = max([p.row for p in photos] + [f.row for f in failures], default=-1) + 1
    return [
        SliceResult(
            start=start,
            stop=min(start + size, rows),
            digest="",
            measures={"luminance": 1},
            measurements=tuple(p for p in photos if start <= p.row < start + size),
            failures=tuple(f for f in failures if start <= f.row < start + size),
            ran=Ran(f"host-{start}", "somewhere", float(start), 1.0),
        )
        for start in range(0, rows, size)
    ]


def an_archive(count: int) -> list[Measurement]:
    chance = random.Random(1)
    return [
        photo(row, 1860 + row * 142 // count, luminance=chance.random(), contrast=chance.random())
        for row in range(count)
    ]


def block(html: str, opening: str, closing: str) -> str:
    """What stands between the last such opening tag and the closing tag after it."""
    return html.rpartition(opening)[2].partition(closing)[0]


def data_of(html: str) -> Any:
    return json.loads(block(html, '<script type="application/json" id="photos">', "</script>"))


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
            Ran(text, text, 0.0, 0.0),
        )
        for row, text in enumerate(texts)
    ]


def about_of(texts: Sequence[str]) -> About:
    return About(*(" ".join(texts) for _ in range(5)))


class Tags(HTMLParser):
    """The tags of a page with the names of their attributes, in the order of reading."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, list[str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [name for name, _ in attrs]))


def test_the_page_is_the_same_whatever_the_order_and_the_slicing() -> None:
    photos = an_archive(300)
    failures = [Failure(row, "a.jpg", None, "http-404", f"try {-row}") for row in range(300, 310)]
    whole = render(sliced(photos, failures, size=1000))
    pieces = sliced(photos[::-1], failures[::-1], size=7)
    random.Random(2).shuffle(pieces)
    assert render(iter(pieces)) == whole


def test_every_photo_is_in_the_data_once_with_its_row_year_value_and_address() -> None:
    photos = an_archive(50)
    data = data_of(render(sliced(photos)))
    assert data["row"] == list(range(50))
    assert data["year"] == [p.year for p in photos]
    assert [data["prefix"] + url for url in data["url"]] == [p.url for p in photos]
    for measure in data["measures"]:
        name = measure["label"].lower()
        assert measure["values"] == [round(p.values[name], 6) for p in photos]


@pytest.mark.parametrize("urls", [["a.jpg"], ["a.jpg", "b.jpg"], ["", "a.jpg"], ["a.jpg"] * 2])
def test_addresses_survive_the_factoring_of_their_prefix(urls: list[str]) -> None:
    photos = [Measurement(row, url, 1900, {"luminance": 0.5}) for row, url in enumerate(urls)]
    data = data_of(render(sliced(photos)))
    assert [data["prefix"] + url for url in data["url"]] == urls


def test_5576_photos_of_two_measures_take_less_than_600_kilobytes(tmp_path: Path) -> None:
    page = write_page(sliced(an_archive(5576)), tmp_path / "new" / "scatter.html")
    assert page == tmp_path / "new" / "scatter.html"
    assert page.stat().st_size < 600_000


def test_photos_without_a_year_are_counted_and_not_in_the_table_or_the_trend() -> None:
    html = render(sliced([photo(0, 1900), photo(1, None), photo(2, None)]))
    assert "<dt>without a year</dt><dd>2</dd>" in html
    assert html.count('<th scope="row">1900</th><td>1</td>') == 1
    assert data_of(html)["measures"][0]["trend"] == [[1900, 0.5, 0.5, 0.5]]


def test_the_trend_takes_in_two_years_on_either_side_and_the_table_none() -> None:
    html = render(sliced([photo(n, 1900 + n, luminance=n / 10) for n in range(6)]))
    trend = {entry[0]: entry[1:] for entry in data_of(html)["measures"][0]["trend"]}
    assert trend[1900] == [0.05, 0.1, 0.15]
    assert trend[1903] == [0.2, 0.3, 0.4]
    assert '<th scope="row">1903</th><td>1</td><td>0.300</td>' in html


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_value_that_is_no_number_costs_only_its_own_point(value: float) -> None:
    data = data_of(render(sliced([photo(0, luminance=value), photo(1, luminance=0.25)])))
    assert data["measures"][0]["values"] == [None, 0.25]


def test_a_page_of_nothing_says_so() -> None:
    assert "No photograph has been measured yet" in render([])
    assert "nothing to plot" in render(sliced([photo(0, None)]))
    assert "<canvas" not in render([])


def test_a_switch_is_there_only_for_several_measures() -> None:
    assert 'type="radio"' not in render(sliced([photo(0)]))
    html = render(sliced([photo(0, contrast=0.1, luminance=0.5)]))
    assert re.findall(r"<span>(\w+)</span></label>", html) == ["Luminance", "Contrast"]


def test_failures_are_counted_by_reason_and_the_first_fifty_are_listed() -> None:
    failures = [
        Failure(row, f"gone-{row}.jpg", None, "http-404" if row else "not-an-image", "so it is")
        for row in range(60)
    ]
    html = render(sliced([], failures))
    assert "<bdi>http-404</bdi></th><td>59</td>" in html
    assert "The first 50 of 60" in html
    assert html.count("<li><bdi>gone-") == 50


def test_the_policy_allows_this_script_and_this_style_and_nothing_else() -> None:
    html = render(results_of(HOSTILE), about_of(HOSTILE))
    script, style = block(html, "<script>", "</script>"), block(html, "<style>", "</style>")
    script_hash, style_hash = (
        b64encode(sha256(text.encode()).digest()).decode() for text in (script, style)
    )
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert found is not None
    assert unescape(found[1]) == (
        f"default-src 'none'; script-src 'sha256-{script_hash}'; "
        f"style-src 'sha256-{style_hash}'; base-uri 'none'; form-action 'none'"
    )


def test_hostile_texts_stay_text() -> None:
    html = render(results_of(HOSTILE), about_of(HOSTILE))
    words = [f"word-{n}" for n in range(len(HOSTILE))]
    assert Tags(html).found == Tags(render(results_of(words), about_of(words))).found
    assert html.count("<script") == html.count("</script") == 2
    assert "{{ 7 * 7 }} {% raw %}" in html
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u2028\u2029\x00\ud800]", html)
    assert data_of(html)["url"][0] == HOSTILE[0]
    assert HOSTILE[0] in [measure["label"] for measure in data_of(html)["measures"]]


def test_what_cannot_be_seen_is_made_visible() -> None:
    assert (
        visible("a\u202eb\u200bc\x00d\ud800e\u2028f\ng") == "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf g"
    )
    assert visible("Zürich, 東京, 🎞") == "Zürich, 東京, 🎞"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://example.org/a/b.jpg?size=2&v=3", "https://example.org/a/b.jpg?size=2&v=3"),
        ("https://example.org/a.jpg?author=ann&sigma=1", "https://example.org/a.jpg?author=ann&sigma=1"),
        ("https://ann:SECRET@example.org/a.jpg", "https://example.org/a.jpg"),
        ("HTTPS:\\\\ann:SECRET@example.org/a.jpg", "https://example.org/a.jpg"),
        ("https:ann:SECRET@example.org/a.jpg", "https://example.org/a.jpg"),
        ("https://ann:SEC/RET@example.org/a.jpg", "a.jpg"),
        ("https://[::1]:8080/a.jpg", "https://[::1]:8080/a.jpg"),
        ("s3://KEY:SECRET@bucket/a.jpg", "s3://bucket/a.jpg"),
        ("https://example.org/a.jpg?X-Amz-Signature=SECRET&X-Amz-Date=1", "https://example.org/a.jpg"),
        ("https://example.org/a.jpg?w=9;sig=SECRET", "https://example.org/a.jpg?w=9"),
        ("https://example.org/a.jpg?w=9?token=SECRET", "https://example.org/a.jpg?w=9"),
        ("https://example.org/a.jpg?%74oken=SECRET", "https://example.org/a.jpg"),
        ("https://example.org/a.jpg?Policy=SECRET&Expires=1&Key-Pair-Id=SECRET&w=1", "https://example.org/a.jpg?w=1"),
        ("https://example.org/a.jpg?u=https%3A%2F%2Fann%3ASECRET%40b.org%2F", "https://example.org/a.jpg"),
        ("https://example.org/a.jpg;jsessionid=SECRET?w=1", "https://example.org/a.jpg?w=1"),
        ("https://example.org/a.jpg#access_token=SECRET", "https://example.org/a.jpg"),
        ("file:///home/SECRET/a.jpg", "a.jpg"),
        ("file:///home%2FSECRET%2Fa.jpg", "a.jpg"),
        ("/home/SECRET/a.jpg", "a.jpg"),
        ("C:\\Users\\SECRET\\a.jpg", "a.jpg"),
        ("../SECRET/a.jpg", "a.jpg"),
        ("1900/a.jpg", "1900/a.jpg"),
    ],
)  # fmt: skip
def test_a_published_address_keeps_its_secrets(url: str, shown: str) -> None:
    assert published(url) == shown
    assert published(shown) == shown


@pytest.mark.parametrize(
    "name",
    [
        "sig",
        "signature",
        "token",
        "access_token",
        "key",
        "apikey",
        "api_key",
        "api-key",
        "Policy",
        "Expires",
        "Key-Pair-Id",
        "authz",
        "auth",
        "Authorization",
        "X-Amz-Credential",
        "X-Goog-Signature",
        "AWSAccessKeyId",
        "GoogleAccessId",
        "password",
        "client_secret",
        "jwt",
        "hmac",
    ],
)
def test_a_parameter_named_like_a_secret_is_removed(name: str) -> None:
    assert published(f"https://example.org/a.jpg?{name}=SECRET") == "https://example.org/a.jpg"


def test_secrets_are_published_nowhere_on_the_page() -> None:
    url = "https://ann:SECRET@example.org/a b.jpg?token=SECRET"
    local = "/home/SECRET/My Photos SECRET/a.jpg"
    text = f"'{url}' and /home/SECRET/b.jpg can't be read"
    failures = [
        Failure(1, url, 1900, "http-404", f"{url}: {text}"),
        Failure(2, local, 1900, "not-found", f"no file {local}"),
    ]
    about = About(title=text, note=text, manifest=local, incomplete=text)
    html = render(sliced([Measurement(0, url, 1900, {"luminance": 0.5})], failures), about)
    assert "SECRET" not in html
    assert "no file a.jpg" in html


def test_a_sentence_keeps_its_words_and_loses_its_folders() -> None:
    assert published_text("and/or image/jpeg, 3 m/s") == "and/or image/jpeg, 3 m/s"
    assert published_text("open:/home/ann/a.jpg failed") == "open:a.jpg failed"
    assert published_text("see https://a:b@c.org/d/e.jpg.") == "see https://c.org/d/e.jpg."
