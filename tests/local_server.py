"""A web server on loopback, whose answers a subclass gives."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod

from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response


class LocalServer(ABC):
    """Serves `answer` from a thread until it is closed; `url` and `port` say where."""

    def __init__(self, address: str = "127.0.0.1", port: int = 0) -> None:
        self._server = make_server(address, port, Request.application(self.answer), threaded=True)
        self.port = self._server.port
        self.url = f"http://{address}:{self.port}"
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        )
        self._thread.start()

    @abstractmethod
    def answer(self, request: Request) -> Response:
        """Return the answer to a request."""

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
