"""What changed in a run's manifest, kept until the run has ended and its page is written.

RUN/manifest-changes.json    a process that is killed in between leaves it, and the next one says it
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from photoparsl.files import read_json_file, write_atomically
from photoparsl.results.fields import fields_of
from photoparsl.results.slice_text import FORMAT

MANIFEST_CHANGES = "manifest-changes.json"


def keep_changes(run_dir: Path, sha256: str, changes: object) -> None:
    """Write what changed in a manifest into the run's folder.

    run_dir: the run's folder
    sha256: the SHA-256 of the edited manifest's bytes
    changes: a dataclass with the changes
    """
    text = json.dumps({"format": FORMAT, "sha256": sha256, "changes": fields_of(changes)})
    write_atomically(run_dir / MANIFEST_CHANGES, f"{text}\n".encode())


def read_kept_changes(run_dir: Path, sha256: str) -> dict[str, Any] | None:
    """Return the changes that are kept for a manifest with this SHA-256, or None if none are."""
    try:
        fields = read_json_file(run_dir / MANIFEST_CHANGES)
        is_of = fields["format"] == FORMAT and fields["sha256"] == sha256
        return dict(fields["changes"]) if is_of else None
    except (OSError, ValueError, KeyError, TypeError):
        return None  # the changes are only shown to the user


def forget_changes(run_dir: Path) -> None:
    """Remove the file with the changes."""
    (run_dir / MANIFEST_CHANGES).unlink(missing_ok=True)
