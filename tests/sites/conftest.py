"""What several tests of sites share: a bundle, which takes long to make."""

from __future__ import annotations

from pathlib import Path

import pytest

from photoparsl.sites.bundling import make_bundle


@pytest.fixture(scope="session")
def own_module(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A module of the user's, in a folder of its own."""
    module = tmp_path_factory.mktemp("own") / "my_measures.py"
    module.write_text("GREY = 0.5\n\n\ndef grey(photo):\n    return GREY\n")
    return module


@pytest.fixture(scope="session")
def bundle(own_module: Path) -> Path:
    """A bundle of this environment with the user's module; cached as any other."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(own_module.parent)
        return make_bundle([own_module.stem], own_module.parent / "out")
