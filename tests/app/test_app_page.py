"""From a folder to its page, in a real browser."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import xlsxwriter
from playwright.sync_api import Browser, Page, Route, expect

import photoparsl
from photoparsl.results import RunEnded, read_events
from tests.app.conftest import NAMES, SCRIPT
from tests.app.started import (
    MINUTES,
    Started,
    look_at,
    measure,
    opened_app,
    started,
    until,
    wait_for_end,
)
from tests.conftest import jpeg
from tests.page.chromium import Scheme, axe_violations, keep_picture
from tests.page.directions import mixed_names

SIZES = [{"width": 1360, "height": 900}, {"width": 320, "height": 700}]


def shown_page(page: Page) -> None:
    """Check that the run's page is shown, with a photo of the disk."""
    expect(page.locator("#chart")).to_have_attribute("data-points", re.compile("[1-9]"))
    page.locator("#chart").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#source-picture img")).to_have_js_property("naturalWidth", 64)


@pytest.fixture(scope="module")
def run(app: Started, browser: Browser, pictures: Path) -> Path:
    """The run of the folder with odd names, measured by four clicks."""
    clicks = 0
    with opened_app(browser, app) as page:
        for button in (
            page.locator("#entries button", has_text='a "b"'),
            page.get_by_role("button", name="Use this folder"),
            page.locator("#measure"),
            page.locator("#show"),
        ):
            expect(button).to_be_visible(timeout=MINUTES)
            button.click()
            clicks += 1
        shown_page(page)
        assert clicks <= 5
        page.go_back()
        expect(page.locator("#run-text")).to_contain_text("4 photographs measured")
        place = page.locator("#run-place").text_content()
    assert place
    return Path(place)


def test_a_folder_leads_to_its_page_in_five_clicks_and_asks_loopback_alone(run: Path) -> None:
    assert (run / "public" / "scatter.html").exists()
    record = json.loads((run / "run.json").read_text())
    assert record["rows"] == len(NAMES)


def test_a_folder_that_isnt_shown_yet_is_the_one_that_is_used(
    app: Started, browser: Browser, pictures: Path
) -> None:
    with opened_app(browser, app) as page:

        def delay(route: Route) -> None:
            page.wait_for_timeout(500)
            route.continue_()

        page.route("**/answers/folder", delay)
        page.locator("#entries button", has_text='a "b"').click()
        page.get_by_role("button", name="Use this folder").click()
        expect(page.locator("#found-title")).to_contain_text('a "b"', timeout=MINUTES)
        expect(page.locator("#found-sum")).to_contain_text("4 photographs")


def test_the_folder_opened_last_is_shown_though_an_earlier_one_comes_later(
    app: Started, browser: Browser, pictures: Path
) -> None:
    with opened_app(browser, app) as page:
        held: list[Route] = []

        def hold(route: Route) -> None:  # a list's own method can't be marked by Playwright
            held.append(route)

        page.route("**/answers/folder", hold)
        for folder in ('a "b"', "tables"):
            page.locator("#entries button", has_text=folder).click()
        while len(held) < 2:
            page.wait_for_timeout(50)
        held[1].continue_()
        crumbs = page.locator("#above")
        expect(crumbs).to_contain_text("tables")
        with page.expect_response("**/answers/folder"):
            held[0].continue_()
        page.wait_for_timeout(100)
        expect(crumbs).to_contain_text("tables")
        expect(crumbs).not_to_contain_text('a "b"')


def test_a_run_stopped_before_it_began_goes_on_by_a_button(
    app: Started, browser: Browser, pictures: Path
) -> None:
    with opened_app(browser, app) as page:
        look_at(page, pictures / "tables" / "stopped.csv")
        page.locator("#measure").click(timeout=MINUTES)
        page.locator("#stop").click()
        expect(page.locator("#run-title")).to_have_text(
            "3. Not all is measured yet", timeout=MINUTES
        )
        page.get_by_role("button", name="Go on").click()
        wait_for_end(page)
        expect(page.locator("#run-text")).to_contain_text("4 photographs measured")


