"""The manual pages and the shells' completions are those of the commands, and work."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from importlib import util
from pathlib import Path

import pytest

from photoparsl.commands.command_list import COMMANDS
from tests.conftest import needs
from tests.terminal import in_terminal

ROOT = Path(__file__).parent.parent
SHARE = ROOT / "share"
PAGES = sorted((SHARE / "man/man1").glob("*.1"))
BASH = SHARE / "bash-completion/completions/photoparsl"


def completed(folder: Path, *words: str) -> set[str]:
    """What bash offers for the last word, in a folder."""
    script = (
        '. "$0"; COMP_WORDS=(photoparsl "$@"); COMP_CWORD=$#; '
        "$(complete -p photoparsl | sed 's/.*-F \\([^ ]*\\).*/\\1/') photoparsl; "
        "printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", script, str(BASH), *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    return set(done.stdout.splitlines()) - {""}


def test_the_pages_and_completions_are_made_of_the_commands() -> None:
    """`python docs/manual.py` writes them."""
    needs(
        sys.version_info[:2] == (3, 11), "Python 3.11, as argparse of others words usages otherwise"
    )
    spec = util.spec_from_file_location("manual", ROOT / "docs/manual.py")
    assert spec and spec.loader
    manual = util.module_from_spec(spec)
    spec.loader.exec_module(manual)
    kept = {str(p.relative_to(SHARE)): p.read_text() for p in SHARE.rglob("*") if p.is_file()}
    made = manual.files()
    assert sorted(made) == sorted(kept)
    assert [place for place in made if made[place] != kept[place]] == [], "python docs/manual.py"


def test_every_command_has_a_page() -> None:
    assert {p.stem for p in PAGES} == {"photoparsl", *(f"photoparsl-{name}" for name in COMMANDS)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.stem))
def test_a_page_is_shown_without_a_warning(page: Path) -> None:
    needs(shutil.which("man"), "man")
    done = subprocess.run(
        ["man", "--warnings", "-l", str(page)],
        env={**os.environ, "MANWIDTH": "72", "LC_ALL": "C.UTF-8", "MANPAGER": "cat"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    shown = done.stdout
    assert page.stem in shown and "SYNOPSIS" in shown
    assert "EXAMPLES" in shown or page.stem == "photoparsl"
    assert str(Path.home()) not in shown or str(Path.home()) == "/"


def test_bash_completes_commands_options_and_files(tmp_path: Path) -> None:
    (tmp_path / "Ann's größe").mkdir()
    (tmp_path / "album 1.csv").touch()
    assert completed(tmp_path, "stat") == {"status"}
    assert completed(tmp_path, "") >= COMMANDS.keys()
    assert completed(tmp_path, "run", "--meas") == {"--measures"}
    assert completed(tmp_path, "run", "al") == {"album 1.csv"}
    assert completed(tmp_path, "run", "album 1.csv", "--run-dir", "A") == {"Ann's größe"}
    assert completed(tmp_path, "export", "Ann's größe", "--format", "p") == {"parquet"}
    assert completed(tmp_path, "trend", "--format", "") >= {"csv"}
    assert completed(tmp_path, "help", "meas") == {"measures"}
    assert completed(tmp_path, "run", "x", "--config", "osg") == {"osgconnect"}
    (tmp_path / "osg mine.py").touch()
    assert completed(tmp_path, "run", "x", "--config", "osg") == {"osgconnect", "osg mine.py"}
    assert completed(tmp_path, "run", "x", "--measures", "colourf") == {"colourfulness"}
    several = completed(tmp_path, "run", "x", "--measures", "kind,dark,tone_h")
    assert several == {"kind,dark,tone_hue", "kind,dark,tone_hue_inside"}
    assert completed(tmp_path, "trend", "runs/x", "--measure", "colourf") >= {"colourfulness"}


ZSH = SHARE / "zsh/site-functions"
SHELLS = {  # what is typed first: so that Tab completes, and nothing is asked
    "bash --norc --noprofile -i": f". {shlex.quote(str(BASH))}",
    "zsh -f -i": f"bindkey -e; fpath=({shlex.quote(str(ZSH))} $fpath); "
    "autoload -Uz compinit; compinit -D -u",
}
SHOW = "\x01printf '<%s>\\n' \n"  # Ctrl-A, and a command that prints the line's words


@pytest.mark.parametrize("shell", SHELLS)
def test_tab_completes_in_a_terminal(shell: str, tmp_path: Path) -> None:
    name = shell.split(maxsplit=1)[0]
    needs(shutil.which(name), name)
    (tmp_path / "Ann's album.csv").touch()
    (tmp_path / "my site.py").touch()
    typed = [
        "photoparsl stat\t",
        "photoparsl run --retry-f\t",
        "photoparsl run Ann\t",
        "photoparsl export --format parq\t",
        "photoparsl run --config osg\t",
        "photoparsl run --config my\t",
        "photoparsl run --measures dark,colourf\t",
    ]
    lines = [f"{SHELLS[shell]}\n", *(f"{line}{SHOW}" for line in typed), "exit\n"]
    environment = {"TERM": "dumb", "LC_ALL": "C.UTF-8", "PS1": "$ ", "HISTFILE": ""}
    shown = in_terminal(
        shell.split(), tmp_path, "".join(lines), columns=200, environment=environment
    ).text
    words = ["status", "--retry-failed", "Ann's album.csv", "parquet"]
    words += ["osgconnect", "my site.py", "dark,colourfulness"]
    for word in words:
        assert f"<{word}>" in shown, shown
