"""A missing package is named with the command that adds it where photoparsl is installed."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tomllib
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from photoparsl.importing import install_command
from tests.conftest import needs

WHEEL = "photoparsl-1.0-py3-none-any.whl"
UV = [sys.executable, "-m", "uv"]
PRINT = "from photoparsl.importing import install_command; print(install_command('x-y'))"


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


def write_wheel(folder: Path, name: str) -> None:
    """Write a wheel of an empty package, with a command of its name."""
    plain = name.replace("-", "_")
    about = f"{plain}-1.0.dist-info"
    files = {
        f"{plain}.py": "def main(): pass\n",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
        "Provides-Extra: all\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{about}/entry_points.txt": f"[console_scripts]\n{name}={plain}:main\n",
        f"{about}/RECORD": "",
    }
    with zipfile.ZipFile(folder / f"{plain}-1.0-py3-none-any.whl", "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)


@pytest.fixture
def environment(tmp_path: Path) -> Path:
    folder = tmp_path / "an environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    return folder


def test_an_environment_of_pipx_gets_a_package_by_pipx(environment: Path) -> None:
    (environment / "pipx_metadata.json").write_text("{}")
    words = shlex.split(printed(environment / "bin/python", "/usr/bin"))
    assert words == ["pipx", "inject", environment.name, "x-y"]


def test_a_tool_of_uv_gets_it_with_what_it_has_and_keeps_it(tmp_path: Path) -> None:
    needs(find_spec("uv"), "uv")
    for name in ("photoparsl", "x-y", "earlier"):
        write_wheel(tmp_path, name)
    folders = {name: str(tmp_path / name) for name in ("TOOL_DIR", "TOOL_BIN_DIR", "CACHE_DIR")}
    environment = {
        **os.environ,
        **{f"UV_{name}": folder for name, folder in folders.items()},
        "UV_OFFLINE": "1",
        "UV_NO_INDEX": "1",
        "UV_FIND_LINKS": tmp_path.as_uri(),
        "UV_PYTHON": os.path.realpath(sys.executable),
    }
    command = [*UV, "tool", "install", "--with", "earlier", f"{tmp_path}/{WHEEL}[all]"]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    tool = tmp_path / "TOOL_DIR/photoparsl"
    words = shlex.split(printed(tool / "bin/python", "/usr/bin"))
    assert words[:3] == ["uv", "tool", "install"]
    subprocess.run([*UV, *words[1:]], env=environment, check=True, capture_output=True)
    subprocess.run(
        [*UV, "tool", "upgrade", "photoparsl"], env=environment, check=True, capture_output=True
    )
    (packages,) = tool.glob("lib/python3*/site-packages")
    names = {path.name.partition("-")[0] for path in packages.glob("*.dist-info")}
    assert names == {"photoparsl", "x_y", "earlier"}
    receipt = tomllib.loads((tool / "uv-receipt.toml").read_text())
    assert receipt["tool"]["requirements"][0]["extras"] == ["all"]


@pytest.mark.parametrize(
    ("requirement", "words"),
    [
        ({"name": "photoparsl", "editable": "/a b"}, ["--editable", "--with", "x-y", "/a b"]),
        (
            {"name": "photoparsl", "git": "https://a.example/p?rev=v1"},
            ["--with", "x-y", "photoparsl @ git+https://a.example/p@v1"],
        ),
        ({"name": "photoparsl", "specifier": ">=1"}, ["--with", "x-y", "photoparsl>=1"]),
    ],
)
def test_a_tool_of_uv_gets_it_from_wherever_it_came(
    requirement: dict[str, str], words: list[str], environment: Path
) -> None:
    fields = ", ".join(f"{name} = {json.dumps(value)}" for name, value in requirement.items())
    receipt = environment / "uv-receipt.toml"
    receipt.write_text(f"[tool]\nrequirements = [{{ {fields} }}]\n")
    found = shlex.split(printed(environment / "bin/python", "/usr/bin"))
    assert found == ["uv", "tool", "install", *words]
    receipt.write_text("[tool]")
    assert printed(environment / "bin/python", "/usr/bin").startswith("uv pip install --python")


def test_what_uvx_has_in_its_cache_is_run_anew_with_it(tmp_path: Path) -> None:
    folder = tmp_path / "archive-v0" / "abc"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    words = shlex.split(printed(folder / "bin/python", "/usr/bin"))
    assert words[:4] == ["uvx", "--with", "x-y", "--from"]
    assert words[5:] == ["photoparsl", "…"]


def test_an_environment_without_pip_gets_it_by_uv(environment: Path) -> None:
    python = environment / "bin/python"
    words = shlex.split(printed(python, "/usr/bin"))
    assert words == ["uv", "pip", "install", "--python", str(python), "x-y"]


def test_an_environment_is_named_unless_its_python_is_the_first_in_path(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    needs(find_spec("pip"), "pip in this environment")
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent))
    assert install_command("x-y") == "python3 -m pip install x-y"
    monkeypatch.setenv("PATH", "/nowhere")
    named = install_command("x-y")
    assert shlex.split(named) == [sys.executable, "-m", "pip", "install", "x-y"]
