"""`photoparsl app`: a page on this machine, for people who don't live in a terminal.

A server in one process answers the page.  It only calls the library.  Long work, and work that may
have to be ended, runs in a process of its own.  Such work is the reading of an archive
(`preview_process`), and a run (`run_process`), which is `photoparsl run` unchanged.  Parsl executes
one run at a time in a program, and needs its main thread and its signals.  A run's state is read
from its folder.  So a run that another program executes is shown in the same way.
"""

from __future__ import annotations

from photoparsl.app.local_app import LocalApp, local_app

__all__ = ["LocalApp", "local_app"]
