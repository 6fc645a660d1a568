"""What the tests of archives share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, whose name has a space, a quote and an umlaut."""
    folder = tmp_path / "Ann's größe"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder
