"""What is shipped: the wheel in an environment of its own, and the state of the sources."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from trove_classifiers import classifiers

from tests.conftest import Archive

ROOT = Path(__file__).parent.parent


def ran(
    *command: object, cwd: Path | None = None, environment: Mapping[str, object] | None = None
) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=os.environ | {name: str(value) for name, value in (environment or {}).items()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    ran(sys.executable, "-m", "build", "--outdir", folder, ROOT)  # through the sdist
    (path,) = folder.glob("*.whl")
    return path


def test_the_wheel_holds_the_configs_and_the_page(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "configs/local.py",
        "configs/threads.py",
        "web/scatter.html",
        "web/main.js",
        "web/app/app.html",
    ):
        assert f"photoparsl/{name}" in names
    documents = {Path(name).suffix for name in names if name.startswith("photoparsl/docs/")}
    assert documents == {".md"}
    assert {name.split("/")[0].split("-")[0] for name in names} == {"photoparsl"}
    shared = [str(path.relative_to(ROOT)) for path in (ROOT / "share").rglob("*") if path.is_file()]
    assert len(shared) > 20
    assert {f"photoparsl-0.1.0.data/data/{name}" for name in shared} <= names
    modules = (ROOT / "photoparsl").rglob("*.py")
    assert {str(module.relative_to(ROOT)) for module in modules} <= names, "a room was forgotten"


def test_the_wheel_works_elsewhere(wheel: Path, archive: Archive, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv")
    binaries = tmp_path / "venv" / "bin"
    install = ("install", "--quiet", "--no-compile", wheel)
    ran(sys.executable, "-m", "pip", "--python", binaries / "python", *install)
    assert (binaries / "photoparsl").exists()  # pip's own scripts don't bear a $ in their path
    ran(
        binaries / "python",
        "-m",
        "photoparsl",
        "run",
        archive.manifest,
        "--slice-size",
        "10",
        cwd=tmp_path,
    )
    page = tmp_path / "runs" / "manifest" / "public" / "scatter.html"
    assert "Photographs over time" in page.read_text()
    document = ran(binaries / "python", "-m", "photoparsl", "help", "archives", cwd=tmp_path)
    assert document == (ROOT / "docs/archives.md").read_text()
    assert (tmp_path / "runs/manifest/slices/slice-0000030-0000040.json").exists()


def test_the_copy_of_the_sources_holds_every_file_that_is_kept(wheel: Path) -> None:
    (path,) = wheel.parent.glob("*.tar.gz")
    with tarfile.open(path) as copy:
        held = {name.partition("/")[2] for name in copy.getnames()}
    kept = ran("git", "ls-files", cwd=ROOT).splitlines()
    assert set(kept) <= held
    made = ("__pycache__", "node_modules", "_build", "_cache")
    assert not [name for name in held if any(part in name for part in made)]


def test_an_index_would_take_what_is_built(wheel: Path) -> None:
    ran(sys.executable, "-m", "twine", "check", "--strict", *wheel.parent.iterdir())
    metadata = zipfile.ZipFile(wheel).read("photoparsl-0.1.0.dist-info/METADATA").decode()
    assert "\nLicense-Expression: Apache-2.0\n" in metadata
    given = {line[12:] for line in metadata.splitlines() if line.startswith("Classifier: ")}
    assert given
    assert given <= classifiers
    assert "make demo" in metadata
    assert not re.search(r"\]\((?!https?:|#)", metadata), "on an index, it would lead nowhere"


@pytest.fixture(scope="module")
def wheels(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of wheels, with all that photoparsl requires."""
    folder = tmp_path_factory.mktemp("wheels")
    ran(sys.executable, "-m", "pip", "download", "--quiet", "--dest", folder, wheel)
    return folder


def test_uv_runs_the_wheel_in_an_empty_environment(
    wheel: Path, wheels: Path, archive: Archive, tmp_path: Path
) -> None:
    environment = {
        "UV_CACHE_DIR": tmp_path / "cache",
        "UV_PYTHON": sys.executable,
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_TOOL_BIN_DIR": tmp_path / "bin",
        "UV_TOOL_DIR": tmp_path / "tools",
    }
    uv = Path(sys.executable).with_name("uv")
    only = ("--offline", "--no-index", "--find-links", wheels)
    folder = archive.folder
    tool = (uv, "tool", "run", *only, "--from", wheel, "photoparsl", "run", folder)
    assert "20 photos measured" in ran(*tool, cwd=tmp_path, environment=environment)
    ran(uv, "tool", "install", *only, wheel, environment=environment)
    assert "complete" in ran(tmp_path / "bin/photoparsl", "status", "runs/archive", cwd=tmp_path)


def test_pipx_installs_the_wheel(wheel: Path, wheels: Path, tmp_path: Path) -> None:
    environment = {
        "PIPX_BIN_DIR": tmp_path / "bin",
        "PIPX_HOME": tmp_path / "pipx",
        "PIPX_MAN_DIR": tmp_path / "man",
        "PIP_FIND_LINKS": wheels.as_uri(),
        "PIP_NO_INDEX": 1,
        "UV_FIND_LINKS": wheels.as_uri(),  # pipx installs by uv where it finds it
        "UV_OFFLINE": 1,
    }
    ran(sys.executable, "-m", "pipx", "install", wheel, environment=environment)
    assert "photoparsl run" in ran(tmp_path / "bin/photoparsl", "run", "--help")
    assert (tmp_path / "man/man1/photoparsl-run.1").exists()


@pytest.mark.parametrize(
    "check",
    [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy", "photoparsl", "configs", "tests", "benchmarks", "run_demo.py", "setup.py"),
    ],
    ids=" ".join,
)
def test_the_sources_pass(check: tuple[str, ...]) -> None:
    ran(sys.executable, "-m", *check, cwd=ROOT)


@pytest.mark.parametrize(
    ("text", "files"),
    [
        ("import requests", set()),
        (
            "import pycurl",
            {
                "answer.py",
                "connections.py",
                "download.py",
                "request.py",
                "round.py",
                "open_requests.py",
            },
        ),
        ("python_app", {"apps.py"}),
        ("-{start:07}-", {"result_file.py"}),
    ],
)
def test_each_outside_thing_has_one_folder(text: str, files: set[str]) -> None:
    found = {p.name for p in (ROOT / "photoparsl").rglob("*.py") if text in p.read_text()}
    assert found == files


def test_no_site_is_known_by_name_outside_the_configs() -> None:
    for path in (ROOT / "photoparsl").rglob("*.py"):
        assert "config ==" not in path.read_text(), path


def test_modules_have_at_most_220_lines_and_functions_40_besides_their_docstrings() -> None:
    for path in sorted((ROOT / "photoparsl").rglob("*.py")):
        text = path.read_text()
        assert text.count("\n") <= 220, path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert lines_of(node) <= 40, f"{path}: {node.name}"


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function, from its `def` on, without those of its docstring."""
    first = function.body[0]
    has_docstring = ast.get_docstring(function) is not None
    docstring = (first.end_lineno or 0) - first.lineno + 1 if has_docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring
