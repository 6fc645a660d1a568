"""The names of the files in a run's folder."""

from __future__ import annotations

import os
import re
from pathlib import Path

from photoparsl.files import is_temporary
from photoparsl.results.carried_folder import SLICES
from photoparsl.results.copy_faults import MANIFEST_COPY
from photoparsl.results.events import EVENTS
from photoparsl.results.progress import PROGRESS
from photoparsl.results.result_file import ResultKind

RESULT_NAME = re.compile(rf"({'|'.join(ResultKind)})-(\d+)-(\d+)\.json(?:l\.gz)?\Z")
_OTHERS = {"lock", "parsl", "run.json", "run.log", "summary.json", EVENTS, PROGRESS, SLICES}


def is_result_name(name: str) -> bool:
    """Whether a file's name is that of a result file, or of a file that is being written."""
    return bool(RESULT_NAME.match(name)) or is_temporary(name)


def is_of_run(name: str) -> bool:
    """Whether a run makes a file of this name, if it has no page and its manifest isn't edited."""
    return name in _OTHERS or name.startswith(f"{MANIFEST_COPY}.") or is_temporary(name)


def problem_of_output(path: Path) -> str:
    """The sentence about an output in the place of a run's own file, or '' for any other path."""
    whole = Path(os.path.realpath(path))
    for folder in whole.parents:
        name = whole.relative_to(folder).parts[0]
        if is_of_run(name) and (folder / "run.json").exists():
            return f"{path}: is a place of the run's own files; name another"
    return ""