def test_a_folder_leads_to_its_page_by_the_keyboard_alone(
    app: Started, browser: Browser, pictures: Path
) -> None:
    with opened_app(browser, app) as page:
        keys = page.keyboard
        expect(page.locator("#choose-title")).to_be_focused()
        for _ in range(30):
            keys.press("Tab")
            if page.evaluate("document.activeElement.closest('#entries') !== null"):
                break
        keys.press("End")
        keys.press("ArrowUp")
        keys.press("Home")
        keys.press("ArrowDown")
        expect(page.locator("#entries button:focus")).to_contain_text("broken")
        keys.press("Enter")
        expect(page.locator("#use")).to_be_focused()
        keys.press("Enter")
        expect(page.locator("#found-title")).to_be_focused(timeout=MINUTES)
        press_button(page, "Measure 3 photographs")
        expect(page.locator("#run-title")).to_be_focused()
        wait_for_end(page)
        expect(page.locator("#run-title")).to_be_focused()
        press_button(page, "Look at the page")
        expect(page.locator("#chart")).to_have_attribute("data-points", re.compile("[1-9]"))


def press_button(page: Page, name: str) -> None:
    """Tab to a button, and press Enter."""
    button = page.get_by_role("button", name=name)
    expect(button).to_be_visible()
    for _ in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("(node) => node === document.activeElement"):
            break
    expect(button).to_be_focused()
    page.keyboard.press("Enter")


def test_backspace_leads_to_the_folder_around(
    app: Started, browser: Browser, pictures: Path
) -> None:
    with opened_app(browser, app) as page:
        page.locator("#entries button", has_text="tables").click()
        expect(page.locator("#above [aria-current]")).to_have_text("tables")
        expect(page.locator("#entries button:focus")).to_contain_text("scans")
        page.keyboard.press("Backspace")
        expect(page.locator("#above [aria-current]")).to_have_text(pictures.name)
        page.locator("#entries button", has_text="broken").click()
        expect(page.locator("#use")).to_be_focused()  # the folder holds photos only
        page.keyboard.press("Backspace")
        expect(page.locator("#above [aria-current]")).to_have_text(pictures.name)
        page.locator("#place").fill("ab")
        page.locator("#place").press("Backspace")
        expect(page.locator("#place")).to_have_value("a")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_step_breaks_a_rule_of_accessibility(
    app: Started, browser: Browser, pictures: Path, run: Path, scheme: Scheme
) -> None:
    with opened_app(browser, app, color_scheme=scheme) as page:

        def check(state: str) -> None:
            keep_picture(page, f"app-{state}-{scheme}")
            assert axe_violations(page) == [], state

        expect(page.locator("#runs button").first).to_be_visible()
        check("choose")
        page.locator("#place").fill("/nowhere")
        page.keyboard.press("Enter")
        expect(page.locator("#place-problem")).to_be_visible()
        check("no-folder")
        look_at(page, pictures / "tables" / "unclear.csv")
        check("problem")
        page.locator("#others").or_(page.get_by_text("Choose other photographs")).first.click()
        look_at(page, pictures / "tables" / "inexact.csv")
        check("found")
        page.get_by_role("button", name="Choose other photographs").first.click()
        page.locator("#runs button", has_text='a "b"').first.click()
        wait_for_end(page)
        check("measured")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nothing_is_wider_than_the_window_also_at_twice_the_size(
    app: Started, browser: Browser, pictures: Path, run: Path, size: dict[str, int]
) -> None:
    """A window of 1,360 pixels at 200 % is one of 680; letters alone are made larger, too."""
    with opened_app(browser, app, viewport=size) as page:

        def check(state: str) -> None:
            for letters, width in (("100%", size["width"]), ("200%", size["width"])):
                page.evaluate("size => document.documentElement.style.fontSize = size", letters)
                wide = page.evaluate("document.documentElement.scrollWidth")
                keep_picture(page, f"app-{state}-{width}-{letters}")
                assert wide <= width, (state, letters)
            page.evaluate("document.documentElement.style.fontSize = ''")

        check("choose")
        look_at(page, pictures / "tables" / "inexact.csv")
        check("found")
        page.get_by_role("button", name="Choose other photographs").first.click()
        page.locator("#runs button", has_text='a "b"').first.click()
        wait_for_end(page)
        check("measured")


def test_strangers_text_is_only_text(
    app: Started, browser: Browser, pictures: Path, run: Path
) -> None:
    with opened_app(browser, app) as page:
        look_at(page, next(pictures.glob("a *")))
        expect(page.locator("#found-body")).to_contain_text("<script>alert(1)<")
        expect(page.locator("#found-body script")).to_have_count(0)
        page.get_by_role("button", name="Choose other photographs").first.click()
        look_at(page, pictures / "tables" / "unclear.csv")
        expect(page.locator("#found-body")).to_contain_text("<i>x</i>")
    assert SCRIPT in NAMES


