"""What strangers wrote reaches no terminal raw: it steers nothing, hides nothing, tells nothing."""

from __future__ import annotations

import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from photoparsl.commands.main import main
from photoparsl.commands.terminal.progress_bar import progress_bar
from photoparsl.commands.terminal.safe_stream import SafeStream, safe_streams
from photoparsl.results import PilotState, RunState
from photoparsl.results.events import PilotSeen, SliceGivenUp, TaskDone, TaskLost
from photoparsl.results.journal import Journal
from photoparsl.results.progress import Progress

HOSTILE = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202egpj\u2066\u200b\u3164\r\x08\x00[red]x[/] :smile:"
FORBIDDEN = set("\x1b\x07\x9b\u202e\u2066\u200b\u3164\r\x08\x00")
SECRET = "Zq7Secret9x"
TELLING = f"{HOSTILE} https://ann:{SECRET}@a.example/[red]b[/].jpg?hm={SECRET}"


def is_plain(text: str) -> bool:
    return not FORBIDDEN & set(text) and SECRET not in text


def test_control_characters_are_printed_visibly_and_lines_stay() -> None:
    raw = io.StringIO()
    print(f"one\n\ttwo {TELLING}", file=SafeStream(raw))
    assert is_plain(raw.getvalue())
    assert raw.getvalue().startswith("one\n\ttwo \ufffd]0;owned")
    assert "https://a.example/[red]b[/].jpg" in raw.getvalue()


def test_characters_that_the_encoding_lacks_are_replaced() -> None:
    raw = io.TextIOWrapper(io.BytesIO(), "latin-1")
    print("Zürich, 東京 \udce9 \x1b", file=SafeStream(raw))
    raw.flush()
    assert raw.buffer.getvalue() == "Zürich, ?? ? ?\n".encode("latin-1")


def test_progress_lines_are_printed_without_markup(capsys: pytest.CaptureFixture[str]) -> None:
    with safe_streams(), progress_bar("Measuring", 3) as bar:
        bar.print_line(f"pilot 3: {TELLING}")
    printed = capsys.readouterr().err
    assert is_plain(printed)
    assert ":smile:" in printed and "[red]x[/]" in printed


def test_warnings_log_lines_and_tracebacks_pass_through_a_safe_stream() -> None:
    program = f"""
import logging, warnings
from photoparsl.commands.terminal.safe_stream import safe_streams
with safe_streams():
    logging.warning("it says %s", {TELLING!r})
    warnings.warn({TELLING!r})
    raise ValueError({TELLING!r})
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    printed = done.stderr.decode()
    for word in ("WARNING:root:it says", "UserWarning: ", "ValueError: "):
        (line,) = (line for line in printed.split("\n") if word in line and "owned" in line)
        assert is_plain(line), line


def run_with_hostile_texts(folder: Path) -> Path:
    seen = [PilotSeen(5.0, f"7.{n}{HOSTILE}", PilotState.HELD, TELLING, TELLING) for n in range(2)]
    Journal(folder).add_events(
        [
            *seen,
            TaskDone(6.0, 0, 5, TELLING, TELLING, 1.0, 2.0, 5, 0, 9),
            TaskLost(6.0, 5, 9, TELLING, 1.0, f"{TELLING}\nPhotos   all is well"),
            SliceGivenUp(7.0, 5, 9, TELLING),
        ]
    )
    Journal(folder).write_progress(
        Progress(
            TELLING, 1.0, 8.0, 9, 5, 0, 1, 0, 1, 1.0, pilots=tuple(seen), ended=RunState.COMPLETE
        )
    )
    return folder


@pytest.mark.parametrize("command", ["status", "watch", "history", "histogram"])
def test_texts_of_pilots_are_printed_visibly(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, str(run_with_hostile_texts(tmp_path))]) == 0
    printed = capsys.readouterr().out
    assert is_plain(printed)
    assert not [line for line in printed.splitlines() if line == "Photos   all is well"]


@pytest.mark.parametrize("command", ["status", "history"])
def test_texts_of_pilots_are_valid_json_for_scripts(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--json", str(run_with_hostile_texts(tmp_path))]) == 0
    printed = capsys.readouterr().out
    assert is_plain(printed)
    assert len(json.loads(printed)["pilot_counts" if command == "status" else "pilots"]) == (
        1 if command == "status" else 2
    )


def test_a_terminal_gets_no_escape_sequence_but_our_own(tmp_path: Path) -> None:
    leader, follower = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "photoparsl", "watch", str(run_with_hostile_texts(tmp_path))],
        stdout=follower,
        stderr=follower,
        check=False,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "200"},
    )
    os.close(follower)
    printed = os.read(leader, 1 << 20).decode()
    os.close(leader)
    assert done.returncode == 0
    assert "owned" in printed
    assert SECRET not in printed
    for forbidden in ("\x1b]0;owned", "\x1b[2J", "\x9b", "\u202e", "\x08"):
        assert forbidden not in printed


def test_an_archives_texts_cant_steer_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for following in (TELLING, f"http://127.0.0.1:9/{TELLING}", "a\nManifest: m.csv, 9 photos"):
        items = [{"image": "https://a.example/b.jpg", "date": TELLING, "id": TELLING}]
        Path("a.json").write_text(json.dumps({"items": items, "next": following}))
        assert main(["manifest", "a.json", "--next", "next", "--image-column", "image"]) == 1
        assert main(["manifest", "a.json", "--image-column", "id", "--title-column", "date"]) == 2
        printed = capsys.readouterr()
        assert is_plain(printed.out + printed.err)
        assert "\nManifest: m.csv, 9 photos" not in printed.err


def test_names_and_cells_of_a_manifest_are_printed_visibly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    name = "m\x1b[2J\u202e.txt"
    Path(name).write_text(f"no{HOSTILE} manifest\n")
    assert main(["run", name, "--config", "threads"]) == 2
    assert main(["run", f"https://ann:{SECRET}@127.0.0.1:9/m.txt?hm={SECRET}"]) == 2
    assert main(["run", name, "--measures", "a\u202eb:c"]) == 2
    printed = capsys.readouterr().err
    assert is_plain(printed)
    assert "characters that can't be seen" in printed


def test_the_text_to_cite_and_the_log_hold_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from photoparsl.web_server import serving  # noqa: PLC0415
    from tests.conftest import jpeg  # noqa: PLC0415

    monkeypatch.chdir(tmp_path)
    Path("archive").mkdir()
    Path("archive/a.jpg").write_bytes(jpeg(90))
    with serving(Path("archive")) as url:
        Path("archive/m.txt").write_text(f"{url}a.jpg?sig={SECRET} 1900\n{url}no/{SECRET} 1901\n")
        typed = f"{url.replace('//', f'//ann:{SECRET}@')}m.txt?rlkey={SECRET}"
        arguments = ["--config", "threads", "--run-dir", "run", "--title", f"Of {typed}"]
        assert main(["run", typed, *arguments]) == 1
        assert main(["provenance", "run"]) == 0
        assert main(["run", typed, *arguments, "--dry-run"]) == 0
    printed = capsys.readouterr()
    assert SECRET not in printed.out.replace(f"no/{SECRET}", "") + printed.err
    for name in ("provenance.json", "SHA256SUMS", "run.log"):
        assert SECRET not in Path("run", name).read_text(), name
    page = Path("run/public/scatter.html").read_text()
    assert SECRET not in page.replace(f"no/{SECRET}", "")
