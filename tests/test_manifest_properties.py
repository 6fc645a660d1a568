"""Whatever a manifest holds, it is read as it was written, or refused with a sentence."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from photoparsl.errors import ManifestError
from photoparsl.manifest import Photo, cut, digest, read_manifest

QUICKLY = settings(deadline=None, max_examples=40)
paths = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="\ufffd"),
    max_size=30,
)
urls = st.builds(lambda path: f"http://photos.example/{path}.jpg", paths)
rows = st.lists(st.tuples(urls, st.integers(1, 2100)), min_size=1, max_size=30)


def read(content: bytes, base: str | None = None) -> list[Photo]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "manifest.txt"
        path.write_bytes(content)
        return list(read_manifest(path, base=base))


@given(rows, st.booleans(), st.sampled_from(("\n", "\r\n", "\n\n# a comment\n")))
@QUICKLY
def test_a_manifest_is_read_as_it_was_written(
    rows: list[tuple[str, int]], packed: bool, end: str
) -> None:
    content = "".join(f"{url} {year}{end}" for url, year in rows).encode()
    photos = read(gzip.compress(content) if packed else content)
    assert [(photo.url, photo.year) for photo in photos] == rows
    assert [photo.row for photo in photos] == list(range(len(rows)))


@given(rows, st.integers(1, 40))
@QUICKLY
def test_slices_are_the_manifest_cut_in_pieces(rows: list[tuple[str, int]], size: int) -> None:
    photos = [Photo(row, url, year) for row, (url, year) in enumerate(rows)]
    slices = list(cut(photos, size))
    assert [photo for slice_ in slices for photo in slice_.photos] == photos
    assert all(len(slice_.photos) == size for slice_ in slices[:-1])
    assert slices[0].digest == digest(photos[:size])


@given(st.binary(max_size=300))
@QUICKLY
def test_any_other_bytes_are_photos_or_a_sentence(content: bytes) -> None:
    for base in (None, "", "https://photos.example/manifest.txt"):
        try:
            photos = read(content, base)
        except ManifestError as error:
            assert str(error)
        else:
            assert photos
