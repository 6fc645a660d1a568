"""`photoparsl app`: a page on this machine, for people who don't live in a terminal.

Its server, in one process, answers the page; it only calls the library.  What takes long, or may
have to be ended, runs in a process of its own: the reading of an archive (`preview_process`), and a
run, which is `photoparsl run` as it is (`run_process`), since Parsl executes one run at a time in a
program and wants its main thread and its signals.  A run's state is read from its folder, so that
a run that another program executes is shown in the same way.
"""

from __future__ import annotations

from photoparsl.app.local_app import LocalApp, local_app

__all__ = ["LocalApp", "local_app"]
