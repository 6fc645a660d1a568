"""PilotInterchange: Parsl's interchange, which gives up managers that the executor puts on hold.

Parsl's own interchange waits `heartbeat_threshold` seconds for a heartbeat before it reports a
manager's tasks as lost, even if the scheduler shows that the manager's job has ended.  It also
doesn't publish the times of heartbeats.  This one writes them to a file.  And it lets all managers
end once the executor writes a file for it, so that their jobs complete and needn't be removed.
"""

from __future__ import annotations

import json
import pickle
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from parsl.executors.high_throughput.interchange import Interchange

from photoparsl.sites.parslmain import DRAIN, HEARTBEATS

WRITE_SECONDS = 2  # between two updates of the file with the heartbeats' times


class PilotInterchange(Interchange):
    """An interchange that treats a manager on hold as lost."""

    _written = 0.0

    def expire_bad_managers(self, interesting_managers: set[bytes], monitoring_radio: Any) -> None:
        """Report the tasks of lost managers.  The executor submits them anew."""
        for manager in self._ready_managers.values():
            if not manager["active"]:
                manager["last_heartbeat"] = 0.0
        super().expire_bad_managers(interesting_managers, monitoring_radio)
        if time.monotonic() - self._written > WRITE_SECONDS:
            self._written = time.monotonic()
            self._write()

    def expire_drained_managers(
        self, interesting_managers: set[bytes], monitoring_radio: Any
    ) -> None:
        """End managers that are to end and have no task.

        Once the executor has written the file `DRAIN`, at the end of the run, all are to end.
        """
        if self._ready_managers and Path(self.logdir, DRAIN).exists():
            for manager in self._ready_managers.values():
                manager["draining"] = True
        super().expire_drained_managers(interesting_managers, monitoring_radio)

    def _write(self) -> None:
        called = {name.decode(): m["last_heartbeat"] for name, m in self._ready_managers.items()}
        path = Path(self.logdir, HEARTBEATS)
        unfinished = path.with_suffix(".part")
        with suppress(OSError):  # a full disk ends no run
            unfinished.write_text(json.dumps(called))
            unfinished.replace(path)


if __name__ == "__main__":
    PilotInterchange(**pickle.load(sys.stdin.buffer)).start()
