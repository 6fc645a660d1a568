"""What is typed wrongly is refused in a sentence that says what to type."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from photoparsl.commands.main import overview, parser
from tests.commands.calls import call, last_error, run_here, write_photos

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("staus",), "did you mean 'status'?"),
        (("run", "m.txt", "--mesures", "all"), "did you mean '--measures'?"),
        (("run", "m.txt", "--image", "Scan"), "did you mean '--image-column'?"),
        (("run", "m.txt", "--date", "Dated"), "did you mean '--date-column'?"),
        (("manifest", "m.txt", "--image=Scan"), "did you mean '--image-column'?"),
        (("manifest", "m.txt", "--date", "Dated"), "did you mean '--date-column'?"),
        (("manifest", "m.txt", "--title", "caption"), "did you mean '--title-column'?"),
        (("run", "m.txt", "--measure", "all"), "did you mean '--measures'?"),
        (("run", "m.txt", "--config", "slrum"), "did you mean 'slurm'?"),
        (("run", "m.txt", "--measures", "luminence"), "did you mean 'luminance'?"),
        (("serve", ".", "--port", "70000"), "70000 is not from 0 to 65,535"),
        (("run", "m.txt", "--port", "65536"), "not from 1 to 65,535"),
        (("run", "m.txt", "--count", "9" * 30), "is not from 1 to"),
        (("run", "m.txt", "--start", "9" * 9000), "is not from 0 to"),
        (("run", "m.txt", "--memory", "nan"), "'nan' is not a number from"),
        (("run", "m.txt", "--walltime", "inf"), "'inf' is not a number from"),
        (("run", "m.txt", "--timeout", "0"), "'0' is not a number from 0.1 to"),
        (("tutorial", "t", "--photos", "0"), "0 is not from 1 to"),
    ],
)
def test_a_misspelt_or_too_large_argument_is_refused_with_a_hint(
    arguments: tuple[str, ...], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("m.txt").write_text("a.jpg 1900\n")
    assert call(*arguments) == 2
    assert words in last_error(capsys)


def test_an_option_of_manifest_and_of_run_has_one_meaning() -> None:
    def meanings(command: str) -> dict[str, str]:
        of_command = parser(command)._subparsers
        assert of_command
        options = of_command._group_actions[0].choices[command]._actions  # type: ignore[index]
        return {name: action.help for action in options for name in action.option_strings}

    manifest, run = meanings("manifest"), meanings("run")
    both = manifest.keys() & run.keys() - {"--allow-private"}
    assert "--image-column" in both
    assert {name: manifest[name] for name in both} == {name: run[name] for name in both}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pilots = 0", "pilots is 0, and should be a number from 1"),
        ("port = 70000", "from 1 to 65,535"),
        ("memory = -2", "memory is -2, and should be"),
        ("pilts = 3", "did you mean 'pilots'?"),
        ("pilots =", "isn't TOML"),
    ],
)
def test_a_setting_out_of_range_is_refused_with_the_name_of_its_file(
    text: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("config/photoparsl").mkdir(parents=True)
    Path("config/photoparsl/site.toml").write_text(text)
    Path("m.txt").write_text("a.jpg 1900\n")
    assert call("run", "m.txt", "--config", "slurm") == 2
    message = last_error(capsys)
    assert words in message and "site.toml" in message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("def public_dir(options):\n    return {}['folder']\n", "own.py:2: KeyError: 'folder'"),
        ("1 / 0\n", "own.py:1: ZeroDivisionError"),
        ("import sys\nsys.exit()\n", "own.py:2: SystemExit"),
        ("def public_dir(options):\n    return None\n", "public_dir gave None"),
        ("", "has no function fresh_config"),
        ("def public_dir(:", "SyntaxError"),
    ],
)
def test_an_error_in_a_sites_file_is_reported_with_its_line(
    text: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("own.py").write_text(text)
    Path("m.txt").write_text("a.jpg 1900\n")
    assert call("run", "m.txt", "--config", "own.py") == 2
    assert words in last_error(capsys)


def test_an_error_in_a_measures_module_is_reported_in_a_sentence(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("broken_measure.py").write_text("assert not 'ready'\n")
    Path("m.txt").write_text("a.jpg 1900\n")
    assert call("run", "m.txt", "--measures", "broken_measure:f") == 2
    assert "can't be imported: AssertionError" in last_error(capsys)


def test_a_port_that_cant_be_had_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        assert call("serve", ".", "--port", port) == 2
        assert f"port {port} of 127.0.0.1 can't be opened: Address already in use" in last_error(
            capsys
        )
    for host in ("192.0.2.1", "no.such.invalid"):
        assert call("serve", ".", "--host", host) == 2
        assert f"{host}: isn't an address of this machine" in last_error(capsys)


def test_photoparsl_alone_prints_its_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert call() == 0
    assert "provenance" in capsys.readouterr().out


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
    write_photos(1)
    assert call(*arguments) == 2
    assert "is empty; this folder is '.'" in last_error(capsys)


@pytest.mark.parametrize(
    "arguments",
    [
        ("run", "m.txt", "--measures", ""),
        ("run", "m.txt", "--config", ""),
        ("trend", "runs/m", "--by", ""),
        ("trend", "runs/m", "--clusters", ""),
        ("trend", "runs/m", "--constant", ""),
        ("trend", "runs/m", "--measure", ""),
        ("page", "runs/m", "--group", ""),
        ("manifest", "a.json", "--record-url", ""),
        ("manifest", "a.json", "--next", ""),
        ("project", ""),
        ("serve", "runs/m", "--host", ""),
        ("tutorial", "t", "--url", ""),
    ],
)
def test_an_empty_text_is_not_an_option_that_was_left_out(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    """As of a shell variable that isn't set."""
    assert call(*arguments) == 2
    assert "is empty" in last_error(capsys)


def test_retrying_for_a_reason_that_no_photo_failed_for_is_reported(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("m.txt").write_text("nowhere.jpg 1900\n")
    assert run_here() == 1
    assert run_here("--retry-failed", "timeout") == 1
    assert "no photo failed for 'timeout'" in capsys.readouterr().out
    assert run_here("--retry-failed", "no-such-fil") == 2
    message = "there is no reason 'no-such-fil' in docs/measures.md; did you mean 'no-such-file'?"
    assert message in last_error(capsys)
    assert run_here("--retry-failed", "http-999", "timeout") == 1
    assert "no photo failed for 'http-999'" in capsys.readouterr().out
    assert run_here("--retry-failed", "no-such-file") == 1
    assert "no photo failed" not in capsys.readouterr().out


def test_a_run_on_this_machine_needs_no_home_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    write_photos(1)
    Path("not-a-folder").touch()
    monkeypatch.setenv("HOME", str(Path("not-a-folder/home").absolute()))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(Path("not-a-folder").absolute()))
    assert run_here() == 0


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], [], ["nonsense"]])
def test_what_needs_no_command_imports_none(arguments: list[str]) -> None:
    script = (
        "import sys; from photoparsl.commands.main import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print([n for n in ('numpy', 'rich', 'jinja2', 'parsl', 'pycurl') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_the_quick_help_is_that_of_all_commands() -> None:
    assert overview().format_help() == parser().format_help()
