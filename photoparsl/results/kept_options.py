"""KeptOptions: the options of a run that its folder remembers.

Each field is an option of `photoparsl run`, and a field of run.json and of the page's metadata.
`arguments_of` gives it back, and the command that repeats a run has it.  To add such an option, add
a field to a class here, and the code that heeds it.  `group`, `year_notes` and the site aren't
here, since run.json has what they name: columns, lines and the site's name.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from photoparsl.options import Settable, option_field
from photoparsl.results.page_options import TITLE, PageOptions

SLICE_SECONDS = (
    20  # of work in a slice: little is lost with a worker, and a task's overhead is small
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOptions(PageOptions):
    """The options of a run that its page shows."""

    title: str = option_field(
        TITLE,
        "TEXT",
        f"the page's title (default: {TITLE})",
        settable=Settable.IN_FOLDER,
        may_be_empty=True,
    )
    subtitle: str = option_field(
        "",
        "TEXT",
        "a sentence below the page's title",
        old_key="note",
        settable=Settable.IN_FOLDER,
        may_be_empty=True,
    )
    thumbnails: int | None = option_field(
        None,
        "PIXELS",
        "keep a small picture of each photo, of so many pixels on its longer side, which the page "
        "shows; if there are more than 50,000 photos, of about 50,000 of them.  You need the right "
        "to publish the pictures.  Photos that were measured without are fetched again",
        least=16,
        most=128,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptOptions(ShownOptions):
    """The options of a run that its folder remembers.

    Those with `is_repeated=False` say where and how a run runs, which changes neither its numbers
    nor its page: the command that repeats it doesn't have them.
    """

    start: int = option_field(
        0, "ROW", "the first row to measure, from 0", least=0, settable=Settable.NOWHERE
    )
    count: int | None = option_field(
        None, "N", "how many rows to measure (default: all)", least=1, settable=Settable.NOWHERE
    )
    slice_size: int | None = option_field(
        None,
        "N",
        f"how many photos a task measures (default: at most {SLICE_SECONDS} s of a worker's time "
        "at the measured speed, and fewer towards the end)",
        least=1,
        most=1_000_000,
        settable=Settable.IN_FOLDER,
        is_repeated=False,
    )
    public: str | Path | None = option_field(
        None,
        "DIR",
        "the folder that the page is written to (default: the site's)",
        settable=Settable.NOWHERE,
        is_repeated=False,
    )
    detach: bool = option_field(
        False,
        "",
        "on HTCondor or Slurm: submit jobs that measure on their own, and end; the same run, begun "
        "again later, takes in what they have measured, and submits what is missing",
        is_repeated=False,
    )


def kept_options(chosen: KeptOptions) -> dict[str, Any]:
    """Return the kept options by their names, with paths as texts.

    chosen: a run's request or record
    """
    values = {option.name: getattr(chosen, option.name) for option in fields(KeptOptions)}
    return {name: str(v) if isinstance(v, Path) else v for name, v in values.items()}
