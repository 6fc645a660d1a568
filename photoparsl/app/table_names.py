"""What the tables are called that the app saves."""

from __future__ import annotations

import re
from pathlib import Path

from photoparsl.errors import RunError
from photoparsl.library import arguments_of
from photoparsl.manifests import is_remote
from photoparsl.redact import visible

_ENDING = r"\.(csv|txt|tsv|jsonl?|xml|parquet|xlsx|xlsm|xls|ods)(\.gz)?"  # of a list's name


def table_name(run: Path) -> str:
    """The name of a run's saved table: that of what was measured, in any script.

    A sheet and a column of photos that a person chose follow: others of the same table may be runs
    too.
    """
    try:
        arguments = arguments_of(run)
    except RunError:  # it came from a pipe
        arguments = {}
    source = str(arguments.get("manifest", ""))
    name = _plain_name(Path("" if is_remote(source) else source).name, _ENDING) or run.name
    chosen = (arguments.get("sheet", ""), *arguments.get("image_column", ()))
    return "-".join((name, *filter(None, map(_plain_name, chosen))))


def _plain_name(name: str, ending: str = "") -> str:
    """A name without an ending and without signs that a file's name may not have.

    ending: a pattern of what is removed at its end

    >>> _plain_name("κατάλογος.xlsx", _ENDING), _plain_name('a "b".c'), _plain_name("../")
    ('κατάλογος', 'a-b-.c', '')
    """
    name = re.sub(rf"{ending}\Z", "", visible(name), flags=re.I)
    return re.sub(r'[\s"*/:<>?\\|]+', "-", name).strip(".-")
