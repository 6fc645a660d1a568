"""What a stranger's manifest or record may reach: its own host, the public web, nothing else.

Two addresses of loopback stand for the stranger's host, 127.0.0.1, and for a private one of ours,
127.0.0.2, at the same port.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pandas as pd
import pytest
from werkzeug.wrappers import Request, Response

from photoparsl.commands.main import main
from photoparsl.manifests import read_manifest
from photoparsl.running.manifest_source import open_source
from tests.conftest import jpeg
from tests.local_server import LocalServer

PHOTO = jpeg(90)


class Host(LocalServer):
    """A server that answers a photo at every path that ends so, and else what a test gives."""

    def __init__(self, address: str, port: int = 0) -> None:
        self.asked: Counter[str] = Counter()
        self.answers: dict[str, Response] = {}
        super().__init__(address, port)

    def text(self, path: str, text: str) -> str:
        self.answers[path] = Response(text)
        return self.url + path

    def redirect(self, path: str, to: str) -> str:
        self.answers[path] = Response(status=302, headers={"Location": to})
        return self.url + path

    def answer(self, request: Request) -> Response:
        self.asked[request.path] += 1
        if answer := self.answers.get(request.path):
            return answer
        return Response(PHOTO) if request.path.endswith(".jpg") else Response("no", 404)


@pytest.fixture
def stranger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    folder = tmp_path / 'Ann\'s "Bücher" 2'
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    host = Host("127.0.0.1")
    yield host
    host.close()


@pytest.fixture
def private(stranger: Host) -> Iterator[Host]:
    host = Host("127.0.0.2", stranger.port)
    yield host
    host.close()


def run(manifest: str, *more: str) -> dict[str, str]:
    """Run it anew, and give each photo's reason, empty where it was measured."""
    shutil.rmtree("run", ignore_errors=True)
    assert main(["run", manifest, "--config", "threads", "--run-dir", "run", *more]) in (0, 1)
    return reasons()


def reasons() -> dict[str, str]:
    assert main(["export", "run", "--format", "json"]) == 0
    return {
        row["url"]: row["reason"] or "" for row in json.loads(Path("run/photos.json").read_text())
    }


def harvest(*arguments: str) -> int:
    return main(["manifest", *arguments, "--every", "0.001"])


