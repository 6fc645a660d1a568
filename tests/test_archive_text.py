"""Words of an archive's columns are shown as they are; secrets in their addresses are cut."""

from __future__ import annotations

import json
from html import unescape
from pathlib import Path

import pytest

from photoparsl.commands.main import main
from photoparsl.page import groups
from photoparsl.page.captions import shown_title
from photoparsl.redact import archive_text, distinct, published_text
from photoparsl.reports import PublicPlaces
from photoparsl.reports.exporting import _redacted
from photoparsl.reports.photo_table import Layout
from photoparsl.results import RunDirectory
from tests.conftest import Archive

WORDS = [
    "Basic Training 1942",
    "Bearer with basket 1923",
    "Cookie: Ann",
    "Signature: Ann Beck",
    "Girl with cookie: Paris, 1923",
    "the secret: garden",
    "auth=1 family",
    "//stereo//",
    r"C:\photos\x=1",
    "</script><script>window.P=1</script>",
    "Q&A;R&D=fun",
    "Ann/Ben, and/or 3/4",
    "-u ann:ben",
    "who? me=you",
    "100 %25 wool",
]


@pytest.mark.parametrize("words", WORDS)
def test_words_are_shown_as_they_are(words: str, tmp_path: Path) -> None:
    assert archive_text(words) == words
    assert shown_title(words) == words or len(words) > 40
    row = ["https://a.example/b.jpg", 0, None, None, None, None, "Cookie: a", words, None]
    public = PublicPlaces(RunDirectory(tmp_path))
    (shown,) = _redacted([row], Layout({}, {}, ("title", "none")), public)
    assert shown[-3:] == ["Cookie: …", words, None]


@pytest.mark.parametrize(
    "address",
    [
        "https://a.example/b.jpg?size=2&X-Amz-Signature=SECRET",
        "https://ann:SECRET@a.example/b.jpg",
        "https:a.example/b.jpg?token=SECRET",
        "//ann:SECRET@a.example/b.jpg",
        "//a.example/b.jpg?sig=SECRET",
        "a.example/b.jpg?sig=SECRET",
        "https://a.example/b.jpg?x=1 2&sig=SECRET",
        "https://a.example/fetch/https://ann:SECRET@b.example/c.jpg",
        "https://a.example/?u=https%3A%2F%2Fb.example%2F%3Fsig%3DSECRET",
        "https%3A%2F%2Fb.example%2F%3Fsig%3DSECRET",
        "s3://key:SECRET@bucket/b.jpg",
        "file:///home/SECRET/b.jpg",
    ],
)
def test_addresses_are_shown_without_secrets(address: str) -> None:
    for text in (address, f"Basic Training, see {address}", f"({address}); Cookie: Ann"):
        shown = archive_text(text)
        assert "SECRET" not in shown
        assert archive_text(shown) == shown
    assert archive_text(f"Basic Training, see {address}").startswith("Basic Training, see ")


def test_different_values_stay_different_groups() -> None:
    cut = "W" * groups.LONGEST_VALUE
    texts = ["x\u202ey", "x\u202dy", "x\ufffdy (2)", f"{cut}a", f"{cut}b"]
    shown = distinct((groups._shown_value(text) for text in texts), groups.LONGEST_VALUE)
    assert len(set(shown)) == len(texts)
    assert max(map(len, shown)) <= groups.LONGEST_VALUE
    assert shown[2] == "x\ufffdy (2)"


@pytest.mark.parametrize("title", ["Cookie: Ann, Key: C major", "Secret: Gärten in Ulm, 1/2 صورة"])
def test_a_title_and_notes_keep_their_words_wherever_they_are_shown(
    title: str, archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run, notes, crate = tmp_path / "run", tmp_path / "notes.csv", tmp_path / "crate"
    secret = "https://a.example/?sig=Zq7Secret9x"
    notes.write_text(f'year,text\n1930,"Password: swordfish, {secret}"\n')
    shown = [
        "--title",
        f"{title} {secret}",
        "--subtitle",
        f"Token: {title}",
        "--year-notes",
        str(notes),
    ]
    options = ["--config", "threads", "--run-dir", str(run)]
    assert main(["run", str(archive.manifest), *options, *shown]) == 0
    assert main(["export", str(run), "--format", "ro-crate", "-o", str(crate)]) == 0
    capsys.readouterr()
    assert main(["provenance", str(run), "--json"]) == 0
    assert title in json.loads(capsys.readouterr().out)["citation"]
    assert main(["provenance", str(run)]) == 0
    assert title in capsys.readouterr().out
    page = unescape((crate / "scatter.html").read_text())
    bibtex = page.split("@misc{")[1].split("  note")[0]
    for text in (bibtex, page, *(f.read_text() for f in crate.glob("*.json"))):
        assert title in text or json.dumps(title)[1:-1] in text
        assert "Zq7Secret9x" not in text
    assert f"Token: {title}" in page
    assert "Password: swordfish, https://a.example/" in page


@pytest.mark.parametrize("words", ["Basic Training 1942", "Bearer with basket", "BASIC ENGLISH"])
def test_a_sentence_keeps_a_word_after_the_name_of_a_kind_of_token(words: str) -> None:
    assert published_text(f"no column {words!r}") == f"no column {words!r}"
