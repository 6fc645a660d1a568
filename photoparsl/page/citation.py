"""How to cite a page: a sentence, BibTeX and CSL-JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from photoparsl.number_text import counted
from photoparsl.page.metadata import ArchiveMetadata, PageMetadata
from photoparsl.page.run_facts import RunFacts

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
# A brace that isn't closed would end BibTeX's entry, even after a backslash.
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
} | {char: f"\\{char}" for char in "#$%&_"}


@dataclass(frozen=True, slots=True)
class Citation:
    """How to cite a page.

    sentence: the citation as a sentence, for people
    bibtex: an entry for LaTeX and reference managers
    csl: the same in CSL-JSON
    """

    sentence: str
    bibtex: str
    csl: str


def citation_of(metadata: PageMetadata, facts: RunFacts) -> Citation:
    """Return how to cite a page.

    metadata: the page's, redacted
    facts: what was measured
    """
    title = metadata.title
    note = " ".join(filter(None, (_what(facts), _whence(metadata), _by_what(metadata))))
    found = _DATE.match(metadata.written)
    key = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40] or "photographs"
    entry = {
        "title": f"{{{_latex(title)}}}",
        "year": found[1] if found else "",
        "note": _latex(note),
    }
    fields = "".join(f"  {name} = {{{text}}},\n" for name, text in entry.items() if text)
    item: dict[str, object] = {"id": key, "type": "dataset", "title": title, "note": note}
    if found:
        item["issued"] = {"date-parts": [[int(part) for part in found.groups()]]}
    made = f" Page made {metadata.written}." if metadata.written else ""
    return Citation(
        sentence=f"{title}: {note}{made}",
        bibtex=f"@misc{{{key},\n{fields}}}",
        csl=json.dumps([item], ensure_ascii=False, indent=1),
    )


def _what(facts: RunFacts) -> str:
    """What was measured, of how many photos."""
    measures = ", ".join(f"{name} (version {number})" for name, number in facts.versions.items())
    counts = facts.counts
    photos = counted(counts.measured, "photo")
    failed = f" ({counts.failed:,} more could not be measured)" if counts.failed else ""
    return f"{measures or 'Measures'} of {photos}{failed}."


def _whence(metadata: PageMetadata) -> str:
    """The manifests that name the photos."""
    if metadata.archives:
        return f"Sources: {'; '.join(map(_source, metadata.archives))}."
    return f"Source: {_source(metadata)}." if metadata.manifest else ""


def _source(archive: PageMetadata | ArchiveMetadata) -> str:
    rows = counted(archive.rows, "row") if archive.rows else ""
    digest = f"digest of its places {archive.digest}" if archive.digest else ""
    details = ", ".join(filter(None, (rows, digest)))
    return f"{archive.manifest} ({details})" if details else archive.manifest


def _by_what(metadata: PageMetadata) -> str:
    """The programs that measured."""
    programs = dict(metadata.programs)
    for archive in metadata.archives:
        programs |= archive.programs
    names = ", ".join(f"{name} {number}" for name, number in programs.items())
    return f"Measured with {names}." if names else ""


def _latex(text: str) -> str:
    return "".join(_LATEX.get(char, char) for char in text)
