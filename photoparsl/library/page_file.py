"""The path of a run's page, and the check that a new page replaces no other files."""

from __future__ import annotations

from pathlib import Path

from photoparsl.errors import RunError
from photoparsl.files import written_path
from photoparsl.page import file_of_others, holds_no_page
from photoparsl.requesting import PAGE_NAME
from photoparsl.results import RunDirectory, RunRecord, problem_of_output


def page_path(directory: RunDirectory, record: RunRecord | None) -> Path:
    """Return the path of the run's own page."""
    if record and record.public:
        return Path(record.public) / PAGE_NAME
    summary = directory.read_summary()
    last = Path(summary.page if summary else "")
    # The run's folder may have been moved, together with the page in it.
    is_elsewhere = last.name == PAGE_NAME and last.parent.name != "public" and last.exists()
    return last if is_elsewhere else directory.path / "public" / PAGE_NAME


def check_page_path(path: Path, *, split: bool) -> Path:
    """The file that a page is written to: `path`, or the file that a symbolic link there leads to.

    split: whether the page's style and script are written to files of their own

    Raises RunError if `path` is a folder, or if the page would replace files of something else.
    """
    if path.is_dir():
        raise RunError(f"{path}: is a folder; name the page's file")
    if problem := problem_of_output(path):
        raise RunError(problem)
    path = written_path(path)
    if holds_no_page(path):
        raise RunError(f"{path}: exists and isn't a page of photoparsl; give the page another name")
    if split and (other := file_of_others(path)):
        raise RunError(f"{other}: exists and isn't this page's; give the page another name")
    return path