def test_photos_that_cant_be_measured_are_told_with_their_reasons(
    app: Started, browser: Browser, pictures: Path
) -> None:
    with opened_app(browser, app) as page:
        look_at(page, pictures / "broken")
        page.locator("#measure").click()
        wait_for_end(page)
        expect(page.locator("#run-text")).to_have_text(
            "1 photograph measured, 2 couldn\u2019t be measured."
        )
        table = page.locator("#failures-table")
        expect(table).to_contain_text("<b>1931.jpg")
        expect(table).to_contain_text("the end of the image is missing")
        run = Path(page.locator("#run-place").text_content() or "")
        before = endings(run)
        page.get_by_role("button", name="Try these again").click()
        until(lambda: endings(run) > before)
        wait_for_end(page)
        expect(page.locator("#run-text")).to_contain_text("2 couldn\u2019t be measured")


def endings(run: Path) -> int:
    """How often a run has ended."""
    return sum(isinstance(event, RunEnded) for event in read_events(run))


def test_a_folder_without_photographs_says_so_and_what_to_do(
    app: Started, browser: Browser, pictures: Path
) -> None:
    with opened_app(browser, app) as page:
        look_at(page, pictures / "empty")
        expect(page.locator("#found-problem")).to_contain_text("no photographs in this folder")
        assert "--" not in page.locator("#found-problem").inner_text()
        expect(page.locator("#measure")).to_have_count(0)
        page.get_by_role("button", name="Choose other photographs").first.click()
        expect(page.locator("#choose")).to_be_visible()


def test_a_tables_columns_are_offered_where_none_is_found(
    app: Started, browser: Browser, pictures: Path
) -> None:
    with opened_app(browser, app) as page:
        look_at(page, pictures / "tables" / "unclear.csv")
        problem = page.locator("#found-problem")
        expect(problem).to_contain_text("isn't clear which column of this table names the photo")
        photos = page.get_by_role("group", name="Column with the photographs")
        photos.get_by_text("Plate").click()
        dates = page.get_by_role("group", name="Column with the dates")
        dates.get_by_text("Vintage").click()
        page.get_by_role("button", name="Look again with these choices").click()
        expect(page.locator("#found-sum")).to_have_text(
            "4 photographs: 4 with a year, from 1890 to 1893.", timeout=MINUTES
        )
        measure(page)
        expect(page.locator("#run-text")).to_contain_text("4 photographs measured")


@pytest.mark.parametrize("text", ["", "Datei;Jahr\n", "url,year\n"], ids=["empty", "header", "own"])
def test_a_table_without_rows_is_called_that_and_offers_no_columns(
    text: str, app: Started, browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "leer.csv").write_text(text)
    with opened_app(browser, app) as page:
        look_at(page, tmp_path / "leer.csv")
        expect(page.locator("#found-problem")).to_contain_text("This table has no rows")
        expect(page.locator("#found-body input[type=radio]")).to_have_count(0)


def test_a_sentence_that_names_a_choice_stands_beside_the_open_box_of_it(
    app: Started, browser: Browser, pictures: Path
) -> None:
    table = pictures / "tables" / "unknown.csv"
    rows = [f"scans/glass{n}.jpg,{1890 + n}" for n in range(4)]
    table.write_text("file,ⵜⴰⵙⴳⴳⵯⴰⵙⵜ\n" + "\n".join(rows) + "\n")
    with opened_app(browser, app) as page:
        look_at(page, table)
        expect(page.locator("#found-sum")).to_contain_text("none has a year")
        note = page.get_by_role("listitem").filter(has_text="Column with the dates")
        expect(note).to_contain_text("in “Choose the columns yourself”")
        page.get_by_role("group", name="Column with the dates").get_by_text("ⵜⴰⵙⴳⴳⵯⴰⵙⵜ").click()
        page.get_by_role("button", name="Look again with these choices").click()
        expect(page.locator("#found-sum")).to_contain_text("4 with a year", timeout=MINUTES)


