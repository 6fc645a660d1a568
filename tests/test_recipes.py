"""The recipes of docs/recipes.md work, and all give the same medians."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import pytest

from photoparsl.commands.main import main
from tests.conftest import jpeg, needs

PAGE = (Path(__file__).parent.parent / "docs/recipes.md").read_text(encoding="utf-8")
PARTS = dict(re.findall(r"^## (.+?)\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))


def blocks(part: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", part, re.MULTILINE | re.DOTALL)


def shell(script: str) -> str:
    """What a script prints; pip's own programs don't start below a folder with a $ in its name."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path, "PYTHON": sys.executable}
    programs = {"sqlite-utils": "sqlite_utils", "datasette": "datasette"}
    known = (f'{name}() {{ "$PYTHON" -m {room} "$@"; }}\n' for name, room in programs.items())
    script = "".join(known) + script
    return subprocess.check_output(["bash", "-euc", script], text=True, env=environment)


@pytest.fixture
def medians(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[int, float]:
    """The medians of a run of photos of three years, one missing, one undated; its tables too."""
    monkeypatch.chdir(tmp_path)
    Path("photos").mkdir()
    rows = [f"photos/{n}.jpg,{1900 + n % 3}\n" for n in range(9)]
    Path("photos.csv").write_text("url,year\n" + "".join(rows))  # by the name in start.md
    with Path("photos.csv").open("a") as file:
        file.write("photos/9.jpg,\n")
    for n in (*range(8), 9):
        Path(f"photos/{n}.jpg").write_bytes(jpeg(30 + 20 * n))
    assert main(["run", "photos.csv", "--config", "threads"]) == 1
    shell(blocks(PAGE.split("\n## ")[0], "sh")[0])
    found: dict[int, list[float]] = {}
    with Path("table.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            if row["status"] == "measured" and row["year"]:
                found.setdefault(int(row["year"]), []).append(float(row["luminance"]))
    return {year: median(values) for year, values in sorted(found.items())}


@pytest.mark.parametrize("program", ["pandas", "Polars", "DuckDB"])
def test_a_recipe_in_python_gives_the_medians(program: str, medians: dict[int, float]) -> None:
    names: dict[str, Any] = {}
    exec(blocks(PARTS[program], "python")[0], names)
    result = names["medians"]
    read = {"pandas": "items", "Polars": "rows", "DuckDB": "fetchall"}
    rows = getattr(result, read[program])()
    assert {int(year): value for year, value in rows} == pytest.approx(medians)


@pytest.mark.usefixtures("medians")
def test_datasette_shows_the_photos() -> None:
    rows = json.loads(shell(blocks(PARTS["Datasette"], "sh")[0]).splitlines()[-1])
    assert [(row["row"], row["year"], row["status"]) for row in rows] == [
        (n, 1900 + n, "measured") for n in range(3)
    ]
    assert all(isinstance(row["luminance"], float) for row in rows)


@pytest.mark.usefixtures("medians")
def test_embedding_atlas_gets_columns_without_empty_cells() -> None:
    exec(blocks(PARTS["Embedding Atlas"], "python")[0], {"duckdb": duckdb})
    named = re.findall(r"--(?:x|y|text) (\w+)", PARTS["Embedding Atlas"])
    assert len(named) == 3
    counts = ", ".join(f"count({name})" for name in named)
    filled = duckdb.connect().execute(f"select {counts} from 'measured.parquet'").fetchone()
    assert filled == (9, 9, 9)


def test_the_recipe_in_r_gives_the_medians(medians: dict[int, float]) -> None:
    needs(shutil.which("Rscript"), "R")
    Path("recipe.R").write_text(blocks(PARTS["R"], "r")[0])
    subprocess.run(["Rscript", "recipe.R"], check=True)
    with Path("medians.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    found = {int(row["year"]): float(row["luminance"]) for row in rows}
    assert found == pytest.approx(medians)
