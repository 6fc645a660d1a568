"""PageOptions: what a user chooses of a run's page.

Each field is an option of `photoparsl run` and `photoparsl page`, and a field of run.json and of
the page's metadata.  To add an option, add a field here, and the code of `photoparsl/page/` that
heeds it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from photoparsl.errors import OptionError, spelling_hint
from photoparsl.options import Settable, check_options, option_field

TITLE = "Photographs over time"  # of a page, unless the user gives another


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOptions:
    """What a user chooses of a run's page."""

    clusters: str = option_field(
        "",
        "COLUMN",
        "a column of the manifest that says which photos belong together, such as the album or the "
        "photographer: the page's intervals are then of resampled entries, and wider",
        settable=Settable.IN_FOLDER,
        may_be_empty=True,
    )
    without_duplicates: bool = option_field(
        False,
        "",
        "leave photos with the bytes of an earlier one out of the page's trends and counts, until "
        "its reader asks for them",
        settable=Settable.IN_FOLDER,
    )
    public_table: bool = option_field(
        False,
        "",
        "write the table of all photos into the page's folder too, for a page that has a sample",
    )


def page_options(chosen: PageOptions, changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return the options of a page by their names.

    chosen: a run's request or record, or the metadata of a page
    changes: other values by the options' names.  A value None changes nothing

    Raises OptionError for an unknown name, or a value of another type.
    """
    values = {option.name: getattr(chosen, option.name) for option in fields(PageOptions)}
    changes = changes or {}
    for name in changes:
        if name not in values:
            raise OptionError(f"a page has no option {name!r}{spelling_hint(name, list(values))}")
    values |= {name: value for name, value in changes.items() if value is not None}
    check_options(PageOptions(**values))
    return values
