"""A manifest or an archive that cannot be read is refused in a sentence."""

from __future__ import annotations

import gzip
import json
import os
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from photoparsl.web_server import serving
from tests.commands.calls import call, last_error, run_here, write_photos
from tests.conftest import jpeg, needs

pytestmark = pytest.mark.usefixtures("own_folder")


def test_a_runs_folder_in_place_of_a_manifest_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_photos(1)
    assert run_here() == 0
    assert call("run", "runs/m") == 2
    assert "is a run's folder; name the manifest it is of" in last_error(capsys)


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _flipped(data: bytes) -> bytes:
    return data[:30] + bytes([data[30] ^ 255]) + data[31:]


@pytest.mark.parametrize("break_", [_cut, _flipped, lambda data: data + b"junk", lambda data: b""])
@pytest.mark.parametrize("name", ["p.csv.gz", "p.txt.gz", "p.jsonl.gz", "p.tsv.gz", "p.json"])
def test_a_damaged_file_of_any_kind_is_refused_by_run_and_manifest(
    name: str, break_: Callable[[bytes], bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f'{{"url": "https://a.example/{n}.jpg", "year": "{n}"}}\n' for n in range(500))
    Path(name).write_bytes(break_(gzip.compress(rows.encode())))
    for command in (("run", name, "--dry-run"), ("manifest", name, "-o", "o.csv")):
        assert call(*command) == 2
        last_error(capsys)
    assert not Path("o.csv").exists() or not Path("o.csv").read_text().count("a.example")


@pytest.mark.parametrize("name", ["p.csv.gz", "p.jsonl.gz"])
def test_what_follows_the_end_of_gzip_is_said_and_several_members_and_padding_are_read(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {
        "p.csv.gz": "url,year\nhttps://a.example/2.jpg,1902\n",
        "p.jsonl.gz": '{"url": "https://a.example/2.jpg", "year": "1902"}\n',
    }[name].encode()
    packed = gzip.compress(row[:9]) + gzip.compress(row[9:])
    is_table = name == "p.csv.gz"
    command = ["run", name, "--dry-run"] if is_table else ["manifest", name, "-o", "o.csv"]
    for data in (packed, packed + bytes(700)):
        Path(name).write_bytes(data)
        assert call(*command) == 0
        assert "1 photo" in capsys.readouterr().out
    Path(name).write_bytes(packed + b"junk")
    assert call(*command) == 2
    assert "something else follows the end of what is compressed" in last_error(capsys)


def test_a_file_of_another_host_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("m.txt").write_text("file://otherhost/etc/passwd 1900\n")
    assert call("run", "m.txt", "--dry-run") == 2
    assert "m.txt:1: expected a file of this machine, not of 'otherhost'" in last_error(capsys)


def test_an_empty_file_in_a_folder_is_called_empty() -> None:
    write_photos(1)
    Path("empty.jpg").touch()
    Path("tiny.jpg").write_bytes(b"\xff\xd8")
    assert call("manifest", ".", "-o", "o.csv") == 1
    left_out = Path("o.left-out.csv").read_text()
    assert "empty.jpg,empty,the file is empty" in left_out
    assert "tiny.jpg,unreadable-file,its bytes aren't those of an image" in left_out


@pytest.mark.parametrize(
    ("years", "words"),
    [
        (["", ""], "2 photos, none with a year\n"),
        ([""], "1 photo, without a year\n"),
        (["1901", "1901", ""], "3 photos, year 1901, 1 without a year\n"),
        (["1901", "1910"], "2 photos, years 1901-1910\n"),
    ],
)
def test_a_plan_says_its_years_in_ordinary_words(
    years: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = (f"https://a.example/{n}.jpg,{year}\n" for n, year in enumerate(years))
    Path("m.csv").write_text("url,year\n" + "".join(rows))
    assert call("run", "m.csv", "--dry-run") == 0
    assert words in capsys.readouterr().out


def test_a_manifest_by_process_substitution_is_read_as_from_a_pipe() -> None:
    write_photos(1)
    line = f"{shlex.quote(sys.executable)} -m photoparsl run <(echo 0.jpg 1900) --dry-run"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "only a manifest that is a local file may" in done.stderr


def test_a_server_without_an_answer_is_reported_in_plain_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
        for url, words in (
            (f"http://127.0.0.1:{port}/m.txt", "there is no connection to 127.0.0.1"),
            ("http://no.such.invalid/m.txt", "there is no host no.such.invalid"),
            ("ftp://a.example/m.txt", "only http and https"),
            ("https://", "not a web address"),
        ):
            assert call("run", url, "--dry-run") == 2
            message = last_error(capsys)
            assert (
                words in message and "Max retries" not in message and "Connection(" not in message
            )


def test_counting_pages_from_a_word_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("page").write_text('[{"id": "1"}]')
    with serving(Path()) as url:
        address = f"{url}page?page=abc"
        more = ("--page", "page", "--url", "https://a.example/{id}.jpg", "--every", "0.01")
        assert call("manifest", address, *more) == 2
    assert (
        "expected a number in the parameter 'page' for --page (Python: page), found 'abc'"
        in last_error(capsys)
    )


def test_a_folder_that_cant_be_read_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    Path("all/closed").mkdir(parents=True)
    Path("all/1.jpg").write_bytes(jpeg(40))
    Path("all/closed").chmod(0)
    command = [sys.executable, "-m", "photoparsl", "manifest", "all", "-o", "m.csv"]
    if os.geteuid() == 0:  # who may read everything, unless that is taken away
        needs(shutil.which("setpriv"), "setpriv")
        command = ["setpriv", "--inh-caps=-all", "--bounding-set=-all", *command]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("photoparsl: all/closed: Permission denied")
    assert not Path("m.csv").exists()


def test_a_file_url_is_refused_with_a_hint_at_its_path(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_photos(1)
    assert call("run", Path("m.txt").absolute().as_uri()) == 2
    assert "a file is named by its path" in last_error(capsys)


def test_a_device_without_an_end_is_refused_and_not_read(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert call("run", "/dev/zero", "--dry-run") == 2
    assert last_error(capsys) == "photoparsl: /dev/zero: is a device that has no end; name a file"


def test_a_pipe_as_a_source_of_a_manifest_is_refused_with_what_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    os.mkfifo("pipe.csv")
    assert call("manifest", "pipe.csv", "-o", "m.csv") == 2
    assert "pipe.csv: is a pipe or a device: save its output to a file" in last_error(capsys)


def test_notes_on_a_manifest_are_printed_once_by_a_short_run(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write_photos(1)
    Path("m.txt").write_text("0.jpg 1700\n")
    assert run_here() == 0
    assert capsys.readouterr().out.count("Note ") == 1


@pytest.mark.parametrize(
    "path", ["/proc/kmsg", "/proc/self/environ", "/proc/meminfo", "/sys/power"]
)
@pytest.mark.parametrize("command", [["run"], ["manifest", "-o", "made.csv"]])
def test_a_file_of_the_kernel_is_no_manifest_and_isnt_waited_for(
    command: list[str], path: str, capsys: pytest.CaptureFixture[str]
) -> None:
    needs(Path(path).exists(), path)
    assert call(command[0], path, *command[1:]) == 2
    assert f"{path}: is a file of the kernel" in last_error(capsys)


def test_an_option_that_has_no_effect_on_a_source_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("t.csv").write_text("url,year\np0.jpg,1900\np1.jpg,1901\n")
    for n in range(2):
        Path(f"p{n}.jpg").write_bytes(jpeg(40 + n))
    run = ("run", "t.csv", "--config", "threads", "--dry-run")
    Path("items.json").write_text(json.dumps([{"url": "https://a.example/1.jpg", "year": 1900}]))
    assert call("run", "items.json", *run[2:], "--exclude", "p0*") == 0
    assert "none is left out" in "".join(capsys.readouterr())
    assert call(*run, "--run-dir", "r", "--moved-from", "no folder") == 0
    printed = "".join(capsys.readouterr())
    assert "'no folder'" in printed and "isn't there, and nothing was measured there" in printed
