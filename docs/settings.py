"""Writes the table of a grid's settings into docs/grid.md: `python docs/settings.py`.

The table is made from their declaration in `photoparsl/sites/grid.py`.
"""

from __future__ import annotations

from pathlib import Path

from photoparsl.sites import SETTINGS, Setting

PAGE = Path(__file__).with_name("grid.md")
BEGIN, END = "<!-- python docs/settings.py writes this table -->\n", "<!-- the table's end -->\n"
HEAD = "| option | in `site.toml` | default | what |\n| --- | --- | --- | --- |\n"


def page() -> str:
    """The page, with the table as the settings are declared."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{HEAD}{''.join(map(_row, SETTINGS.values()))}{END}{after}"


def _row(setting: Setting) -> str:
    option = f"`{setting.option} {setting.metavar}`" if setting.option else ""
    only = f" ({setting.only.text})" if setting.only else ""
    return f"| {option} | `{setting.name}` | {setting.default_text} | {setting.help}{only} |\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
