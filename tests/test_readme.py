from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Archive, run_script

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def test_the_script_in_the_readme_works_as_it_stands(archive: Archive, tmp_path: Path) -> None:
    (script,) = blocks("python")
    (tmp_path / "manifest.txt").write_bytes(archive.manifest.read_bytes())
    done = run_script(tmp_path, script)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "scatter.html").read_text()
    assert "<b>40</b> photographs measured" in page


@pytest.mark.parametrize(
    "command", sorted(set(re.findall(r"^photoparsl (\w+)", "".join(blocks("sh")), re.MULTILINE)))
)
def test_every_command_in_the_readme_exists(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "photoparsl", command, "--help"], capture_output=True, check=False
    )
    assert done.returncode == 0


def test_every_file_the_readme_points_to_exists() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)", README):
        assert (ROOT / target).exists(), target
