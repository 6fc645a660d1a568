"""Under the Python of a newer Debian, that of the pool's hosts: the same numbers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from photoparsl.results.run_directory import RunDirectory
from tests.conftest import jpeg, needs
from tests.pool.pool import SCRIPTS, why_no_pool

ROOT = Path(__file__).parents[2]
TREE = Path(os.environ.get("PHOTOPARSL_POOL_CACHE", "/var/cache/photoparsl-pool")) / "trixie"
# Process 1 of a machine that is the tree, with packages and photos from this one.
MACHINE = """
cd "$0"
mount -t overlay overlay -o "lowerdir=$1,upperdir=upper,workdir=work" root
mkdir -p root/packages root/photos
mount --bind packages root/packages
mount --bind photos root/photos
mount --rbind /dev root/dev
mount -t proc proc root/proc
shift
exec chroot root env -i -C /photos HOME=/photos PATH=/usr/bin:/bin PYTHONPATH=/packages \
    LANG=C.UTF-8 "$@"
"""


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packages for that Python, and photos."""
    why = why_no_pool()
    needs(not why, why)
    folder = tmp_path_factory.mktemp("newer")
    for name in ("upper", "work", "root", "packages", "photos"):
        (folder / name).mkdir()
    for number in range(8):
        (folder / "photos" / f"{number}.jpg").write_bytes(jpeg(40 + 25 * number))
    lines = (f"{number}.jpg {1900 + number}\n" for number in range(8))
    (folder / "photos" / "manifest.txt").write_text("".join(lines))
    subprocess.run([SCRIPTS / "tree"], check=True)
    minor = run(folder, "python3", "-c", "import sys; print(sys.version_info.minor)").strip()
    assert int(minor) > 11
    install(folder / "packages", f"3.{minor}")
    return folder


def install(target: Path, version: str) -> None:
    """What photoparsl requires as wheels for a Python, by this one's pip: the tree has none."""
    pip = [sys.executable, "-m", "pip", "-q"]
    ignored = shutil.ignore_patterns(".*", "*.egg-info", "docs", "tests", "benchmarks")
    copy = shutil.copytree(ROOT, target.parent / "copy", ignore=ignored)
    wheels = target.parent / "wheels"
    build = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(wheels), str(copy)]
    subprocess.run([*pip, *build], check=True)
    (wheel,) = map(str, wheels.iterdir())
    only = ["--python-version", version, "--only-binary=:all:", "--target", str(target)]
    subprocess.run([*pip, "install", "--no-compile", *only, wheel], check=True)


def run(folder: Path, *command: str) -> str:
    """What a command prints there."""
    enter = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private"]
    enter += ["sh", "-euc", MACHINE, str(folder), str(TREE)]
    done = subprocess.run(
        [*enter, *command], capture_output=True, text=True, check=False, timeout=240
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def values(run_dir: Path) -> dict[int, dict[str, float]]:
    """The values of a run, by row."""
    results = RunDirectory(run_dir).results()
    return {m.row: dict(m.values) for result in results for m in result.measurements}


def test_a_newer_python_imports_everything(machine: Path) -> None:
    code = (
        "import pkgutil, importlib, photoparsl\n"
        "for m in pkgutil.walk_packages(photoparsl.__path__, 'photoparsl.'):\n"
        "    if not m.name.startswith(('photoparsl.configs.', 'photoparsl.__main__')):\n"
        "        importlib.import_module(m.name)\n"
    )
    run(machine, "python3", "-W", "error::SyntaxWarning", "-c", code)


def test_a_newer_python_measures_the_same_with_workers_of_its_own(machine: Path) -> None:
    command = ["photoparsl", "run", "manifest.txt", "--measures", "all", "--run-dir"]
    run(machine, "python3", "-m", *command, "newer")
    photos = machine / "photos"
    subprocess.run([sys.executable, "-m", *command, "here"], cwd=photos, check=True)
    newer, here = (values(photos / name) for name in ("newer", "here"))
    assert len(newer) == 8
    for row, measured in newer.items():
        assert measured == pytest.approx(here[row], rel=1e-12)
