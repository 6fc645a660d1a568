"""How fast sidecars are read: files of the shape of a university's archive, on one core.

Each round reads them alternately as `photoparsl manifest` does and with a bare lxml parse, so
that the ratio means something on a busy machine; medians are shown.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from lxml import etree

from photoparsl.archives import FieldNames, PhotoFiles, files_below, read_date, read_sidecars

FILES, ROUNDS = 4_000, 5
DATES = ("{}", "ca. {}", "[{}?]", "{}s", "May 1, {}", "n.d.", "{}-05-01", "between {} and 1999")
RECORD = """<?xml version="1.0" encoding="UTF-8"?>
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">
  <dc:title>Commencement &amp; caf&eacute; {number}</dc:title>
  <dc:creator>Unknown</dc:creator>
  <dc:subject>Universities and colleges -- Buildings</dc:subject>
  <dc:subject>Students</dc:subject>
  <dc:description>Group portrait before the chapel; handwritten on the back: no. {number}.
    From left to right: names are not known.</dc:description>
  <dc:publisher>University Library</dc:publisher>
  <dc:date>{date}</dc:date>
  <dcterms:dateSubmitted>2004-05-06</dcterms:dateSubmitted>
  <dc:type>image</dc:type>
  <dc:format>1 photographic print, 20 x 25 cm</dc:format>
  <dc:identifier>apf1-{number:05}</dc:identifier>
  <dc:rights>Apply to the library.</dc:rights>
</metadata>
"""


def main() -> None:
    """Make the files, read them in turns, and print medians."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    names = FieldNames(url="https://archive.example/{identifier}r.jpg")
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder))
        files = list(files_below(Path(folder)))
        ours, bare = [], []
        for _ in range(ROUNDS):
            read_date.__globals__["_read"].cache_clear()
            ours.append(
                seconds(lambda: sum(1 for _ in read_sidecars(files, PhotoFiles(()), names)))
            )
            bare.append(seconds(lambda: parse(files)))
    read, parsed = statistics.median(ours), statistics.median(bare)
    load = os.getloadavg()[0]
    print(f"{FILES:,} sidecars, one core, load {load:.1f}, Python {sys.version.split()[0]}")
    print(f"read and dated   {FILES / read:8,.0f} a second")
    print(f"lxml alone       {FILES / parsed:8,.0f} a second: {read / parsed:.1f} times faster")


def make(folder: Path) -> None:
    """Sidecars with dates in many forms, of which a third would stop an XML parser."""
    for number in range(FILES):
        date = DATES[number % len(DATES)].format(1860 + number % 140)
        text = RECORD.format(number=number, date=date)
        if number % 3:
            text = text.replace("&eacute;", "é")
        (folder / f"apf1-{number:05}.xml").write_text(text, encoding="utf-8")


def parse(files: list[tuple[Path, str]]) -> None:
    """What any reader in Python has to do at least."""
    parser = etree.XMLParser(recover=True, resolve_entities=False)
    for path, _ in files:
        etree.fromstring(path.read_bytes(), parser)


def seconds(work: Callable[[], object]) -> float:
    """The processor's time that it takes, which others at work don't lengthen much."""
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    main()
