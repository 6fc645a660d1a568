"""Photos that one machine can't reach are tried by another before they are failures."""

from __future__ import annotations

import itertools
import os
import shlex
import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from photoparsl.commands.main import main
from photoparsl.fetching import Limits, TaskLimits
from photoparsl.manifests import Slice, cut
from photoparsl.results import Failure, SliceResult
from photoparsl.results.run_directory import RunDirectory
from photoparsl.running import hosts
from photoparsl.running.dispatcher import Dispatcher
from photoparsl.running.hosts import Hosts
from photoparsl.running.stop_request import StopRequest
from photoparsl.running.task import LostSlice
from tests.conftest import Archive, needs
from tests.made import photo, result_of


class Machines:
    """Threads of two machines, of which the first reaches no host."""

    def __init__(self, rows: int, names: tuple[str, str], *, machines: bool = True) -> None:
        self.names, self.taken = names, itertools.count()
        self.hosts = Hosts(64, has_machines=machines)
        self.threads = ThreadPoolExecutor(4)
        slices = cut((photo(row) for row in range(rows)), 10)
        self.dispatcher = Dispatcher(slices, 4, StopRequest(), self.hosts)

    def submit(self, slice_: Slice) -> Future[SliceResult]:
        limits = self.hosts.limits_for(slice_, Limits())
        return self.threads.submit(self._work, slice_, limits)

    def _work(self, slice_: Slice, limits: TaskLimits) -> SliceResult:
        number = next(self.taken) % 2
        result = result_of(slice_)
        result = replace(result, execution=replace(result.execution, host=self.names[number]))
        if number and limits.elsewhere != self.names[number]:
            return result
        failed = (Failure(m.row, m.url, m.year, "host-down", "") for m in result.measurements)
        return replace(result, measurements=(), failures=tuple(failed))

    def results(self) -> list[SliceResult]:
        outcomes: list[SliceResult | LostSlice] = []
        while True:
            for task in self.dispatcher.ready():
                self.dispatcher.add(task, self.submit(task.slice_))
            if self.dispatcher.is_done():
                break
            outcomes += self.dispatcher.outcomes()
        assert all(isinstance(outcome, SliceResult) for outcome in outcomes)
        results = [outcome for outcome in outcomes if isinstance(outcome, SliceResult)]
        return sorted(results, key=lambda result: result.start)


def test_what_one_machine_can_not_reach_another_tries_before_it_is_a_failure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("photoparsl.running.dispatcher.RETRY_SECONDS", 0.01)
    results = Machines(200, ("cut.example", "well.example")).results()
    assert [m.row for r in results for m in r.measurements] == list(range(200))
    assert all(r.is_whole and not r.failures for r in results)


def test_where_there_is_no_other_machine_the_same_tries_again_after_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("photoparsl.running.dispatcher.RETRY_SECONDS", 0.01)
    monkeypatch.setattr(hosts, "PATIENCE_SECONDS", 0.5)
    results = Machines(40, ("only.example", "only.example")).results()
    assert all(r.is_whole for r in results)
    results = Machines(40, ("a.example", "b.example"), machines=False).results()
    assert sum(len(r.failures) for r in results) > 0, "a laptop doesn't look for another"


_TWO_MACHINES = """\
from dataclasses import replace
from photoparsl.sites import load_site
from photoparsl.sites.local import LocalExecutor

class Wrapped(LocalExecutor):
    def _get_launch_command(self, block_id):
        return {wrapped!r} + super()._get_launch_command(block_id)

def fresh_config(options):
    config = load_site("local").fresh_config(replace(options, workers=1))
    (executor,) = config.executors
    executor.__class__ = Wrapped
    executor.provider.init_blocks = executor.provider.min_blocks = executor.provider.max_blocks = 2
    return config

def public_dir(options):
    return options.run_dir / "public"
"""

_MACHINE = """\
#!/bin/sh
cd "$(dirname "$0")"
mkdir first 2>/dev/null && name=cut || name=well
mount --bind $name.hosts /etc/hosts && hostname $name.example && cd - >/dev/null && exec "$@"
"""


@contextmanager
def _under_any_name(folder: Path) -> Iterator[int]:
    """Serve the folder under any name, and yield the port: photoparsl's server takes its own."""

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = partial(Handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_photos_come_from_the_machine_that_reaches_their_host(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    needs(os.geteuid() == 0 and shutil.which("unshare"), "root, to make two machines of one")
    machine = tmp_path / "machine"
    machine.write_text(_MACHINE)
    machine.chmod(0o755)
    (tmp_path / "cut.hosts").write_text("127.0.0.1 localhost\n127.0.0.9 photos.example\n")
    (tmp_path / "well.hosts").write_text("127.0.0.1 localhost photos.example\n")
    config = tmp_path / "two.py"
    wrapped = f"unshare --mount --uts {shlex.quote(str(machine))} "
    config.write_text(_TWO_MACHINES.format(wrapped=wrapped))
    run = ["run", str(archive.manifest), "--config", str(config), "--run-dir", str(tmp_path / "r")]
    with _under_any_name(archive.folder) as port:
        archive = replace(archive, url=f"http://photos.example:{port}/")
        archive.write_manifest(200)
        assert main([*run, "--slice-size", "10"]) == 0, capsys.readouterr()
    rows = [m.row for r in RunDirectory(tmp_path / "r").results() for m in r.measurements]
    assert rows == list(range(200))
    assert "not reached from cut.example; another" in (tmp_path / "r" / "run.log").read_text()