def test_a_typed_name_is_repeated_as_it_was_typed(app: Started, browser: Browser) -> None:
    with opened_app(browser, app) as page:
        for name in ("my nope/x.jpg", "ärchiv"):
            page.locator("#place").fill(name)
            page.get_by_role("button", name="Go there").click()
            expect(page.locator("#place-problem")).to_contain_text(f"“{name}”")
        look_at(page, "http://127.0.0.1:1/x.csv")
        expect(page.locator("#found-problem")).to_have_text(re.compile("^http://127"))


def test_a_name_written_from_right_to_left_leaves_the_words_beside_it_in_order(
    app: Started, browser: Browser, tmp_path: Path
) -> None:
    name = "003 القاهرة ١٩٢٣.jpg"
    (tmp_path / name).write_bytes(jpeg(90))
    with opened_app(browser, app) as page:
        look_at(page, tmp_path)
        line = page.locator("#found li").filter(has_text="no year").filter(has_text=name)
        expect(line.locator("bdi")).to_have_text(name)
        assert line.evaluate("line => getComputedStyle(line).direction") == "ltr"


def test_every_sentence_isolates_a_name_written_from_right_to_left(
    app: Started, browser: Browser, tmp_path: Path
) -> None:
    folder, sheet, column = "ארכיון העיר", "רשימה ב.csv", "קובץ"
    photos = ["תמונה 1 (ב).jpg", "صورة ١٩٢٣.jpg"]
    place = tmp_path / folder
    place.mkdir()
    for name in photos:
        (place / name).write_bytes(jpeg(90))
    for name in ("מסמך.אבג", "כתב.הוז"):
        (place / name).write_text("?")
    table = [f"{column};תאריך", *(f"{name};1900" for name in photos)]
    (place / sheet).write_text("\n".join(table), encoding="utf-8")
    (place / "אחרת.csv").write_text("שם;עיר\nא;ב\n", encoding="utf-8")
    (tmp_path / "ריק.csv").write_text("")
    names = [folder, sheet, column, *photos, "תאריך", "אחרת.csv", "ריק.csv", ".אבג", ".הוז"]
    with opened_app(browser, app) as page:
        page.locator("#place").fill(str(tmp_path / "אין כזה"))
        page.get_by_role("button", name="Go there").click()
        expect(page.locator("#place-problem")).to_be_visible()
        assert mixed_names(page, ["אין כזה"]) == []
        for source in (place, place / sheet, tmp_path / "ריק.csv"):
            look_at(page, source)
            for summary in page.locator("#found summary").all():
                summary.click()
            expect(page.locator("#found-title")).to_have_text(
                f"2. Found in \u2068{source.name}\u2069"
            )
            assert mixed_names(page, names) == []
            page.go_back()


def test_a_workbooks_other_sheet_is_one_choice_away_and_measured(
    app: Started, browser: Browser, tmp_path: Path
) -> None:
    for name in ("a", "b", "c", "d", "e"):
        (tmp_path / f"{name}.jpg").write_bytes(jpeg(90))
    with xlsxwriter.Workbook(tmp_path / "liste.xlsx") as book:
        for sheet, (names, year) in {"Glas": ("ab", 1901), "רשימה": ("cde", 1911)}.items():
            rows = [["Datei", "Jahr"], *([f"{name}.jpg", year] for name in names)]
            written = book.add_worksheet(sheet)
            for number, row in enumerate(rows):
                written.write_row(number, 0, row)
    with opened_app(browser, app) as page:
        look_at(page, tmp_path / "liste.xlsx")
        expect(page.locator("#found-sum")).to_contain_text("3 photographs: 3 with a year, of 1911")
        expect(page.locator("#found")).to_contain_text("the choice “Sheet of the workbook”")
        assert mixed_names(page, ["רשימה"]) == []
        page.get_by_role("group", name="Sheet of the workbook").get_by_label("Glas").check()
        page.locator("#read-again").click()
        expect(page.locator("#found-sum")).to_contain_text("2 photographs: 2 with a year, of 1901")
        expect(page.get_by_label("Glas")).to_be_checked()
        measure(page)
        expect(page.locator("#run-text")).to_contain_text("2 photographs measured")
        with page.expect_download(timeout=MINUTES) as saving:
            page.locator("#save [data-form=json]").click()
        assert saving.value.suggested_filename == "liste-Glas-measured.json"


