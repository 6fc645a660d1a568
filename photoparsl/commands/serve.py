"""`photoparsl serve`: serve a folder over HTTP, or a run's page together with its photos."""

from __future__ import annotations

import errno
import os
from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from photoparsl.commands.argument_types import not_empty, path, whole_number
from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.parser import Commands
from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.errors import RunError
from photoparsl.files import why_absent
from photoparsl.library import run_server
from photoparsl.results import RunDirectory
from photoparsl.web_server import folder_server

_THIS_MACHINE = ("127.0.0.1", "localhost")
_NO_SUCH_ADDRESS = (errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT, errno.EINVAL)


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "serve",
        help=COMMANDS["serve"],
        description="Serves the files of a folder over HTTP/1.1, with range requests, until "
        "Ctrl-C.  Only this machine reaches the server, as 127.0.0.1 or localhost, unless --host "
        "says otherwise.  Links in the folder are followed, also out of it.  Of a run's "
        "folder, it serves the page together with the run's photos that are on this disk, and "
        "nothing else, to this machine alone, at an address that nobody can guess.",
        examples=[
            "photoparsl serve my-archive",
            "photoparsl serve runs/manifest",
            "photoparsl serve runs/manifest/public --port 0",
        ],
    )
    parser.add_argument("folder", type=path, metavar="DIR | RUN_DIR", help="the folder to serve")
    parser.add_argument(
        "--port",
        type=whole_number(0, 65_535),
        default=8000,
        metavar="PORT",
        help="the port to listen on; 0 for any free one (default: 8000)",
    )
    parser.add_argument(
        "--host",
        type=not_empty,
        default="127.0.0.1",
        metavar="ADDRESS",
        help="the address to listen on; 0.0.0.0 lets other machines in (default: 127.0.0.1)",
    )
    parser.set_defaults(command=serve)


def serve(arguments: Namespace) -> int:
    """Serve the folder until Ctrl-C."""
    folder, host, port = arguments.folder, arguments.host, arguments.port
    if not folder.is_dir():
        problem = f"{folder}: isn't a folder" if folder.exists() else why_absent(folder)
        raise RunError(f"{problem}; name the folder that is to be served")
    if RunDirectory(folder).read_run_record():
        return _serve_run(folder, port, host)
    try:
        server = folder_server(folder, port, host)
    except OSError as error:
        raise _no_server(error, host, port) from error
    shown_host = f"[{host}]" if ":" in host else host
    print(f"Serving {folder} at http://{shown_host}:{server.port}/ until Ctrl-C", flush=True)
    with suppress(KeyboardInterrupt):
        server.serve_forever()
    return ExitCode.DONE


def _serve_run(run_dir: Path, port: int, host: str) -> int:
    """Serve the run's page and photos until Ctrl-C."""
    if host not in _THIS_MACHINE:
        raise RunError(
            "with photos of this disk, a run's page is served to this machine only: leave out "
            "--host, or serve the run's public folder"
        )
    try:
        served = run_server(run_dir, port)
    except OSError as error:
        raise _no_server(error, host, port) from error
    photos = f"{served.photos:,} {'photo' if served.photos == 1 else 'photos'} of this disk"
    print(f"Serving the page of {run_dir} with {photos} at {served.url} until Ctrl-C", flush=True)
    with suppress(KeyboardInterrupt):
        served.server.serve_forever()
    return ExitCode.DONE


def _no_server(error: OSError, host: str, port: int) -> RunError:
    number = error.errno or 0
    if number < 0 or number in _NO_SUCH_ADDRESS:  # below 0 the host's name wasn't found
        return RunError(f"{host}: isn't an address of this machine; give another with --host")
    return RunError(
        f"port {port} of {host} can't be opened: {os.strerror(number)}; give another with --port, "
        "or 0 for any free one"
    )
