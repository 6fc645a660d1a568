"""Serves a folder's files over HTTP, slowly, and writes how many requests are underway.

`python3 counting_server.py FOLDER PORT SECONDS LOG` adds a line to LOG for each request: how many
to the same name of this host are underway with it, its path, and that name.  It uses the standard
library only: it runs on a host of a pool.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock


def main() -> None:
    """Serve until the process is ended."""
    folder, port, seconds = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    lock, underway = Lock(), Counter[str]()
    log = Path(sys.argv[4]).open("a", buffering=1)  # noqa: SIM115  for as long as it serves

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            name = self.headers.get("Host", "").partition(":")[0]
            with lock:
                underway[name] += 1
                log.write(f"{underway[name]} {self.path} {name}\n")
            try:
                time.sleep(seconds)
                body = (folder / self.path.rpartition("/")[2]).read_bytes()
            finally:
                with lock:  # before the answer: its end may be the next request's beginning
                    underway[name] -= 1
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    ThreadingHTTPServer(("", port), Handler).serve_forever()


if __name__ == "__main__":
    main()
