"""A run of a sample: weighted back to the archive, and grown without measuring twice."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import photoparsl
from photoparsl.commands.main import main
from photoparsl.errors import ManifestError
from photoparsl.results import RunDirectory
from photoparsl.trends import Trend, TrendOptions, Window
from tests.conftest import Archive, jpeg


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A manifest of 120 photos in one year: 100 dark ones of box A, 20 bright ones of box B."""
    lines = ["url,year,Box"]
    for n in range(120):
        box = "A" if n < 100 else "B"
        level = 20 + n // 2 if box == "A" else 200 + n // 4
        (tmp_path / f"{n}.jpg").write_bytes(jpeg(level))
        lines.append(f"{n}.jpg,1901,{box}")
    manifest = tmp_path / "whole.csv"
    manifest.write_text("\n".join(lines) + "\n")
    return manifest


def run_of(manifest: Path) -> photoparsl.Run:
    return photoparsl.run(
        manifest, config="threads", run_dir=manifest.parent / "run", measures="luminance"
    )


def trend_of(run: photoparsl.Run) -> Trend:
    found = run.trend("luminance", TrendOptions(Window()))
    assert isinstance(found, Trend)
    return found


def test_a_sample_is_weighted_back_to_the_archive_and_says_so(whole: Path) -> None:
    sample = whole.parent / "s.csv"
    photoparsl.sample(whole, sample, photos=24, by="box", equal=True)
    run = run_of(sample)
    (row,) = trend_of(run).rows
    measured = [m for r in RunDirectory(run.path).results() for m in r.measurements]
    values = [m.values["luminance"] for m in measured]
    assert row.n == 24
    assert row.median is not None
    assert row.median < 0.32 < np.median(values), "the bright photos count for as many as there are"
    assert row.lower is not None
    assert row.lower < row.median
    note = trend_of(run).notes[0]
    assert note.startswith(
        "a sample of 24 of 120 photos, weighted back to all of them: half of the medians"
    )
    summary = json.loads((run.path / "summary.json").read_text())
    assert summary["archive"] == 120
    assert summary["medians_margin"] > 0
    page = (run.path / "public" / "scatter.html").read_text()
    assert "A sample of 24 of 120 photographs, weighted back to all of them: half of the" in page
    shares = run.trend("luminance", TrendOptions(Window(), by="photoparsl_stratum"))
    assert [row.n for row in shares.rows] == [12, 12]


def test_the_summary_of_a_sample_is_read_by_its_earlier_key_too(whole: Path) -> None:
    sample = whole.parent / "s.csv"
    photoparsl.sample(whole, sample, photos=24, by="box", equal=True)
    path = run_of(sample).path / "summary.json"
    path.write_text(path.read_text().replace('"medians_margin"', '"known_to"'))
    last = RunDirectory(path.parent).read_summary()
    assert last is not None
    assert last.fields["medians_margin"] > 0
    before = path.read_bytes()
    run_of(sample)
    assert path.read_bytes() == before, "nothing was left to do"


def test_a_larger_sample_measures_the_others_alone(
    whole: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = whole.parent / "s.csv"
    photoparsl.sample(whole, sample, photos=20, by="year")
    run_of(sample)
    for result in RunDirectory(whole.parent / "run").results():
        for measured in result.measurements:
            (whole.parent / measured.url).unlink()  # it couldn't be measured again
    photoparsl.sample(whole, sample, photos=50, by="year")
    command = ["run", str(sample), "--config", "threads", "--run-dir", str(whole.parent / "run")]
    capsys.readouterr()
    assert main(command) == 0
    printed = capsys.readouterr().out
    assert "30 photos are new" in printed
    assert "A sample of 50 of 120 photos: half of the medians are known to ± " in printed
    assert "Note       a sample of 50 of 120 photos" in printed


def test_two_samples_in_one_manifest_are_refused(whole: Path) -> None:
    one, other = whole.parent / "s.csv", whole.parent / "t.csv"
    photoparsl.sample(whole, one, photos=20, by="year")
    half = whole.parent / "half.csv"
    half.write_text("\n".join(whole.read_text().splitlines()[:61]) + "\n")
    photoparsl.sample(half, other, photos=20, by="year")
    both = whole.parent / "both.csv"
    both.write_text(one.read_text() + other.read_text().partition("\n")[2])
    with pytest.raises(ManifestError, match="has 60 photos here, and 120 in an earlier row"):
        run_of(both)


def test_failed_photos_count_as_tried(archive: Archive, tmp_path: Path) -> None:
    sample = tmp_path / "s.csv"
    photoparsl.sample(archive.manifest, sample, photos=20)
    places = [line.split(",")[0] for line in sample.read_text().splitlines()[1:]]
    for place in places[:5]:
        (archive.folder / Path(place).name).unlink()
    run = photoparsl.run(sample, config="threads", run_dir=tmp_path / "run", measures="luminance")
    found = run.trend("luminance", TrendOptions(Window(101)))
    assert found.notes[0].startswith("a sample of 20 of ")


def test_a_page_of_several_runs_says_that_a_sample_isnt_weighted(whole: Path) -> None:
    sample = whole.parent / "s.csv"
    photoparsl.sample(whole, sample, photos=24, by="box", equal=True)
    first = run_of(sample)
    other = photoparsl.run(
        whole, config="threads", run_dir=whole.parent / "other", measures="luminance", count=9
    )
    runs = photoparsl.open_runs([first.path, other.path])
    page = runs.page(whole.parent / "both.html").read_text()
    assert "a sample of 24 of 120 photos, not weighted back to all of them here." in page
    assert page.count("not weighted back to all of them here") == 1
