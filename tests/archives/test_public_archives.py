"""The commands of docs/archives.md, run as they stand there against answers of documented form."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from werkzeug.wrappers import Request, Response

from photoparsl.commands.main import main
from photoparsl.manifests import read_manifest
from tests.archives.test_harvest import Archive, left_out, server

__all__ = ["server"]  # the fixture

DOCUMENT = Path(__file__).parents[2] / "docs/archives.md"


def command(host: str, server: Archive) -> list[str]:
    """The command for the archive at `host`, with `server` in the place of all its hosts."""
    blocks = re.findall(r"```sh\n(photoparsl manifest .*?)```", DOCUMENT.read_text(), re.DOTALL)
    (text,) = [block for block in blocks if host in block]
    text = re.sub(r"https://[a-z.]+", server.url, text)
    _, *arguments = shlex.split(text.replace("\\\n", " "))
    if "--every" in arguments:
        arguments[arguments.index("--every") + 1] = "0.001"
    return [*arguments, "--every", "0.001"]


def made(server: Archive) -> list[tuple[str, int | None]]:
    found = read_manifest("manifest.csv")
    return [(photo.url.removeprefix(server.url), photo.year) for photo in found]


def test_the_library_of_congress(server: Archive) -> None:
    def item(number: int, date: str) -> dict[str, object]:
        sizes = [f"$/{number}_150px.jpg#h=120&w=150", f"$/{number}r.jpg#h=800&w=1000"]
        return {"id": f"$/item/{number}/", "title": f"T{number}", "date": date, "image_url": sizes}

    here = "/collections/detroit-publishing-company/?fo=json&c=100"
    no_image = {"id": "$/item/9/", "title": "a collection", "image_url": []}
    server.json(
        here,
        {
            "pagination": {"current": 1, "next": f"${here}&sp=2"},
            "results": [item(1, "1905"), item(2, "1890-01-01"), no_image],
        },
    )
    last = {"pagination": {"current": 2, "next": None}, "results": [item(3, "1880s")]}
    server.json(f"{here}&sp=2", last)
    assert main(command("loc.gov", server)) == 1
    assert made(server) == [("/1r.jpg", 1905), ("/2r.jpg", 1890), ("/3r.jpg", 1884)]
    assert left_out() == ["no-photo"]


def test_the_art_institute_of_chicago(server: Archive) -> None:
    def answer(request: Request) -> Response:
        page = int(request.args.get("page", 1))
        items = [
            {"id": page, "title": "T", "image_id": f"a-{page}", "date_display": "c. 1900"},
            {"id": 9, "title": "T", "image_id": None, "date_display": "1911"},
        ]
        return Response(
            json.dumps({"pagination": {"current_page": page}, "data": items if page < 4 else []})
        )

    server.answers["/api/v1/artworks/search"] = answer
    assert main(command("artic.edu", server)) == 1
    assert made(server) == [(f"/iiif/2/a-{n}/full/843,/0/default.jpg", 1900) for n in (1, 2, 3)]
    assert left_out() == ["no-photo"] * 3


def test_the_metropolitan_museum(server: Archive) -> None:
    api = "/public/collection/v1"
    server.json(f"{api}/search", {"total": 3, "objectIDs": [1, 2, 3]})
    for number, image in ((1, "$/CRDImages/1.jpg"), (2, "")):
        server.json(
            f"{api}/objects/{number}",
            {"objectID": number, "primaryImageSmall": image, "objectDate": "1850s", "title": "T"},
        )
    assert main(command("metmuseum.org", server)) == 1
    assert made(server) == [("/CRDImages/1.jpg", 1854)]
    assert left_out() == ["no-photo", "missing"]


def test_wikimedia_commons(server: Archive) -> None:
    hidden = '<div style="display: none;">date QS:P571,+1910-00-00T00:00:00Z/9</div>'

    def page(number: int, date: str) -> dict[str, object]:
        metadata = {"DateTimeOriginal": {"value": date, "source": "commons-desc-page"}}
        info = {"thumburl": f"{server.url}/thumb/{number}.jpg", "extmetadata": metadata}
        return {"pageid": number, "title": f"File:{number}.jpg", "imageinfo": [info]}

    def answer(request: Request) -> Response:
        if request.args.get("gcmcontinue") == "file|41|2":
            return Response(json.dumps({"query": {"pages": [page(3, "Unknown date")]}}))
        assert request.args["gcmtitle"] == "Category:Photographs_by_Eugène_Atget"
        pages = [page(1, f"circa 1910{hidden}"), page(2, "1923-05-01 12:00:00")]
        more = {"gcmcontinue": "file|41|2", "continue": "gcmcontinue||"}
        return Response(json.dumps({"continue": more, "query": {"pages": pages}}))

    server.answers["/w/api.php"] = answer
    assert main(command("wikimedia.org", server)) == 0
    assert made(server) == [("/thumb/1.jpg", 1910), ("/thumb/2.jpg", 1923), ("/thumb/3.jpg", None)]


def test_the_internet_archive(server: Archive) -> None:
    def answer(request: Request) -> Response:
        parameters = parse_qs(urlsplit(request.url).query)
        if parameters.get("cursor") == ["W3"]:
            return Response(json.dumps({"items": [{"identifier": "c"}], "total": 3}))
        items = [{"identifier": "a"}, {"identifier": "b"}]
        return Response(json.dumps({"items": items, "cursor": "W3", "total": 3}))

    server.answers["/services/search/v1/scrape"] = answer
    for name, date in (("a", "1923-01-01T00:00:00Z"), ("b", "ca. 1910"), ("c", "")):
        files = [
            {"name": "__ia_thumb.jpg", "source": "original", "format": "Item Tile"},
            {"name": f"{name} 1.jpg", "source": "original", "format": "JPEG"},
            {"name": f"{name} 1_thumb.jpg", "source": "derivative", "format": "JPEG Thumb"},
        ]
        metadata = {"identifier": name, "title": "T", "date": date}
        server.json(f"/metadata/{name}", {"metadata": metadata, "files": files})
    assert main(command("archive.org", server)) == 0
    assert made(server) == [
        ("/download/a/a%201.jpg", 1923),
        ("/download/b/b%201.jpg", 1910),
        ("/download/c/c%201.jpg", None),
    ]


def test_a_manifest_from_the_web_can_be_continued_by_another_command(
    server: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    url = server.json(
        "/list", {"items": [{"image": f"$/{n}.jpg", "year": 1900 + n} for n in (1, 2)]}
    )
    assert main(["manifest", url, "--image-column", "image"]) == 0
    assert made(server) == [("/1.jpg", 1901), ("/2.jpg", 1902)]
    assert main(["manifest", url, "--image-column", "image", "--dated-only", "--limit", "1"]) == 0
    assert len(server.requests) == 1
    assert "1 record: 1 photo" in capsys.readouterr().out


def test_of_several_sizes_of_a_photo_in_one_field_one_is_taken_and_the_summary_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)

    def sizes(number: int) -> list[str]:
        url = f"https://tile.example/{number}"
        return [f"{url}_150px.jpg#h=95&w=150", f"{url}r.jpg#h=405&w=640", f"{url}t.gif#h=9&w=120"]

    other = ["https://tile.example/8-front.jpg", "https://tile.example/8-back.jpg"]
    records = [{"id": n, "title": "T", "date": f"190{n}", "image_url": sizes(n)} for n in (1, 2)]
    records.append({"id": 8, "title": "T", "date": "1908", "image_url": other})
    Path("answer.json").write_text(json.dumps({"results": records}))
    Path("table.csv").write_text("image,date\n" + f"{'; '.join(sizes(3)[:2])},1903\n")
    assert main(["manifest", "answer.json", "table.csv", "--output", "manifest.csv"]) == 0
    urls = [photo.url for photo in read_manifest("manifest.csv")]
    names = ["1r.jpg#h=405&w=640", "2r.jpg#h=405&w=640", "8-front.jpg", "8-back.jpg"]
    names.append("3r.jpg#h=405&w=640")
    assert urls == [f"https://tile.example/{name}" for name in names]
    assert "the best of several sizes" in capsys.readouterr().out
