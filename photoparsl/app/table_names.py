"""What the tables are called that the app saves."""

from __future__ import annotations

import re
from pathlib import Path

from photoparsl.errors import RunError
from photoparsl.library import arguments_of
from photoparsl.manifests import is_remote
from photoparsl.redact import visible

_ENDINGS = "csv|txt|tsv|jsonl?|xml|parquet|xlsx|xlsm|xls|ods"  # of lists of photographs


def table_name(run: Path) -> str:
    """The name of a run's saved table: that of what was measured, in any script."""
    try:
        source = str(arguments_of(run)["manifest"])
    except RunError:  # it came from a pipe
        source = ""
    return _plain_name(Path("" if is_remote(source) else source).name) or run.name


def _plain_name(name: str) -> str:
    """A file's or a folder's name without its ending and signs that a file's name may not have.

    >>> _plain_name("κατάλογος.xlsx"), _plain_name('a "b".c'), _plain_name("../")
    ('κατάλογος', 'a-b-.c', '')
    """
    name = re.sub(rf"\.({_ENDINGS})(\.gz)?\Z", "", visible(name), flags=re.I)
    return re.sub(r'[\s"*/:<>?\\|]+', "-", name).strip(".-")
