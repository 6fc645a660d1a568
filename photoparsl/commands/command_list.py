"""The commands, each with its line in `photoparsl --help`, in the order of that help.

The command `a-b` is the module `photoparsl.commands.a_b`.
"""

from __future__ import annotations

COMMANDS = {
    "manifest": "make a manifest from an archive: records or photos, here or on the web",
    "sample": "draw a sample of a manifest, to measure before the whole",
    "run": "measure the photos of a manifest or an archive, and write the page",
    "status": "print how far a run is, and the state of its pilots",
    "watch": "show how far a run is, live, until it ends",
    "stop": "remove the jobs of a detached run from the queue",
    "history": "list a run's pilots and tasks: where, for how long, at what cost",
    "histogram": "draw how many tasks ran at each resource",
    "slice": "measure one slice in this process, without Parsl",
    "page": "write a run's page again, or a page of result files",
    "export": "write a run as one table with a row for each photo",
    "trend": "print a measure's medians by year, with 95 %% intervals, and its slope",
    "provenance": "print a text to cite a run by, and write which version measured what",
    "check": "check that a run has every row exactly once, undamaged",
    "tutorial": "make the tutorial's archive: photos, metadata, manifest",
    "app": "open a page for all of this, in a browser on this machine",
    "serve": "serve a folder over HTTP",
    "config": "show every setting, its value, and which file or option it came from",
    "bundle": "pack this environment for hosts where nothing is installed",
    "project": "choose the project that a grid accounts your pilots to",
    "show-projects": "list the projects that your settings file or HTCondor knows",
    "help": "print a page of the documents",
}
