"""Archives on the web: real servers on loopback that answer as the protocols are documented."""

from __future__ import annotations

import csv
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from werkzeug.wrappers import Request, Response

from photoparsl.commands.main import main
from photoparsl.manifests import Photo, read_manifest
from tests.local_server import LocalServer

Answer = Callable[[Request], Response]


class Archive(LocalServer):
    """A server whose answers a test gives, by path; `requests` are their paths and queries."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.requests: list[str] = []
        self.agents: set[str] = set()
        self.times: list[float] = []
        super().__init__()

    def json(self, path: str, document: object) -> str:
        """Answer `document` at `path`, `$` in it standing for the server."""
        text = json.dumps(document).replace("$", self.url)
        self.answers[path] = lambda request: Response(text, mimetype="application/json")
        return self.url + path

    def answer(self, request: Request) -> Response:
        parts = urlsplit(request.url)
        self.requests.append(parts.path + ("?" + parts.query if parts.query else ""))
        self.agents.add(request.headers.get("User-Agent", ""))
        self.times.append(time.monotonic())
        answer = self.answers.get(self.requests[-1]) or self.answers.get(parts.path)
        return answer(request) if answer else Response("no", 404)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    archive = Archive()
    yield archive
    archive.close()


def manifest(*arguments: str) -> int:
    return main(["manifest", *arguments, "--every", "0.001"])


def photos() -> list[Photo]:
    return list(read_manifest("manifest.csv"))


def left_out() -> list[str]:
    with Path("manifest.left-out.csv").open(newline="") as file:
        return [row["reason"] for row in csv.DictReader(file)]


def urls(server: Archive) -> list[tuple[str, int | None]]:
    return [(photo.url.removeprefix(server.url), photo.year) for photo in photos()]


# OAI-PMH

OAI = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">'
    "<responseDate>2026-01-01T00:00:00Z</responseDate><request>x</request>{}</OAI-PMH>"
)
OAI_RECORD = (
    "<record><header{status}><identifier>oai:a.example:coll/{number}</identifier>"
    "<datestamp>2004-05-06</datestamp></header><metadata>"
    '<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>T{number}</dc:title>'
    "<dc:date>{date}</dc:date><dc:identifier>{identifier}</dc:identifier>"
    "</oai_dc:dc></metadata></record>"
)


def oai_list(first: int, token: str = "", **fields: str) -> str:
    values = {"status": "", "date": "1923", "identifier": "http://a.example/{}.jpg", **fields}
    records = "".join(
        OAI_RECORD.format(
            status=values["status"],
            number=number,
            date=values["date"],
            identifier=values["identifier"].format(number),
        )
        for number in (first, first + 1)
    )
    more = f'<resumptionToken cursor="0">{token}</resumptionToken>'
    return OAI.format(f"<ListRecords>{records}{more}</ListRecords>")


def repository(server: Archive, lists: dict[str, str]) -> str:
    """A repository that answers a list for each token; the first for none."""

    def answer(request: Request) -> Response:
        token = request.args.get("resumptionToken", "")
        assert request.args["verb"] == "ListRecords"
        assert token or request.args["metadataPrefix"] == "oai_dc"
        bad = OAI.format('<error code="badResumptionToken">expired</error>')
        return Response(lists.get(token, bad), mimetype="text/xml")

    server.answers["/oai"] = answer
    return server.url + "/oai"


def test_oai_pmh_is_read_list_after_list(server: Archive) -> None:
    url = repository(server, {"": oai_list(1, "a|b c&d"), "a|b c&d": oai_list(3)})
    assert manifest(url + "?verb=ListRecords&metadataPrefix=oai_dc&set=photos") == 0
    assert [(photo.url[-5:], photo.year) for photo in photos()] == [
        (f"{number}.jpg", 1923) for number in (1, 2, 3, 4)
    ]
    assert "set=photos" in server.requests[0]
    assert "set=photos" not in server.requests[1]
    assert all(agent.startswith("photoparsl/") for agent in server.agents)


def test_an_interrupted_harvest_goes_on_where_it_was(
    server: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    lists = {"": oai_list(1, "2"), "2": oai_list(3, "3"), "3": oai_list(5)}
    url = repository(server, lists)
    working = server.answers["/oai"]

    def failing(request: Request) -> Response:
        if request.args.get("resumptionToken") == "3":
            return Response("overloaded", 500)
        return working(request)

    server.answers["/oai"] = failing
    assert manifest(url, "--as", "oai") == 3
    assert "the same command goes on" in capsys.readouterr().err
    assert [len(photos()), left_out()] == [4, ["incomplete"]]
    server.answers["/oai"] = working
    before = len(server.requests)
    assert manifest(url, "--as", "oai") == 0
    assert len(server.requests) - before == 1
    assert len(photos()) == 6
    assert manifest(url, "--as", "oai", "--limit", "3") == 0
    assert len(photos()) == 3
    assert len(server.requests) - before == 1
    for page in Path("cache").rglob("harvest/*/*"):
        os.utime(page, (0, 0))  # what is older than a week is fetched again
    assert manifest(url, "--as", "oai") == 0
    assert len(server.requests) - before == 4
    before += 3
    assert manifest(url, "--as", "oai", "--refresh") == 0
    assert len(server.requests) - before == 4


def test_a_harvest_pauses_when_the_server_asks_for_it(server: Archive) -> None:
    working = repository(server, {"": oai_list(1)})
    answer, busy = server.answers["/oai"], [Response("busy", 503, {"Retry-After": "1"})]
    server.answers["/oai"] = lambda request: busy.pop() if busy else answer(request)
    assert manifest(working, "--as", "oai") == 0
    assert server.times[1] - server.times[0] >= 1


def test_requests_keep_the_pause(server: Archive) -> None:
    url = repository(server, {"": oai_list(1, "2"), "2": oai_list(3, "3"), "3": oai_list(5)})
    assert main(["manifest", url, "--as", "oai", "--every", "0.2"]) == 0
    gaps = [after - before for before, after in zip(server.times, server.times[1:], strict=False)]
    assert min(gaps) >= 0.19


@pytest.mark.parametrize(
    ("answer", "code", "message"),
    [
        (OAI.format('<error code="badVerb">no such verb</error>'), 2, "answers badVerb: no such"),
        (OAI.format('<error code="badResumptionToken"/>'), 2, "doesn't accept its resumption"),
        (OAI.format('<error code="noRecordsMatch"/>'), 2, "has no records of this set"),
        ("<html><body>Hello</body></html>", 2, "isn't an OAI-PMH answer but a web page"),
        ("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", 2, "isn't an OAI-PMH answer: declares"),
    ],
)
def test_a_repositorys_refusal_is_reported(
    server: Archive, answer: str, code: int, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    url = repository(server, {"": answer})
    if "badResumptionToken" in answer:
        server.answers["/oai"] = lambda request: Response(answer)
    assert manifest(url, "--as", "oai") == code
    assert message in capsys.readouterr().err


def test_deleted_records_are_left_out_and_places_come_from_a_template(server: Archive) -> None:
    first = oai_list(1, "2", status=' status="deleted"')
    url = repository(server, {"": first, "2": oai_list(3, identifier="{}", date="ca. 1910")})
    template = "https://a.example/iiif/{local}/full/1024,/0/default.jpg"
    assert manifest(url, "--as", "oai", "--url", template, "--fuzzy") == 1
    assert [(photo.url, photo.year) for photo in photos()] == [
        (template.replace("{local}", f"coll/{number}"), 1910) for number in (3, 4)
    ]
    assert left_out() == ["deleted", "deleted"]


# IIIF


def image3(
    name: str, width: int = 4000, height: int = 3000, **service: object
) -> dict[str, object]:
    image_service = {
        "id": f"$/image/{name}",
        "type": "ImageService3",
        "profile": "level2",
        **service,
    }
    return {
        "id": f"$/files/{name}.jpg",
        "type": "Image",
        "width": width,
        "height": height,
        "service": [image_service],
    }


def canvas3(name: str, body: object, **more: object) -> dict[str, object]:
    annotation = {"type": "Annotation", "motivation": "painting", "body": body}
    page = {"type": "AnnotationPage", "items": [annotation]}
    return {"id": f"$/canvas/{name}", "type": "Canvas", "items": [page], **more}


def manifest3(name: str, *canvases: object, **more: object) -> dict[str, object]:
    return {
        "@context": "http://iiif.io/api/presentation/3/context.json",
        "id": f"$/{name}",
        "type": "Manifest",
        "label": {"en": [f"Photo {name}"]},
        "items": list(canvases),
        **more,
    }


def metadata(label: str, *values: str) -> list[dict[str, object]]:
    return [{"label": {"en": [label]}, "value": {"en": list(values)}}]


def test_a_iiif_3_collection_leads_to_its_images(server: Archive) -> None:
    choice = {"type": "Choice", "items": [image3("c"), image3("c-infrared")]}
    first = manifest3(
        "1",
        canvas3("a", image3("a"), metadata=metadata("Date", "May 1, 1923")),
        canvas3("b", image3("b", 800, 600)),
        canvas3("c", choice),
        metadata=metadata("Date created", "ca. 1910"),
        navDate="2004-01-01T00:00:00Z",
    )
    server.json("/1", first)
    server.json("/2", manifest3("2", canvas3("d", image3("d")), navDate="1890-01-01T00:00:00Z"))
    inner = {"id": "$/inner", "type": "Collection", "items": [{"id": "$/2", "type": "Manifest"}]}
    server.json("/inner", inner)
    embedded = manifest3("3", canvas3("e", {"id": "$/e.jpg", "type": "Image"}))
    items = [{"id": f"$/{n}", "type": "Collection" if n == "inner" else "Manifest"}
             for n in ("1", "inner", "top", "gone")]  # fmt: skip
    url = server.json("/top", {**inner, "id": "$/top", "items": [*items, embedded]})
    assert manifest(url, "--fuzzy") == 1
    assert urls(server) == [
        ("/image/a/full/1024,/0/default.jpg", 1923),
        ("/image/b/full/max/0/default.jpg", 1910),
        ("/image/c/full/1024,/0/default.jpg", 1910),
        ("/image/d/full/1024,/0/default.jpg", 1890),
        ("/e.jpg", None),
    ]
    assert left_out() == ["missing"]


def test_a_iiif_2_collection_leads_to_its_images_page_after_page(server: Archive) -> None:
    def manifest2(name: str, date: object) -> dict[str, object]:
        service = {
            "@context": "http://iiif.io/api/image/2/context.json",
            "@id": f"$/image/{name}",
            "profile": ["http://iiif.io/api/image/2/level1.json", {"formats": ["png"]}],
        }
        resource = {"@id": f"$/{name}.jpg", "@type": "dctypes:Image", "service": service}
        image = {"resource": {**resource, "width": 3000, "height": 4000}}
        return {
            "@context": "http://iiif.io/api/presentation/2/context.json",
            "@id": f"$/{name}",
            "@type": "sc:Manifest",
            "label": name,
            "metadata": [{"label": [{"@value": "Datum", "@language": "de"}], "value": date}],
            "sequences": [{"canvases": [{"@id": f"$/{name}/c", "images": [image]}]}],
        }

    server.json("/m1", manifest2("m1", "<span>um 1910</span>"))
    server.json("/m2", manifest2("m2", [{"@value": "1. Mai 1923", "@language": "de"}]))
    page = {"@type": "sc:Collection", "manifests": [{"@id": "$/m1", "@type": "sc:Manifest"}]}
    server.json("/p1", {**page, "@id": "$/p1", "next": "$/p2"})
    server.json("/p2", {**page, "@id": "$/p2", "manifests": [{"@id": "$/m2"}]})
    url = server.json("/top", {"@id": "$/top", "@type": "sc:Collection", "first": "$/p1"})
    assert manifest(url, "--fuzzy", "--size", "600") == 0
    assert urls(server) == [
        ("/image/m1/full/450,/0/default.jpg", 1910),
        ("/image/m2/full/450,/0/default.jpg", 1923),
    ]


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ({"profile": "level0", "sizes": [{"width": 500, "height": 375},
          {"width": 2000, "height": 1500}, {"width": 4000, "height": 3000}]},
         "/image/a/full/2000,1500/0/default.jpg"),
        ({"profile": "level0"}, "/files/a.jpg"),
        ({"type": "ImageService2", "profile": "http://iiif.io/api/image/2/level0.json",
          "sizes": [{"width": 500, "height": 375}]}, "/image/a/full/500,/0/default.jpg"),
        ({"type": None, "@context": "http://library.stanford.edu/iiif/image-api/1.1/context.json",
          "profile": "http://library.stanford.edu/iiif/image-api/1.1/compliance.html#level2"},
         "/image/a/full/1024,/0/native.jpg"),
        ({"type": None, "profile": None}, "/image/a/full/1024,/0/default.jpg"),
    ],
)  # fmt: skip
def test_an_image_service_is_asked_for_nothing_that_it_may_refuse(
    server: Archive, service: dict[str, Any], expected: str
) -> None:
    url = server.json("/m", manifest3("m", canvas3("a", image3("a", **service))))
    assert manifest(url) == 0
    assert urls(server)[0][0] == expected


def test_a_stranger_s_collection_reaches_neither_private_addresses_nor_files(
    server: Archive, tmp_path: Path
) -> None:
    os.mkfifo(pipe := tmp_path / "pipe")  # whoever opens it waits for ever
    private = [f"http://{host}/m" for host in ("10.0.0.1", "169.254.169.254", "[::1]:9", "0.0.0.0")]
    private += [f"file://{pipe}", "file:///etc/passwd", "ftp://127.0.0.1/m"]
    items = [{"id": url, "type": "Manifest"} for url in [*private, "$/m"]]
    url = server.json("/top", {"type": "Collection", "id": "$/top", "items": items})
    server.json("/m", manifest3("m", canvas3("a", image3("a"))))
    assert manifest(url) == 1
    assert len(photos()) == 1
    assert left_out() == ["missing"] * 7


ODD: list[object] = [
    [],
    {},
    "text",
    None,
    3,
    {"type": "Manifest"},
    {"type": "Manifest", "items": 7},
    {"type": "Manifest", "items": [{"items": "x"}]},
    {"type": "Manifest", "items": [{"items": [{"items": [{"body": [[]]}]}]}], "metadata": "x"},
    {"type": "Collection", "items": [None, 3, {}]},
    {"@type": ["sc:Manifest"], "sequences": [7]},
]


@pytest.mark.parametrize("document", ODD)
def test_an_odd_document_is_an_error_of_one_sentence(
    server: Archive, document: object, capsys: pytest.CaptureFixture[str]
) -> None:
    assert manifest(server.json("/m", document), "--as", "iiif") == 2
    assert "no record gives a photo" in capsys.readouterr().err


def test_a_document_nested_too_deeply_is_an_error_of_one_sentence(
    server: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    for depth in (400, 100_000):
        label = "[" * depth + "]" * depth
        text = f'{{"type": "Manifest", "label": {label}, "items": [{{"items": []}}]}}'
        server.answers[f"/{depth}"] = lambda request, answer=Response(text): answer  # type: ignore[misc]
        assert manifest(f"{server.url}/{depth}") == 2
        error = capsys.readouterr().err
        assert "Traceback" not in error and len(error) < 500


def test_a_stranger_s_records_name_neither_files_of_this_machine_nor_private_addresses(
    server: Archive,
) -> None:
    images = ["file:///etc/hostname", "/etc/hostname", "http://10.0.0.1/a.jpg", "$/b.jpg"]
    items = [{"id": str(n), "date": "1900", "image": image} for n, image in enumerate(images)]
    source = server.json("/items", {"items": items})
    assert manifest(source, "--image-column", "image") == 1
    assert [photo.url for photo in photos()] == [
        f"{server.url}/etc/hostname",
        f"{server.url}/b.jpg",
    ]


def test_a_stranger_s_identifier_leads_out_of_no_folder(server: Archive) -> None:
    items = [{"id": name, "date": "1900"} for name in ("a", "../../etc/passwd")]
    source = server.json("/items", {"items": items})
    assert manifest(source, "--url", "photos/{id}.jpg") == 1
    assert [photo.url for photo in photos()] == ["photos/a.jpg"]
