"""How to install a package that photoparsl can use, in the environment that it runs in."""

from __future__ import annotations

import shlex
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path


def install_command(package: str) -> str:
    """Return the command that adds a package to this environment, which may be pipx's or uv's.

    It may name the environment's folder: it is for who runs the program, and not for a page.
    """
    if Path(sys.prefix, "pipx_metadata.json").exists():
        return f"pipx inject photoparsl {package}"
    if find_spec("pip") is None:
        return f"uv pip install --python {shlex.quote(sys.executable)} {package}"
    found = shutil.which("python3")
    is_first = found is not None and Path(found).parent == Path(sys.executable).parent
    python = "python3" if is_first else shlex.quote(sys.executable)
    return f"{python} -m pip install {package}"
