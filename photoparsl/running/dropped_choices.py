"""Says which options the run's page was made with before, and is made without now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from photoparsl.options import option
from photoparsl.requesting import RunRequest
from photoparsl.results import TITLE, DamagedRecordError, RunDirectory


def dropped_notes(request: RunRequest, directory: RunDirectory) -> Iterator[str]:
    """Yield a sentence if options of the earlier start's page are left out."""
    record = None
    with suppress(DamagedRecordError):
        record = directory.read_run_record()
    if record is None or not request.has_page:
        return
    left_out = {
        "--title": record.title != TITLE and request.title == TITLE,
        "--note": record.note and not request.note,
        "--group": record.groups and not request.group,
        "--notes": record.notes and not request.page_notes,
        "--clusters": record.clusters and not request.clusters,
    }
    names = [option(name) for name, is_left_out in left_out.items() if is_left_out]
    if names:
        them = "it" if len(names) == 1 else "them"
        yield (
            f"the page was made with {', '.join(names)} before, and is made without {them} now: "
            f"give {them} again to keep that part of the page"
        )
