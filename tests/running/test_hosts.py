"""Hosts that ask for pauses, are down or have a bot wall are spared, for the run as a whole."""

from __future__ import annotations

import itertools
import json
import logging
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from photoparsl.commands.main import main
from photoparsl.fetching import Limits, TaskLimits, fetch
from photoparsl.manifests import Photo, Slice
from photoparsl.results import Failure, SliceResult
from photoparsl.results.run_directory import RunDirectory
from photoparsl.running import host_trouble
from photoparsl.running.hosts import MOST_KNOWN, Hosts
from photoparsl.web_server import folder_server
from tests.conftest import Archive
from tests.fetching.faults import faulty_server
from tests.made import result_of, slice_of

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HOST = "photos.example"
NONE: Counter[str] = Counter()


def refused(seconds: float, host: str = HOST) -> SliceResult:
    result = result_of(slice_of(0, 10))
    return replace(result, execution=replace(result.execution, refused={host: seconds}))


def test_a_host_that_serves_all_at_the_second_try_is_not_left_alone_ever_longer(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "photoparsl.run")
    known = Hosts(8)
    for _ in range(10):
        known.add_result(refused(1.0))
    assert all("it gets 5 s" in line for line in caplog.messages)
    failing = result_of(slice_of(0, 10), failed=(3,))
    failing = replace(failing, failures=(replace(failing.failures[0], reason="http-503"),))
    for _ in range(3):
        known.add_result(
            replace(failing, execution=replace(failing.execution, refused={HOST: 1.0}))
        )
    assert "it gets 40 s" in caplog.messages[-1]


def unreached(photos: int, host: str = HOST) -> SliceResult:
    result = result_of(slice_of(0, photos))
    failed = (
        Failure(m.row, f"http://{host}/{m.row}", None, "no-connection", "")
        for m in result.measurements
    )
    return replace(result, measurements=(), failures=tuple(failed))


def test_a_host_that_asks_for_a_pause_gets_it_and_then_fewer_slices(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "photoparsl.run")
    known = Hosts(8)
    assert known.have_room([HOST], Counter({HOST: 7}))
    known.add_result(refused(0.0))
    assert not known.have_room([HOST], NONE)
    assert known.have_room(["other.example"], NONE)
    assert "at most 4 slices" in caplog.messages[0]


def test_a_host_that_serves_again_gets_its_share_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(host_trouble, "FIRST_PAUSE_SECONDS", 0.0)
    known = Hosts(8)
    known.add_result(refused(0.0))
    assert not known.have_room([HOST], Counter({HOST: 4}))
    for _ in range(4):
        known.add_result(result_of(slice_of(0, 10)))
    assert known.have_room([HOST], Counter({HOST: 7}))


