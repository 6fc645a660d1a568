"""A camera's raw file is measured by the preview in it, only if that is asked, and named so."""

from __future__ import annotations

import random
from pathlib import Path

import polars
import pytest

import photoparsl
from photoparsl.archives import SkipReason
from photoparsl.errors import NotMeasurableError
from photoparsl.measuring import decode, measure_all
from photoparsl.reasons import Reason
from photoparsl.results import Missing
from tests.measuring.raw_files import FULL, KINDS, jpeg, raw_file

NAMES = ("luminance:preview", "lightness:preview", "width:preview", "height:preview")


@pytest.mark.parametrize("order", "<>")
@pytest.mark.parametrize("kind", KINDS)
def test_the_preview_of_full_size_is_measured_under_its_own_name(kind: str, order: str) -> None:
    picture = jpeg(FULL)
    photo = decode(raw_file(kind, picture, order=order), previews=True)
    plain = [name.removesuffix(":preview") for name in NAMES]
    expected = measure_all(decode(picture), plain)
    assert measure_all(photo, NAMES) == {f"{name}:preview": expected[name] for name in plain}
    assert isinstance(measure_all(photo, ["luminance"])["luminance"], Missing)


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_turned_as_the_raw_file_says(kind: str) -> None:
    photo = decode(raw_file(kind, jpeg(FULL), orientation=6), previews=True)
    assert photo.image.size == FULL[::-1]
    reds = photo.image.getchannel("R")
    dark, light = reds.crop((FULL[1] - 9, 0, FULL[1], 9)), reds.crop((0, 0, 9, 9))
    assert dark.getextrema()[1] < 20  # type: ignore[operator]
    assert light.getextrema()[0] > 150  # type: ignore[operator]


@pytest.mark.parametrize("kind", KINDS)
def test_without_being_asked_it_is_of_a_kind_that_is_not_read(kind: str) -> None:
    with pytest.raises(NotMeasurableError) as raised:
        decode(raw_file(kind, jpeg(FULL)))
    assert raised.value.reason == Reason.UNSUPPORTED_IMAGE
    assert "luminance:preview" in raised.value.detail


@pytest.mark.parametrize("kind", KINDS)
def test_a_small_preview_alone_is_none(kind: str) -> None:
    with pytest.raises(NotMeasurableError, match="400 x 267 pixels") as raised:
        decode(raw_file(kind, jpeg((400, 267))), previews=True)
    assert raised.value.reason == Reason.UNSUPPORTED_IMAGE


@pytest.mark.parametrize("kind", KINDS)
def test_damaged_raw_files_fail_with_a_reason_or_have_the_preview(kind: str) -> None:
    body = raw_file(kind, jpeg((700, 460)))
    dice = random.Random(kind)
    for _ in range(60):
        other = bytearray(body)
        for _ in range(dice.randrange(1, 9)):
            other[
                dice.choice(
                    (dice.randrange(200), dice.randrange(len(body)), -dice.randrange(1, 200))
                )
            ] ^= 1 << dice.randrange(8)
        cut = bytes(other[: dice.choice((len(body), dice.randrange(len(body))))])
        try:
            measure_all(decode(cut, previews=True), NAMES)
        except NotMeasurableError as error:
            assert error.detail


def test_a_run_of_previews_lists_raw_files_and_other_runs_count_them(tmp_path: Path) -> None:
    folder = tmp_path / "Käthe's photos"
    folder.mkdir()
    (folder / "1.JPG").write_bytes(jpeg(FULL))
    (folder / "2.NEF").write_bytes(raw_file("nef", jpeg(FULL)))
    (folder / "3.ORF").write_bytes(raw_file("orf", jpeg(FULL)))
    (folder / "4.CR3").write_bytes(b"\0\0\0\x18ftypcrx " + bytes(90))
    report = photoparsl.make_manifest(folder, tmp_path / "m.csv")
    assert (report.written, report.reasons[SkipReason.UNREAD_FORMAT]) == (1, 3)
    run = photoparsl.run(
        folder, measures="luminance:preview", config="threads", run_dir=tmp_path / "run"
    )
    table = polars.DataFrame(run.table())
    assert len(set(table["luminance:preview"])) == 1
    assert list(table["year"])[1:] == [1994, 1994]
    again = photoparsl.run(folder, config="threads", run_dir=tmp_path / "run")
    assert len(polars.DataFrame(again.table())) == 3
