"""The pages of pictures say what is in them: whose the photographs are, and which views."""

from __future__ import annotations

import re
import sys
from importlib import util
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).parent.parent / "docs"
NOTICES = """\
Files: a/x.jpg
       a/z.jpg
Copyright: 2018. Ann "Ox" Oxley <a@b.example>
           2005, Bob
License: CC-BY-4.0

Files: *
Copyright: 1999, Clara
License: Expat
"""


def script(name: str) -> ModuleType:
    """A script of the documents, as a module."""
    spec = util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec
    assert spec.loader
    module = util.module_from_spec(spec)
    sys.modules[spec.name] = module  # where its dataclasses look for themselves
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def photographs() -> ModuleType:
    return script("photographs")


def test_a_photographs_paragraph_gives_its_first_year_name_and_licence(
    photographs: ModuleType,
) -> None:
    assert photographs.described(NOTICES, "z.jpg") == (2005, "Ann Ox Oxley", "CC-BY-4.0")


def test_a_paragraph_of_all_other_files_dates_no_photograph(photographs: ModuleType) -> None:
    with pytest.raises(LookupError):
        photographs.described(NOTICES, "y.jpg")


def test_the_page_of_real_photographs_names_everyones_licence() -> None:
    lines = (DOCS / "photographs.md").read_text(encoding="utf-8").splitlines()
    rows = [line.strip("| ").split(" | ") for line in lines if ".jpg | " in line]
    assert len(rows) == 26
    assert f"{len(rows)} photographs" in "\n".join(lines)
    assert {row[3] for row in rows} == {
        "CC-BY-4.0",
        "CC-BY-SA-3.0",
        "CC-BY-SA-4.0",
        "CC0-1.0",
        "GPL-2+",
    }
    assert all(row[1] for row in rows)


def test_the_gallery_measures_only_tables_that_it_or_the_tutorial_makes() -> None:
    text = "".join((DOCS / f"{name}.md").read_text() for name in ("history", "gallery"))
    tables = re.findall(r"photoparsl run (\S+)", text)
    assert {"subjects.csv", "decades.csv"} <= set(tables)
    assert [name for name in tables if f'open("{name}", "w"' not in text] == []


def test_the_gallery_is_what_its_script_writes_and_has_all_its_pictures() -> None:
    gallery = script("gallery")
    assert (DOCS / "gallery.md").read_text(encoding="utf-8") == gallery.document()
    pictures = {path.name for path in (DOCS / "pictures").glob("gallery-*.webp")}
    assert pictures == {f"gallery-{view.name}.webp" for view in gallery.VIEWS}
