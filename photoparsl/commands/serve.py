"""`photoparsl serve`: serve a folder over HTTP."""

from __future__ import annotations

from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from photoparsl import arguments
from photoparsl.arguments import Commands
from photoparsl.commands.exits import Exit
from photoparsl.errors import RunError
from photoparsl.serve import folder_server


def define(add: Commands) -> None:
    """Its arguments."""
    parser = add.add_parser(
        "serve",
        help="serve a folder over HTTP",
        description="Serves the files of a folder over HTTP/1.1, with ranges, until Ctrl-C.",
    )
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("--port", type=arguments.number, default=8000, help="0 takes any free one")
    parser.add_argument(
        "--host", default="127.0.0.1", help="0.0.0.0 lets other machines in (default: none)"
    )
    parser.set_defaults(command=serve)


def serve(chosen: Namespace) -> int:
    """Carry it out."""
    if not chosen.folder.is_dir():
        raise RunError(f"{chosen.folder}: is no folder")
    server = folder_server(chosen.folder, chosen.port, chosen.host)
    print(
        f"Serving {chosen.folder} at http://{chosen.host}:{server.port}/ until Ctrl-C", flush=True
    )
    with suppress(KeyboardInterrupt):
        server.serve_forever()
    return Exit.ALL
