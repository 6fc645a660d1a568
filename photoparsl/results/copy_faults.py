"""The sentences about a copy of a run's manifest that is gone, or isn't of the run's record."""

from __future__ import annotations

from pathlib import Path

from photoparsl.results.run_lock import is_locked

# The name of the copy's file without its ending.  No user's file is called so
MANIFEST_COPY = "manifest-as-read"


def other_copy_text(run_dir: Path) -> str:
    """The sentence about a copy that is damaged or of another manifest.

    A run that starts with an edited manifest copies it before it writes its record.

    run_dir: the run's folder
    """
    copy = run_dir / f"{MANIFEST_COPY}.*"
    if is_locked(run_dir):
        return (
            f"{copy}: isn't of the manifest in run.json. The run that goes on may be copying an "
            "edited manifest: give the command again in a moment"
        )
    return (
        f"{copy}: isn't the copy of the run's manifest as it was written: the years and titles in "
        "it may be wrong: the run's command copies the manifest anew"
    )


def gone_copy_text(run_dir: Path) -> str:
    """The sentence about a copy that is gone.

    run_dir: the run's folder
    """
    return (
        f"{run_dir / MANIFEST_COPY}.*: the copy of the manifest is gone, which has the years and "
        "titles: the run's command copies it anew"
    )