def test_a_manifest_that_redirects_to_a_private_address_is_not_fetched(
    stranger: Host, private: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    inside = private.text("/inside.txt", f"{private.url}/a.jpg 1900\n")
    url = stranger.redirect("/m.txt", inside)
    assert main(["run", url, "--config", "threads"]) == 2
    assert "may not reach 127.0.0.2" in capsys.readouterr().err
    assert not private.asked
    hop = stranger.redirect("/hop.txt", url)  # at whichever hop
    assert main(["run", hop, "--config", "threads"]) == 2
    assert not private.asked
    assert run(url, "--allow-private") == {f"{private.url}/a.jpg": ""}


def test_the_origin_is_the_host_that_was_typed_whatever_redirects_follow(
    stranger: Host, private: Host
) -> None:
    stranger.text("/at/last.txt", f"{stranger.url}/a.jpg 1900\n{private.url}/b.jpg 1901\n")
    url = stranger.redirect("/m.txt", f"{stranger.url}/at/last.txt")
    assert run(url) == {f"{stranger.url}/a.jpg": "", f"{private.url}/b.jpg": "refused-address"}
    assert not private.asked


def piped(command: str, text: str) -> dict[str, str]:
    shutil.rmtree("run", ignore_errors=True)
    Path("m.txt").write_text(text)
    program = f"{shlex.quote(sys.executable)} -m photoparsl run --config threads --run-dir run"
    done = subprocess.run(
        ["bash", "-c", command.replace("RUN", program)], capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return reasons()


@pytest.mark.parametrize(
    "command",
    [
        "cat m.txt | RUN /dev/stdin",
        "RUN <(cat m.txt)",
        "ln -s /dev/stdin link; RUN link <m.txt",
    ],
)
def test_a_manifest_by_a_pipe_is_checked_as_a_remote_one(private: Host, command: str) -> None:
    photo = f"{private.url}/a.jpg"
    assert piped(command, f"{photo} 1900\n") == {photo: "refused-address"}
    assert not private.asked


def test_what_another_program_has_opened_is_a_pipe_and_a_file_of_one_s_own_is_none(
    stranger: Host,
) -> None:
    Path("m.txt").write_text(f"{stranger.url}/a.jpg 1900\n")
    Path("link.txt").symlink_to("m.txt")
    with Path("m.txt").open("rb") as file:
        for name in (f"/dev/fd/{file.fileno()}", f"/proc/self/fd/{file.fileno()}"):
            Path("link").unlink(missing_ok=True)
            Path("link").symlink_to(name)
            for path in (name, "link"):
                file.seek(0)
                with open_source(path) as source:
                    assert [photo.base for photo in source.photos()] == ["web"], path
    for path in ("m.txt", "link.txt", f"{Path.cwd()}/m.txt"):
        with open_source(path) as source:
            assert [photo.base for photo in source.photos()] == [str(Path.cwd())]


def test_a_pipe_may_be_allowed_private_addresses(private: Host) -> None:
    photo = f"{private.url}/a.jpg"
    assert piped("RUN - --allow-private <m.txt", f"{photo} 1900\n") == {photo: ""}


def test_one_slice_from_a_pipe_is_checked_too(private: Host) -> None:
    command = (
        f"echo '{private.url}/a.jpg 1900' | {shlex.quote(sys.executable)} -m photoparsl slice - 0 1"
    )
    for more, told in (("", "refused-address"), (" --allow-private", "[1900, 0.")):
        done = subprocess.run(["bash", "-c", command + more], capture_output=True, check=False)
        assert told in done.stdout.decode()
    assert private.asked["/a.jpg"] == 1


def test_answers_saved_as_files_are_checked_as_a_stranger_s(
    stranger: Host, private: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("secret.jpg").write_bytes(PHOTO)
    images = ["secret.jpg", str(Path("secret.jpg").absolute()), "file:///etc/passwd"]
    images += [f"{private.url}/a.jpg", "http://10.0.0.1/b.jpg", "https://photos.example/c.jpg"]
    items = [{"id": n, "date": "1900", "image": image} for n, image in enumerate(images)]
    document = {"items": items, "next": f"{private.url}/next"}
    Path("answer.json").write_text(json.dumps(document))
    assert harvest("answer.json", "--image-column", "image") == 1
    assert [(p.url, p.base) for p in read_manifest("manifest.csv")] == [
        ("https://photos.example/c.jpg", "web")
    ]
    assert harvest("answer.json", "--image-column", "image", "--next", "next") == 1
    left_out = Path("manifest.left-out.csv").read_text()
    assert "without this page the rest of the list isn't known" in left_out, "it isn't silent"
    members = {"type": "Collection", "items": [{"type": "Manifest", "id": f"{private.url}/m"}]}
    Path("iiif.json").write_text(json.dumps(members))
    assert harvest("iiif.json") == 2
    assert not private.asked
    assert harvest("iiif.json", "--allow-private") == 2
    assert private.asked == {"/m": 1}


def test_what_was_harvested_with_leave_is_not_given_to_a_stranger(
    stranger: Host, private: Host
) -> None:
    inner = {"items": [{"image": f"{private.url}/a.jpg", "date": "1900"}]}
    url = private.text("/items", json.dumps(inner))
    assert harvest(url, "--image-column", "image") == 0
    outer = stranger.text("/items", json.dumps({"items": [{"at": url}]}))
    assert harvest(outer, "--record-url", "{at}", "--image-column", "image") != 0
    assert private.asked["/items"] == 1


def manifest_of_records(stranger: Host, output: str) -> str:
    """A manifest of a stranger's records, one of which names a host that leads astray by then."""
    images = [f"{stranger.url}/a.jpg", f"http://photos.invalid:{stranger.port}/b.jpg"]
    items = [{"id": n, "date": "1900", "image": image} for n, image in enumerate(images)]
    url = stranger.text("/items", json.dumps({"items": items}))
    assert harvest(url, "--image-column", "image", "-o", output) == 0
    lead_astray(Path(output))
    return f"http://127.0.0.2:{stranger.port}/b.jpg"


def lead_astray(manifest: Path) -> None:
    """Put an address for a name: one that leads elsewhere by now can't be had in a test."""
    packed = manifest.suffix == ".gz"
    text = gzip.decompress(manifest.read_bytes()) if packed else manifest.read_bytes()
    text = text.replace(b"photos.invalid", b"127.0.0.2")
    manifest.write_bytes(gzip.compress(text) if packed else text)


@pytest.mark.parametrize("output", ["m.csv", "m.csv.gz", "m.txt", "m.txt.gz"])
def test_a_manifest_of_records_of_the_web_is_checked_as_theirs(
    stranger: Host, private: Host, output: str
) -> None:
    astray = manifest_of_records(stranger, output)
    expected = {f"{stranger.url}/a.jpg": "", astray: "refused-address"}
    assert run(output) == expected
    assert not private.asked
    assert main(["run", output, "--config", "threads", "--run-dir", "run"]) == 1  # nothing is new
    more = ["--config", "threads", "--run-dir", "run", "--retry-failed"]
    assert main(["run", output, *more]) == 1
    assert not private.asked
    assert main(["run", output, *more, "--allow-private"]) == 0
    assert private.asked == {"/b.jpg": 1}


def as_parquet(path: Path) -> Path:
    pd.read_csv(path).to_parquet(path.with_suffix(".parquet"))
    return path.with_suffix(".parquet")


def last_row(path: Path) -> Path:
    pd.read_csv(path).tail(1).to_csv("part.csv", index=False)
    return Path("part.csv")


def tabs(path: Path) -> Path:
    pd.read_csv(path).to_csv("tabs.tsv", index=False, sep="\t")
    return Path("tabs.tsv")


def made_again(path: Path) -> Path:
    assert harvest(str(path), "-o", "again.csv") == 0
    return Path("again.csv")


def made_again_as_text(path: Path) -> Path:
    assert harvest(str(path), "-o", "again.txt") == 0
    return Path("again.txt")


def exported(path: Path) -> Path:
    run(str(path))
    assert main(["export", "run", "-o", "exported.csv"]) == 0
    return Path("exported.csv")


def sent(path: Path) -> Path:
    return Path(shutil.copy(path, "copy.csv"))


@pytest.mark.parametrize(
    "change", [as_parquet, last_row, tabs, made_again, made_again_as_text, exported, sent]
)
def test_a_part_a_copy_or_another_form_reaches_no_more_than_the_manifest(
    stranger: Host, private: Host, change: Callable[[Path], Path]
) -> None:
    astray = manifest_of_records(stranger, "m.csv")
    assert run(str(change(Path("m.csv"))))[astray] == "refused-address"
    assert not private.asked


def test_an_origin_that_a_manifest_from_the_web_names_gives_it_nothing(
    stranger: Host, private: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = f"{private.url}/a.jpg"
    for name, text in (
        ("/m.txt", f"# photoparsl_origin: {private.url}/\n{photo} 1900\n"),
        ("/m.csv", f"url,year,photoparsl_origin\n{photo},1900,{private.url}/\n"),
        ("/n.csv", f"url,year,photoparsl_origin\n{photo},1900,\n"),
    ):
        assert run(stranger.text(name, text)) == {photo: "refused-address"}
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        assert run("-") == {photo: "refused-address"}
    assert not private.asked


def test_rows_of_a_stranger_name_no_file_of_this_machine(
    stranger: Host, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("own.jpg").write_bytes(PHOTO)
    Path("m.csv").write_text("url,year,photoparsl_origin\nown.jpg,1900,\nown.jpg,1900,web\n")
    assert main(["run", "m.csv", "--config", "threads"]) == 2
    assert "m.csv:3: expected an http(s) URL" in capsys.readouterr().err


def test_one_s_own_rows_stay_one_s_own_beside_a_stranger_s(stranger: Host, private: Host) -> None:
    Path("own.jpg").write_bytes(PHOTO)
    photo = f"{private.url}/a.jpg"
    Path("m.csv").write_text(
        f"url,year,photoparsl_origin\nown.jpg,1900,\n{photo}?1,1900,\n{photo},1900,web\n"
    )
    assert run("m.csv") == {"own.jpg": "", f"{photo}?1": "", photo: "refused-address"}
    assert json.loads(Path("run/run.json").read_text())["origin"] == "web"


def test_a_template_of_a_person_names_the_host(stranger: Host, private: Host) -> None:
    items = [{"id": n, "date": "1900"} for n in range(2)]
    url = stranger.text("/items", json.dumps({"items": items}))
    assert harvest(url, "--url", f"{private.url}/{{id}}.jpg") == 0
    assert set(run("manifest.csv").values()) == {""}
    filled = [{"id": 1, "host": f"127.0.0.2:{private.port}", "date": "1900"}]
    Path("t.json").write_text(json.dumps(filled))
    assert harvest("t.json", "--url", "http://{host}/{id}.jpg") == 2


def test_a_url_in_an_xml_record_is_a_stranger_s(stranger: Host, private: Host) -> None:
    Path("records").mkdir()
    record = '<dc xmlns="http://purl.org/dc/elements/1.1/"><title>T</title><date>1900</date>{}</dc>'
    for name, url in (
        ("a", f"{private.url}/a.jpg"),
        ("b", f"http://photos.invalid:{private.port}/b.jpg"),
    ):
        identifier = f"<identifier>{url}</identifier>"
        Path(f"records/{name}.xml").write_text(record.format(identifier))
    assert harvest("records") == 1
    lead_astray(Path("manifest.csv"))
    assert list(run("manifest.csv").values()) == ["refused-address"]
    assert not private.asked


def test_a_fifo_of_the_system_is_read_as_long_as_it_lasts(
    stranger: Host, caplog: pytest.LogCaptureFixture
) -> None:
    os.mkfifo("pipe")
    text = f"{stranger.url}/a.jpg 1900\n"
    writer = threading.Thread(target=lambda: Path("pipe").write_text(text))
    writer.start()
    assert run("pipe") == {f"{stranger.url}/a.jpg": "refused-address"}
    writer.join()
    assert "pipe is a pipe: waiting until a program has written it" in caplog.messages
