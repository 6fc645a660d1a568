"""Files are known by the paths that theirs lead to."""

from __future__ import annotations

from pathlib import Path

import pytest

from photoparsl.planning.real_paths import RealPaths


@pytest.mark.parametrize("number", [3, 40])
def test_links_are_known_in_small_folders_and_in_large_ones(tmp_path: Path, number: int) -> None:
    (tmp_path / "ü").mkdir()
    (tmp_path / "link").symlink_to("ü")
    for n in range(number):
        (tmp_path / "ü" / f"{n}.jpg").touch()
        (tmp_path / "ü" / f"link{n}.jpg").symlink_to(f"{n}.jpg")
    (tmp_path / "ü" / "lost.jpg").symlink_to("no.jpg")
    base, real_paths = str(tmp_path), RealPaths()
    expected = [f"{tmp_path.resolve()}/ü/{n}.jpg" for n in range(number)]
    for below in ("ü/", "link/", "./ü//", f"{base}/link/", "link/../ü/", "ü/link", "link/link"):
        places = [f"{below}{n}.jpg" for n in range(number)]
        assert real_paths.of_places(places, [base] * number) == expected
    (lost,) = real_paths.of_places(["link/lost.jpg"], [base])
    assert lost == f"{tmp_path.resolve()}/ü/lost.jpg", "it leads to no file"


def test_a_name_in_one_row_is_no_absolute_path_in_another(tmp_path: Path) -> None:
    real_paths = RealPaths()
    for n in range(40):
        pair = [f"{n}.jpg", f"/{n}.jpg"]
        assert real_paths.of_places(pair, [str(tmp_path)] * 2) == [
            f"{tmp_path.resolve()}/{n}.jpg",
            f"/{n}.jpg",
        ]


@pytest.mark.parametrize(
    "place",
    ["https://a.example/1.jpg", "osdf:///a/1.jpg", "file:///a%00/../b.jpg", "a/" * 2000, "dir/"],
)
def test_what_is_no_files_path_stays_as_it_is(place: str, tmp_path: Path) -> None:
    assert RealPaths().of_places([place], [str(tmp_path)]) == [place]


def test_paths_that_are_too_long_or_in_a_circle_are_no_faults(tmp_path: Path) -> None:
    (tmp_path / "circle").symlink_to("circle")
    places = ["a/" * 2000 + "b.jpg", "x" * 60_000, "file:///" + "a%00/" * 150 + "b", "circle/b.jpg"]
    found = RealPaths().of_places(places, [str(tmp_path)] * 4)
    assert [Path(path).name for path in found] == ["b.jpg", "x" * 60_000, "b", "b.jpg"]
