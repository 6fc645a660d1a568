"""Texts of an archive's table reach the run as they are, and its link to the record is found."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PIL import Image

import photoparsl
from photoparsl.manifests import Source, find_captions
from photoparsl.manifests.reading import read_columns

TEXTS = ("می\u200cروم", "क्\u200dष", "=1+1 9", "-dash; =2", "@home", "it's '=' here", "'quoted'")


def test_texts_are_carried_with_joiners_and_without_guards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with Path("list.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["file", "date", "title", "record", "box"])
        for number, text in enumerate(TEXTS):
            Image.new("RGB", (8, 8)).save(f"{number}.png")
            writer.writerow(
                [f"{number}.png", "1920", text, f"https://archive.example/{number}", text]
            )
    photoparsl.make_manifest("list.csv", "made.csv")
    made = Path("made.csv").read_text(encoding="utf-8")
    assert "'=1+1 9" in made
    assert ",=" not in made
    assert ",@" not in made
    reading = Source(Path("made.csv"), "made.csv", str(tmp_path)).reading()
    rows = [row for block in reading.blocks(is_whole=True) for row in block.rows()]
    columns = read_columns(Path("made.csv"), "made.csv")
    captions = find_captions(columns)
    box = columns.index("box")
    assert [row.cells[captions.title] for row in rows] == list(TEXTS)
    assert [row.cells[box] for row in rows] == list(TEXTS)
    assert [row.cells[captions.record] for row in rows] == [
        f"https://archive.example/{number}" for number in range(len(TEXTS))
    ]


def test_characters_that_change_the_direction_are_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Image.new("RGB", (8, 8)).save("a.png")
    Path("list.csv").write_text("file,date,title\na.png,1920,a\u202eb\u200b\n", encoding="utf-8")
    photoparsl.make_manifest("list.csv", "made.csv")
    assert ",ab," in Path("made.csv").read_text(encoding="utf-8")
