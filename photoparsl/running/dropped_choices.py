"""Says which options the run's page was made with before, and is made without now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from photoparsl.options import fields_of, flag_of, option
from photoparsl.requesting import RunRequest
from photoparsl.results import DamagedRecordError, RunDirectory, ShownOptions


def dropped_notes(request: RunRequest, directory: RunDirectory) -> Iterator[str]:
    """Yield a sentence if options of the earlier start's page are left out."""
    record = None
    with suppress(DamagedRecordError):
        record = directory.read_run_record()
    if record is None or not request.has_page:
        return
    left_out = {
        flag_of(shown): getattr(record, shown.name) != shown.default == getattr(request, shown.name)
        for shown in fields_of(ShownOptions)
    }
    left_out["--group"] = bool(record.groups and not request.group)
    left_out["--year-notes"] = bool(record.year_notes and not request.page_notes)
    names = [option(name) for name, is_left_out in left_out.items() if is_left_out]
    if names:
        them = "it" if len(names) == 1 else "them"
        yield (
            f"the page was made with {', '.join(names)} before, and is made without {them} now: "
            f"give {them} again to keep that part of the page"
        )
