"""Runs whose photos are at many hosts: a proxy on this machine answers for all of them."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import photoparsl
from photoparsl.fetching import Limits
from photoparsl.results import Measurement, RunDirectory
from photoparsl.web_server import folder_server
from tests.conftest import Archive

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HOSTS, PHOTOS_OF_HOST, PER_HOST = 10, 40, 4
DELAY = 0.03  # seconds that each photo takes to come


class Hosts:
    """Ten hosts; counts the requests that each has at a time."""

    def __init__(self, archive: Archive) -> None:
        self.server = folder_server(archive.folder)
        self._app, self.server.app = self.server.app, self.answer
        self._lock = threading.Lock()
        self.at_a_time: Counter[str] = Counter()
        self.most_of_host: Counter[str] = Counter()
        self.most_hosts = 0

    def answer(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        host = environ["HTTP_HOST"]
        with self._lock:
            self.at_a_time[host] += 1
            self.most_of_host[host] = max(self.most_of_host[host], self.at_a_time[host])
            self.most_hosts = max(self.most_hosts, len(+self.at_a_time))
        time.sleep(DELAY)
        with self._lock:
            self.at_a_time[host] -= 1
        own = {"HTTP_HOST": f"127.0.0.1:{self.server.port}"}
        return self._app({**environ, **own}, start)


@pytest.fixture
def hosts(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hosts]:
    hosts = Hosts(archive)
    thread = threading.Thread(target=hosts.server.serve_forever, args=(0.02,))
    thread.start()
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{hosts.server.port}")
    monkeypatch.setenv("no_proxy", "")
    yield hosts
    hosts.server.shutdown()
    thread.join()
    hosts.server.server_close()


def measured(run_dir: Path, urls: list[str]) -> dict[str, tuple[object, ...]]:
    """What each place has, whatever its row."""
    outcomes = [o for result in RunDirectory(run_dir).results() for o in result.outcomes]
    assert [outcome.row for outcome in outcomes] == list(range(len(urls)))
    assert [outcome.url for outcome in outcomes] == urls
    return {o.url: (o.values, o.digest, o.stamp) for o in outcomes if isinstance(o, Measurement)}


def test_rows_sorted_by_host_ask_all_hosts_at_once_and_give_the_same_results(
    hosts: Hosts, tmp_path: Path
) -> None:
    numbers = range(HOSTS * PHOTOS_OF_HOST)
    urls = [f"http://archive{n // PHOTOS_OF_HOST}.test/{n % 20:02}.jpg?{n}" for n in numbers]
    shuffled = random.Random(3).sample(urls, len(urls))
    found = {}
    for name, its in (("sorted", urls), ("shuffled", shuffled)):
        manifest = tmp_path / f"{name}.txt"
        manifest.write_text("".join(f"{url} 1900\n" for url in its))
        hosts.most_hosts = 0
        run = photoparsl.run(
            manifest,
            config="threads",
            run_dir=tmp_path / name,
            limits=Limits(per_host=PER_HOST),
            measures="luminance",
        )
        assert run.check().is_whole
        assert hosts.most_hosts >= HOSTS - 3, name
        found[name] = measured(tmp_path / name, its)
    assert max(hosts.most_of_host.values()) <= PER_HOST
    assert found["sorted"] == found["shuffled"]
    assert len(found["sorted"]) == len(urls)


def test_a_mixed_run_that_is_stopped_goes_on_and_a_pass_is_mixed_too(
    hosts: Hosts, tmp_path: Path
) -> None:
    numbers = range(HOSTS * PHOTOS_OF_HOST)
    urls = [f"http://archive{n // PHOTOS_OF_HOST}.test/{n % 20:02}.jpg?{n}" for n in numbers]
    manifest = tmp_path / "m.txt"
    manifest.write_text("".join(f"{url} 1900\n" for url in urls))
    for more in ({"count": 250}, {}, {"measures": "luminance,contrast"}):
        options = {"config": "threads", "measures": "luminance", "slice_size": 64, **more}
        hosts.most_hosts = 0
        run = photoparsl.run(manifest, run_dir=tmp_path / "r", **options)  # type: ignore[arg-type]
        assert hosts.most_hosts >= 3
    assert run.check().is_whole
    found = measured(tmp_path / "r", urls)
    assert all(set(values) == {"luminance", "contrast"} for values, *_ in found.values())  # type: ignore[call-overload]
