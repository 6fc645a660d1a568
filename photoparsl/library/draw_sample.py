"""Draws a sample of a manifest from a script or a notebook."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from photoparsl.archives import Sampled, sample_of
from photoparsl.manifests import is_remote
from photoparsl.options import check_value, option, path_of, without_effect
from photoparsl.running import open_source

_LOG = logging.getLogger(__name__)


def sample(  # noqa: PLR0913  so that help(photoparsl.sample) lists all parameters
    manifest: str | Path,
    output: str | Path = "sample.csv",
    *,
    photos: int,
    by: str | Sequence[str] = (),
    equal: bool = False,
    allow_private: bool = False,
    add_progress: Callable[[int], None] = lambda rows: None,
) -> Sampled:
    """Write a sample of a manifest, to measure before the whole, and return its size.

    The same manifest gives the same sample.  A larger sample has all photos of a smaller one.  So a
    run of the larger one in the same folder measures only the others.  The run's trends weight its
    photos back to the archive.

    manifest: a file's path, an http(s) URL, or '-' for standard input
    output: the sample's file, which ends in .csv or .csv.gz
    photos: how many photos it has
    by: the column, or several columns, whose entries are the strata.  'year' is the manifest's year
        (default: all photos are one stratum)
    equal: draw the same number of photos from each stratum (default: in proportion to its photos)
    allow_private: whether a URL's redirects may lead to private addresses
    add_progress: a function that gets the number of rows read since its last call

    Raises ManifestError if the manifest can't be read, or the sample can't be drawn or written.
    """
    check_value("photos", photos, int)
    names = (by,) if isinstance(by, str) else by
    check_value("by", names, Sequence[str])
    path_of("manifest", manifest)
    if equal and not names:
        _LOG.warning("%s", without_effect([option("--equal")], f"without {option('--by')}"))
    if allow_private and not is_remote(str(manifest)):
        why = "on a manifest that isn't fetched from the web"
        _LOG.warning("%s", without_effect([option("--allow-private")], why))
    with open_source(str(manifest), allow_private=allow_private) as source:
        return sample_of(
            source,
            path_of("output", output),
            photos,
            tuple(names),
            equal=equal,
            add_progress=add_progress,
        )
