"""The files that make an environment: of packages, of the user's modules, of shared libraries."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pycurl
import pytest

from photoparsl.errors import SiteError
from photoparsl.sites.elf import drop_symbols
from photoparsl.sites.environment import environment_files, shared_libraries
from photoparsl.sites.packages import with_requirements
from tests.conftest import needs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="bundles are for Linux")


def test_only_what_a_worker_needs_is_required() -> None:
    """What is for other Pythons isn't, nor what happens before or after a run."""
    names = {installed.name.lower() for installed in with_requirements("photoparsl")}
    assert {"photoparsl", "parsl", "numpy", "pillow", "pycurl", "pyzmq"} <= names
    assert not names & {"cffi", "lxml", "rich", "packaging", "pandas"}


def test_installed_decoders_of_further_formats_are_bundled_with_what_they_require() -> None:
    needs(find_spec("pi_heif") and find_spec("pillow_jxl"), "the extras heic and jxl")
    places = {
        file.path_in_bundle.parts[1]
        for file in environment_files()
        if len(file.path_in_bundle.parts) > 2
    }
    assert {"pi_heif", "pillow_jxl", "packaging"} <= places


def test_an_extra_brings_what_it_requires(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in (
        ("outer", "Requires-Dist: Inner_Part[fast] ; python_version >= '3'\n"),
        ("inner_part", "Provides-Extra: fast\nRequires-Dist: extra.one ; extra == 'fast'\n"),
        ("extra_one", "Requires-Dist: nothing ; python_version < '3'\n"),
    ):
        folder = tmp_path / f"{name}-1.0.dist-info"
        folder.mkdir()
        (folder / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{text}"
        )
    monkeypatch.syspath_prepend(str(tmp_path))
    assert {d.name for d in with_requirements("outer")} == {"outer", "inner_part", "extra_one"}


def test_a_checkout_beside_an_installed_photoparsl_gives_one_of_them_and_not_a_mixture(
    tmp_path: Path,
) -> None:
    """As `pip install .` and then `python run_demo.py` have both on their path."""
    installed = tmp_path / "site"
    root = Path(__file__).parents[2]
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-build-isolation"]
    copy = shutil.copytree(
        root, tmp_path / "build", ignore=shutil.ignore_patterns(".*", "*.egg-info", "docs", "tests")
    )
    subprocess.run([*pip, "--target", installed, copy], check=True, capture_output=True)
    code = """if True:
        from photoparsl.sites.environment import environment_files
        for file in environment_files():
            print(file.path_in_bundle, file.path, sep="|")
    """
    output = {
        subprocess.check_output(
            [sys.executable, "-c", code],
            cwd=root,
            env={**os.environ, "PYTHONPATH": f"{root}{os.pathsep}{installed}", "PYTHONHASHSEED": n},
            text=True,
        )
        for n in "123"
    }
    (listed,) = output
    own = [line for line in listed.splitlines() if line.startswith("packages/photoparsl/")]
    assert own and all(f"|{root}/" in line for line in own)


def test_what_a_users_module_imports_comes_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside it, in a package without __init__.py, and installed, with what that requires."""
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools" / "deep.py").write_text("import trustme\n")
    (tmp_path / "helper.py").write_text("import tools.deep\n")
    (tmp_path / "mine.py").write_text("import helper\nprint('hello')\n")
    monkeypatch.chdir(tmp_path)
    places = {str(file.path_in_bundle) for file in environment_files(["mine"])}
    wanted = {"mine.py", "helper.py", "tools/deep.py", "trustme/__init__.py"}
    wanted |= {"cryptography/__init__.py"}  # which trustme requires
    assert {f"packages/{name}" for name in wanted} <= places
    assert "packages/sphinx/__init__.py" not in places


def test_a_module_that_cant_be_imported_here_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.py").write_text("import no_such_thing\n")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SiteError, match=r"mine: can't be imported.*no_such_thing"):
        environment_files(["mine"])


def test_libraries_are_found_below_any_folder(tmp_path: Path) -> None:
    packages = Path(pycurl.__file__).parent.parent
    needs((packages / "pycurl.libs").is_dir(), "pycurl as a wheel with its own libraries")
    for name in ("pycurl", "pycurl.libs"):
        shutil.copytree(packages / name, tmp_path / "my packages" / name)
    (extension,) = (tmp_path / "my packages" / "pycurl").glob("_pycurl*.so")
    _, found = shared_libraries([Path(sys.executable), extension])
    own = {path.resolve().name for path in found if tmp_path in path.resolve().parents}
    assert any(name.startswith("libcurl") for name in own)


def test_a_module_that_isnt_there_is_an_error() -> None:
    with pytest.raises(SiteError, match="no top-level module 'no_such_module'"):
        environment_files(["no_such_module"])


def test_dropping_symbols_leaves_a_program_as_it_works(tmp_path: Path) -> None:
    program = tmp_path / "python"
    shutil.copy(Path(sys.executable).resolve(), program)
    before = program.stat().st_size
    drop_symbols(program)
    assert program.stat().st_size < before
    output = subprocess.run(
        [program, "-I", "-S", "-c", "print(6 * 7)"], capture_output=True, check=False
    )
    assert (output.returncode, output.stdout) == (0, b"42\n")
    script = tmp_path / "script"
    script.write_text("#!/bin/sh\n")
    drop_symbols(script)
    assert script.read_text() == "#!/bin/sh\n"
