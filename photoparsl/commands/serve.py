"""`photoparsl serve`: serve a folder over HTTP."""

from __future__ import annotations

import errno
import os
from argparse import Namespace
from contextlib import suppress

from photoparsl.commands import options as arguments
from photoparsl.commands.exits import Exit
from photoparsl.commands.options import Commands
from photoparsl.errors import RunError
from photoparsl.tutorial.serve import folder_server

_NOT_HERE = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EINVAL)


def define(add: Commands) -> None:
    """Its arguments."""
    parser = add.add_parser(
        "serve",
        help="serve a folder over HTTP",
        description="Serves the files of a folder over HTTP/1.1, with ranges, until Ctrl-C.",
    )
    parser.add_argument("folder", type=arguments.path, metavar="DIR")
    parser.add_argument("--port", type=arguments.port, default=8000, help="0 takes any free one")
    parser.add_argument(
        "--host", default="127.0.0.1", help="0.0.0.0 lets other machines in (default: none)"
    )
    parser.set_defaults(command=serve)


def serve(chosen: Namespace) -> int:
    """Carry it out."""
    if not chosen.folder.is_dir():
        what = "isn't a folder" if chosen.folder.exists() else "doesn't exist"
        raise RunError(f"{chosen.folder}: {what}; name the folder that is to be served")
    try:
        server = folder_server(chosen.folder, chosen.port, chosen.host)
    except OSError as error:
        number = error.errno or 0
        if number < 0 or number in _NOT_HERE:  # below 0 the host's name wasn't found
            raise RunError(
                f"{chosen.host}: isn't an address of this machine; give another with --host"
            ) from error
        raise RunError(
            f"port {chosen.port} of {chosen.host} can't be had: {os.strerror(number)}; give "
            "another with --port, or 0 for any free one"
        ) from error
    host = f"[{chosen.host}]" if ":" in chosen.host else chosen.host
    print(f"Serving {chosen.folder} at http://{host}:{server.port}/ until Ctrl-C", flush=True)
    with suppress(KeyboardInterrupt):
        server.serve_forever()
    return Exit.ALL
