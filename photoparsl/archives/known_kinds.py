"""The kinds of sources that photoparsl reads.

To add one, write a module with a `KIND` (`kinds`), and list it in KINDS.
"""

from __future__ import annotations

from photoparsl.archives import embedded, iiif, json_api, oai, sidecars, tables
from photoparsl.archives.kinds import FileKind, JsonKind, Kind, UrlKind

KINDS: tuple[Kind, ...] = (  # in the order in which they are tried. json_api takes any JSON
    sidecars.KIND,
    embedded.KIND,
    tables.KIND,
    oai.KIND,
    iiif.KIND,
    json_api.KIND,
)
FILE_KINDS = [kind for kind in KINDS if isinstance(kind, FileKind)]
JSON_KINDS = [kind for kind in KINDS if isinstance(kind, JsonKind)]
URL_KINDS = [kind for kind in KINDS if isinstance(kind, UrlKind)]


def is_of_service(url: str) -> bool:
    """Whether a URL is that of a service whose answers come page by page."""
    return any(kind.recognises(url) for kind in URL_KINDS)
