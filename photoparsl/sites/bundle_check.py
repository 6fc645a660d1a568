"""Runs a bundle in an empty root directory, which holds nothing but the bundle."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
from pathlib import Path

from photoparsl.errors import SiteError
from photoparsl.files import temporary_folder
from photoparsl.sites.bundling import ABOUT, CERTIFICATES, FOLDER, LOADER
from photoparsl.sites.environment import LIBRARIES, PYTHON

SECONDS = 120  # that the bundle may take

_MACHINES = {62: "x86_64", 183: "aarch64", 21: "ppc64le", 243: "riscv64"}  # by ELF's numbers
_MODULES = (
    "photoparsl.apps",
    "parsl.executors.high_throughput.process_worker_pool",
    "ssl",
    "hashlib",
    "multiprocessing.synchronize",
)
_HOST = "photos.invalid"
_PROBE = f"""
import importlib, io, json, socket, ssl, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
if socket.gethostbyname("{_HOST}") != "192.0.2.1":
    sys.exit("it can't resolve host names")
if not ssl.create_default_context().cert_store_stats()["x509_ca"]:
    sys.exit("it has no certificate authorities")
from PIL import Image
from photoparsl.measuring import decode
from photoparsl.measuring.brightness_measures import luminance
photo = io.BytesIO()
Image.new("RGB", (8, 8), "white").save(photo, "JPEG")
if not 0.99 < luminance(decode(photo.getvalue())) < 1.01:
    sys.exit("it measures white wrongly")
print("Python", sys.version.split()[0])
"""


def check_bundle(archive: Path) -> str:
    """Run the bundle in an empty root, and return a sentence with its version, machine and size.

    The bundle's Python imports a worker's modules and the user's, resolves a host name, loads the
    certificate authorities and measures a photo.

    Raises SiteError, with the reason, if any of this fails.
    """
    with temporary_folder() as root:
        modules = _unpack(archive, root)
        bundle = root / FOLDER
        machine = _machine(bundle / LOADER)
        if machine != platform.machine():
            raise SiteError(
                f"{archive}: is for {machine}, and this machine is {platform.machine()}"
            )
        (root / "dev").mkdir()
        (root / "dev" / "null").touch()  # every host has it
        (root / "etc").mkdir()
        (root / "etc" / "hosts").write_text(f"192.0.2.1 {_HOST}\n")
        output = _run(root, ["-c", _PROBE, *_MODULES, *modules])
    if output.returncode:
        last = (output.stderr.strip() or f"it ended with {output.returncode}").splitlines()[-1]
        raise SiteError(f"{archive}: doesn't run where nothing is installed: {last}")
    size = archive.stat().st_size / 1e6
    return f"{archive}: {output.stdout.strip()}, {machine}, {size:.0f} MB: runs in an empty root"


def _unpack(archive: Path, root: Path) -> list[str]:
    """Unpack the archive, and return the names of the user's modules in it."""
    try:
        tar = ["tar", "--extract", "--gzip", "--file", str(archive), "--directory", str(root)]
        subprocess.run(tar, capture_output=True, text=True, check=True)  # as a pilot does
        about = json.loads((root / FOLDER / ABOUT).read_bytes())
        return [str(name) for name in about["modules"]]
    except subprocess.CalledProcessError as error:
        line = next(filter(None, str(error.stderr).splitlines()), "")
        raise SiteError(f"{archive}: isn't a bundle, or is damaged: {line}") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SiteError(f"{archive}: isn't a bundle: it has no valid {ABOUT}") from error


def _machine(program: Path) -> str:
    try:
        head = program.read_bytes()[:20]
    except FileNotFoundError as error:
        raise SiteError(f"the bundle has no loader: {program.name} is missing") from error
    number = int.from_bytes(head[18:20], "big" if head[5:6] == b"\x02" else "little")
    return _MACHINES.get(number, f"another kind of machine (ELF {number})")


def _run(root: Path, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """Run the interpreter with the arguments that its wrapper, a shell script, gives it."""
    if not shutil.which("unshare"):
        raise SiteError("an empty root needs 'unshare', which isn't installed")
    home = Path("/", FOLDER)
    command = ["unshare", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    command += ["--net", f"--root={root}", "--wd=/", str(home / LOADER), "--inhibit-cache"]
    command += ["--library-path", str(home / LIBRARIES), "--argv0", str(home / "bin" / "python")]
    command += [str(home / "bin" / PYTHON), *arguments]
    environment = {
        "PYTHONPATH": str(home / "packages"),
        "SSL_CERT_FILE": str(home / CERTIFICATES),
        "PATH": os.environ.get("PATH", ""),
    }
    try:
        return subprocess.run(
            command, capture_output=True, text=True, check=False, env=environment, timeout=SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise SiteError(f"the bundle didn't answer within {SECONDS} seconds") from error
