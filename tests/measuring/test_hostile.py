"""No file gives a wrong number, or ends a worker: it gives the right one, or a reason."""

from __future__ import annotations

import io
import random
import subprocess
import sys
import tarfile
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from photoparsl.errors import NotMeasurableError
from photoparsl.fetching import Limits
from photoparsl.manifests import Photo, Slice
from photoparsl.measuring import MEASURES, decode, measure_slice
from photoparsl.measuring.brightness_measures import mean_luma
from photoparsl.reasons import Reason
from tests.measuring.hostile import CASES, Case

REASONS = {
    Reason.DAMAGED_IMAGE,
    Reason.NOT_AN_IMAGE,
    Reason.TOO_MANY_PIXELS,
    Reason.TRUNCATED,
    Reason.UNKNOWN_RANGE,
    Reason.UNSUPPORTED_IMAGE,
}


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_file_ends_as_the_table_says(case: Case) -> None:
    try:
        outcome: float | str = mean_luma(decode(case.body()))
    except NotMeasurableError as error:
        assert error.detail
        outcome = error.reason
    if isinstance(case.expected, str):
        assert outcome == case.expected
    else:
        assert outcome == pytest.approx(case.expected, abs=case.within)


def test_a_limit_on_pixels_and_one_on_memory_hold_for_progressive_files() -> None:
    (progressive,) = (case.body() for case in CASES if case.name == "JPEG, progressive")
    pixels = 96 * 64
    decode(progressive, Limits(most_pixels=pixels, most_memory_bytes=8 * pixels))
    for limits in (Limits(most_pixels=pixels - 1), Limits(most_memory_bytes=6 * pixels)):
        with pytest.raises(NotMeasurableError) as caught:
            decode(progressive, limits)
        assert caught.value.reason == "too-many-pixels"


def test_a_bad_file_costs_only_its_own_row(tmp_path: Path) -> None:
    for row, case in enumerate(CASES):
        (tmp_path / str(row)).write_bytes(case.body())
    photos = tuple(Photo(row, str(row), 1900, str(tmp_path)) for row in range(len(CASES)))
    result = measure_slice(Slice(photos), tuple(MEASURES))
    assert result.is_whole
    failed = {failure.row: failure.reason for failure in result.failures}
    assert failed == {r: c.expected for r, c in enumerate(CASES) if isinstance(c.expected, str)}


def test_every_image_of_pillows_own_tests_ends_as_a_value_or_a_reason(
    pytestconfig: pytest.Config, tmp_path: Path
) -> None:
    cache = getattr(pytestconfig, "cache", None)  # it has none under `-p no:cacheprovider`
    folder = _pillows_images(Path(str(cache.mkdir("pillow-images"))) if cache else tmp_path)
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    photos = tuple(Photo(row, str(path), 1900, "/") for row, path in enumerate(paths))
    result = measure_slice(Slice(photos), tuple(MEASURES))
    assert result.is_whole
    assert len(photos) > 500
    assert len(result.measurements) > len(photos) / 3
    assert {failure.reason for failure in result.failures} <= REASONS
    for measurement in result.measurements:
        assert 0 <= measurement.values["luminance"] <= 255 / 256, measurement.url


def _pillows_images(folder: Path) -> Path:
    """The images of Pillow's source package: from the folder, or else from the package index."""
    images = folder / "images"
    if not images.is_dir():
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--no-binary", "pillow", "--dest", str(folder), "pillow"]
        try:
            subprocess.run(command, capture_output=True, timeout=100, check=True)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            pytest.skip(f"Pillow's source package can't be had: {type(error).__name__}")
        (package,) = folder.glob("*.tar.gz")
        with tarfile.open(package) as packed:
            members = [m for m in packed if "/Tests/images/" in m.name and m.isfile()]
            packed.extraction_filter = getattr(tarfile, "data_filter", None)  # from 3.11.4 on
            packed.extractall(folder / "part", members)
        (folder / "part").rename(images)
        package.unlink()
    return images


@pytest.mark.parametrize("compression", ["tiff_lzw", "group3", "group4", "tiff_ccitt", "jpeg"])
def test_a_damaged_photo_writes_nothing_to_the_terminal(
    compression: str, capfd: pytest.CaptureFixture[str]
) -> None:
    mode = "RGB" if compression in ("tiff_lzw", "jpeg") else "1"
    written = io.BytesIO()
    noise = Image.effect_noise((300, 200), 80).convert(mode)
    noise.save(written, "TIFF", compression=compression)
    damaged = random.Random(4)
    for _ in range(20):
        body = bytearray(written.getvalue())
        for _ in range(30):
            body[damaged.randrange(8, len(body))] = damaged.randrange(256)
        with suppress(NotMeasurableError):
            decode(bytes(body))
    assert capfd.readouterr().err == ""
