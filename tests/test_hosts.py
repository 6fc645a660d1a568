from __future__ import annotations

import itertools
import json
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from photoparsl.cli import main
from photoparsl.limits import Limits
from photoparsl.results import Failure, SliceResult
from photoparsl.running import hosts
from photoparsl.running.hosts import MOST_KNOWN, Hosts
from photoparsl.serve import folder_server
from photoparsl.storage.rundir import RunDirectory
from tests.conftest import Archive
from tests.made import result_of, slice_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HOST = "photos.example"
NONE: Counter[str] = Counter()


def refused(seconds: float) -> SliceResult:
    result = result_of(slice_of(0, 10))
    return replace(result, ran=replace(result.ran, refused={HOST: seconds}))


def unreached(photos: int, host: str = HOST) -> SliceResult:
    result = result_of(slice_of(0, photos))
    failed = (
        Failure(m.row, f"http://{host}/{m.row}", None, "no-connection", "")
        for m in result.measurements
    )
    return replace(result, measurements=(), failures=tuple(failed))


def test_a_host_that_asks_for_a_pause_gets_it_and_then_fewer_slices() -> None:
    said: list[str] = []
    known = Hosts(8, said.append)
    assert known.have_room([HOST], Counter({HOST: 7}))
    known.heard(refused(0.0))
    assert not known.have_room([HOST], NONE)
    assert known.have_room(["other.example"], NONE)
    assert "at most 4 slices" in said[0]


def test_a_host_that_serves_again_gets_its_share_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hosts, "FIRST_REST", 0.0)
    known = Hosts(8, print)
    known.heard(refused(0.0))
    assert not known.have_room([HOST], Counter({HOST: 4}))
    for _ in range(4):
        known.heard(result_of(slice_of(0, 10)))
    assert known.have_room([HOST], Counter({HOST: 7}))


def test_a_host_that_is_down_is_left_alone_but_for_a_look(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Hosts(8, print)
    known.heard(unreached(5))
    assert known.sparing(Limits(), slice_of(0, 5)) == Limits()
    known.heard(unreached(5))
    assert known.sparing(Limits(), slice_of(0, 5)).down == {HOST}
    monkeypatch.setattr(time, "monotonic", lambda now=time.monotonic(): now + hosts.LOOK_AGAIN + 1)
    assert known.sparing(Limits(), slice_of(0, 5)).down == frozenset(), "one looks,"
    assert known.sparing(Limits(), slice_of(0, 5)).down == {HOST}, "the next one doesn't"
    known.heard(result_of(slice_of(0, 1)))
    assert known.sparing(Limits(), slice_of(0, 5)) == Limits()


def test_a_million_hosts_that_are_down_take_little_memory() -> None:
    known = Hosts(8, print)
    for number in range(MOST_KNOWN + 10):
        known.heard(unreached(1, f"host{number}.example"))
    assert len(known._troubles) == MOST_KNOWN


def test_photos_of_a_host_that_is_down_fail_fast_and_can_be_tried_again(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    down = "".join(f"http://127.0.0.2:9/{row}.jpg 1900\n" for row in range(600))
    archive.manifest.write_text(down + archive.manifest.read_text())
    run = ["run", str(archive.manifest), "--config", "threads", "--run-dir", str(tmp_path / "run")]
    assert main([*run, "--slice-size", "20"]) == 1
    summary = json.loads((tmp_path / "run" / "summary.json").read_text())
    assert summary["measured"] == 40
    assert summary["reasons"]["host-down"] > 300
    assert summary["reasons"]["no-connection"] < 300
    assert "127.0.0.2: can't be reached" in (tmp_path / "run" / "run.log").read_text()
    assert main([*run, "--retry-failed", "host-down"]) == 1
    rows = [o.row for r in RunDirectory(tmp_path / "run").results() for o in r.outcomes]
    assert rows == list(range(640))


@pytest.fixture
def crowded(archive: Archive) -> Iterator[tuple[Archive, list[float]]]:
    """The archive behind a server that answers its first two requests with 503; and their times."""
    server = folder_server(archive.folder)
    app, asked = server.app, []

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        asked.append(time.monotonic())
        if len(asked) <= 2:
            start("503 Service Unavailable", [("Content-Length", "0")])
            return []
        return app(environ, start)

    server.app = answer
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    behind = Archive(archive.folder, f"http://127.0.0.1:{server.port}/", archive.manifest)
    behind.write_manifest(2000)  # seconds of work: the two that were refused come back meanwhile
    yield behind, asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_host_that_refuses_one_worker_gets_its_pause_from_all(
    crowded: tuple[Archive, list[float]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hosts, "FIRST_REST", 3.0)
    archive, asked = crowded
    run = ["run", str(archive.manifest), "--config", "threads", "--run-dir", str(tmp_path / "run")]
    assert main([*run, "--slice-size", "20"]) == 0
    pauses = [later - earlier for earlier, later in itertools.pairwise(asked)]
    assert max(pauses) > 2, "longer than any worker waits of itself"
    assert "127.0.0.1: asks for a pause" in (tmp_path / "run" / "run.log").read_text()
