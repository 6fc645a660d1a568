"""The photo of a record in JSON is found by what its fields hold, also in a folder of files."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

import photoparsl
from photoparsl.commands.main import main
from photoparsl.manifests import read_manifest
from tests.conftest import jpeg

WEB = "https://museum.example"

pytestmark = pytest.mark.usefixtures("folder")


def write(path: str, document: Any) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(document if isinstance(document, str) else json.dumps(document))


def manifest(*arguments: str) -> list[tuple[str, str]]:
    """The photos and their years."""
    main(["manifest", *arguments, "-o", "m.csv"])
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        return [(row["url"], row["year"]) for row in csv.DictReader(file)]


def work(number: int, **more: Any) -> dict[str, Any]:
    images = {"Thumb": f"{WEB}/t/{number}.jpg", "large": {"src": f"{WEB}/{number}.jpg"}}
    page = f"{WEB}/art/{number}"
    return {"id": number, "url": page, "images": images, "date": f"190{number}", **more}


def test_the_photo_of_a_record_needs_no_expression(capsys: pytest.CaptureFixture[str]) -> None:
    write("items.json", {"items": [work(1), work(2)]})
    assert manifest("items.json") == [(f"{WEB}/1.jpg", "1901"), (f"{WEB}/2.jpg", "1902")]
    printed = capsys.readouterr().out
    assert "Photos from: the field 'images.large.src' (2)" in printed
    assert "photos are in 'images.Thumb' too" in printed


def test_a_page_is_no_photo() -> None:
    write("items.json", [{"url": f"{WEB}/art/1", "date": "1901"}])
    assert manifest("items.json") == []


def test_a_folder_of_json_is_read_a_file_a_work(capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(3):
        write(f"works/{number // 2}/{number}.json", work(number))
    write("works/broken.json", '{"id": 4')
    write("works/many.json", [work(5), work(6)])
    expected = [(f"{WEB}/{n}.jpg", f"190{n}") for n in (0, 1, 2, 5, 6)]
    assert sorted(manifest("works")) == expected
    assert "unreadable-file" in capsys.readouterr().out


def test_a_folder_of_json_names_photos_in_it_and_no_others() -> None:
    for path in ("works/images/1.jpg", "2.jpg", "works/a/3.jpg", "works/b/3.jpg"):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(jpeg(90))
    secret = str(Path("2.jpg").absolute())
    for number, image in enumerate(("1.jpg", "../2.jpg", secret, "file:2.jpg", "3.jpg")):
        write(f"works/w{number}.json", {"image": image, "date": "1901"})
    write("works/w9.json", {"image": "http://127.0.0.1:1/1.jpg", "date": "1902"})
    assert manifest("works") == [("works/images/1.jpg", "1901")]


def test_json_beside_photos_isnt_taken_for_records() -> None:
    for number in range(3):
        Path("p").mkdir(exist_ok=True)
        Path(f"p/{number}.jpg").write_bytes(jpeg(90 + number))
        write(f"p/{number}.jpg.json", {"url": f"{WEB}/{number}.jpg"})
    write("p/package.json", {"image": f"{WEB}/x.jpg"})
    assert [url for url, _ in manifest("p")] == ["p/0.jpg", "p/1.jpg", "p/2.jpg"]


def test_the_lists_of_flickr_need_no_expression() -> None:
    photo = {"id": "1", "datetaken": "1943-05-01 00:00:00", "url_s": f"{WEB}/1_m.jpg"}
    for name in ("photos", "photoset"):
        write("answer.json", {name: {"page": 1, "photo": [{**photo, "url_l": f"{WEB}/1_b.jpg"}]}})
        assert manifest("answer.json") == [(f"{WEB}/1_b.jpg", "1943")]


def test_the_only_list_with_images_is_found_wherever_it_is_in_an_answer() -> None:
    works = [{"date": f"19{n}0", "image": {"web": f"https://a.example/{n}.jpg"}} for n in range(3)]
    Path("a.json").write_text(json.dumps({"count": 3, "found": {"works": works}}))
    assert main(["manifest", "a.json", "-o", "m.csv"]) == 0
    with Path("m.csv").open(newline="", encoding="utf-8") as file:
        assert [row["year"] for row in csv.DictReader(file)] == ["1900", "1910", "1920"]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"primaryImage": "original/1.jpg", "primaryImageSmall": "web-large/1.jpg"},
         "web-large/1.jpg"),
        ({"image_print": "1_print.jpg", "image_web": "1_web.jpg"}, "1_web.jpg"),
        ({"a": "iiif/1/full/full/0/default.jpg", "b": "iiif/1/full/843,/0/default.jpg"},
         "iiif/1/full/843,/0/default.jpg"),
        ({"b": "iiif/1/full/!200,200/0/default.jpg", "a": "iiif/1/full/max/0/default.jpg"},
         "iiif/1/full/max/0/default.jpg"),
        ({"thumbnail": "t/1.jpg", "picture": "p/1.jpg"}, "p/1.jpg"),
        ({"thumbnailUrl": "t/1.jpg"}, "t/1.jpg"),
    ],
)  # fmt: skip
def test_of_several_sizes_that_for_the_screen_is_taken(
    names: dict[str, str], expected: str
) -> None:
    for n in range(3):
        item = {name: f"{WEB}/{place}".replace("1", str(n)) for name, place in names.items()}
        write(f"w/{n}.json", {"date": 1900 + n, **item})
    taken = [url for url, _ in manifest("w")]
    assert taken == [f"{WEB}/{expected}".replace("1", str(n)) for n in range(3)]


@pytest.mark.parametrize("name", ["artObjects", "werke", "hits.found.list"])
def test_a_list_of_any_name_is_found_though_its_records_differ(name: str) -> None:
    works: list[dict[str, Any]] = [
        {"objectNumber": f"A{n}", "image": {"url": f"{WEB}/{n}.jpg"}, "date": f"190{n}"}
        for n in range(4)
    ]
    works[1]["image"] = None
    del works[2]["date"]
    document: Any = works
    for part in reversed(name.split(".")):
        document = {"count": 4, part: document}
    write("answer.json", document)
    expected = [(f"{WEB}/0.jpg", "1900"), (f"{WEB}/2.jpg", ""), (f"{WEB}/3.jpg", "1903")]
    assert manifest("answer.json") == expected
    write("works/answer.json", document)
    assert manifest("works") == expected


def test_several_lists_of_records_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    works = [{"title": f"T{n}", "date": f"190{n}"} for n in range(4)]
    write("answer.json", {"shown": works, "stored": works[:2]})
    assert main(["manifest", "answer.json", "-o", "m.csv"]) == 2
    assert "several lists: 'shown' of 4, 'stored' of 2" in capsys.readouterr().err


def test_a_record_that_merges_the_dates_of_several_photos_is_doubted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    views = [{"date": f"19{n}0"} for n in range(4)]
    write("one.json", {"title": "T", "image": f"{WEB}/1.jpg", "views": views})
    assert manifest("one.json") == [(f"{WEB}/1.jpg", "")]
    assert "is it several photos" in capsys.readouterr().out


def test_a_record_with_lists_of_its_own_is_one() -> None:
    shown = [{"title": f"Show {n}", "date": f"195{n}"} for n in range(3)]
    parts = [{"id": n, "name": f"Part {n}"} for n in range(3)]
    one = {"title": "T", "date": "1905", "image": f"{WEB}/1.jpg"}
    write("one.json", {**one, "exhibitions": shown, "parts": parts})
    assert manifest("one.json") == [(f"{WEB}/1.jpg", "1905")]


PLACE = "https://a.example/"
PARTS = [
    {"nid": [{"value": 32}], "field_member_of": [{"target_id": 31}], "url": f"{PLACE}1.jpg"},
    {"nid": [{"value": 33}], "field_member_of": [{"target_id": 99}], "url": f"{PLACE}2.jpg"},
    {
        "nid": [{"value": 34}],
        "field_member_of": [{"target_id": 31}],
        "field_date": [{"value": "1920"}],
        "url": f"{PLACE}3.jpg",
    },
    {"nid": [{"value": 31}], "field_date": [{"value": "1912"}], "url": f"{PLACE}4.jpg"},
]


@pytest.mark.parametrize("is_folder", [False, True])
def test_parts_in_json_inherit_the_date_of_their_whole(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, is_folder: bool
) -> None:
    source = tmp_path / "nodes"
    if is_folder:
        source.mkdir()
        for number, item in enumerate(PARTS):
            (source / f"{number}.json").write_text(json.dumps(item))
    else:
        source = tmp_path / "nodes.json"
        source.write_text(json.dumps(PARTS))
    photoparsl.make_manifest(source, tmp_path / "m.csv")
    years = [photo.year for photo in read_manifest(str(tmp_path / "m.csv"))]
    assert years == [1912, None, 1920, 1912]
    assert "records that others are parts of aren't there: 1;" in caplog.text


def test_a_table_with_the_dates_of_another_is_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "objects.csv").write_text("objectid,title,displaydate\n1,A,1912\n2,B,1913\n")
    rows = "".join(f"u{n},{PLACE}iiif/u{n}/full/max/0/default.jpg,{n}\n" for n in (1, 2))
    (tmp_path / "images.csv").write_text(f"uuid,iiifurl,depicts\n{rows}")
    photoparsl.make_manifest(tmp_path, tmp_path / "m.csv")
    assert "objects.csv: isn't read, as its rows name no photos" in caplog.text
    assert "images.csv has none" in caplog.text


def photos(*paths: str) -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_bytes(jpeg(90))


@pytest.mark.parametrize(
    ("name", "record"),
    [
        ("p/{}.json", {"title": "T", "file": "{}.jpg"}),
        ("p/{}.jpg.json", {"title": "T"}),
        ("p/{}.json", {"id": "9", "url": f"{WEB}/other.jpg"}),
        ("p/json/{}.json", {"title": "T", "filename": "{}.jpg"}),
    ],
)
def test_a_record_beside_each_photo_gives_its_date(name: str, record: dict[str, str]) -> None:
    for number in map(str, range(4)):
        photos(f"p/{number}.jpg")
        own = {key: text.replace("{}", number) for key, text in record.items()}
        write(name.format(number), {**own, "date": f"192{number}"})
    assert sorted(manifest("p")) == [(f"p/{n}.jpg", f"192{n}") for n in range(4)]


@pytest.mark.parametrize("around", ["p/", "p/photos/"])
def test_a_list_of_records_in_one_file_names_the_photos_of_its_folder(
    around: str, capsys: pytest.CaptureFixture[str]
) -> None:
    photos(*(f"{around}{n}.jpg" for n in range(5)))
    write("p/records.json", [{"id": n, "file": f"{n}.jpg", "date": f"192{n}"} for n in range(4)])
    assert manifest("p") == [(f"{around}{n}.jpg", f"192{n}") for n in range(4)]
    assert "no-record" in capsys.readouterr().out  # the photo that it doesn't name


def test_json_beside_photos_that_isnt_read_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    photos("p/0.jpg", "p/1.jpg")
    write("p/0.json", {"camera": "Leica"})
    assert len(manifest("p")) == 2
    assert ".json (1)" in capsys.readouterr().out


def test_a_work_with_a_list_of_its_dates_is_one_record() -> None:
    image = {"images": {"primary": {"large": f"{WEB}/1.jpg"}}}
    dates = [
        {"type": "negative", "date": "1911", "label": "negative"},
        {"type": "print", "date": "1950", "label": "print"},
    ]
    write("works/1.json", {"accession": "1", "title": "View", **image, "dates": dates})
    write("works/2.json", {"title": "T", "date": "1905", "image": f"{WEB}/2.jpg"})
    assert manifest("works") == [(f"{WEB}/1.jpg", "1911"), (f"{WEB}/2.jpg", "1905")]


TWICE = f'{{"id": 9, "image": "{WEB}/9.jpg", "image": "{WEB}/9b.jpg", "date": "1909"}}'
ONCE = f'{{"id": 8, "image": "{WEB}/8.jpg", "date": "1908", "date": "1908"}}'


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("list.jsonl", f"{ONCE}\n{TWICE}\n"),
        ("list.json", f"[{ONCE}, {TWICE}]"),
        ("items.json", f'{{"items": [{ONCE}, {TWICE}]}}'),
        ("works/1.json", f"[{ONCE}, {TWICE}]"),
        ("within.jsonl", f'{ONCE}\n{{"id": 7, "date": "1907", "image": [{TWICE}]}}'),
        ("within.json", f'[{ONCE}, {{"id": 7, "date": "1907", "image": {TWICE}}}]'),
    ],
)
def test_a_record_with_a_key_twice_is_left_out_and_listed(name: str, text: str) -> None:
    write(name, text)
    assert manifest(name.partition("/1")[0]) == [(f"{WEB}/8.jpg", "1908")]
    with Path("m.left-out.csv").open(newline="", encoding="utf-8") as file:
        (left_out,) = csv.DictReader(file)
    assert "has the key 'image' twice, with different values" in left_out["detail"]
    assert left_out["record"].endswith((":2", "#2"))


@pytest.mark.parametrize("text", [f'{{"items": [{ONCE}], "items": []}}', f'{{"a": {TWICE}}}'])
def test_a_document_with_a_key_twice_is_refused(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    write("items.json", text)
    assert main(["manifest", "items.json", "-o", "m.csv"]) == 2
    assert "has the key 'i" in capsys.readouterr().err


def test_a_work_in_a_file_of_its_own_with_a_key_twice_is_left_out() -> None:
    write("works/8.json", ONCE)
    write("works/9.json", TWICE)
    assert manifest("works") == [(f"{WEB}/8.jpg", "1908")]
    assert "has the key 'image' twice" in Path("m.left-out.csv").read_text()


def test_a_canvas_with_a_key_twice_costs_its_manifest_alone() -> None:
    def one(number: int, *more: str) -> str:
        body = f'{{"id": "{WEB}/{number}.jpg", "type": "Image"{"".join(more)}}}'
        painting = f'{{"items": [{{"items": [{{"body": {body}}}]}}]}}'
        return f'{{"id": "{WEB}/{number}", "type": "Manifest", "items": [{painting}]}}'

    twice = one(2, f', "id": "{WEB}/2b.jpg"')
    write("iiif.json", f'{{"type": "Collection", "items": [{one(1)}, {twice}, {one(3)}]}}')
    assert manifest("iiif.json") == [(f"{WEB}/1.jpg", ""), (f"{WEB}/3.jpg", "")]
    assert "has the key 'id' twice" in Path("m.left-out.csv").read_text()


@pytest.mark.parametrize(
    ("expression", "record"),
    [
        ("items[?kind=='photo']", '"kind": "photo", "kind": "map", "image": "{WEB}/9.jpg"'),
        ("items[*].photo", '"photo": {"image": "a.jpg"}, "photo": {"image": "{WEB}/9.jpg"}'),
        ("items[].{image: image, date: date}", '"image": "a.jpg", "image": "{WEB}/9.jpg"'),
    ],
)
def test_a_record_with_a_key_twice_that_an_expression_drops_or_takes_apart_is_listed(
    expression: str, record: str
) -> None:
    fields = f'"kind": "photo", "image": "{WEB}/8.jpg", "date": "1908"'
    good = f'{{{fields}, "photo": {{{fields}}}}}'
    other = '"facets": [{"name": "a"}]'
    write("items.json", f'{{{other}, "items": [{{{record.replace("{WEB}", WEB)}}}, {good}]}}')
    assert manifest("items.json", "--record", expression) == [(f"{WEB}/8.jpg", "1908")]
    with Path("m.left-out.csv").open(newline="", encoding="utf-8") as file:
        (left_out,) = csv.DictReader(file)
    assert left_out["record"] == "items.json#items[0]"
    assert "twice, with different values" in left_out["detail"]


def photo(number: int, **more: Any) -> dict[str, Any]:
    image = f"{WEB}/{number}.jpg"
    return {"id": number, "title": "Quay", "date": f"190{number}", "thumbnail": image, **more}


@pytest.mark.parametrize(
    "document",
    [
        {"results": [{"name": "single", "docs": [photo(1), photo(2), photo(3)]}]},
        {"groups": [{"title": "A", "items": [photo(1), photo(2)]}, {"items": [photo(3)]}]},
        [{"shelf": 1, "boxes": {"photos": [photo(1), photo(2)]}}, photo(3)],
        {"data": [{"albums": [{"photos": [photo(1), photo(2)]}, {"photos": [photo(3)]}]}]},
    ],
)
@pytest.mark.parametrize("source", ["a.json", "."])
def test_the_records_in_groups_are_each_a_record(document: Any, source: str) -> None:
    if isinstance(document, list):  # a record beside a group has an image: they aren't groups
        document = [document[0], {"shelf": 2, "boxes": {"photos": [photo(3)]}}]
    write("a.json", document)
    assert manifest(source) == [(f"{WEB}/{n}.jpg", f"190{n}") for n in (1, 2, 3)]


def test_a_record_whose_photos_have_no_date_and_title_is_no_group() -> None:
    images = [{"id": n, "src": f"{WEB}/{n}.jpg"} for n in (1, 2)]
    write("a.json", {"items": [{"id": 9, "title": "Quay", "date": "1901", "images": images}] * 2})
    assert manifest("a.json") == [(f"{WEB}/1.jpg", "1901"), (f"{WEB}/2.jpg", "1901")]


def test_an_expression_for_the_record_is_taken_as_it_is() -> None:
    groups = [{"name": "single", "docs": [photo(1), photo(2)]}]
    write("a.json", {"results": groups, "count": 2})
    found = [(f"{WEB}/{n}.jpg", f"190{n}") for n in (1, 2)]
    assert manifest("a.json", "--record", "results[].docs[]") == found
