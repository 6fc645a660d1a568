"""The demo's archive and the web server in front of it."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

from photoparsl.errors import SiteError
from photoparsl.fetching import serves_file
from photoparsl.files import make_public_folder, publish_folder
from photoparsl.manifests import Source
from photoparsl.tutorial.archive import make_archive
from photoparsl.web_server import serving

PHOTOS = 1000
TITLE = "Light in the archive"
SUBTITLE = (
    "The photographs are synthetic: painted by a program, each with a brightness that was "
    "chosen beforehand."
)

_FIRST_PORT, _PORTS = 20_000, 8_000  # below the ports that systems hand out by themselves
_TRIES = 20
_MARKER = "archive.json"  # a file by which another demo that serves the same archive is recognised


@dataclass(frozen=True, slots=True)
class ServedArchive:
    """A demo's archive in a folder that a web server serves."""

    photos: int  # how many
    folder: Path
    url: str  # where the folder is served; ends in a slash
    public: bool = False  # served by another user's web server, which must be able to read it

    def make(self, progress: Callable[[int], None]) -> Source:
        """Make the archive unless it exists; `progress` gets the number of photos just made."""
        with FileLock(self.folder.with_suffix(".lock")):
            path = make_archive(self.folder, self.photos, self.url, progress=progress)
            if self.public:
                publish_folder(self.folder)
        return Source(path, f"{self.folder.name}/{path.name}", str(self.folder))


@contextmanager
def served_archive(photos: int) -> Iterator[ServedArchive]:
    """Serve the folder of an archive, which may not be made yet, during the block.

    Raises SiteError when no port is free.
    """
    folder = user_cache_path("photoparsl").resolve() / f"tutorial-{photos}"
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        yield ServedArchive(photos, folder, _serve(folder, stack))


def published_archive(photos: int, public: Path, url: str) -> ServedArchive:
    """Return an archive in the folder `public`, which a web server shows at `url`.

    Workers on other machines can fetch it.
    """
    folder = public.expanduser().resolve() / f"tutorial-{photos}"
    make_public_folder(folder)
    return ServedArchive(photos, folder, f"{url.rstrip('/')}/{folder.name}/", public=True)


def _serve(folder: Path, stack: ExitStack) -> str:
    """Serve the folder at a port made from its path, and return the URL.

    The port is the same each time, so that the manifest's URLs stay valid. If another demo
    serves the folder already, its server is used.
    """
    first = _FIRST_PORT + zlib.crc32(bytes(folder)) % _PORTS
    for port in range(first, first + _TRIES):
        url = f"http://127.0.0.1:{port}/"
        if serves_file(url + _MARKER, folder / _MARKER):
            return url
        try:
            return stack.enter_context(serving(folder, port))
        except OSError:
            continue  # another program uses this port
    last = first + _TRIES - 1
    raise SiteError(f"the ports {first} to {last} are all in use: end another demo first")
