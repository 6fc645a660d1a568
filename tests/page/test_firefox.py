"""What a reader does most works in Firefox too, and Firefox has nothing to complain of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.page.firefox import Firefox, launched

BOX = "(({ left, top, width, height }) => [left, top, width, height])"


@pytest.fixture(scope="module")
def firefox() -> Iterator[Firefox]:
    with launched() as found:
        yield found


@pytest.fixture
def page(firefox: Firefox, archive: Path) -> Iterator[Firefox]:
    firefox.trouble.clear()
    firefox.open(archive.as_uri())
    yield firefox
    assert firefox.trouble == []


def text(page: Firefox, name: str) -> str:
    return str(page.evaluate(f"document.getElementById({name!r}).innerText"))


def place(page: Firefox, across: float, down: float) -> tuple[float, float]:
    """A place of the chart, given in parts of its width and height."""
    page.evaluate("document.getElementById('figure').scrollIntoView()")
    left, top, width, height = page.evaluate(
        f"{BOX}(document.getElementById('chart').getBoundingClientRect())"
    )
    return left + across * width, top + down * height


def choose(page: Firefox, selector: str, value: str) -> None:
    found = f"document.querySelector({selector!r})"
    page.evaluate(f"({found}.value = {value!r}, {found}.dispatchEvent(new Event('change')))")


def test_the_chart_is_drawn_and_the_slope_is_said(page: Firefox) -> None:
    different = page.evaluate(
        """(() => {
            const canvas = document.getElementById("chart");
            const { width, height } = canvas;
            const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
            return new Set(new Uint32Array(data.buffer)).size;
        })()"""
    )
    assert different > 20
    assert " a decade" in text(page, "change")


def test_keys_go_from_photo_to_photo_and_select_a_year(page: Firefox) -> None:
    page.evaluate("document.getElementById('chart').focus()")
    page.press("End", "Up")
    page.wait_until("!document.getElementById('photo').hidden")
    assert text(page, "photo-year").startswith("20")
    page.press(" ")
    page.wait_until("!document.getElementById('selection').hidden")
    assert "photograph" in text(page, "selection-count")
    page.press("Escape")
    page.wait_until("document.getElementById('selection').hidden")


def test_a_drag_below_the_axis_selects_years_and_lists_their_photos(page: Firefox) -> None:
    page.drag([place(page, 0.4, 0.97), place(page, 0.45, 0.97), place(page, 0.5, 0.97)])
    page.wait_until("document.querySelectorAll('#list li').length === 10")
    assert "lowest first" in text(page, "list-tools")


def test_the_wheel_zooms_about_the_pointer(page: Firefox) -> None:
    before = page.evaluate("document.getElementById('zoom-reset').ariaDisabled")
    page.wheel(place(page, 0.4, 0.4), -240)
    page.wait_until("location.hash.includes('range=')")
    assert before == "true"
    page.evaluate("document.getElementById('zoom-reset').click()")
    page.wait_until("!location.hash.includes('range=')")


def test_a_filter_colours_and_small_plots_are_shown(page: Firefox) -> None:
    choose(page, "#colour", "resource")
    page.evaluate("document.getElementById('multiples').click()")
    page.wait_until("document.querySelectorAll('#small-multiples figure').length === 3")
    page.evaluate("document.getElementById('multiples').click()")
    choose(page, "#filter .low", "0.5")
    page.wait_until("document.getElementById('filter-words').innerText.includes('0.5')")
    page.wait_until(
        "document.getElementById('change').innerText.includes('chosen by their values')"
    )


def test_a_link_opens_the_same_view(page: Firefox, archive: Path) -> None:
    page.open(f"{archive.as_uri()}?again#measure=contrast&range=1900_1950_0_1")
    assert "Contrast" in text(page, "change")
    assert page.evaluate("location.hash").startswith("#measure=contrast")
