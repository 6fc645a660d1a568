"""What was found in a folder or a table, for the app's page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from photoparsl.app.choice import Choice
from photoparsl.app.plain_words import (
    CERTAINTIES,
    ROLES,
    in_app_words,
    left_out_words,
    problem_words,
)
from photoparsl.archives import Certainty, FieldDates, Report, Role, warnings_of
from photoparsl.library import Preview, list_runs, place_of
from photoparsl.manifests import Photo
from photoparsl.page import LocalPhotos
from photoparsl.redact import visible

_SHOWN = 10
_LONGEST = 100  # characters of an example

_NO_COLUMN = (
    "It isn't clear which column of this table names the photographs, or their files aren't there. "
    "Choose the column below."
)
_NO_ROWS = "This table has no rows, so it names no photographs. Choose another."
_OF_NO_LINES = "holds no photos: expected lines "  # in what the library says of a file without any

Answer = dict[str, Any]


def preview_answer(preview: Preview, choice: Choice, run_dir: Path) -> Answer:
    """Return what was found, for the page.

    preview: the preview of the source
    choice: the source, and how it was read
    run_dir: the folder of the source's run, which exists if the source was measured before
    """
    report = preview.report or Report()
    notes = [*(warnings_of(report) if preview.report else ()), *preview.remarks]
    if report.incomplete:
        notes.insert(0, report.incomplete)
    return {
        "choice": choice.answer,
        "name": _name(choice.source),
        "problem": _problem(preview, choice),
        "detail": in_app_words(preview.problem),
        "photos": preview.photos,
        "undated": preview.undated,
        "years": preview.years,
        "left": preview.left,
        "examples": [_example(photo) for photo in preview.examples],
        "photos_from": [_counted(name, count) for name, count in _most(report.photos_from)],
        "dates": _dates(report.taken),
        "other_dates": _dates(report.passed_over),
        "certainties": _certainties(report),
        "left_out": [
            {"name": left_out_words(reason), "count": count}
            | {"examples": [_without(choice.source, t) for t in report.examples.get(reason, ())]}
            for reason, count in report.reasons.most_common()
        ],
        "other_files": [_counted(name, count) for name, count in _most(report.other_files)],
        "other_images": sorted(map(_text, report.other_images))[:_SHOWN],
        "notes": [in_app_words(_without_folder(choice.source, note)) for note in notes],
        "columns": [
            {"name": name, "shown": _text(name), "examples": [_text(text) for text in texts]}
            for name, texts in _columns(preview)
        ],
        "sheets": [{"name": name, "shown": _text(name)} for name in preview.sheets],
        "tables": [{"path": str(path), "name": _text(path.name)} for path in preview.tables],
        "inexact": report.inexact,
        "run": _run(choice.source, run_dir),
    }


def _problem(preview: Preview, choice: Choice) -> str:
    """Why the source can't be measured, and what to do, or '' if it can."""
    if not preview.problem:
        return ""
    if (preview.columns and not _columns(preview)) or _OF_NO_LINES in preview.problem:
        return _NO_ROWS
    if preview.columns and not choice.image_column:
        return _NO_COLUMN
    return problem_words(preview.problem)


def _columns(preview: Preview) -> Sequence[tuple[str, tuple[str, ...]]]:
    """The columns to choose from: none if no row has a text.

    A file without lines has only columns that it doesn't name.
    """
    return preview.columns if any(texts for _, texts in preview.columns) else ()


def _run(source: str, run_dir: Path) -> Answer:
    """The run of this source, or the folder of a new one if there is none."""
    place = place_of(source)
    there = next(
        (r for r in list_runs(run_dir.parent) if r.source == place and r.path == run_dir), None
    )
    return {
        "path": str(run_dir.absolute()),
        "shown": visible(str(run_dir.absolute())),
        "done": there.done if there else 0,
        "is_there": there is not None,
        "is_at_work": bool(there and there.is_at_work),
    }


def _dates(fields: Mapping[tuple[str, Role], FieldDates]) -> list[Answer]:
    """The fields that hold dates, with the role, the number and examples of these."""
    ordered = sorted(fields.items(), key=lambda item: -item[1].count)[:_SHOWN]
    return [
        {"name": _text(name), "role": ROLES[role], "count": dates.count}
        | {"examples": [_text(text) for text in dates.examples]}
        for (name, role), dates in ordered
    ]


def _certainties(report: Report) -> list[Answer]:
    """How many dates are exact, approximate and not understood, each with examples."""
    return [
        {"name": CERTAINTIES[certainty], "count": report.dates[certainty]}
        | {"examples": [_text(text) for text in report.examples.get(certainty, ())]}
        for certainty in Certainty
        if report.dates[certainty]
    ]


def _example(photo: Photo) -> Answer:
    path = LocalPhotos(Path(photo.base)).path(photo.url)
    name = path.name if path else PurePath(photo.url).name or photo.url
    return {"name": _text(name), "year": photo.year}


def _without(source: str, example: str) -> str:
    """An example without the path of the source, which a person knows."""
    return _text(_without_folder(source, example))


def _without_folder(source: str, text: str) -> str:
    """A text whose paths begin in the source's folder, or beside the source if it is a file."""
    path = Path(source)
    folder = path if path.is_dir() else path.parent
    return re.sub(rf"(?<![^\s'\"]){re.escape(str(folder))}/", "", text)


def _most(counts: Counter[str]) -> Iterable[tuple[str, int]]:
    return counts.most_common(_SHOWN)


def _counted(name: str, count: int) -> Answer:
    return {"name": _text(name), "count": count}


def _name(source: str) -> str:
    return visible(source if "://" in source else Path(source).name or source)


def _text(text: str) -> str:
    shown = visible(text)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
