"""Selects the keys of a run that pilots get."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

CERTIFICATES = "certificates"
SHIPPED = "for-pilots"  # the folder that holds the keys for pilots

_SECRET = re.compile(r'(secret-key = )".{40}"')


def for_pilots(certificates: Path) -> Path:
    """Copy the keys that pilots need, without the server's secret key, and return their folder."""
    folder = certificates.parent / SHIPPED / CERTIFICATES
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, mode=0o700)
    server = (certificates / "server.key_secret").read_text()
    (folder / "server.key_secret").write_text(_SECRET.sub(rf'\1"{"0" * 40}"', server))
    shutil.copy(certificates / "client.key_secret", folder)
    return folder
