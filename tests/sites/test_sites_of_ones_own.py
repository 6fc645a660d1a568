"""The configs that docs/sites.md shows are taken from it, and used."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from photoparsl.commands.main import main
from photoparsl.sites import Grid, Options, load_site
from tests.conftest import Archive

PAGE = Path(__file__).parents[2] / "docs" / "sites.md"
CHANGED, OWN = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)


@pytest.mark.parametrize("config", [CHANGED, OWN])
def test_ten_lines_are_enough(config: str) -> None:
    body = [line for line in config.splitlines() if line and not line.startswith("from ")]
    assert len(body) <= 10


def test_one_that_comes_along_can_be_changed(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(CHANGED)
    grid = Grid(address="10.0.0.1", bundle_url="http://photos.example/photoparsl-bundle-1.tar.gz")
    site, options = load_site(str(path)), Options(tmp_path, 2, grid)
    (executor,) = site.fresh_config(options).executors
    submitted = getattr(executor, "submit_file")(tmp_path)  # noqa: B009  Parsl's type hasn't it
    assert "requirements            = HasSSD" in submitted
    assert '+Group = "history"' in submitted
    assert getattr(executor, "provider").max_blocks == 50  # noqa: B009
    assert site.is_grid


def test_one_from_parsl_measures(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text(OWN)
    command = [
        "run",
        str(archive.manifest),
        "--config",
        str(path),
        "--run-dir",
        str(tmp_path / "run"),
    ]
    assert main(command) == 0
    assert main(["check", str(tmp_path / "run")]) == 0
