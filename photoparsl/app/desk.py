"""Desk: what the app does for its page: lists folders, reads, measures, shows, saves."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from photoparsl.app.choice import Choice
from photoparsl.app.folder_listing import list_folder
from photoparsl.app.open_page import OpenPage
from photoparsl.app.preview_reading import PreviewReading
from photoparsl.app.run_answer import (
    FailureCounter,
    check_shown,
    listed_runs,
    run_answer,
    why_not_go_on,
)
from photoparsl.app.run_process import RunProcess
from photoparsl.app.table_names import table_name
from photoparsl.errors import RunError
from photoparsl.library import arguments_of, folder_of_run, open_run, random_words
from photoparsl.manifests import is_remote
from photoparsl.redact import visible
from photoparsl.results import is_locked

MOST_RUNS = 100  # that are listed
_MOST_PAGES = 3  # runs' pages that are served at a time. Each is in memory
# The format of each button's table: a spreadsheet opens `csv-locale` by a double click.
_FORMS = {"csv": "csv-locale", "xlsx": "xlsx", "parquet": "parquet", "json": "json"}

Answer = dict[str, Any]
Given = Mapping[str, Any]


class Desk:
    """Answers the page's requests.  Each method in `answers` gets the values in a request.

    begin: the folder where it begins to look for photos, or a table, which it reads at once
    temporary: a folder for tables to save, and for what runs print
    first_step: the step that the page begins with, as its address has it
    """

    def __init__(self, begin: Path, temporary: Path) -> None:
        self._table = begin if begin.is_file() else None
        self._folder, self._temporary = begin.parent if self._table else begin, temporary
        self.first_step = "#found" if self._table else ""
        self._lock, self._counting = threading.RLock(), threading.Lock()
        self._reading: PreviewReading | None = None
        self._process: RunProcess | None = None
        self._failures = FailureCounter()
        self._pages: OrderedDict[Path, OpenPage] = OrderedDict()
        self._tables: dict[str, Path] = {}

    def start(self) -> None:
        """Read the table to begin with, if there is one."""
        if self._table:
            self._read({"source": str(self._table)})

    def answers(self) -> dict[str, Callable[[Given], Answer]]:
        """The method for each kind of request, by the name that the page sends."""
        return {
            "here": lambda given: {},  # a page at rest notices so that the app has ended
            "state": self._state,
            "folder": self._list_folder,
            "runs": lambda given: {"runs": listed_runs(Path("runs"), MOST_RUNS)},
            "read": self._read,
            "cancel": self._cancel,
            "measure": self._measure,
            "go-on": self._go_on,
            "stop": self._stop,
            "run": self._run,
            "show": self._show,
            "save": self._save,
        }

    def file_to_save(self, name: str) -> Path | None:
        """The path of the table that `save` has written under this name, or None."""
        return self._tables.get(name)

    @property
    def is_measuring(self) -> bool:
        """Whether a run is at work."""
        return self._process is not None and self._process.exit_code is None

    def stop(self) -> None:
        """Ask the run that is at work to stop."""
        if self._process:
            self._process.stop()

    def close(self, seconds: float) -> None:
        """End the reading, the run, and the servers of runs' pages.

        seconds: the time that the run's tasks have to finish
        """
        if self._reading:
            self._reading.end()
        if self._process:
            self._process.end(seconds)
        for page in self._pages.values():
            page.close()

    def _state(self, given: Given) -> Answer:
        """Return what the app is reading, and the folder of the run that it is measuring."""
        reading, process = self._reading, self._process
        return {
            "reading": reading.answer() if reading else None,
            "run": str(process.path) if process and process.exit_code is None else "",
        }

    def _list_folder(self, given: Given) -> Answer:
        listing = list_folder(str(given.get("path", "")), self._folder)
        return {
            "path": listing.path,
            "file": listing.file,
            "shown": visible(listing.path),
            "above": [_named(path) for path in (*listing.folders_above, listing.path)],
            "entries": [
                {**_named(entry.path), "is_folder": entry.is_folder} for entry in listing.entries
            ],
            "photos": listing.photos,
            "left_out": listing.left_out,
        }

    def _read(self, given: Given) -> Answer:
        choice = Choice.of(given)
        with self._lock:
            self._cancel(given)
            self._reading = PreviewReading(choice)
            return self._state(given)

    def _cancel(self, given: Given) -> Answer:
        with self._lock:
            if self._reading:
                self._reading.end()
            self._reading = None
        return {}

    def _measure(self, given: Given) -> Answer:
        """Begin to measure what was chosen."""
        choice = Choice.of(given)
        source = choice.source if is_remote(choice.source) else Path(choice.source).absolute()
        run = folder_of_run(source, **choice.of_run).absolute()
        chosen = {**choice.options, **({"title": choice.title} if choice.title else {})}
        return self._begin({"manifest": source, "run_dir": run, **chosen})

    def _go_on(self, given: Given) -> Answer:
        """Go on with a run.  With `retry`, measure photos again that couldn't be measured."""
        run = Path(given["run"]).absolute()
        process = self._process
        if process and process.path == run:  # it may have been stopped before the run had a folder
            arguments = process.arguments
        elif why := why_not_go_on(open_run(run).path):
            raise RunError(why)
        else:
            arguments = {**arguments_of(run), "run_dir": run}
        return self._begin({**arguments, "retry_failed": bool(given.get("retry"))})

    def _begin(self, arguments: Given) -> Answer:
        run: Path = arguments["run_dir"]
        with self._lock:
            if self.is_measuring and self._process:
                if self._process.path == run:
                    return {"run": str(run)}
                raise RunError(
                    "other photographs are being measured; wait until that has ended, or stop it"
                )
            if is_locked(run):  # the page shows how far it is
                return {"run": str(run)}
            self._process = RunProcess(arguments, self._temporary / "output.txt")
        return {"run": str(run)}

    def _stop(self, given: Given) -> Answer:
        self.stop()
        return {}

    def _run(self, given: Given) -> Answer:
        """How far a run is."""
        run = Path(given["run"]).absolute()
        process = self._process
        is_own = process is not None and process.path == run
        with self._counting:
            return run_answer(run, process if is_own else None, self._failures)

    def _show(self, given: Given) -> Answer:
        """Serve a run's page with its photos, and return its address."""
        run = open_run(given["run"]).path.absolute()
        check_shown(run, given["version"])
        page = OpenPage.of(run)
        with self._lock:
            old = [self._pages.pop(run, None)]
            self._pages[run] = page
            if len(self._pages) > _MOST_PAGES:
                old.append(self._pages.popitem(last=False)[1])
        for closed in filter(None, old):
            closed.close()
        return {"url": page.served.url}

    def _save(self, given: Given) -> Answer:
        """Write a run's table, and return the name under which it can be saved."""
        if (form := given["form"]) not in _FORMS:
            raise KeyError(form)
        run = open_run(given["run"])
        check_shown(run.path, given["version"])
        folder = self._temporary / random_words(3)
        folder.mkdir()
        path = folder / f"{table_name(run.path.absolute())}-measured.{form}"
        exported = run.export(path, _FORMS[form])
        check_shown(run.path, given["version"])  # it may have begun to change meanwhile
        self._tables[folder.name] = path
        return {"name": folder.name, "rows": exported.rows, "missing": exported.missing}


def _named(path: str) -> Answer:
    return {"path": path, "name": visible(Path(path).name or path)}