def test_what_is_found_names_a_table_once_and_no_folder_that_a_person_has_chosen(
    app: Started, browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "Glas").mkdir()
    for name in ("a", "b", "c"):
        (tmp_path / "Glas" / f"{name}.jpg").write_bytes(jpeg(90))
    table = "Datei;Jahr;Ort\nGlas/a.jpg;1900;Köln\nb.jpg;1901;Bonn\nc.jpg;1902;Ulm\n"
    (tmp_path / "liste.csv").write_bytes(table.encode("cp1252"))
    with opened_app(browser, app) as page:
        look_at(page, tmp_path)
        found = page.locator("#found")
        expect(found).to_contain_text(
            "They come from the column 'Datei' of 'liste.csv', 2 of them by the files' names."
        )
        note = found.get_by_role("listitem").filter(has_text="UTF-8")
        expect(note).to_have_text(re.compile("^liste.csv: "))


def test_a_table_that_is_named_is_what_the_page_begins_with(
    browser: Browser, pictures: Path, tmp_path: Path
) -> None:
    table = pictures / "tables" / "stopped.csv"
    with started(tmp_path, table) as app, opened_app(browser, app, "found") as page:
        expect(page.locator("#found-title")).to_contain_text("stopped.csv", timeout=MINUTES)
        expect(page.locator("#found-sum")).to_contain_text("4 photographs")
        page.get_by_role("button", name="Choose other").click()
        expect(page.locator("#above [aria-current]")).to_have_text("tables")


