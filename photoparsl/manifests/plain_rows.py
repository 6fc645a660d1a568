"""Reads the rows of a manifest that is lines `URL YEAR`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from photoparsl.manifests import origins
from photoparsl.manifests.manifest_table import Row
from photoparsl.manifests.year_cells import quote_short


def plain_rows(
    lines: Iterator[str],
    before: int,
    origin: str,
    wanted: Sequence[int],
    others: Sequence[int] = (),
) -> Iterator[Row]:
    """Yield the rows of lines `URL YEAR` as `ManifestTable.rows` does.

    lines: the lines that follow the first `before`
    before: the number of lines before `lines`
    origin: the origin that a comment among these sets, or '' if none does
    wanted, others: as `ManifestTable.rows` takes them.  They change nothing here, since each row
        has a URL and a year
    """
    for number, line in enumerate(lines, start=before + 1):
        if line[0] <= "#" and (not (text := line.strip()) or text[0] == "#"):
            comment_origin = origins.origin_in(text)
            origin = origin if comment_origin is None else comment_origin
            continue  # a blank line, or a comment
        try:
            place, year = line.rsplit(None, 1)
        except ValueError:
            yield number, f"expected 'URL YEAR', found {quote_short(line.strip())}"
        else:
            yield number, (place, year, origin, "")
