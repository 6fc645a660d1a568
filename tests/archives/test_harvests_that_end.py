"""Harvests on servers with faults: each fault costs its own records, and every harvest ends."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from werkzeug.wrappers import Request, Response

from photoparsl.archives import harvest
from photoparsl.commands.main import main
from tests.archives.test_harvest import (
    OAI,
    Archive,
    canvas3,
    image3,
    left_out,
    manifest,
    manifest3,
    metadata,
    oai_list,
    photos,
    repository,
    server,
    urls,
)
from tests.conftest import jpeg

__all__ = ["server"]  # the fixture

MAINTENANCE = "<!DOCTYPE html><html><body>Back soon</body></html>"


def collection(server: Archive, number: int) -> str:
    """A IIIF collection of so many manifests, `/0` and so on."""
    for n in range(number):
        image = canvas3(f"{n}", image3(f"{n}"))
        server.json(f"/{n}", manifest3(f"{n}", image, metadata=metadata("Date", f"{1900 + n}")))
    items = [{"id": f"$/{n}", "type": "Manifest"} for n in range(number)]
    return server.json("/top", {"id": "$/top", "type": "Collection", "items": items})


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Response("broken", 500), "unanswered"),
        (Response(MAINTENANCE, mimetype="text/html"), "unanswered"),
        (Response('{"type": "Manifest", "items": [{"id"'), "unanswered"),
        (Response('{"error": "busy"}'), "not-iiif"),
        (Response("no", 403), "missing"),
        (Response("wall", 403, {"cf-mitigated": "challenge"}), "missing"),
    ],
)
def test_a_faulty_manifest_costs_its_own_photo_and_is_asked_for_again(
    server: Archive, answer: Response, reason: str
) -> None:
    url, good = collection(server, 5), None
    good, server.answers["/2"] = server.answers["/2"], lambda request: answer
    assert manifest(url) == 1
    assert [photo.year for photo in photos()] == [1900, 1901, 1903, 1904]
    assert left_out() == [reason]
    server.answers["/2"] = good
    before = len(server.requests)
    assert manifest(url) == 0
    assert [photo.year for photo in photos()] == [1900, 1901, 1902, 1903, 1904]
    assert server.requests[before:] == ["/2"]


def test_a_server_that_asks_for_hours_is_told_and_left_alone(
    server: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    url, good = collection(server, 5), None
    good = server.answers["/2"]
    server.answers["/2"] = lambda request: Response("later", 429, {"Retry-After": "7200"})
    assert manifest(url) == 3
    assert re.search(r"come again in 2 h, at 20\d\d-\d\d-\d\d \d\d:\d\d", capsys.readouterr().err)
    assert [photo.year for photo in photos()] == [1900, 1901]
    assert left_out() == ["incomplete"] * 3
    assert server.requests == ["/top", "/0", "/1", "/2"]
    server.answers["/2"] = good
    command = [sys.executable, "-m", "photoparsl", "manifest", url, "--every", "0.001"]
    subprocess.run(command, check=True, capture_output=True)  # a process that knows of no pause
    assert len(photos()) == 5


def test_a_host_that_gives_nothing_gets_few_requests(
    server: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(harvest, "MOST_ERRORS", 3)
    url = collection(server, 9)
    for n in range(2, 9):
        server.answers[f"/{n}"] = lambda request: Response("no", 403)
    assert manifest(url) == 3
    assert left_out() == ["missing"] * 3 + ["incomplete"] * 4
    assert server.requests[-1] == "/4"


WALL = "<html><head><title>Just a moment...</title></head><body>Enable JavaScript</body></html>"


@pytest.mark.parametrize(
    ("page", "what"),
    [
        (MAINTENANCE, "a web page in place of records: the server may be under maintenance"),
        (WALL, "a wall that admits only browsers: a web page ('Just a moment...') in place of"),
    ],
)
def test_web_pages_with_status_200_are_said_and_end_the_harvest_when_in_a_row(
    server: Archive, page: str, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    top = collection(server, 20)
    answers = dict(server.answers)
    for n in range(5, 20):
        server.answers[f"/{n}"] = lambda request: Response(page, mimetype="text/html")
    assert manifest(top) == 3
    assert len(photos()) == 5
    assert left_out().count("unanswered") == 4
    assert what in Path("manifest.left-out.csv").read_text()
    assert not {f"/{n}" for n in range(9, 20)}.intersection(server.requests)
    server.answers.update(answers)
    assert manifest(top) == 0
    assert len(photos()) == 20
    server.answers["/top"] = lambda request: Response(page, mimetype="text/html")
    assert manifest(top, "--refresh") == 2
    assert what in capsys.readouterr().err


def test_a_harvest_takes_a_limited_number_of_bytes(
    server: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(harvest, "MOST_HARVEST_BYTES", 2_000)
    url = collection(server, 9)
    assert manifest(url) == 3
    assert "one harvest takes no more" in capsys.readouterr().err
    while manifest(url) == 3:
        pass
    assert len(photos()) == 9


def test_nothing_is_written_over_if_the_archive_gives_nothing(server: Archive) -> None:
    url = collection(server, 3)
    assert manifest(url) == 0
    server.answers["/top"] = lambda request: Response("busy", 500)
    assert manifest(url, "--refresh") == 3
    assert len(photos()) == 3


def test_a_run_of_a_broken_archive_measures_what_there_is_and_reads_it_again(
    server: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    url, good = collection(server, 3), None
    good, server.answers["/1"] = server.answers["/1"], lambda request: Response("busy", 500)
    for n in range(3):
        server.answers[f"/image/{n}/full/1024,/0/default.jpg"] = lambda r: Response(jpeg(90))
    assert main(["run", url, "--run-dir", "run"]) == 0
    assert "1 unanswered" in capsys.readouterr().err
    server.answers["/1"] = good
    assert main(["run", url, "--run-dir", "run", "--dry-run"]) == 0
    assert "3 photos, 3 with a year; nothing left out" in capsys.readouterr().err


# OAI-PMH


def test_an_ill_formed_list_costs_its_ill_formed_records(server: Archive) -> None:
    broken = oai_list(3, "3").replace("<dc:title>T3</dc:title>", "<dc:title>T3</title>")
    lists = {"": oai_list(1, "2"), "2": broken, "3": oai_list(5)}
    url = repository(server, lists)
    assert manifest(url, "--as", "oai") == 1
    assert [photo.url[-5] for photo in photos()] == ["1", "2", "4", "5", "6"]
    assert left_out() == ["not-well-formed"]
    lists["2"] = oai_list(3, "3")
    assert manifest(url, "--as", "oai") == 0
    assert [photo.url[-5] for photo in photos()] == ["1", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize(
    "answer",
    [
        MAINTENANCE,
        oai_list(3, "3")[:400],
        OAI.format('<error code="badArgument">x</error>'),
        OAI.format('<error code="badResumptionToken"/>'),
    ],
)
def test_a_list_that_is_no_answer_ends_the_harvest_and_isn_t_kept(
    server: Archive, answer: str
) -> None:
    lists = {"": oai_list(1, "2"), "2": answer, "3": oai_list(5)}
    url = repository(server, lists)
    code = manifest(url, "--as", "oai")
    assert (code, left_out()) in [(3, ["incomplete"]), (1, ["missing"])]
    assert [photo.url[-5] for photo in photos()] == ["1", "2"]
    lists["2"] = oai_list(3, "3")
    assert manifest(url, "--as", "oai") == 0
    assert len(photos()) == 6


def test_an_expired_token_costs_nothing(server: Archive) -> None:
    lists = {"": oai_list(1, "2"), "2": oai_list(3, "3"), "3": MAINTENANCE}
    url = repository(server, lists)
    assert manifest(url, "--as", "oai") == 3
    lists.clear()  # the tokens of the lists in the cache have expired
    lists.update({"": oai_list(1, "b"), "b": oai_list(3, "c"), "c": oai_list(5)})
    assert manifest(url, "--as", "oai") == 0
    assert [photo.url[-5] for photo in photos()] == ["1", "2", "3", "4", "5", "6"]


@pytest.mark.parametrize("again", [oai_list(3, "3"), oai_list(3, "4"), oai_list(1, "2")])
def test_a_repository_that_repeats_a_list_ends_the_harvest(server: Archive, again: str) -> None:
    lists = {"": oai_list(1, "2"), "2": oai_list(3, "3"), "3": again, "4": oai_list(3, "4")}
    assert manifest(repository(server, lists), "--as", "oai") == 1
    assert len(photos()) == 4
    assert left_out() == ["repeated-page"]


def test_a_repository_of_empty_lists_without_end_ends(server: Archive) -> None:
    def answer(request: Request) -> Response:
        number = int(request.args.get("resumptionToken", "0"))
        more = f"<resumptionToken>{number + 1}</resumptionToken>"
        empty = OAI.format(f"<ListRecords>{more}</ListRecords>")
        return Response(empty if number else oai_list(1, "1"), mimetype="text/xml")

    server.answers["/oai"] = answer
    assert manifest(server.url + "/oai", "--as", "oai") == 1
    assert left_out() == ["repeated-page"]
    assert len(server.requests) == 51


def test_the_repository_s_own_parameters_stay(server: Archive) -> None:
    url = repository(server, {"": oai_list(1, "2"), "2": oai_list(3)})
    assert manifest(f"{url}?repo=p%20q&verb=ListRecords&metadataPrefix=oai_dc&set=x") == 0
    assert server.requests == [
        "/oai?verb=ListRecords&metadataPrefix=oai_dc&repo=p%20q&set=x",
        "/oai?repo=p%20q&verb=ListRecords&resumptionToken=2",
    ]


@pytest.mark.parametrize("namespace", ["", ' xmlns="https://www.openarchives.org/OAI/2.0/"'])
def test_answers_without_the_namespace_or_with_https_are_read(
    server: Archive, namespace: str
) -> None:
    usual = ' xmlns="http://www.openarchives.org/OAI/2.0/"'
    lists = {"": oai_list(1, "2"), "2": oai_list(3)}
    url = repository(server, {k: v.replace(usual, namespace) for k, v in lists.items()})
    assert manifest(url, "--as", "oai") == 0
    assert len(photos()) == 4


# JSON


def pages(server: Archive, **answers: object) -> str:
    """An API whose page `n` is the value of `pn`: items by number, a status, or a text."""

    def answer(request: Request) -> Response:
        found = answers.get("p" + request.args.get("p", "1"), 404)
        if isinstance(found, int):
            return Response("no", found)
        if isinstance(found, str):
            return Response(found)
        assert isinstance(found, list)
        items = [{"image": f"http://a.example/{n}.jpg", "date": "1923"} for n in found]
        return Response(json.dumps({"items": items, "next": request.args.get("p")}))

    server.answers["/items"] = answer
    return server.url + "/items?p=1"


@pytest.mark.parametrize(
    ("answers", "code", "numbers", "reasons"),
    [
        ({"p3": 500, "p4": [4], "p5": []}, 1, "124", ["unanswered"]),
        ({"p3": MAINTENANCE, "p4": [4]}, 1, "124", ["unanswered"]),
        ({"p3": '{"items": [{"ima', "p4": [4]}, 1, "124", ["unanswered"]),
        ({"p3": '{"message": "busy"}', "p4": [4]}, 1, "124", ["unanswered"]),
        ({"p3": 404}, 0, "12", []),
        ({"p3": 500, "p4": 500}, 3, "12", ["incomplete"]),
        ({"p3": 400, "p4": 400}, 1, "12", ["missing"]),
        ({"p3": [2], "p4": [2]}, 1, "12", ["repeated-page"]),
    ],
)
def test_a_faulty_page_costs_its_own_records(
    server: Archive, answers: dict[str, object], code: int, numbers: str, reasons: list[str]
) -> None:
    url = pages(server, p1=[1], p2=[2], **answers)
    assert manifest(url, "--page", "p") == code
    assert "".join(photo.url[-5] for photo in photos()) == numbers
    assert (left_out() if Path("manifest.left-out.csv").exists() else []) == reasons
    faults = {name: [3] for name in answers if name == "p3"}
    pages(server, **{"p1": [1], "p2": [2], **answers, **faults})
    if code and "repeated-page" not in reasons:
        manifest(url, "--page", "p")
        assert "3" in "".join(photo.url[-5] for photo in photos())


def test_a_missing_next_page_ends_the_list_and_is_listed(server: Archive) -> None:
    items = [{"image": "http://a.example/1.jpg", "date": "1923"}]
    url = server.json("/a", {"items": items, "next": "$/b"})
    server.answers["/b"] = lambda request: Response(MAINTENANCE)
    assert manifest(url, "--next", "next") == 3
    assert [len(photos()), left_out()] == [1, ["incomplete"]]
    server.json("/b", {"items": [{**items[0], "image": "http://a.example/2.jpg"}], "next": "$/b"})
    assert manifest(url, "--next", "next") == 0
    assert len(photos()) == 2


def test_pages_that_lead_in_a_circle_end(server: Archive) -> None:
    for here, there, n in ("ab1", "bc2", "ca3"):
        item = {"image": f"http://a.example/{n}.jpg", "date": "1923"}
        server.json(f"/{here}", {"items": [item], "next": f"$/{there}"})
    assert manifest(server.url + "/a", "--next", "next") == 1
    assert [len(photos()), left_out()] == [3, ["repeated-page"]]


def test_an_empty_page_with_a_next_one_doesn_t_end_the_list(server: Archive) -> None:
    item = {"image": "http://a.example/1.jpg", "date": "1923"}
    server.json("/a", {"query": {"pages": [item]}, "next": "$/b"})
    server.json("/b", {"next": "$/c"})
    server.json("/c", {"query": {"pages": [{**item, "image": "http://a.example/2.jpg"}]}})
    arguments = ("--next", "next", "--record", "query.pages")
    assert manifest(server.url + "/a", *arguments) == 0
    assert len(photos()) == 2


# IIIF


def test_a_collection_of_many_pages_isn_t_too_deep(server: Archive) -> None:
    collection(server, 30)
    for n in range(30):
        page = {"type": "Collection", "id": f"$/p{n}", "items": [{"id": f"$/{n}"}]}
        server.json(f"/p{n}", {**page, "next": f"$/p{n + 1}"} if n < 29 else page)
    assert manifest(server.url + "/p0") == 0
    assert len(photos()) == 30


def test_a_missing_page_of_a_collection_is_said(server: Archive) -> None:
    collection(server, 1)
    url = server.json("/p0", {"type": "Collection", "items": [{"id": "$/0"}], "next": "$/p1"})
    server.answers["/p1"] = lambda request: Response("busy", 500)
    assert manifest(url) == 3
    assert [len(photos()), left_out()] == [1, ["incomplete"]]


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ({"type": "ImageApiSelector", "region": "100,200,2000,1000"},
         "/image/a/100,200,2000,1000/1024,/0/default.jpg"),
        ([{"@type": "FragmentSelector", "value": "xywh=pct:0,0,25,25"}],
         "/image/a/pct:0,0,25,25/max/0/default.jpg"),
        ({"type": "ImageApiSelector", "rotation": "90"}, "/image/a/full/1024,/0/default.jpg"),
    ],
)  # fmt: skip
def test_the_region_of_a_specific_resource_is_asked_for(
    server: Archive, selector: object, expected: str
) -> None:
    body = {"type": "SpecificResource", "source": image3("a"), "selector": selector}
    assert manifest(server.json("/m", manifest3("m", canvas3("a", body)))) == 0
    assert urls(server)[0][0] == expected


def test_a_region_that_can_t_be_had_alone_isn_t_taken_for_the_whole(server: Archive) -> None:
    body = {"type": "SpecificResource", "source": image3("a", profile="level0"),
            "selector": {"region": "0,0,10,10"}}  # fmt: skip
    whole = canvas3("b", {"type": "SpecificResource", "source": "$/b.jpg"})
    assert manifest(server.json("/m", manifest3("m", canvas3("a", body), whole))) == 1
    assert urls(server) == [("/b.jpg", None)]


def test_sizes_as_texts_and_ids_of_info_json_are_read(server: Archive) -> None:
    image = {**image3("a"), "width": "4000", "height": "3000"}
    image["service"] = [{"@id": "$/image/a/info.json", "profile": "level1"}]
    statement = {"label": {"en": ["Date taken"]}, "value": {"en": ["1931"]}}
    url = server.json("/m", manifest3("m", canvas3("a", image), requiredStatement=statement))
    assert manifest(url) == 0
    assert urls(server) == [("/image/a/full/1024,/0/default.jpg", 1931)]