@pytest.mark.parametrize("is_launched", [False, True], ids=["terminal", "launcher"])
def test_the_app_begins_where_it_was_started_or_if_that_is_the_root_at_home(
    is_launched: bool, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("home", "Ann's album"):
        (tmp_path / name).mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    here, begun = (Path("/"), "home") if is_launched else (tmp_path / "Ann's album", "Ann's album")
    with started(here, None) as app, opened_app(browser, app) as page:
        expect(page.locator("#above [aria-current]")).to_have_text(begun)


def test_inexact_dates_get_a_year_if_a_person_wants_it(
    app: Started, browser: Browser, pictures: Path
) -> None:
    with opened_app(browser, app) as page:
        look_at(page, pictures / "tables" / "inexact.csv")
        expect(page.locator("#found-sum")).to_contain_text("none has a year")
        body = page.locator("#found-body")
        expect(body).to_contain_text("approximate, like “about 1910”")
        expect(body.get_by_role("row", name="scan date when it was scanned 4")).to_be_visible()
        measure_button = page.locator("#measure")
        page.locator("#fuzzy").check()
        expect(measure_button).to_be_hidden()  # it would measure without that choice
        page.locator("#fuzzy").uncheck()
        expect(measure_button).to_be_visible()
        page.locator("#fuzzy").check()
        page.get_by_role("button", name="Look again with these choices").click()
        expect(page.locator("#found-sum")).to_have_text(
            "4 photographs: 4 with a year, from 1900 to 1930.", timeout=MINUTES
        )


def test_a_run_stays_open_though_the_list_of_runs_comes_later(
    app: Started, browser: Browser, run: Path
) -> None:
    with opened_app(browser, app) as page:
        held: list[Route] = []

        def hold(route: Route) -> None:
            held.append(route)

        page.route("**/answers/runs", hold)
        page.goto(page.url.partition("#")[0] + "#")
        while not held:
            page.wait_for_timeout(50)
        page.locator("#runs button", has_text='a "b"').first.click()
        expect(page.locator("#save")).to_be_visible()
        with page.expect_response("**/answers/runs"):
            held[0].continue_()
        page.wait_for_timeout(100)
        expect(page.locator("#save")).to_be_visible()


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet", "json"])
def test_the_numbers_are_saved_as_a_file(
    app: Started, browser: Browser, run: Path, form: str
) -> None:
    with opened_app(browser, app) as page:
        page.goto(page.url.partition("#")[0] + "#")
        page.locator("#runs button", has_text='a "b"').first.click()
        with page.expect_download(timeout=MINUTES) as saving:
            page.locator(f"#save [data-form={form}]").click()
        name = saving.value.suggested_filename
        path = saving.value.path()
        assert name == f"{run.name[:-7]}-measured.{form}"
        expect(page.locator("#save-text")).to_have_text("A table with 4 rows is being saved.")
        if form == "csv":
            assert len(list(csv.DictReader(path.open()))) == 4
        if form == "xlsx":
            assert "xl/workbook.xml" in zipfile.ZipFile(path).namelist()


def test_a_page_saves_and_shows_no_numbers_of_a_run_that_has_changed_since_it_looked(
    app: Started, browser: Browser, tmp_path: Path
) -> None:
    folder = tmp_path / "growing"
    folder.mkdir()
    for year in (1901, 1902):
        (folder / f"{year}.jpg").write_bytes(jpeg(90))
    with opened_app(browser, app) as page:
        look_at(page, folder)
        measure(page)
        expect(page.locator("#run-text")).to_have_text("2 photographs measured.")
        run = Path(page.locator("#run-place").inner_text())
        for year, button in ((1903, "#save [data-form=csv]"), (1904, "#show")):
            (folder / f"{year}.jpg").write_bytes(jpeg(120))
            photoparsl.run(folder, config="threads", run_dir=run)
            count = year - 1900
            expect(page.locator("#run-text")).to_have_text(f"{count - 1} photographs measured.")
            page.locator(button).click()
            expect(page.locator("#run-problem")).to_contain_text("This run has changed since")
            expect(page.locator("#run-text")).to_have_text(f"{count} photographs measured.")
            expect(page.locator("#save-text")).to_be_hidden()
        with page.expect_download(timeout=MINUTES) as saving:
            page.locator("#save [data-form=csv]").click()
        assert len(list(csv.DictReader(saving.value.path().open()))) == 4
        expect(page.locator("#save-text")).to_have_text("A table with 4 rows is being saved.")


def test_an_earlier_run_is_listed_opened_and_not_measured_again(
    app: Started, browser: Browser, pictures: Path, run: Path
) -> None:
    with opened_app(browser, app) as page:
        look_at(page, next(pictures.glob("a *")))
        expect(page.locator("#found-body")).to_contain_text("4 of them were measured earlier")
        expect(page.locator("#measure")).to_have_text("See the results")
        page.locator("#measure").click()
        expect(page.locator("#run-text")).to_contain_text("4 photographs measured")
        expect(page.locator("#go-on")).to_be_hidden()


def test_two_folders_of_one_name_have_runs_of_their_own(
    app: Started, browser: Browser, pictures: Path, tmp_path: Path, run: Path
) -> None:
    other = tmp_path / "empty"
    other.mkdir()
    (other / "1950.jpg").write_bytes(next(pictures.glob("a */1901*")).read_bytes())
    places = set()
    for folder in (other, pictures / "tables" / "scans" / "../../broken"):
        with opened_app(browser, app) as page:
            page.locator("#place").fill(str(folder))
            page.keyboard.press("Enter")
            page.locator("#use").click()
            expect(page.locator("#found-sum")).to_be_visible(timeout=MINUTES)
            places.add(page.locator("#found-body bdi").first.text_content())
    assert len(places) == 2


def test_a_path_may_be_pasted_in_quotes_or_as_an_address_of_a_file(
    app: Started, browser: Browser, pictures: Path
) -> None:
    folder = pictures / "broken"
    with opened_app(browser, app) as page:
        for text in (f'"{folder}"', folder.as_uri(), "broken", f"{folder}/"):
            page.locator("#place").fill(text)
            page.keyboard.press("Enter")
            expect(page.locator("#above [aria-current]")).to_have_text("broken")
            page.locator("#above button", has_text=pictures.name).click()
            expect(page.locator("#above [aria-current]")).to_have_text(pictures.name)


def test_the_steps_have_addresses_that_back_and_reload_lead_to(
    app: Started, browser: Browser, pictures: Path
) -> None:
    with opened_app(browser, app) as page:
        look_at(page, pictures / "broken")
        page.reload()
        expect(page.locator("#found")).to_be_visible()
        page.go_back()
        expect(page.locator("#choose")).to_be_visible()
        page.go_forward()
        expect(page.locator("#found")).to_be_visible()


def test_a_page_of_another_server_of_this_machine_cant_ask(
    app: Started, browser: Browser, photo_server: str
) -> None:
    """Its requests even bring no cookie: it doesn't know the path that this is kept for."""
    place, _ = app.enter()
    address = f"http://{urlsplit(app.url).netloc}{place}answers/folder"
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(app.url)
        expect(page.locator("#choose")).to_be_visible()
        page.goto(f"{photo_server}/x")
        for mode in ("cors", "no-cors"):
            script = """([url, mode]) => fetch(url, {method: "POST", mode, body: "{}",
                credentials: "include"}).then((a) => a.text(), () => "refused")"""
            assert page.evaluate(script, [address, mode]) in ("refused", "")
