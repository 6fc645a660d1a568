"""OpenPage: the page of a run, served with its photos."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from photoparsl.library import RunServer, run_server

_CHECK_SECONDS = 0.1  # between two checks whether the server is to end


@dataclass(frozen=True, slots=True)
class OpenPage:
    """The page of a run, served with its photos at a port of its own.

    served: its server
    thread: the thread in which it answers
    """

    served: RunServer
    thread: threading.Thread

    @classmethod
    def of(cls, run_dir: Path) -> OpenPage:
        """Serve the page of the run in a folder.  Raises RunError if there are no results."""
        served = run_server(run_dir)
        serve = served.server.serve_forever
        thread = threading.Thread(target=serve, args=(_CHECK_SECONDS,), daemon=True)
        thread.start()
        return cls(served, thread)

    def close(self) -> None:
        """End the server."""
        self.served.server.shutdown()
        self.thread.join()
        self.served.server.server_close()
