"""The demo's own archive and the server it lies behind: a Stash of one's own."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

from photoparsl.errors import SiteError
from photoparsl.fetching import answers
from photoparsl.files import make_public_folder, publish_folder
from photoparsl.manifests import Source
from photoparsl.tutorial.archive import make_archive
from photoparsl.tutorial.serve import serving

PHOTOS = 1000
TITLE = "Light in the archive"
NOTE = (
    "The photographs are synthetic: painted by a program, each with a brightness that was "
    "chosen for it beforehand."
)

_FIRST_PORT, _PORTS = 20_000, 8_000  # below the ports that systems hand out by themselves
_TRIES = 20
_SEAL = "archive.json"  # by which an archive is told from whatever else answers at a port


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive of so many photos in a folder, and the URL that the folder is served at.

    One that is `public` is served by another's web server, which has to be let in.
    """

    photos: int
    folder: Path
    url: str
    public: bool = False

    def make(self, progress: Callable[[int], None]) -> Source:
        """Make the archive unless it is there; `progress` is told of photos as they are made."""
        with FileLock(self.folder.with_suffix(".lock")):
            path = make_archive(self.folder, self.photos, self.url, progress=progress)
            if self.public:
                publish_folder(self.folder)
        return Source(path, f"{self.folder.name}/{path.name}", str(self.folder))


@contextmanager
def served_archive(photos: int) -> Iterator[Archive]:
    """Serve the archive of so many photos, made or not, during the block.

    Raises SiteError when no port can be had.
    """
    folder = user_cache_path("photoparsl").resolve() / f"tutorial-{photos}"
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        yield Archive(photos, folder, _serve(folder, stack))


def published_archive(photos: int, public: Path, url: str) -> Archive:
    """The archive in a folder that the web sees at `url/`: workers elsewhere can fetch it."""
    folder = public.expanduser().resolve() / f"tutorial-{photos}"
    make_public_folder(folder)
    return Archive(photos, folder, f"{url.rstrip('/')}/{folder.name}/", public=True)


def _serve(folder: Path, stack: ExitStack) -> str:
    """Serve the archive at a port of its own, so that its manifest stays as it is.

    Another demo that serves it already is as good.
    """
    first = _FIRST_PORT + zlib.crc32(bytes(folder)) % _PORTS
    for port in range(first, first + _TRIES):
        url = f"http://127.0.0.1:{port}/"
        if answers(url + _SEAL, folder / _SEAL):
            return url
        try:
            return stack.enter_context(serving(folder, port))
        except OSError:
            continue  # something else is at this port
    raise SiteError(f"the ports {first} to {first + _TRIES - 1} are all taken: end a demo first")
