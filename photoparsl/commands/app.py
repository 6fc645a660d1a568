"""`photoparsl app`: a page in a browser on this machine, from a folder to its page."""

from __future__ import annotations

import os
import queue
import signal
import time
import webbrowser
from argparse import Namespace
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Thread
from types import FrameType
from typing import TYPE_CHECKING

import psutil

from photoparsl.commands.argument_types import path, whole_number
from photoparsl.commands.command_list import COMMANDS
from photoparsl.commands.parser import Commands
from photoparsl.commands.terminal.exit_codes import ExitCode
from photoparsl.commands.terminal.streams import go_on_without_output
from photoparsl.errors import RunError

if TYPE_CHECKING:
    from photoparsl.app import LocalApp

_WAKE_SECONDS = 1.0  # between two looks whether a signal has arrived
_STOP_SECONDS = 60.0  # that a run's tasks have to finish
_Signals = queue.SimpleQueue[int]


def define(commands: Commands) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "app",
        help=COMMANDS["app"],
        description="Opens a page in the browser of this machine: choose a folder or a table, see "
        "what was found in it, measure, look at the page, save the table.  Nobody but you reaches "
        "it: it answers this machine alone, at an address that nobody can guess.  Runs are kept in "
        "the folder 'runs' of the folder in which this is started, as by 'photoparsl run'.  Ctrl-C "
        "ends it, and stops a run that is at work: what was measured is kept.",
        examples=["photoparsl app", "photoparsl app ~/Pictures", "photoparsl app photos.csv"],
    )
    parser.add_argument(
        "begin",
        nargs="?",
        type=path,
        default=None,
        metavar="PATH",
        help="the folder to begin in, or a table, which is read at once (default: the folder where "
        "you start this, or your home folder if that is the disk's root, or nothing may be written "
        "there)",
    )
    parser.add_argument(
        "--port",
        type=whole_number(0, 65_535),
        default=0,
        metavar="PORT",
        help="the port to listen on (default: any free one)",
    )
    parser.add_argument(
        "--no-browser", action="store_true", help="open no browser: the address is printed"
    )
    parser.set_defaults(command=app)


def app(arguments: Namespace) -> int:
    """Answer until Ctrl-C, SIGTERM or a closed terminal."""
    begin: Path = arguments.begin or _first_folder()
    if not (begin.is_dir() or begin.is_file()):
        what = "is neither a folder nor a table" if begin.exists() else "doesn't exist"
        raise RunError(f"{begin}: {what}; name the folder to begin in, or a table")
    with ExitStack() as stack:
        arrived = stack.enter_context(_signals())
        here = _started(stack, begin, arguments.port)
        with go_on_without_output():
            print(f"photoparsl is at {here.url} until Ctrl-C")
            print(f"Runs are kept in {Path('runs').absolute()}")
        if not arguments.no_browser:
            Thread(target=_open_browser, args=(here,), daemon=True).start()
        _wait(arrived)
        if here.desk.is_measuring:
            _stop(here, arrived)
    return ExitCode.DONE


def _first_folder() -> Path:
    """The working folder, or the home folder if a desktop's launcher started this elsewhere."""
    here = Path.cwd()
    return here if here != here.parent and os.access(here, os.W_OK) else Path.home()


def _started(stack: ExitStack, begin: Path, port: int) -> LocalApp:
    from photoparsl.app import local_app  # noqa: PLC0415  takes time

    try:
        return stack.enter_context(local_app(begin.absolute(), port))
    except OSError as error:
        if port and not error.filename:
            raise RunError(
                f"port {port} can't be opened: {os.strerror(error.errno or 0)}; perhaps photoparsl "
                "is there already; leave out --port, and a free one is taken"
            ) from error
        raise


def _wait(arrived: _Signals) -> None:
    """Wait until a signal arrives.

    It wakes now and then: Python handles a signal, whichever thread got it, in the main thread
    alone, and only once that goes on.
    """
    while True:
        with suppress(queue.Empty):
            arrived.get(timeout=_WAKE_SECONDS)
            return


def _stop(here: LocalApp, arrived: _Signals) -> None:
    """Stop the run that is at work, and wait until it has ended, or another signal arrives."""
    here.desk.stop()
    with go_on_without_output():
        print("Stopping: what is running is finished and kept.  Again to stop at once.")
    end = time.monotonic() + _STOP_SECONDS
    while here.desk.is_measuring and time.monotonic() < end:
        with suppress(queue.Empty):
            arrived.get(timeout=0.2)
            break
    here.end_seconds = 0.0


@contextmanager
def _signals() -> Iterator[_Signals]:
    """Return a context with the signals that arrive in it.

    SIGHUP, a closed terminal, is ignored if the program was started to ignore it, as by `nohup`.
    """
    arrived: _Signals = queue.SimpleQueue()

    def on_signal(number: int, frame: FrameType | None) -> None:
        arrived.put(number)

    numbers = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        numbers.append(signal.SIGHUP)
    before = {number: signal.signal(number, on_signal) for number in numbers}
    try:
        yield arrived
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _open_browser(here: LocalApp) -> None:
    """Open a browser that has windows, if there is one.

    Everybody on a machine can see the addresses that programs are started with.  So this address is
    of use only once, and isn't given to a program while others are logged in.
    """
    own = psutil.Process().username()
    if any(user.name != own for user in psutil.users()):
        return
    with suppress(webbrowser.Error):
        browser = webbrowser.get()
        # One of this very class runs in the terminal, unless the user has named it.
        if type(browser) is not webbrowser.GenericBrowser or os.environ.get("BROWSER"):
            browser.open(here.ticket())
