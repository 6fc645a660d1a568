"""Measures of one's own on a grid: their modules go along, or the run doesn't begin."""

from __future__ import annotations

from pathlib import Path

import pytest

from photoparsl.errors import SiteError
from photoparsl.manifests import Source
from photoparsl.requesting.run_options import RunOptions
from photoparsl.requesting.run_request import make_request


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home with a measure in a package."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "tints").mkdir()
    (tmp_path / "tints" / "blue.py").write_text("def share(photo): return 0.5\n")


def modules(config: str, **grid: object) -> tuple[str, ...]:
    measures = ["luminance", "tints.blue:share"]
    options = RunOptions(config=config, measures=measures, grid=grid)
    return make_request(options, Source(Path(), "", ""), "a").grid.modules


def test_the_module_of_a_measure_of_ones_own_is_bundled_once() -> None:
    assert modules("htcondor") == ("tints",)
    assert modules("slurm", modules=["other", "tints"]) == ("other", "tints")
    assert modules("local") == ()


def test_a_container_has_to_be_said_to_hold_it() -> None:
    with pytest.raises(SiteError, match=r"must hold the module tints, .* add --module tints"):
        modules("ospool", container="osdf:///a.sif")
    assert modules("ospool", container="osdf:///a.sif", modules=["tints"]) == ("tints",)
    assert modules("local", container="osdf:///a.sif") == ()
