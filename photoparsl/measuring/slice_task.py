"""Measure the photos of one slice on a worker."""

from __future__ import annotations

import os
import socket
import time
import warnings
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version

from photoparsl.errors import NotMeasurableError
from photoparsl.fetching import Fetched, Limits, NextPhotos, fetch, server_of
from photoparsl.manifests import DIGEST_LETTERS, EarlierOutcome, Slice
from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.decoding import decode
from photoparsl.measuring.measure import PREVIEW
from photoparsl.measuring.measure_all import measure_all
from photoparsl.measuring.registry import MeasureLike, versions
from photoparsl.measuring.thumbnails import Thumbnails
from photoparsl.redact import without_secrets
from photoparsl.results import (
    Execution,
    Failure,
    Measurement,
    Missing,
    SliceResult,
    Tally,
    resource_name,
    without_valueless,
)


def measure_slice(
    slice_: Slice, measures: Sequence[MeasureLike] = ("luminance",), limits: Limits = Limits()
) -> SliceResult:
    """Fetch and measure the slice's photos.  Each becomes a measurement or a failure.

    slice_: the photos
    measures: names, and functions as `portable_measures` returns them
    limits: the limits for a photo and for a worker

    Raises MeasureError if a measure doesn't exist.  A photo never raises an error.
    """
    return without_valueless(measure_to_keep(slice_, measures, limits))


def measure_to_keep(
    slice_: Slice,
    measures: Sequence[MeasureLike],
    limits: Limits = Limits(),
    next_photos: NextPhotos | None = None,
    thumbnails: Thumbnails | None = None,
    tallies: str = "",
) -> SliceResult:
    """Measure as `measure_slice` does, and keep what a run needs to add measures later.

    A photo that the run has measured (`Photo.earlier`) gets the values of the measures that it
    lacks, or of all measures where its bytes have changed.  A photo without a value of any
    measure is a measurement here too.

    next_photos: returns the photos of this worker's next slice, or None while they aren't known
    thumbnails: which photos get a thumbnail, or None for none
    tallies: a folder where this worker writes how far it is (`Tally`), or "" for none
    """
    work, tally = _Work(), Tally(slice_.start, tallies)
    outcomes: list[Measurement | Failure] = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Pillow's, of broken metadata
        for fetched in fetch(slice_.photos, limits, next_photos):
            outcomes.append(_measure(fetched, measures, limits, thumbnails))
            tally.add()
            work.add(fetched)
    outcomes.sort(key=lambda outcome: outcome.row)
    return SliceResult(
        start=slice_.start,
        stop=slice_.stop,
        digest=slice_.digest,
        measures=stored_versions(measures, thumbnails),
        measurements=tuple(o for o in outcomes if isinstance(o, Measurement)),
        failures=tuple(o for o in outcomes if isinstance(o, Failure)),
        execution=work.execution(),
    )


class _Work:
    """The execution of a slice, from its beginning on."""

    def __init__(self) -> None:
        self._started, self._clock = time.time(), time.perf_counter()
        self._bytes, self._body = 0, b""
        self._refused: dict[str, float] = {}
        self._caches: Counter[str] = Counter()

    def add(self, fetched: Fetched) -> None:
        """Count what was fetched, and from where."""
        if fetched.body is not self._body:  # else of another row with the same URL
            self._body = fetched.body
            self._bytes += len(fetched.body)
        if fetched.cache:
            self._caches[fetched.cache] += 1
        if fetched.pause_seconds is not None:
            server = server_of(fetched.photo.url)
            self._refused[server] = max(fetched.pause_seconds, self._refused.get(server, 0.0))

    def execution(self) -> Execution:
        """Return the execution, which ends now."""
        host = socket.gethostname()
        return Execution(
            host,
            resource_name(host, os.environ),
            self._started,
            time.perf_counter() - self._clock,
            self._bytes,
            _program(),
            self._refused,
            dict(self._caches),
        )


def stored_versions(
    measures: Sequence[MeasureLike], thumbnails: Thumbnails | None
) -> dict[str, int]:
    """The version of each measure of a run's results, that of thumbnails among them."""
    return versions(measures) | ({str(thumbnails): 1} if thumbnails else {})


@lru_cache
def _program() -> str:
    """The packages that values depend on, with the versions installed here."""
    return ", ".join(f"{name} {version(name)}" for name in ("photoparsl", "pillow", "numpy"))


def _measure(
    fetched: Fetched,
    measures: Sequence[MeasureLike],
    limits: Limits,
    thumbnails: Thumbnails | None,
) -> Measurement | Failure:
    photo = fetched.photo
    if fetched.is_unchanged and photo.earlier:
        earlier = photo.earlier
        return Measurement(photo.row, photo.url, photo.year, {}, digest=earlier.digest)
    reason, detail = fetched.reason, fetched.detail
    if not reason:
        # SHA-256 takes 0.1 ms for 200 kB, as SHA-1 does. BLAKE2 takes longer.
        digest = sha256(fetched.body).hexdigest()[:DIGEST_LETTERS]
        chosen = _to_measure(photo.earlier, digest, measures)
        pictured = thumbnails and _to_measure(photo.earlier, digest, [str(thumbnails)])
        try:
            decoded = _decoded(fetched.body, measures, limits) if chosen or pictured else None
            given = measure_all(decoded, chosen) if decoded else {}
            if thumbnails and pictured and decoded:
                given[str(thumbnails)] = thumbnails.of(decoded, photo.url)
            missing = {name: why for name, why in given.items() if isinstance(why, Missing)}
            return Measurement(
                photo.row,
                photo.url,
                photo.year,
                values=given | dict.fromkeys(missing),
                stamp=decoded.stamp if decoded else "",
                span=photo.span,
                digest=digest,
                missing=missing,
                mark=fetched.mark,
            )
        except NotMeasurableError as error:
            reason, detail = error.reason, error.detail
    # A detail may contain another address than the photo's, or headers, with secrets.
    detail = without_secrets(detail)
    return Failure(photo.row, photo.url, photo.year, reason, detail, photo.span, fetched.mark)


def _decoded(body: bytes, measures: Sequence[MeasureLike], limits: Limits) -> DecodedPhoto:
    previews = any(str(measure).endswith(PREVIEW) for measure in measures)
    return decode(body, limits, previews=previews)


def _to_measure(
    earlier: EarlierOutcome | None, digest: str, measures: Sequence[MeasureLike]
) -> Sequence[MeasureLike]:
    """The measures of a photo with this digest.

    The bytes of a photo that version 0.1.0 measured aren't known, and are taken as the same.
    """
    if earlier is None or (earlier.digest and earlier.digest != digest):
        return measures
    return [measure for measure in measures if str(measure) in earlier.lacks]
