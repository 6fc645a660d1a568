"""The commands of docs/reproduce.md, run as they stand there against answers of the known forms."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from werkzeug.wrappers import Request, Response

from tests.archives.test_harvest import Archive, server
from tests.conftest import jpeg

__all__ = ["server"]  # the fixture

PAGE = (Path(__file__).parents[2] / "docs/reproduce.md").read_text(encoding="utf-8")
PARTS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
PHOTOPARSL = """
sleep() { :; }
photoparsl() {
    command=$1; shift
    case $command in
    manifest) set -- "$@" --every 0.001 --allow-private;;
    run) set -- "$@" --allow-private --config threads;;
    esac
    "$PYTHON" -P -m photoparsl "$command" "$@"
}
"""


def run_block(part: str, server: Archive | None = None) -> str:
    """Run a part's commands with the server in the place of its host; return what they print."""
    (script,) = re.findall(r"^```sh\n(.*?)^```", PARTS[part], re.MULTILINE | re.DOTALL)
    if server:
        script = re.sub(r"https://[a-z.-]+", server.url, script)
    done = subprocess.run(
        ["bash", "-euc", PHOTOPARSL + script],
        env={**os.environ, "PYTHON": sys.executable},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def rows(path: str) -> list[dict[str, str]]:
    with Path(path).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def photo(number: int) -> Callable[[Request], Response]:
    return lambda request: Response(jpeg(60 + 20 * number), mimetype="image/jpeg")


def work(server: Archive, number: int, first: str, last: str) -> dict[str, Any]:
    """A work as SMK describes it."""
    path = f"/iiif/jp2/{number}.tif.jp2/full/!1024,/0/default.jpg"
    server.answers[path] = photo(number)
    life = {"creator_date_of_birth": "1743-09-11T00:00:00.000Z"}
    ends = {"start": f"{first}T00:00:00.000Z", "end": f"{last}T00:00:00.000Z"}
    values = {"brightness": 1.5 + number, "contrast": 2.5, "saturation": 3.5, "entropy": 9.5}
    return {
        "id": f"{number}_object",
        "created": "2019-08-07T03:19:24Z",
        "acquisition_date_precision": "1887-01-01",
        "production": [{"creator": "Abildgaard, Nicolai", **life}],
        "production_date": [{**ends, "period": "as the ends say"}],
        "titles": [{"title": f"T{number}", "language": "da-DK"}],
        "object_number": f"KKS{number}",
        "image_iiif_id": f"{server.url}/iiif/jp2/{number}.tif.jp2",
        "image_thumbnail": server.url + path,
        "image_native": f"{server.url}/native/{number}.jpg",
        **values,
    }


def test_the_works_of_smk_come_with_the_museums_numbers_beside_ours(server: Archive) -> None:
    dates = [
        ("1798-01-01", "1801-12-31"),
        ("1737-01-01", "1737-12-31"),
        ("1743-01-01", "1809-12-31"),
    ]
    works = [work(server, number, *ends) for number, ends in enumerate(dates)]

    def answer(request: Request) -> Response:
        assert request.args["filters"] == "[has_image:true],[public_domain:true]"
        offset, size = int(request.args["offset"]), 2
        page = {"offset": offset, "rows": size, "found": 3, "items": works[offset:][:size]}
        return Response(json.dumps(page))

    server.answers["/api/v1/art/search/"] = answer
    run_block("The national gallery of Denmark", server)
    asked = [path for path in server.requests if path.startswith("/api")]
    assert len(asked) == 2
    assert [row["year"] for row in rows("smk.csv")] == ["1799", "1737", ""]
    measured = {row["identifier"]: row for row in rows("smk-measured.csv")}
    assert {row["status"] for row in measured.values()} == {"measured"}
    first = measured["KKS0"]
    theirs = [
        float(first[name]) for name in ("brightness", "manifest_contrast", "manifest_entropy")
    ]
    assert theirs == [1.5, 2.5, 9.5]
    (code,) = re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    assert names["ranks"]["brightness"] == pytest.approx(1)


def test_the_photographs_of_newspapers_come_from_a_file_for_each_year(server: Archive) -> None:
    for year, count in ((1910, 2), (1911, 1)):
        found = []
        for number in range(count):
            path = f"/data/batch_{year}/data/sn84026497/0028/{year}042101/0834/00{number}_6_96.jpg"
            server.answers[path] = photo(number)
            found.append(
                {
                    "filepath": path.removeprefix("/data/"),
                    "pub_date": f"{year}-04-21",
                    "page_seq_num": 834,
                    "edition_seq_num": 1,
                    "batch": f"batch_{year}",
                    "lccn": "sn84026497",
                    "box": [0.65, 0.6, 0.8, 0.72],
                    "score": 0.96,
                    "ocr": ["Tionesta,", "1907"],
                    "place_of_publication": "Tionesta, Pa.",
                    "geographic_coverage": ["Pennsylvania--Forest--Tionesta"],
                    "name": "The Forest Republican. [volume]",
                    "publisher": "Ed. W. Smiley",
                    "url": "$" + path,
                    "page_url": f"$/data/batches/batch_{year}/0834.jp2",
                }
            )
        server.json(f"/prepackaged/{year}_photos.json", found)
    printed = run_block("Newspaper Navigator", server)
    assert printed.count("no file of") == 112
    assert "3 photos measured, 0 failed" in printed
    sample = rows("navigator-sample.csv")
    assert [(row["year"], row["lccn"], row["score"]) for row in sample] == [
        ("1910", "sn84026497", "0.96"),
        ("1910", "sn84026497", "0.96"),
        ("1911", "sn84026497", "0.96"),
    ]
    assert {row["note"] for row in rows("luminance.csv")} == {
        "no interval: only 1 value of 'lccn', fewer than 10"
    }


def test_the_portraits_of_yearbooks_have_year_sex_and_school_by_their_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path("faces_aligned_small_mirrored_co_aligned_cropped_cleaned")
    names = ("F/1905_Ohio_Cleveland_Central_0-1.png", "M/2010_Utah_Ogden, East_1-20.png")
    for number, name in enumerate(names):
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_bytes(jpeg(90 + number))
    with tarfile.open(f"{folder}.tar.gz", "w:gz") as packed:
        packed.add(folder)
    run_block("Portraits of American yearbooks")
    assert rows(f"{folder}/portraits.csv") == [
        {"url": names[0], "year": "1905", "sex": "F", "school": "Ohio_Cleveland_Central"},
        {"url": names[1], "year": "2010", "sex": "M", "school": "Utah_Ogden, East"},
    ]
    assert [row["group"] for row in rows(f"{folder}/portraits-trend.csv")] == ["F", "M"]
