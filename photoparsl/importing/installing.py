"""How to install a package that photoparsl can use, in the environment that it runs in."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
import tomllib
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, distribution
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote

_UNREADABLE = (OSError, ValueError, LookupError, TypeError, AttributeError)


def install_command(package: str) -> str:
    """Return the command that adds a package to this environment, which may be pipx's or uv's.

    It may name the environment's folder: it is for who runs the program, and not for a page.
    """
    environment = Path(sys.prefix)
    if (environment / "pipx_metadata.json").exists():
        return f"pipx inject {shlex.quote(environment.name)} {package}"
    if command := _of_uv_tool(environment / "uv-receipt.toml", package):
        return command
    if environment.parent.name.startswith("archive-v"):  # uv's cache, which is as it is for good
        return f"uvx --with {package} --from {shlex.quote(_source())} photoparsl …"
    if find_spec("pip") is None:
        return f"uv pip install --python {shlex.quote(sys.executable)} {package}"
    found = shutil.which("python3")
    is_first = found is not None and Path(found).parent == Path(sys.executable).parent
    python = "python3" if is_first else shlex.quote(sys.executable)
    return f"{python} -m pip install {package}"


def _of_uv_tool(receipt: Path, package: str) -> str:
    """Return the command for an environment of `uv tool install`, or '' if this is none.

    It names all that was installed before: uv removes from a tool's environment what its latest
    command doesn't name, and what `uv pip install` has added is gone at the next upgrade.

    receipt: the file in which uv keeps what the environment was made of
    """
    try:
        own, *others = tomllib.loads(receipt.read_text(encoding="utf-8"))["tool"]["requirements"]
        added = [*map(_requirement, others), package]
        words = [*(word for name in added for word in ("--with", name)), _requirement(own)]
        is_editable = "editable" in own
    except _UNREADABLE:
        return ""
    return shlex.join(["uv", "tool", "install", *(["--editable"] * is_editable), *words])


def _requirement(fields: Mapping[str, Any]) -> str:
    """Return a requirement of uv's receipt as it is written on the command line.

    >>> _requirement({"name": "a", "extras": ["b"], "directory": "/c"}), _requirement({"name": "a"})
    ('/c[b]', 'a')
    """
    extras = f"[{','.join(fields['extras'])}]" if fields.get("extras") else ""
    if folder := next((fields[k] for k in ("path", "directory", "editable") if k in fields), ""):
        return f"{folder}{extras}"
    name = f"{fields['name']}{extras}"
    if "git" in fields:
        url, _, query = fields["git"].partition("?")
        revision = next((v for k, v in parse_qsl(query) if k in ("rev", "tag", "branch")), "")
        return f"{name} @ git+{url}{f'@{revision}' if revision else ''}"
    return f"{name} @ {fields['url']}" if "url" in fields else name + fields.get("specifier", "")


def _source() -> str:
    """Return the file, folder or URL that photoparsl was installed from, or else its name."""
    try:
        url = json.loads(distribution("photoparsl").read_text("direct_url.json") or "")["url"]
        return unquote(url.removeprefix("file://")) if url.startswith("file://") else str(url)
    except (PackageNotFoundError, *_UNREADABLE):
        return "photoparsl"