def test_a_host_that_is_down_is_left_alone_but_for_a_look(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Hosts(8)
    known.add_result(unreached(5))
    assert known.limits_for(slice_of(0, 5), Limits()) == TaskLimits()
    known.add_result(unreached(5))
    assert known.limits_for(slice_of(0, 5), Limits()).down == {HOST}
    monkeypatch.setattr(time, "monotonic", lambda now=time.monotonic(): now + 121)
    assert known.limits_for(slice_of(0, 5), Limits()).down == frozenset(), "one looks,"
    assert known.limits_for(slice_of(0, 5), Limits()).down == {HOST}, "the next one doesn't"
    known.add_result(result_of(slice_of(0, 1)))
    assert known.limits_for(slice_of(0, 5), Limits()) == TaskLimits()


def test_a_port_that_is_dead_does_not_take_the_hosts_other_ports_with_it() -> None:
    known = Hosts(8)
    known.add_result(unreached(20, f"{HOST}:8080"))
    ours = slice_of(0, 5)
    other = Slice(tuple(replace(p, url=f"http://{HOST}:8080/{p.row}") for p in ours.photos))
    assert known.limits_for(ours, Limits()) == TaskLimits()
    limits = known.limits_for(other, Limits(connect_seconds=1))
    assert {each.reason for each in fetch(other.photos, limits)} == {"host-down"}
    with faulty_server() as server:
        good = Photo(0, f"{server.url}/photo", None)
        known.add_result(unreached(20, "127.0.0.1:1"))
        known.add_result(walled(20, "127.0.0.1:1"))
        limits = known.limits_for(Slice((good,)), Limits())
        assert [each.reason for each in fetch([good], limits)] == [""]


def test_a_million_hosts_that_are_down_take_little_memory() -> None:
    known = Hosts(8)
    for number in range(MOST_KNOWN + 10):
        known.add_result(unreached(1, f"host{number}.example"))
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
    assert "127.0.0.2:9: can't be reached" in (tmp_path / "run" / "run.log").read_text()
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
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
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
    monkeypatch.setattr(host_trouble, "FIRST_PAUSE_SECONDS", 1.0)
    archive, asked = crowded
    run = ["run", str(archive.manifest), "--config", "threads", "--run-dir", str(tmp_path / "run")]
    assert main([*run, "--slice-size", "20"]) == 0
    pauses = [later - earlier for earlier, later in itertools.pairwise(asked)]
    assert max(pauses) > 0.8, "longer than any worker waits of itself"
    server = archive.url.removeprefix("http://").rstrip("/")
    assert f"{server}: asks for a pause" in (tmp_path / "run" / "run.log").read_text()


def walled(photos: int, host: str = HOST) -> SliceResult:
    result = unreached(photos, host)
    failed = (replace(f, reason="bot-wall") for f in result.failures)
    return replace(result, failures=tuple(failed))


def test_a_host_with_a_bot_wall_is_looked_at_by_some_slices_and_then_now_and_then(
    caplog: pytest.LogCaptureFixture,
) -> None:
    known = Hosts(8)
    known.add_result(walled(20))
    looking = known.limits_for(slice_of(0, 5), Limits())
    assert looking == TaskLimits(walled=frozenset({HOST}))
    asked = sum(not known.limits_for(slice_of(0, 5), Limits()).down for _ in range(1000))
    assert asked <= host_trouble.MOST_LOOKS + 1
    assert caplog.messages == [
        f"host {HOST} has a bot wall; few of its photos are requested, and the others "
        "become failures 'bot-wall', for --retry-failed (Python: retry_failed)"
    ]
    known.add_result(result_of(slice_of(0, 1)))
    assert known.limits_for(slice_of(0, 5), Limits()) == TaskLimits()


def test_a_far_pause_is_told_once_and_a_near_one_is_not(caplog: pytest.LogCaptureFixture) -> None:
    known = Hosts(8)
    known.add_result(refused(5))
    assert caplog.messages == []
    assert known.pauses == {}
    for _ in range(5):
        known.add_result(refused(24 * 3600))
    (line,) = caplog.messages
    tomorrow = time.strftime("%Y-%m-%d", time.localtime(time.time() + 24 * 3600))
    assert line.startswith(f"host {HOST} asked for a pause until {tomorrow} ")
    assert known.pauses[HOST] == pytest.approx(time.time() + 24 * 3600, abs=5)


@pytest.mark.parametrize("server", [f"{HOST}:8080", "[2001:db8::1]:8080", "[2001:db8::1]"])
def test_a_pause_is_told_with_the_port_and_kept_for_the_host(
    server: str, caplog: pytest.LogCaptureFixture
) -> None:
    known = Hosts(8)
    known.add_result(refused(3600, server))
    assert caplog.messages[0].startswith(f"host {server} asked for a pause until ")
    assert list(known.pauses) == [server]
    assert not known.have_room([server.removesuffix(":8080")], NONE)


def test_a_far_pause_shows_in_the_terminal_and_in_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = ["run", "--config", "threads", "--run-dir", str(tmp_path / "run"), "--slice-size", "20"]
    with faulty_server() as server:
        lines = [f"{server.url}/hour/{row} 1900\n" for row in range(20)]
        (tmp_path / "m.txt").write_text("".join(lines))
        assert main([*run, str(tmp_path / "m.txt")]) == 1
        assert server.requests.total() <= 20
    sentence = f"host {server.url.removeprefix('http://')} asked for a pause until "
    assert sentence in capsys.readouterr().err
    assert main(["status", str(tmp_path / "run")]) == 0
    assert f"Hosts    {sentence}" in capsys.readouterr().out


def test_a_run_does_not_ask_a_walled_host_for_thousands_of_photos(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = ["run", "--config", "threads", "--run-dir", str(tmp_path / "run"), "--slice-size", "50"]
    with faulty_server() as server:
        lines = [f"{server.url}/cloudflare/{row} 1900\n" for row in range(5000)]
        (tmp_path / "m.txt").write_text("".join(lines))
        assert main([*run, str(tmp_path / "m.txt")]) == 1
        assert server.requests.total() < 400
    summary = json.loads((tmp_path / "run" / "summary.json").read_text())
    assert summary["reasons"] == {"bot-wall": 5000}
    assert capsys.readouterr().err.count("has a bot wall") == 1
