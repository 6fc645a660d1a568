"""The page for Python does what it says, block by block."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from photoparsl import Run
from tests.conftest import Archive

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")


def test_the_blocks_of_the_page_for_python_run_one_after_the_other(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = (line.split() for line in archive.manifest.read_text().splitlines())
    Path("manifest.csv").write_text("url,year\n" + "".join(f"{u},{y}\n" for u, y in rows))
    names: dict[str, object] = {"__name__": "__main__"}
    for block in re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL):
        exec(block, names)
    assert Path("page.html").exists()
    assert Path("runs/shape/public/scatter.html").exists()
    assert "<b>40</b> photographs measured" in Path("scatter.html").read_text()
    darkest = names["darkest"]
    assert isinstance(darkest, list)
    assert len(darkest) == 10


def test_the_table_of_what_a_run_gives_has_every_public_name_of_a_run() -> None:
    names = {name for name in dir(Run) if not name.startswith("_")}
    assert set(re.findall(r"^\| `run\.(\w+)", PAGE, re.MULTILINE)) == names


def test_the_notebook_goes_from_photos_to_a_data_frame(archive: Archive, tmp_path: Path) -> None:
    notebook = nbformat.read(ROOT / "docs" / "notebooks" / "archive.ipynb", as_version=4)
    assert not any(cell.get("outputs") for cell in notebook.cells)  # they are nobody's business
    place = {"metadata": {"path": str(tmp_path)}}
    done = NotebookClient(notebook, timeout=120, resources=place).execute()
    outputs = [o for cell in done.cells for o in cell.get("outputs", ())]
    html = [o["data"]["text/html"] for o in outputs if "text/html" in o.get("data", {})]
    assert "20 photos: 20 measured, 0 failed" in html[0]
    assert "<th>shape</th>" in html[1]
    assert "Checked(rows=20, measured=20" in outputs[-1]["data"]["text/plain"]
