"""However a command ends, it ends with one of the documented codes and a sentence."""

from __future__ import annotations

import errno
import fcntl
import gzip
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from photoparsl.commands.main import main
from photoparsl.commands.terminal.command_exit import exit_code_of
from photoparsl.commands.terminal.run_report import summary_report
from photoparsl.measuring import MEASURES
from photoparsl.reports.summary import Summary
from photoparsl.results.run_directory import RunDirectory
from photoparsl.running.throughput import Throughput
from photoparsl.tutorial.serve import serving
from tests.conftest import Archive, jpeg, needs

CODES = (0, 1, 2, 3, 70, 130)


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a space, a quote and an umlaut, and a home of its own."""
    here = tmp_path / "Ann's größe"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(here / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(here / "cache"))
    return here


def ends(*arguments: str) -> int:
    """The exit code, argparse's too."""
    try:
        return main(list(arguments))
    except SystemExit as ended:
        return int(ended.code or 0)


def sentence(capsys: pytest.CaptureFixture[str]) -> str:
    """What was said last, which must be a sentence that says something."""
    said = capsys.readouterr().err.strip().splitlines()[-1]
    assert "Traceback" not in said and not said.endswith("None")
    assert not re.search(r": ?$|: :|^photoparsl: :", said), said
    return said


def program(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "photoparsl", *arguments]
    environment = {**os.environ, **more}
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("staus",), "did you mean 'status'?"),
        (("run", "m.txt", "--mesures", "all"), "did you mean '--measures'?"),
        (("run", "m.txt", "--config", "slrum"), "did you mean 'slurm'?"),
        (("run", "m.txt", "--measures", "luminence"), "did you mean 'luminance'?"),
        (("serve", ".", "--port", "70000"), "70000 is not from 0 to 65,535"),
        (("run", "m.txt", "--port", "65536"), "not from 1 to 65,535"),
        (("run", "m.txt", "--count", "9" * 30), "is not from 1 to"),
        (("run", "m.txt", "--start", "9" * 9000), "is not from 0 to"),
        (("run", "m.txt", "--memory", "nan"), "'nan' is not a number from"),
        (("run", "m.txt", "--walltime", "inf"), "'inf' is not a number from"),
        (("run", "m.txt", "--timeout", "0"), "0 is not from 1 to"),
        (("tutorial", "t", "--photos", "0"), "0 is not from 1 to"),
    ],
)
def test_what_is_misspelt_or_out_of_range_is_said(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("m.txt").write_text("a.jpg 1900\n")
    assert ends(*arguments) == 2
    assert words in sentence(capsys)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pilots = 0", "pilots is 0, and should be a number from 1"),
        ("port = 70000", "from 1 to 65,535"),
        ("memory = -2", "memory is -2.0, and should be"),
        ("pilts = 3", "did you mean 'pilots'?"),
        ("pilots =", "isn't TOML"),
    ],
)
def test_a_setting_out_of_range_is_said_with_its_file(
    text: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("config/photoparsl").mkdir(parents=True)
    Path("config/photoparsl/site.toml").write_text(text)
    Path("m.txt").write_text("a.jpg 1900\n")
    assert ends("run", "m.txt", "--config", "slurm") == 2
    said = sentence(capsys)
    assert words in said and "site.toml" in said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def public_dir(options):\n    return {}['folder']\n", "own.py:2: KeyError: 'folder'"),
        ("1 / 0\n", "own.py:1: ZeroDivisionError"),
        ("import sys\nsys.exit()\n", "own.py:2: SystemExit"),
        ("def public_dir(options):\n    return None\n", "public_dir gave None"),
        ("", "has no function public_dir"),
        ("def public_dir(:", "SyntaxError"),
    ],
)
def test_whatever_a_sites_own_file_does_is_a_sentence_with_its_line(
    text: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("own.py").write_text(text)
    Path("m.txt").write_text("a.jpg 1900\n")
    assert ends("run", "m.txt", "--config", "own.py") == 2
    assert words in sentence(capsys)


def test_whatever_a_measures_own_file_does_is_a_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("broken_measure.py").write_text("assert not 'ready'\n")
    Path("m.txt").write_text("a.jpg 1900\n")
    assert ends("run", "m.txt", "--measures", "broken_measure:f") == 2
    assert "can't be imported: AssertionError" in sentence(capsys)


def test_a_port_that_is_taken_or_not_ours_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        assert ends("serve", ".", "--port", port) == 2
        assert f"port {port} of 127.0.0.1 can't be had: Address already in use" in sentence(capsys)
    for host in ("192.0.2.1", "no.such.invalid"):
        assert ends("serve", ".", "--host", host) == 2
        assert f"{host}: isn't an address of this machine" in sentence(capsys)


def test_photoparsl_alone_prints_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert ends() == 0
    assert "provenance" in capsys.readouterr().out


def test_what_nobody_has_foreseen_leaves_its_traceback_in_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def fail() -> int:
        raise IndexError("a \x1b[2Jb")

    assert exit_code_of(fail) == 70
    said = sentence(capsys)
    (report,) = tmp_path.glob("photoparsl-fault-*")
    assert str(report) in said and "IndexError: a" in said and "\x1b" not in said
    assert "in fail" in report.read_text() and report.stat().st_mode & 0o077 == 0
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
    assert exit_code_of(fail) == 70
    assert "in fail" in capsys.readouterr().err


def test_every_error_of_the_system_says_something(capsys: pytest.CaptureFixture[str]) -> None:
    def fail(error: BaseException) -> int:
        def act() -> int:
            raise error

        return exit_code_of(act)

    assert fail(OSError(28, "No space left on device")) == 2
    assert "photoparsl: No space left on device: make room" in sentence(capsys)
    assert fail(OSError(5, None)) == 2
    assert "photoparsl: OSError" not in sentence(capsys)
    assert fail(OSError("odd")) == 70
    assert "OSError: odd" in sentence(capsys)
    assert fail(MemoryError()) == 2
    assert "memory" in sentence(capsys)
    assert fail(ModuleNotFoundError("No module named 'numpy'", name="numpy")) == 2
    assert "the package numpy isn't installed" in sentence(capsys)
    assert fail(KeyError()) == 70
    assert "(KeyError)" in sentence(capsys)


def test_a_reader_that_has_had_enough_ends_a_command_quietly(archive: Archive) -> None:
    assert ends("run", str(archive.manifest), "--config", "threads", "--run-dir", "r") == 0
    photoparsl = f"{shlex.quote(sys.executable)} -m photoparsl"
    for arguments in ("status r", "history r", "run --help", "provenance r", "check r"):
        line = f"{photoparsl} {arguments} | true; echo ${{PIPESTATUS[0]}}"
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
        assert (done.stderr, int(done.stdout) in CODES) == ("", True), (arguments, done)


def test_an_output_that_cant_be_written_is_said(archive: Archive) -> None:
    assert ends("run", str(archive.manifest), "--config", "threads", "--run-dir", "r") == 0
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "photoparsl", "status", "r"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.startswith("photoparsl: No space left on device: make room")
    assert done.stderr.count("\n") == 1


def photos(number: int) -> None:
    """A manifest and its photos, here."""
    Path("m.txt").write_text("".join(f"{n}.jpg {1900 + n}\n" for n in range(number)))
    for n in range(number):
        Path(f"{n}.jpg").write_bytes(jpeg(40 + n))


def run(*more: str) -> int:
    return ends("run", "m.txt", "--config", "threads", *more)


def test_the_runs_own_page_is_written_again(capsys: pytest.CaptureFixture[str]) -> None:
    photos(3)
    assert run("--run-dir", "own") == run("--run-dir", "public", "--public", "web") == 0
    for name, page in (("own", "own/public/scatter.html"), ("public", "web/scatter.html")):
        Path(page).unlink()
        assert ends("page", name) == 0
        assert Path(page).exists() and not Path("scatter.html").exists()
    Path("own").rename("moved")
    assert ends("page", "moved") == 0
    assert "moved/public/scatter.html" in capsys.readouterr().out
    assert not Path("own").exists()
    assert ends("page", "moved", "public") == 2
    assert "a page is of one run" in sentence(capsys)


def test_a_split_page_replaces_nobodys_files(capsys: pytest.CaptureFixture[str]) -> None:
    photos(2)
    assert run() == 0
    Path("photos.css").write_text("mine")
    assert ends("page", "runs/m", "--split", "-o", "photos.html") == 2
    assert "photos.css: exists and isn't this page's" in sentence(capsys)
    assert Path("photos.css").read_text() == "mine"
    assert ends("page", "runs/m", "--split", "-o", "other.html") == 0
    assert ends("page", "runs/m", "--split", "-o", "other.html") == 0


def test_a_restart_keeps_the_measures(capsys: pytest.CaptureFixture[str]) -> None:
    photos(2)
    assert run("--measures", "contrast,entropy") == 0
    assert run("--restart") == 0
    assert list(RunDirectory(Path("runs/m")).read_record().measures) == ["contrast", "entropy"]  # type: ignore[union-attr]
    assert run("--restart", "--measures", "luminance") == 0
    assert list(RunDirectory(Path("runs/m")).read_record().measures) == ["luminance"]  # type: ignore[union-attr]


def test_failed_photos_are_no_speed(capsys: pytest.CaptureFixture[str]) -> None:
    Path("m.txt").write_text("nowhere.jpg 1900\n" * 50)
    assert run() == 1
    assert "photos/s" not in capsys.readouterr().out.partition("Cost")[0]


def test_a_folder_is_no_manifest_and_what_to_do_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    photos(1)
    Path("my photos").mkdir()
    assert ends("run", "my photos") == 2
    assert "photoparsl manifest 'my photos'" in sentence(capsys)
    assert run() == 0
    assert ends("run", "runs/m") == 2
    assert "is a run's folder; name the manifest it is of" in sentence(capsys)


def test_what_was_left_out_of_another_manifest_stays(capsys: pytest.CaptureFixture[str]) -> None:
    Path("in.csv").write_text("url,date\nhttps://a.example/1.jpg,1901\n,1902\n")
    outputs = (
        "photos.csv",
        "photos.v2.csv",
        "photos",
        "photos.txt",
        "photos.txt.csv",
        "photos.csv.gz",
    )
    for output in outputs:
        assert ends("manifest", "in.csv", "-o", output) == 1
    assert len(list(Path().glob("*left-out.csv"))) == len(outputs)
    assert ends("manifest", "photos.left-out.csv", "-o", "photos.csv") == 2
    assert "photos.left-out.csv: is a source" in sentence(capsys)


def test_a_damaged_record_of_what_was_asked_is_written_anew_and_a_newer_one_isnt(
    capsys: pytest.CaptureFixture[str],
) -> None:
    photos(2)
    assert run() == 0
    record = Path("runs/m/run.json")
    good = record.read_text()
    for text in ("", "{", "[]", "null", '{"format": 1}', good.replace('"rows"', '"raws"')):
        record.write_text(text)
        for command in ("export", "page", "check", "provenance"):
            assert ends(command, "runs/m") == 2
            assert "run.json: damaged" in sentence(capsys)
        assert run() == 0
        assert record.read_text() == good
    record.write_text(good.replace('"format": 1', '"format": 9'))
    assert run() == 2
    assert "made by a newer photoparsl" in sentence(capsys)


def test_a_file_system_without_locks_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(descriptor: int, operation: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    photos(1)
    monkeypatch.setattr(fcntl, "flock", none)
    assert run() == 2
    assert "its file system has no locks" in sentence(capsys)


def test_a_run_that_needs_no_settings_needs_no_home(monkeypatch: pytest.MonkeyPatch) -> None:
    photos(1)
    Path("not-a-folder").touch()
    monkeypatch.setenv("HOME", str(Path("not-a-folder/home").absolute()))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(Path("not-a-folder").absolute()))
    assert run() == 0


def test_a_full_disk_is_said_with_the_file_and_nothing_is_lost(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    photos(4)
    assert run("--count", "2") == 0

    def no_room(*arguments: object, **named: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr("photoparsl.files.set_mode", no_room)
        for command in (("run", "m.txt", "--config", "threads"), ("export", "runs/m")):
            assert ends(*command) == 2
            said = sentence(capsys)
            assert ": No space left on device: make room" in said and "/runs/m/" in said
        assert ends("page", "runs/m") == ends("provenance", "runs/m") == 2
    assert run() == 0
    assert ends("check", "runs/m") == 0


def test_results_of_another_version_of_a_measure_are_refused_at_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    photos(30)
    wanted = {"luminance": MEASURES["luminance"].version + 1}
    monkeypatch.setattr("photoparsl.running.run.versions", lambda names: wanted)
    assert run("--slice-size", "1") == 2
    assert "its workers have another version" in sentence(capsys)
    assert not list(Path("runs/m/slices").iterdir())


def _cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def _flipped(data: bytes) -> bytes:
    return data[:30] + bytes([data[30] ^ 255]) + data[31:]


@pytest.mark.parametrize("break_", [_cut, _flipped, lambda data: data + b"junk", lambda data: b""])
@pytest.mark.parametrize("name", ["p.csv.gz", "p.txt.gz", "p.jsonl.gz", "p.tsv.gz", "p.json"])
def test_a_damaged_file_of_any_kind_is_a_sentence_for_run_and_manifest(
    name: str, break_: Callable[[bytes], bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(f'{{"url": "https://a.example/{n}.jpg", "year": "{n}"}}\n' for n in range(500))
    Path(name).write_bytes(break_(gzip.compress(rows.encode())))
    for command in (("run", name, "--dry-run"), ("manifest", name, "-o", "o.csv")):
        assert ends(*command) == 2
        sentence(capsys)
    assert not Path("o.csv").exists() or not Path("o.csv").read_text().count("a.example")


@pytest.mark.parametrize("output", ["", ".", "/dev/null", "nowhere/x.csv", "folder", "x" * 300])
def test_an_output_that_cant_be_written_is_said_by_every_command(
    output: str, capsys: pytest.CaptureFixture[str]
) -> None:
    photos(1)
    Path("folder").mkdir()
    assert run() == 0
    for command in (
        ("manifest", "m.txt", "--as", "table"),
        ("export", "runs/m"),
        ("page", "runs/m"),
    ):
        if command[0] == "page" and output == "nowhere/x.csv":
            continue  # its folder is made
        assert ends(*command, "-o", output) == 2
        sentence(capsys)
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("progress.json", "["),
        ("progress.json", "[]"),
        ("progress.json", '{"format": 1, "photos": "many", "pilots": []}'),
        ("events.jsonl", '{"event": "task", "time": "now", "start": null}\n{"event": "pilot"}\n'),
        ("summary.json", '{"format": 1, "page": 5}'),
        ("summary.json", "[1]"),
    ],
)
def test_a_damaged_file_of_a_run_stops_no_other_command(
    name: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    photos(2)
    assert run() == 0
    Path("runs/m", name).write_text(text)
    for command in ("export", "page", "check", "provenance"):
        assert ends(command, "runs/m") == 0
    for command in ("status", "history", "histogram", "watch"):
        code = ends(command, "runs/m")
        assert code in (0, 2)
        if code:
            sentence(capsys)
    assert run() == 0


def test_a_manifest_by_process_substitution_is_read_as_from_a_pipe() -> None:
    photos(1)
    line = f"{shlex.quote(sys.executable)} -m photoparsl run <(echo 0.jpg 1900) --dry-run"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "only a manifest that is a local file may" in done.stderr


def test_a_server_that_cant_be_asked_is_said_without_the_librarys_words(
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
            assert ends("run", url, "--dry-run") == 2
            said = sentence(capsys)
            assert words in said and "Max retries" not in said and "Connection(" not in said


def test_counting_pages_from_a_word_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    Path("page").write_text('[{"id": "1"}]')
    with serving(Path()) as url:
        address = f"{url}page?page=abc"
        more = ("--page", "page", "--url", "https://a.example/{id}.jpg", "--every", "0.01")
        assert ends("manifest", address, *more) == 2
    assert "its page is 'abc' and not a number" in sentence(capsys)


def test_a_folder_that_cant_be_read_is_said(capsys: pytest.CaptureFixture[str]) -> None:
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


@pytest.mark.parametrize("closed", ["stdout", "stderr", "stdin", "stdin stdout stderr"])
def test_a_stream_that_the_caller_has_closed_disturbs_nothing(closed: str) -> None:
    photos(2)
    shut = " ".join({"stdin": "<&-", "stdout": ">&-", "stderr": "2>&-"}[s] for s in closed.split())
    for arguments, code in (
        ("run m.txt --config local", 0),
        ("check runs/m", 0),
        ("check nowhere", 2),
        ("export runs/m", 0),
        ("run", 2),
    ):
        line = f"{shlex.quote(sys.executable)} -m photoparsl {arguments} {shut}"
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
        assert done.returncode == code and "Traceback" not in done.stderr, (line, done)
    assert Path("runs/m/lock").read_bytes() == b""  # nothing was printed into another's file


def test_a_closed_standard_input_is_an_empty_manifest() -> None:
    line = f"{shlex.quote(sys.executable)} -m photoparsl run - <&-"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode == 2 and "holds no photos" in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", ""),
        ("status", ""),
        ("page", "runs/m", "-o", ""),
        ("serve", ""),
        ("manifest", ""),
        ("run", "m.txt", "--run-dir", ""),
        ("run", "m.txt", "--public", ""),
    ],
)
def test_an_empty_path_is_not_the_current_folder(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    photos(1)
    assert ends(*arguments) == 2
    assert "is empty; this folder is '.'" in sentence(capsys)


def test_a_restart_moves_nothing_but_an_earlier_run(capsys: pytest.CaptureFixture[str]) -> None:
    photos(2)
    Path("album").mkdir()
    Path("album/mine.txt").write_text("mine")
    assert run("--run-dir", "album", "--restart") == 2
    assert "holds other files and no run" in sentence(capsys)
    assert run("--run-dir", ".") == 0
    assert run("--run-dir", ".", "--restart") == 2
    assert "the manifest or the current folder lies in it" in sentence(capsys)
    assert Path("album/mine.txt").exists() and Path("m.txt").exists()
    Path("new").mkdir()
    assert run("--run-dir", "new", "--restart") == 0


def test_results_that_cant_be_listed_are_not_none(capsys: pytest.CaptureFixture[str]) -> None:
    photos(2)
    assert run() == 0
    slices = Path("runs/m/slices")
    slices.rename("elsewhere")
    slices.symlink_to(slices.absolute())  # as unreadable to root as to others
    for command in ("check", "export", "page", "provenance"):
        assert ends(command, "runs/m") == 2
        assert "slices: " in sentence(capsys)
    assert run() == 2
    assert "slices: " in sentence(capsys)


def test_what_a_program_has_open_is_no_output(capsys: pytest.CaptureFixture[str]) -> None:
    photos(1)
    assert run() == 0
    with Path("open.txt").open("w") as file:
        for place in (f"/dev/fd/{file.fileno()}", f"/proc/self/fd/{file.fileno()}", "/dev/null"):
            for command in (("export", "runs/m"), ("page", "runs/m"), ("manifest", "m.txt")):
                assert ends(*command, "-o", place) == 2
                assert f"{place}: is there and isn't a file" in sentence(capsys)
    assert Path("open.txt").read_bytes() == b""


def test_a_manifests_notes_stand_once_where_the_run_is_short(
    capsys: pytest.CaptureFixture[str],
) -> None:
    photos(1)
    Path("m.txt").write_text("0.jpg 1700\n")
    assert run() == 0
    assert capsys.readouterr().out.count("Note ") == 1


def test_a_file_named_by_a_url_is_to_be_named_by_its_path(
    capsys: pytest.CaptureFixture[str],
) -> None:
    photos(1)
    assert ends("run", Path("m.txt").absolute().as_uri()) == 2
    assert "a file is named by its path" in sentence(capsys)


def test_a_reason_that_no_photo_failed_for_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    Path("m.txt").write_text("nowhere.jpg 1900\n")
    assert run() == 1
    assert run("--retry-failed", "no-such-fil") == 1
    said = "no photo failed for 'no-such-fil'; did you mean 'no-such-file'?"
    assert said in capsys.readouterr().out
    assert run("--retry-failed", "no-such-file") == 1
    assert "no photo failed" not in capsys.readouterr().out


def test_nothing_measured_yet_blames_no_server() -> None:
    summary = Summary(0, 0, 0, 1, page="p", url="u", tasks={}, reasons={}, examples={})
    assert "No photo could be reached" not in summary_report(summary, Throughput())


def test_an_export_has_the_form_that_its_name_ends_in(capsys: pytest.CaptureFixture[str]) -> None:
    photos(1)
    assert run() == 0
    for name, begin in (("a.json", b"["), ("a.PARQUET", b"PAR1"), ("a.tab", b"url,")):
        assert ends("export", "runs/m", "-o", name) == 0
        assert Path(name).read_bytes().startswith(begin)
    assert ends("export", "runs/m", "-o", "a.xlsx") == 2
    assert "spreadsheets' own files aren't written" in sentence(capsys)
    assert ends("export", "runs/m", "-o", "a.xlsx", "--format", "csv") == 0


def test_a_pipe_is_no_source_of_a_manifest_and_what_to_do_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    os.mkfifo("pipe.csv")
    assert ends("manifest", "pipe.csv", "-o", "m.csv") == 2
    assert "pipe.csv: is no file and no folder; write what it gives into a file" in sentence(capsys)
