"""`python docs/rooms.py` draws pictures/rooms.svg: the folders of photoparsl/, by their imports.

A folder stands above all folders that it imports.  Folders that import each other are an error.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "photoparsl"
PICTURE = Path(__file__).parent / "pictures" / "rooms.svg"
MEANING = {
    "app": "a page for people",
    "archives": "an archive to a manifest",
    "commands": "the command line",
    "detached": "runs without a process",
    "fetching": "a URL to bytes",
    "files": "whole or not at all",
    "importing": "lazily; packages to add",
    "library": "run and Run, for scripts",
    "manifests": "Photo, Slice, rows",
    "measuring": "bytes to numbers",
    "options": "declared and checked",
    "page": "results to a web page",
    "planning": "rows to measure",
    "redact": "what may be shown",
    "reports": "status, cost, export",
    "requesting": "a run's options",
    "results": "the run's folder",
    "running": "slices to Parsl tasks",
    "sites": "HTCondor, Slurm, pilots",
    "trends": "numbers by year",
    "tutorial": "the demo's archive",
}
_WIDTH, _HEIGHT, _STEP = 176, 46, 64  # of a box, and from floor to floor
_STYLE = """
.room { fill: #dbe7f5; stroke: #46648c; }
text { fill: #16202c; text-anchor: middle; }
.note { font-size: 12px; fill: #46505c; }
"""


@cache
def imports() -> dict[str, set[str]]:
    """The folders and the top modules that each folder and each top module imports.

    `__init__`, the package's face, imports from the folders, so no folder may import it.
    """
    folders = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}
    names = folders | {path.stem for path in PACKAGE.glob("*.py")}
    found: dict[str, set[str]] = {}
    for name in names:
        paths = (PACKAGE / name).rglob("*.py") if name in folders else [PACKAGE / f"{name}.py"]
        modules = {module for path in paths for module in _imported(path)}
        parts = [module.split(".") for module in modules]
        found[name] = {
            part[1] if part[1:] and part[1] in names else "__init__"
            for part in parts
            if part[0] == "photoparsl"
        } - {name}
    return found


def _imported(path: Path) -> Iterator[str]:
    """The modules that a file imports, and the names that it imports from modules."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def floors() -> list[list[str]]:
    """The folders from the lowest floor up; graphlib.CycleError if imports make a circle."""
    graph = imports()
    level: dict[str, int] = {}
    for name in TopologicalSorter(graph).static_order():
        highest = max((level[below] for below in graph[name]), default=-1)
        level[name] = highest + 1 if name in MEANING else highest  # top modules have no floor
    folders = [name for name in level if name in MEANING]
    highest = max(level.values())
    return [sorted(f for f in folders if level[f] == n) for n in range(highest + 1)]


def picture() -> str:
    """The drawing, as SVG."""
    rows = floors()
    width = 20 + (_WIDTH + 14) * max(map(len, rows))
    boxes = []
    for floor, row in enumerate(reversed(rows)):
        left = (width - (_WIDTH + 14) * len(row) + 14) // 2
        for place, folder in enumerate(row):
            x, y = left + place * (_WIDTH + 14), 10 + floor * _STEP
            middle = x + _WIDTH // 2
            boxes.append(
                f'<rect class="room" x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="6"/>'
                f'<text x="{middle}" y="{y + 20}">{folder}</text>'
                f'<text class="note" x="{middle}" y="{y + 37}">{MEANING[folder]}</text>'
            )
    height = 10 + _STEP * len(rows)
    below = "; ".join(", ".join(row) for row in reversed(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="system-ui, sans-serif" font-size="14" role="img" '
        'aria-labelledby="title text">\n<title id="title">The folders of photoparsl/</title>\n'
        f'<desc id="text">From the top floor down: {below}.</desc>\n<style>{_STYLE}</style>\n'
        + "\n".join(boxes)
        + "\n</svg>\n"
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
