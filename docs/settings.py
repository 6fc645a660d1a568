"""Writes the tables of settings into grid.md and settings.md: `python docs/settings.py`.

They are made from the declarations of a grid's settings and of a run's options.
"""

from __future__ import annotations

from pathlib import Path

from photoparsl.options import Settable, flag_of
from photoparsl.requesting import RUN_OPTIONS
from photoparsl.sites import SETTINGS, Setting

DOCS = Path(__file__).parent
BEGIN, END = "<!-- python docs/settings.py writes this table -->\n", "<!-- the table's end -->\n"
GRID_HEAD = "| option | in `[grid]` | default | what |\n| --- | --- | --- | --- |\n"
RUN_HEAD = "| option | in `[run]` | in a folder's file |\n| --- | --- | --- |\n"


def pages() -> dict[Path, str]:
    """The pages by their paths, with the tables as the settings are declared."""
    grid = GRID_HEAD + "".join(map(_grid_row, SETTINGS.values()))
    run = RUN_HEAD + "".join(map(_run_row, RUN_OPTIONS))
    tables = {DOCS / "grid.md": grid, DOCS / "settings.md": run}
    return {path: _with(path, table) for path, table in tables.items()}


def _with(page: Path, table: str) -> str:
    """The text of a page, with another table."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table}{END}{after}"


def _grid_row(setting: Setting) -> str:
    option = f"`{setting.option} {setting.metavar}`" if setting.option else ""
    only = f" ({setting.only.text})" if setting.only else ""
    return f"| {option} | `{setting.name}` | {setting.default_text} | {setting.help}{only} |\n"


def _run_row(name: str) -> str:
    _, option = RUN_OPTIONS[name]
    settable = option.metadata.get("settable", Settable.BY_USER)
    if settable is Settable.NOWHERE:
        return ""
    value = f" {option.metadata['metavar']}".rstrip()
    is_in_folder = "yes" if settable is Settable.IN_FOLDER else ""
    return f"| `{flag_of(option)}{value}` | `{name}` | {is_in_folder} |\n"


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
