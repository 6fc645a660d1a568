"""The journal of a run, for those who watch it: its events and its progress.

Only the process that runs it writes there; others read the files at any time.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from photoparsl.files import write_atomically
from photoparsl.results.events import EVENTS, Event, event_line, is_torn
from photoparsl.results.heartbeat import Heartbeat
from photoparsl.results.progress import PROGRESS, Progress, progress_text


class Journal:
    """Writes the journal of the run in a folder."""

    def __init__(self, run: Path) -> None:
        self._run = run
        self._starts_line = is_torn(run / EVENTS)
        self._heartbeat = Heartbeat(run / PROGRESS)

    def start_heartbeat(self) -> None:
        """Show from now on that this process is alive, also while it writes nothing."""
        self._heartbeat.start()

    def stop_heartbeat(self) -> None:
        """Show it no more."""
        self._heartbeat.stop()

    def add_events(self, events: Iterable[Event]) -> None:
        """Append events, in whole lines."""
        if lines := "".join(map(event_line, events)):
            with (self._run / EVENTS).open("a", encoding="utf-8") as file:
                file.write("\n" * self._starts_line + lines)
            self._starts_line = False

    def write_progress(self, progress: Progress) -> None:
        """Replace the progress."""
        text = progress_text(progress)
        write_atomically(self._run / PROGRESS, text.encode(), synced=False)
