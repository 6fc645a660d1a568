"""LocalApp: the app's server, with the readings and runs that it has started."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from photoparsl.app.desk import Desk
from photoparsl.app.gate import Gate
from photoparsl.app.run_process import STOP_SECONDS
from photoparsl.app.web_app import web_app
from photoparsl.files import temporary_folder
from photoparsl.web_server import app_server

_HOST = "127.0.0.1"
_CHECK_SECONDS = 0.1  # between two checks whether the server is to end


@dataclass(slots=True)
class LocalApp:
    """The app, while it answers.

    url: its address, which has a token that nobody can guess
    ticket: returns an address that opens it once
    desk: answers the page's requests
    end_seconds: the time that a run's tasks have to finish when the app ends
    """

    url: str
    ticket: Callable[[], str]
    desk: Desk
    end_seconds: float = STOP_SECONDS


@contextmanager
def local_app(begin: Path, port: int = 0) -> Iterator[LocalApp]:
    """Return a context in which the app answers this machine alone, at 127.0.0.1.

    At its end, a run that is at work is stopped: what it has measured is kept.

    begin: the folder where it begins to look for photos, or a table, which it reads at once
    port: the port to listen on, or 0 for any free one

    Raises OSError if the port is in use.
    """
    with temporary_folder() as temporary:
        desk, gate = Desk(begin, temporary), Gate()
        server = app_server(web_app(desk, gate), port, _HOST)
        gate.stand_at(server.port)
        thread = threading.Thread(target=server.serve_forever, args=(_CHECK_SECONDS,), daemon=True)
        thread.start()
        root = f"http://{_HOST}:{server.port}"
        app = LocalApp(f"{root}/{gate.token}/", lambda: f"{root}/{gate.ticket()}/", desk)
        try:
            desk.start()
            yield app
        finally:
            desk.close(app.end_seconds)
            server.shutdown()
            thread.join()
            server.server_close()
