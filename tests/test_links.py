"""Links and pictures of the documents, as a reader of the repository meets them.

On the website, the build of the documents checks the links (`test_docs.py`).
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md")]
LINK = re.compile(r"\]\((?![a-z]+:)([^)#\s]*)#?([^)\s]*)\)")
MAKERS = {  # what makes each picture, which the page with the picture names
    r"page\.png": "docs/page_picture.py",
    r"app\.png": "docs/app_picture.py",
    r"photographs\.webp": "docs/photographs.py",
    r"gallery-\w+\.webp": "docs/gallery.py",
    r"\w+-(?:low|high)\.webp": "docs/examples.py",
    r"rooms\.svg": "docs/rooms.py",
    r"way\.svg": "docs/pictures/way.svg",  # drawn by hand
}

of_each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))


@of_each_page
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(page: Path) -> None:
    for name, place in LINK.findall(without_code(page)):
        target = page.parent / name if name else page
        assert target.exists(), f"{page.name}: {name}"
        assert not place or place in places(target), f"{page.name}: {name}#{place}"


@of_each_page
def test_a_page_names_what_makes_its_pictures(page: Path) -> None:
    for picture in re.findall(r"!\[[^]]*\]\([\w./-]*?([\w.-]+)\)", without_code(page)):
        (maker,) = (maker for name, maker in MAKERS.items() if re.fullmatch(name, picture))
        assert (ROOT / maker).exists()
        assert re.search(rf"`(?:python )?{maker}`", page.read_text(encoding="utf-8")), picture


def without_code(page: Path) -> str:
    """A page's text without its blocks of code."""
    text = page.read_text(encoding="utf-8")
    return re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)


def places(page: Path) -> set[str]:
    """The anchors of a page's headings of three levels, as GitHub and the website make them."""
    found: list[str] = []
    for heading in re.findall(r"^#{1,3} (.+)$", without_code(page), re.MULTILINE):
        shown = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", heading).lower().replace(" ", "-")
        found.append(re.sub(r"[^\w-]", "", shown))
    again = [f"{name}-{found[:n].count(name)}" for n, name in enumerate(found) if name in found[:n]]
    return {*found, *again}
