"""The containers' definitions: their own lines install photoparsl, and measure with it.

No container service is needed: the lines run in a root of their own, made of this machine's /usr
in namespaces of their own.  What isn't tested is the image that they begin with.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path

from tests.conftest import needs

ROOT = Path(__file__).parent.parent
DEFINITION = (ROOT / "apptainer.def").read_text(encoding="utf-8")
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")
IN_NAMESPACES = ("unshare", "--user", "--map-root-user", "--mount", "--propagation", "slave")
ENTER = r"""
cd "$1"
for name in usr etc dev proc; do mkdir -p $name; mount --rbind /$name $name; done
for name in bin sbin lib lib64; do [ ! -L /$name ] || cp -P /$name .; done
mkdir -p opt tmp data
exec chroot . /bin/sh -ec "$2"
"""


def section(name: str) -> str:
    """The lines of a section of the Apptainer definition."""
    (lines,) = re.findall(rf"^%{name}\n(.*?)(?=^%|\Z)", DEFINITION, re.MULTILINE | re.DOTALL)
    return re.sub("^    ", "", lines, flags=re.MULTILINE)


def instructions(name: str) -> list[str]:
    """What follows an instruction of the Dockerfile, each time that it stands there."""
    return re.findall(rf"^{name} (.*)", DOCKERFILE, re.MULTILINE)


def copied(place: Path) -> None:
    """Copy the files that the Apptainer definition lists."""
    for line in section("files").split("\n"):
        if line.strip():
            name, target = line.split()
            copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            (place / target[1:]).parent.mkdir(parents=True, exist_ok=True)
            copy(ROOT / name, place / target[1:])


def run_in(place: Path, script: str) -> str:
    clean = {"PATH": "/usr/bin:/bin:/usr/sbin", "HOME": "/tmp", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [*IN_NAMESPACES, "bash", "-euc", ENTER, "enter", place, script],
        env=os.environ | clean,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_both_definitions_install_by_the_same_lines_from_the_same_files() -> None:
    (run,) = instructions("RUN")
    assert [part.strip() for part in run.split("&&")] == section("post").strip().split("\n")
    (image,) = instructions("FROM")
    assert re.findall(r"^From: (.*)", DEFINITION, re.MULTILINE) == [image]
    files = {line.split()[0] for line in section("files").split("\n") if line.strip()}
    assert {name for copy in instructions("COPY") for name in copy.split()[:-1]} == files
    for name in (ROOT / ".dockerignore").read_text().split():
        assert name.lstrip("!") in files or not name.startswith("!")
    assert files <= {name.lstrip("!") for name in (ROOT / ".dockerignore").read_text().split()}
    assert json.loads(instructions("ENTRYPOINT")[0]) == ["photoparsl"]
    assert 'exec photoparsl "$@"' in section("runscript")


def test_the_lines_of_the_definition_install_photoparsl_and_measure_an_archive(
    tmp_path: Path,
) -> None:
    possible = subprocess.run([*IN_NAMESPACES, "true"], capture_output=True, check=False)
    needs(possible.returncode == 0, "unprivileged namespaces")
    needs(Path("/usr/bin/python3").exists(), "Python in /usr/bin")
    copied(tmp_path)
    run_in(tmp_path, section("post"))
    assert not (tmp_path / "src").exists()
    printed = run_in(tmp_path, section("test"))
    assert "6 photos measured, 0 failed" in printed
    script = section("environment") + section("runscript").replace('"$@"', "--version")
    assert run_in(tmp_path, script).strip() == version("photoparsl")
