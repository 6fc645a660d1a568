"""All rows of a place have one outcome when a start has ended, whatever pass was cut short."""

from __future__ import annotations

import csv
import json
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.wrappers import Request, Response

from photoparsl.commands.main import main
from tests.library.test_shared_places import CountingServer
from tests.running.test_survival import until

PLACES, TIMES = 20, 3
FIRST = 4  # photos that come before the signal
SIGNALS = [signal.SIGKILL, signal.SIGTERM, signal.SIGINT]


class HeldServer(CountingServer):
    """Lets only some photos come, so that a run is met in its midst.

    left: how many more come
    """

    def __init__(self) -> None:
        self.left, self.free = 10**6, threading.Event()
        super().__init__()

    def answer(self, request: Request) -> Response:
        """Count the request when it comes: one that is let go later may be of a killed run."""
        response = super().answer(request)
        if request.method == "GET":
            self.left -= 1
            if self.left < 0:
                self.free.wait(60)
        return response

    def change_all(self) -> None:
        for number in range(PLACES):
            self.versions[str(number)] += 1

    def gets(self) -> int:
        return sum(n for what, n in self.asked.items() if what.startswith("GET"))


@pytest.fixture
def server() -> Iterator[HeldServer]:
    server = HeldServer()
    yield server
    server.free.set()
    server.close()


