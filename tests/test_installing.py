"""A missing package is named with the command that adds it where photoparsl is installed."""

from __future__ import annotations

import shlex
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from photoparsl.installing import install_command

PRINT = "from photoparsl.installing import install_command; print(install_command('x-y'))"


def printed(python: Path, path: str) -> str:
    """The command that photoparsl names in another environment, which has this one's packages."""
    done = subprocess.run(
        [python, "-c", PRINT],
        env={"PATH": path, "PYTHONPATH": str(Path(__file__).parent.parent)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    folder = tmp_path / "an environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    return folder


def test_an_environment_of_pipx_gets_a_package_by_pipx(environment: Path) -> None:
    (environment / "pipx_metadata.json").write_text("{}")
    assert printed(environment / "bin/python", "/usr/bin") == "pipx inject photoparsl x-y"


def test_an_environment_without_pip_gets_it_by_uv(environment: Path) -> None:
    python = environment / "bin/python"
    words = shlex.split(printed(python, "/usr/bin"))
    assert words == ["uv", "pip", "install", "--python", str(python), "x-y"]


@pytest.mark.skipif(find_spec("pip") is None, reason="needs pip in this environment")
def test_an_environment_is_named_unless_its_python_is_the_first_in_path(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    assert install_command("x-y") == "python3 -m pip install x-y"
    monkeypatch.setenv("PATH", "/nowhere")
    named = install_command("x-y")
    assert named.endswith(" -m pip install x-y") and sys.executable in named
