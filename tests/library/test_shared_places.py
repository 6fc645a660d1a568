"""A place in several rows is asked for once, whatever slices its rows are in, and in each pass."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from werkzeug.wrappers import Request, Response

from photoparsl.errors import IncompleteError
from photoparsl.results import RunDirectory
from tests.conftest import jpeg
from tests.library.test_passes import exported, measure, summary_of
from tests.local_server import LocalServer

PLACES = 12


class CountingServer(LocalServer):
    """Serves photos by number, and counts the requests.

    versions: of the photos, by their numbers
    absent: the numbers of photos that aren't there
    """

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.versions: Counter[str] = Counter()
        self.absent: set[str] = set()
        super().__init__()

    def answer(self, request: Request) -> Response:
        self.asked[f"{request.method} {request.path}"] += 1
        number = request.path.strip("/")
        if number in self.absent:
            return Response("", 404)
        version = self.versions[number]
        body = jpeg(20 + 7 * int(number) + 3 * version)
        return Response(body, headers={"ETag": f'"{version}"', "Content-Type": "image/jpeg"})

    def most(self, method: str) -> int:
        """How often the photo was asked for that was asked for most; forget the requests."""
        most = max((n for what, n in self.asked.items() if what.startswith(method)), default=0)
        self.asked.clear()
        return most


@pytest.fixture
def server() -> Iterator[CountingServer]:
    server = CountingServer()
    yield server
    server.close()


Write = Callable[[list[int]], Path]


@pytest.fixture
def write(tmp_path: Path, server: CountingServer) -> Write:
    """Writes a manifest of these photos."""

    def written(photos: list[int]) -> Path:
        lines = (f"{server.url}/{n},{1900 + row},T{row}\n" for row, n in enumerate(photos))
        (tmp_path / "m.csv").write_text("url,year,title\n" + "".join(lines))
        return tmp_path / "m.csv"

    return written


def shuffled(seed: int) -> list[int]:
    random_ = random.Random(seed)
    photos = [n for n in range(PLACES) for _ in range(1 + n % 4)]
    random_.shuffle(photos)
    return photos


def at_once(manifest: Path, *measures: str) -> list[dict[str, str]]:
    folder = manifest.parent / f"once{random.random()}"
    return exported(measure(manifest, folder, *measures, slice_size=50))


@pytest.mark.parametrize("size", [1, 3, 50])
def test_a_place_is_fetched_once_in_each_pass_whatever_the_slices(
    server: CountingServer, write: Write, tmp_path: Path, size: int
) -> None:
    server.absent = {"5", "6"}
    manifest = write(shuffled(size))
    run = measure(manifest, tmp_path / "r", "luminance", slice_size=size)
    assert server.most("GET") == 1
    rows, both = exported(run), ("luminance", "contrast")
    assert sum(row["status"] == "failed" for row in rows) == shuffled(size).count(5) + (
        shuffled(size).count(6)
    )
    server.versions.update({"2": 1, "3": 1})
    run = measure(manifest, tmp_path / "r", *both, slice_size=size)
    assert server.most("GET") == 1
    assert exported(run) == at_once(manifest, *both)
    assert summary_of(run)["changed"] == 2, "photos, not their rows"
    server.absent = {"6"}
    server.asked.clear()
    run = measure(manifest, tmp_path / "r", *both, slice_size=size, retry_failed=True)
    assert server.asked == {"GET /5": 1, "GET /6": 1}
    assert exported(run) == at_once(manifest, *both)
    server.versions["2"] += 1
    server.asked.clear()
    run = measure(manifest, tmp_path / "r", *both, slice_size=size, recheck=True)
    assert server.asked["GET /2"] == server.most("HEAD") == 1
    assert exported(run) == at_once(manifest, *both)
    assert run.check().is_whole
    assert run.check().damage == ()


def test_a_later_part_takes_over_what_an_earlier_one_has(
    server: CountingServer, write: Write, tmp_path: Path
) -> None:
    manifest = write([0, 1, 2, 0, 1, 3, 2, 2, 0])
    measure(manifest, tmp_path / "r", "luminance", start=3, count=2)
    assert server.asked == {"GET /0": 1, "GET /1": 1}
    measure(manifest, tmp_path / "r", "luminance", start=0, count=2)
    assert server.asked == {"GET /0": 1, "GET /1": 1}
    run = measure(manifest, tmp_path / "r", "luminance")
    assert server.most("GET") == 1
    assert exported(run) == at_once(manifest, "luminance")
    server.asked.clear()
    measure(manifest, tmp_path / "r", "luminance", "contrast", start=4, count=3)
    run = measure(manifest, tmp_path / "r", "luminance", "contrast", slice_size=2)
    assert server.most("GET") <= 2, "rows before the part are those that the place is known by"
    assert exported(run) == at_once(manifest, "luminance", "contrast")


def test_rows_that_are_added_with_a_place_of_their_own_share_it_too(
    server: CountingServer, write: Write, tmp_path: Path
) -> None:
    measure(write([0, 1, 2, 3]), tmp_path / "r", "luminance", slice_size=1)
    manifest = write([9, 3, 0, 9, 8, 0, 9, 2, 8])
    run = measure(manifest, tmp_path / "r", "luminance", slice_size=1)
    assert server.most("GET") == 1
    assert exported(run) == at_once(manifest, "luminance")


def test_nothing_is_taken_over_from_a_photo_whose_hash_is_the_same_by_chance(
    server: CountingServer, write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = write([0, 1, 2, 3])
    monkeypatch.setattr("photoparsl.planning.repeats.hash", len, raising=False)
    with pytest.raises(IncompleteError, match="3 photos are left"):
        measure(manifest, tmp_path / "r", "luminance")
    monkeypatch.undo()
    run = measure(manifest, tmp_path / "r", "luminance")
    assert exported(run) == at_once(manifest, "luminance")


def test_what_has_executed_a_value_is_known_of_each_row(write: Write, tmp_path: Path) -> None:
    run = measure(write([0, 1, 0, 2, 1]), tmp_path / "r", "luminance", slice_size=1)
    results = list(RunDirectory(run.path).results())
    executions = {
        row: part.execution.started
        for result in results
        for part in result.executions()
        for start, stop in part.rows
        for row in range(start, stop)
    }
    assert executions[0] == executions[2] != executions[1] == executions[4]
