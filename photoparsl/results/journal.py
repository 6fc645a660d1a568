"""The journal of a run, for other processes that watch it: its events and its progress.

Only the run's process writes these files.  Others may read them at any time.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from photoparsl.errors import RunError
from photoparsl.files import write_atomically
from photoparsl.results.events import EVENTS, Event, event_line, is_torn
from photoparsl.results.folder_watch import FolderWatch
from photoparsl.results.heartbeat import Heartbeat
from photoparsl.results.progress import PROGRESS, Progress, progress_text, read_progress
from photoparsl.results.states import RunState

_BLOCK_BYTES = 512  # of `st_blocks`


class Journal:
    """Writes the journal of the run in a folder.

    run_dir: the folder
    watch: tells whether the folder still has this path.  If not, nothing is written
    """

    def __init__(self, run_dir: Path, watch: FolderWatch | None = None) -> None:
        self._run, self._watch = run_dir, watch or FolderWatch(run_dir)
        self._starts_line = is_torn(run_dir / EVENTS)
        self._heartbeat = Heartbeat(run_dir / PROGRESS)

    def start_heartbeat(self) -> None:
        """Start to show that this process is alive, even while it writes nothing."""
        self._heartbeat.start()

    def stop_heartbeat(self) -> None:
        """Stop the heartbeat."""
        self._heartbeat.stop()

    def add_events(self, events: Iterable[Event]) -> None:
        """Append the events to the file."""
        if lines := "".join(map(event_line, events)):
            self._watch.check_there()
            with (self._run / EVENTS).open("a", encoding="utf-8") as file:
                file.write("\n" * self._starts_line + lines)
            self._starts_line = False

    def write_progress(self, progress: Progress) -> None:
        """Replace the file with the progress."""
        self._watch.check_there()
        text = progress_text(progress)
        write_atomically(self._run / PROGRESS, text.encode(), synced=False)

    def write(self, events: list[Event], progress: Progress) -> None:
        """Append the events, which empties their list, and replace the progress.

        The progress of a run that has ended is written even if the disk is full.
        """
        try:
            self.add_events(events)
            events.clear()
            self.write_progress(progress)
        except OSError:
            if progress.ended:
                overwrite_progress(self._run, progress)
            raise


def mark_ended(run_dir: Path, ended: RunState, stopped_by: str = "") -> None:
    """Write into the progress of a run how it ended, if there is any, even if the disk is full.

    stopped_by: the fault of the disk that ended it
    """
    with suppress(RunError):
        if (progress := read_progress(run_dir)) and (stopped_by or progress.ended is not ended):
            overwrite_progress(run_dir, replace(progress, ended=ended, stopped_by=stopped_by))


def overwrite_progress(run_dir: Path, progress: Progress) -> None:
    """Write the progress over the bytes of its file, which needs no room on the disk.

    Nothing is written if there is no file, or if the text needs more room than that has.
    """
    text = progress_text(progress).encode()
    with suppress(OSError), (run_dir / PROGRESS).open("r+b", buffering=0) as file:
        status = os.fstat(file.fileno())
        if len(text) <= max(status.st_size, status.st_blocks * _BLOCK_BYTES):
            file.write(text.ljust(status.st_size))