class Started:
    """The run of a manifest with each place in several rows, as a program."""

    def __init__(self, folder: Path, server: HeldServer) -> None:
        self.folder, self.server = folder, server
        rows = range(PLACES * TIMES)
        lines = (f"{server.url}/{row % PLACES},{1900 + row}\n" for row in rows)
        (folder / "m.csv").write_text("url,year\n" + "".join(lines))

    def command(self, *more: str) -> list[str]:
        program = [sys.executable, "-m", "photoparsl", "run", "m.csv", "--config", "threads"]
        return [*program, "--run-dir", "r", "--slice-size", "2", "--per-host", "2", *more]

    def finish(self, *more: str) -> tuple[int, str]:
        self.server.asked.clear()
        done = subprocess.run(
            self.command(*more), capture_output=True, text=True, cwd=self.folder, check=False
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done.returncode, done.stdout

    def cut_short(self, number: signal.Signals, *more: str) -> tuple[int, str]:
        """Send the signal when some photos have come and the next ones are held."""
        self.server.asked.clear()
        self.server.left = FIRST
        self.server.free.clear()
        process = subprocess.Popen(
            self.command(*more),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=self.folder,
        )
        slices = self.folder / "r/slices"
        # Of the first photos, two are a slice's: the other slices that have begun have one each.
        until(lambda: self.server.left < 0 and list(slices.glob("retried-*.json")))
        process.send_signal(number)
        if number != signal.SIGKILL:
            assert process.stdout
            until(lambda: "Stopping" in (process.stdout.readline() if process.stdout else ""))
        self.server.left = 10**6
        self.server.free.set()
        output, _ = process.communicate(timeout=60)
        assert "Traceback" not in output, output
        return process.returncode, output

    def rows(self) -> list[dict[str, str]]:
        assert main(["export", str(self.folder / "r")]) == 0
        with (self.folder / "r/photos.csv").open(encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def counts(self) -> tuple[int, int]:
        """How many rows are measured, and how many failed; all rows of a place are the same."""
        rows, outcomes = self.rows(), dict[str, set[tuple[str, ...]]]()
        for row in rows:
            told = {n: row[n] for n in row if n not in {"row", "year", "same_as"}}
            outcomes.setdefault(row["url"], set()).add(tuple(told.values()))
        assert len(outcomes) == PLACES
        assert all(len(found) == 1 for found in outcomes.values()), outcomes
        measured = sum(row["status"] == "measured" for row in rows)
        return measured, len(rows) - measured

    def told(self) -> tuple[int, int]:
        """The same by the summary; the page says it too."""
        summary = json.loads((self.folder / "r/summary.json").read_text())
        page = (self.folder / "r/public/scatter.html").read_text()
        (said,) = set(re.findall(r"([\d,]+) more could not be measured", page)) or {"0"}
        assert int(said) == summary["failed"]
        return summary["measured"], summary["failed"]


@pytest.fixture
def started(tmp_path: Path, server: HeldServer) -> Started:
    return Started(tmp_path, server)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_recheck_that_is_cut_short_leaves_no_place_with_two_versions(
    started: Started, server: HeldServer, number: signal.Signals
) -> None:
    assert started.finish("--measures", "luminance")[0] == 0
    server.change_all()
    code, output = started.cut_short(number, "--recheck")
    if number != signal.SIGKILL:
        assert code == 130, output
        assert "with an earlier outcome were to be fetched or checked again, and were not" in output
        assert started.counts() == started.told() == (PLACES * TIMES, 0)
        changed = json.loads((started.folder / "r/summary.json").read_text())["changed"]
        assert 0 < changed < PLACES, "photos, not their rows"
    code, output = started.finish()
    assert code == 0
    assert server.gets() == 0
    assert started.counts() == started.told() == (PLACES * TIMES, 0)
    code, output = started.finish("--recheck")
    assert 0 < server.gets() < PLACES, "some were fetched, and all rows of their places know it"
    assert server.most("HEAD") == 1
    assert code == 0, output
    assert "unchanged" in output
    assert started.counts() == started.told() == (PLACES * TIMES, 0)


@pytest.mark.parametrize("number", SIGNALS)
def test_a_retry_that_is_cut_short_says_on_page_and_in_summary_what_the_export_has(
    started: Started, server: HeldServer, number: signal.Signals
) -> None:
    server.absent = {str(number) for number in range(PLACES)}
    assert started.finish("--measures", "luminance")[0] == 1
    server.absent = set()
    code, output = started.cut_short(number, "--retry-failed")
    if number != signal.SIGKILL:
        assert code == 130, output
        assert started.counts() == started.told()
    assert started.finish()[0] == 1
    measured, failed = started.counts()
    assert started.told() == (measured, failed)
    assert measured and failed
    assert measured % TIMES == failed % TIMES == 0
    code, output = started.finish("--retry-failed")
    assert (code, server.gets()) == (0, failed // TIMES), output
    assert started.counts() == started.told() == (PLACES * TIMES, 0)


@pytest.mark.parametrize("more", [("--thumbnails", "48"), ("--measures", "luminance,contrast")])
def test_photos_that_change_during_a_pass_that_is_killed_have_one_version_at_its_end(
    started: Started, server: HeldServer, more: tuple[str, ...]
) -> None:
    assert started.finish("--measures", "luminance")[0] == 0
    server.change_all()
    started.cut_short(signal.SIGKILL, *more)
    server.change_all()
    lines = (started.folder / "m.csv").read_text().splitlines()
    (started.folder / "m.csv").write_text("\n".join([lines[0], *lines[:0:-1]]) + "\n")
    assert started.finish("--measures", "luminance")[0] == 0
    assert server.gets() == 0
    assert started.counts() == (PLACES * TIMES, 0)
    assert started.finish(*more)[0] == 0
    assert 0 < server.gets() < PLACES
    assert started.counts() == started.told() == (PLACES * TIMES, 0)


@pytest.mark.parametrize("more", [("--recheck",), ("--measures", "luminance,contrast")])
def test_a_pass_over_some_rows_gives_its_values_to_the_other_rows_of_their_places(
    started: Started, server: HeldServer, more: tuple[str, ...]
) -> None:
    assert started.finish("--measures", "luminance")[0] == 0
    server.change_all()
    assert started.finish(*more, "--count", "4")[0] == 0
    assert server.gets() == 4
    assert started.counts() == (PLACES * TIMES, 0)
    server.asked.clear()
    assert started.finish(*more)[0] == 0
    assert server.gets() == PLACES - 4
    assert started.counts() == started.told() == (PLACES * TIMES, 0)


def test_a_photo_that_changes_before_each_of_several_passes_counts_once(
    started: Started, server: HeldServer
) -> None:
    started.finish("--measures", "luminance")
    for _ in range(3):
        server.versions["5"] += 1
        _, output = started.finish("--recheck")
        assert "1 photo had other bytes than before" in output
    _, output = started.finish()
    assert "other bytes" not in output, "a start that fetched nothing"
    assert main(["check", str(started.folder / "r")]) == 0
