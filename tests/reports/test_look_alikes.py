"""Photos that look alike are found by their difference hashes, each group once."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from photoparsl.errors import RunError
from photoparsl.measuring import decode, measure_all
from photoparsl.reasons import Reason
from photoparsl.reports import ExportFormat, dictionary_of, export
from photoparsl.reports.look_alikes import HASH, MOST_BITS, Like, LookAlikes, look_alikes_of
from photoparsl.results import Measurement, Missing, RunDirectory, SliceResult
from photoparsl.tutorial import photograph
from tests.made import result_of, slice_of
from tests.results.test_run_directory import RECORD

WHOLE = 2**64 - 1


def result_with(hashes: list[str | None]) -> SliceResult:
    result = result_of(slice_of(0, len(hashes)))
    measurements = tuple(
        replace(
            m,
            values={**m.values, HASH: hash_},
            digest=f"{m.row + 1 << 64:032x}",
            missing={} if hash_ else {HASH: Missing(Reason.NO_VALUE, "too even")},
        )
        for m, hash_ in zip(result.measurements, hashes, strict=True)
    )
    return replace(result, measurements=measurements, measures={**result.measures, HASH: 1})


def likes(hashes: list[int]) -> dict[int, Like]:
    result = result_with([f"{number:016x}" for number in hashes])
    return dict(look_alikes_of([result]).of(result.measurements))


def by_all_pairs(hashes: list[int]) -> dict[int, Like]:
    found: dict[int, Like] = {}
    for row, hash_ in enumerate(hashes):
        for first in range(row):
            apart = (hash_ ^ hashes[first]).bit_count()
            if first not in found and min(apart, 64 - apart) <= MOST_BITS:
                found[row] = Like(first, apart > 32)
                break
    return found


HASHES = st.tuples(
    st.sampled_from([0, WHOLE, 0x0123456789ABCDEF, 0xFEDCBA9876543210, 0x00FF00FF00FF00FF]),
    st.lists(st.integers(0, 63), max_size=7),
).map(lambda made: made[0] ^ sum(1 << bit for bit in set(made[1])))


@settings(deadline=None, max_examples=40)
@given(st.lists(HASHES, min_size=1, max_size=30))
def test_the_groups_are_those_of_comparing_each_pair(hashes: list[int]) -> None:
    assert likes(hashes) == by_all_pairs(hashes)


def test_no_photo_is_left_out_for_one_that_it_does_not_look_like() -> None:
    chain = [0, 0b11111, 0b1111111111, 0b111111111111111]
    assert likes(chain) == {1: Like(0, False), 3: Like(2, False)}


def test_photos_without_a_hash_are_like_none() -> None:
    result = result_with([None, None, "00000000ffffffff", None, "00000000ffffffff"])
    assert look_alikes_of([result]).of(result.measurements) == {4: Like(2, False)}
    assert look_alikes_of([]).of(result.measurements) == {}


def test_twenty_thousand_photos_are_compared_whatever_they_have_in_common() -> None:
    rng = np.random.default_rng(2)
    hashes = rng.integers(0, 2**64, 20_000, np.uint64)
    hashes[10_000:] &= np.uint64(0x0F0F0F0F0F0F0F0F)
    hashes[18_000:] = hashes[:2_000] ^ np.uint64(0b10001)
    hashes[16_000:18_000] = ~hashes[2_000:4_000]
    found = LookAlikes(np.arange(20_000), hashes)
    photos = [Measurement(row, "", None, {}) for row in (16_000, 17_555, 18_000, 19_999)]
    assert found.of(photos) == {
        16_000: Like(2_000, True),
        17_555: Like(3_555, True),
        18_000: Like(0, False),
        19_999: Like(1_999, False),
    }


def scene(seed: int) -> Image.Image:
    return photograph(np.random.default_rng(seed), 1990, 0.5).image.convert("RGB")


def hash_of(image: Image.Image, **options: int) -> int:
    file = io.BytesIO()
    image.save(file, "JPEG", **options)
    value = measure_all(decode(file.getvalue()), [HASH])[HASH]
    return int(value, 16)


@pytest.mark.parametrize("seed", range(6, 9))
def test_copies_and_negatives_of_a_photo_look_like_it_and_others_do_not(seed: int) -> None:
    image = scene(seed)
    first = hash_of(image, quality=90)
    small = hash_of(image.resize((image.width // 2, image.height // 2)), quality=60)
    light = hash_of(image.point(lambda level: 20 + level * 9 // 10), quality=80)
    grey = hash_of(image.convert("L"), quality=80)
    mounted = hash_of(ImageOps.expand(image, 70, "#f8f8f0"), quality=90)
    negative = hash_of(ImageOps.invert(image), quality=85) ^ WHOLE
    for copy in (small, light, grey, negative):
        assert (first ^ copy).bit_count() <= MOST_BITS
    assert (first ^ mounted).bit_count() <= 2 * MOST_BITS  # a frame's edge isn't known to the pixel
    assert (first ^ hash_of(scene(seed + 20))).bit_count() > MOST_BITS


@pytest.mark.parametrize("level", [0, 128, 250])
def test_an_even_picture_has_no_hash(level: int) -> None:
    rng = np.random.default_rng(1)
    noisy = np.clip(rng.normal(level, 4, (300, 400)) + np.linspace(0, 12, 400), 0, 255)
    file = io.BytesIO()
    Image.fromarray(noisy.astype(np.uint8)).save(file, "JPEG")
    value = measure_all(decode(file.getvalue()), [HASH])[HASH]
    assert (value.reason, value.detail) == ("no-value", "the picture is too even to be compared")


def test_an_export_has_one_of_each_if_asked(tmp_path: Path) -> None:
    hashes = ["0f" * 8, "f0" * 8, "33" * 8, None, "0f" * 7 + "0e", None]
    directory = RunDirectory(tmp_path / "run")
    with directory:
        directory.write_record(replace(RECORD, rows=6, measures={**RECORD.measures, HASH: 1}))
        directory.write(result_with(hashes))
    path = tmp_path / "photos.csv"
    assert export(directory, path, ExportFormat.CSV, one_of_each=True) == (4, 0, 2, 0)
    assert json.loads(dictionary_of(path).read_text())["photoparsl"]["one_of_each"]
    assert export(directory, path, ExportFormat.CSV) == (6, 0, 0, 0)
    header, *rows = path.read_text().splitlines()
    places = [header.split(",").index(name) for name in ("row", "similar_to", "similarity")]
    cells = [tuple(row.split(",")[place] for place in places) for row in rows]
    assert cells[1] == ("1", "0", "negative")
    assert cells[2] == ("2", "", "")
    assert cells[4] == ("4", "0", "same")


def test_one_of_each_needs_the_hash(tmp_path: Path) -> None:
    directory = RunDirectory(tmp_path / "run")
    with directory:
        directory.write_record(replace(RECORD, rows=3))
        directory.write(result_of(slice_of(0, 3)))
    with pytest.raises(RunError, match="the photos have no difference_hash: run again with"):
        export(directory, tmp_path / "x.csv", ExportFormat.CSV, one_of_each=True)
