"""The command that repeats a run and makes the same page."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from types import MappingProxyType

from photoparsl.options import fields_of as options_of
from photoparsl.redact import archive_text, published, visible
from photoparsl.results.kept_options import KeptOptions
from photoparsl.results.page_options import PageOptions

YEAR_NOTES = "notes.csv"  # stands for the file of the notes, whose name isn't kept
_CORRECTIONS = "corrections.csv"  # stands for the table of corrections, likewise
_OF_ARCHIVE = ("image_column", "date_column", "columns", "sheet", "exclude")  # with values


def repeat_command(
    chosen: KeptOptions,
    manifest: str,
    measures: Iterable[str],
    reading: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> str:
    """Return the command that repeats a run, for a shell, without secrets and local folders.

    chosen: a run's record, or the metadata of a page
    manifest: the manifest's path or URL
    measures: the names of the measures
    reading: how the manifest was made of an archive (`ArchiveRecord.choices`)

    It has the options that shape the numbers and the page, where they aren't the defaults.  It
    doesn't say where the run ran, and where its files are.
    """
    shown = published(manifest)
    if shown.startswith("-") and shown != "-":
        shown = f"./{shown}"  # else it would be an option
    words = ["photoparsl", "run", shown]
    for name, value in (*_reading_options(reading), *_options(chosen, measures)):
        option, text = f"--{name.replace('_', '-')}", archive_text(str(value))
        if value is True:
            words.append(option)
        elif text.startswith("-"):
            words.append(f"{option}={text}")
        else:
            words += [option, text]
    return shlex.join(words)


def _reading_options(choices: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, object]]:
    """Yield the options by which an archive was read, as `_options` does."""
    for name in _OF_ARCHIVE:
        yield from ((name, value) for value in choices.get(name, ()))
    yield from ((name, True) for name in ("fuzzy", "allow_private") if choices.get(name))
    if choices.get("corrections"):
        yield "corrections", _CORRECTIONS


def _options(chosen: KeptOptions, measures: Iterable[str]) -> Iterator[tuple[str, object]]:
    """Yield the options that aren't the defaults, by their names, or True for a switch."""
    if names := ",".join(map(visible, measures)):
        yield "measures", names
    of_page = {option.name for option in fields(PageOptions)}
    kept = {
        option.name: value
        for option in options_of(KeptOptions)
        if option.metadata.get("is_repeated", True)
        and (value := getattr(chosen, option.name)) != option.default
    }
    yield from ((name, value) for name, value in kept.items() if name not in of_page)
    yield from (("group", name) for name in getattr(chosen, "groups", ()))
    if getattr(chosen, "year_notes", ()):
        yield "year_notes", YEAR_NOTES
    yield from ((name, value) for name, value in kept.items() if name in of_page)
