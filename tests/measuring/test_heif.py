"""HEIC is read with the extra `heic`; without it, what to install is said."""

from __future__ import annotations

import csv
import subprocess
import sys
from base64 import b64decode
from importlib.util import find_spec
from pathlib import Path

import polars
import pytest

import photoparsl
from photoparsl.errors import NotMeasurableError
from photoparsl.measuring.decoding import decode
from photoparsl.reasons import Reason
from tests.conftest import needs

# A grey gradient of 64 x 48 pixels, taken on 6 May 1987.
GRADIENT = b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0"
    "AAAAAAAAAAAAAAAAAAAAADRpbG9jAAAAAERAAAIAAQAAAAAB4gABAAAAAAAAADQAAgAAAAACFgABAAAA"
    "AAAAAFYAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZlAgAAAQACAABFeGlm"
    "AAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAA"
    "DwNgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq"
    "5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkAAAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAA"
    "AAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEHBpeGkAAAAA"
    "AwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAkm1k"
    "YXQAAAAwKAGvCeA/KIBaMiSG4Q+Snvb2SuPfr4+cWkXO2Mk1hF+ZqzM3aBjhfDsqQxCRQRHAAAAABkV4"
    "aWYAAE1NACoAAAAIAAIBEgADAAAAAQAGAACHaQAEAAAAAQAAACYAAAAAAAGQAwACAAAAFAAAADgAAAAA"
    "MTk4NzowNTowNiAxMDowMDowMAA="
)
_WITHOUT = "import sys; sys.modules['pi_heif'] = None; from photoparsl.commands.main import main; "


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("p 'ö'").mkdir()
    Path("p 'ö'/IMG_1.HEIC").write_bytes(GRADIENT)


def test_a_phone_s_photo_is_listed_with_its_date_and_measured() -> None:
    needs(find_spec("pi_heif"), "the extra heic")
    run = photoparsl.run("p 'ö'", config="threads", measures="luminance")
    table = polars.DataFrame(run.table())
    assert list(table["year"]) == [1987]
    assert list(table["luminance"]) == [pytest.approx(3**-0.5, abs=0.01)]  # of a gradient


def test_a_cut_file_and_one_with_a_hole_fail() -> None:
    needs(find_spec("pi_heif"), "the extra heic")
    for cut in (20, 300, len(GRADIENT) - 1):
        with pytest.raises(NotMeasurableError) as raised:
            decode(GRADIENT[:cut])
        assert raised.value.reason == Reason.TRUNCATED
    with pytest.raises(NotMeasurableError):
        decode(GRADIENT[:486] + bytes(48) + GRADIENT[534:])  # its codes


def test_without_the_extra_it_is_counted_and_what_to_install_is_said() -> None:
    Path("p 'ö'/2.jpg").write_bytes(b"")
    call = "main(['manifest', \"p 'ö'\"])"
    subprocess.run([sys.executable, "-c", _WITHOUT + call], check=False)
    with Path("manifest.left-out.csv").open(newline="", encoding="utf-8") as file:
        details = {row["reason"]: row["detail"] for row in csv.DictReader(file)}
    assert "pip install pi-heif" in details["unread-format"]
    code = (
        "from photoparsl.measuring.decoding import decode; from pathlib import Path; "
        "decode(next(Path().rglob('*.HEIC')).read_bytes())"
    )
    ended = subprocess.run(
        [sys.executable, "-c", _WITHOUT + code], check=False, capture_output=True, text=True
    )
    assert "pip install pi-heif" in ended.stderr
