"""One reading of a manifest gives its photos and the SHA-256 of its file."""

import gzip
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from photoparsl.errors import ManifestError
from photoparsl.files import checksum
from photoparsl.manifests import Source, read_manifest
from photoparsl.manifests.digested_file import DigestedFile
from photoparsl.manifests.manifest_file import open_file

LINES = "".join(f"https://a.example/{row:06}.jpg {1850 + row % 150}\n" for row in range(40_000))


def source(path: Path, data: bytes) -> Source:
    path.write_bytes(data)
    return Source(path, path.name, str(path.parent))


@pytest.mark.parametrize(
    "data",
    [
        LINES.encode(),
        LINES.encode("utf-16"),
        b"url,year\na.jpg,1901\n",
        gzip.compress(LINES.encode()),
        gzip.compress(b"a.jpg 1901\n") + gzip.compress(b"b.jpg 1902\n"),
        gzip.compress(b"a.jpg 1901\n") + b"\0" * 600_000,  # padding that gzip leaves
    ],
    ids=["text", "utf-16", "csv", "gzip", "two gzips", "padded gzip"],
)
def test_it_gives_the_same_photos_and_the_files_digest(tmp_path: Path, data: bytes) -> None:
    manifest = source(tmp_path / "manifest", data)
    reading = manifest.reading()
    assert list(reading) == list(manifest.photos()) == list(read_manifest(manifest.path))
    assert reading.sha256 == checksum(manifest.path)


def test_parquet_is_digested_too(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "manifest.parquet"
    rows = range(50_000)
    table = {"note": [f"{row}" * 9 for row in rows], "url": [f"{row}.jpg" for row in rows]}
    parquet.write_table(pyarrow.table(table), path)
    reading = Source(path, path.name, str(tmp_path)).reading()
    assert sum(1 for _ in reading) == len(rows)
    assert reading.sha256 == checksum(path)


def test_the_file_is_read_once(tmp_path: Path) -> None:
    manifest = source(tmp_path / "manifest.txt", LINES.encode())
    before = _bytes_read()
    reading = manifest.reading()
    assert sum(1 for _ in reading) == 40_000
    assert _bytes_read() - before < 1.5 * len(LINES)
    assert reading.sha256 == checksum(manifest.path)


def _bytes_read() -> int:
    """How many bytes this process has read so far."""
    return int(Path("/proc/self/io").read_text().split()[1])


def test_a_reading_has_notes_on_how_the_file_was_read(tmp_path: Path) -> None:
    reading = source(tmp_path / "m.csv", b"image,year\na.jpg,1901\n").reading()
    assert list(reading)
    assert reading.remarks == ["the photos' URLs or files are from the column 'image'"]


def test_a_broken_or_missing_manifest_has_no_digest(tmp_path: Path) -> None:
    manifest = source(tmp_path / "manifest.txt", b"a.jpg 1901\nb.jpg\n")
    reading = manifest.reading()
    with pytest.raises(ManifestError, match=r"manifest\.txt:2: expected 'URL YEAR'"):
        list(reading)
    assert not reading.sha256
    manifest.path.unlink()
    with pytest.raises(ManifestError, match=r"manifest\.txt: can't be read: No such file"):
        list(manifest.reading())


@settings(deadline=None)
@given(
    data=st.binary(max_size=200),
    steps=st.lists(st.tuples(st.integers(0, 220), st.integers(0, 220)), max_size=12),
)
def test_wherever_a_reader_seeks_the_digest_is_the_files(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, steps: list[tuple[int, int]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "digested"
    path.write_bytes(data)
    with DigestedFile(path) as file:
        for start, count in steps:
            file.seek(start)
            assert file.readinto(bytearray(count)) == len(data[start : start + count])
        assert file.sha256() == checksum(path)


def test_an_error_about_another_file_isnt_said_of_the_manifest(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("url,year\n1.jpg,1900\n")
    with pytest.raises(FileNotFoundError, match="other"), open_file(tmp_path / "m.csv", "m.csv"):
        (tmp_path / "other").read_bytes()


def test_an_origin_above_a_header_is_refused_and_not_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text("# photoparsl_origin: web\nurl,year\nhttp://127.0.0.1:9/x.jpg,1926\n")
    with pytest.raises(ManifestError, match="'# photoparsl_origin' stands above its header"):
        list(read_manifest(path))


@pytest.mark.parametrize("query", ["Signature=ab%3D&Expires=1735689600", "X-Amz-Signature=01"])
def test_the_last_value_of_a_signature_doesnt_go_on_after_a_comma(
    tmp_path: Path, query: str
) -> None:
    manifest = tmp_path / "photos.csv"
    manifest.write_text(f"url,number,year\nhttps://a.example/1.jpg?{query},12,1921\n")
    (photo,) = read_manifest(manifest)
    assert (photo.year, photo.url[-len(query) :]) == (1921, query)
