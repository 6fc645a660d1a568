"""Decode a photo's bytes to pixels, and compute a value for each measure, within limits."""

from __future__ import annotations

from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.decoding import decode
from photoparsl.measuring.formats import (
    PILLOW_NAMES,
    recognised_format,
)
from photoparsl.measuring.function_measure import FunctionMeasure
from photoparsl.measuring.measure import MEASURES, MORE_MEASURES, PREVIEW, Measure
from photoparsl.measuring.measure_all import measure_all
from photoparsl.measuring.registry import (
    ALL_MEASURES,
    MeasureLike,
    find_measure,
    is_own,
    listed_measures,
    portable_measures,
    resolve_measures,
    versions,
)
from photoparsl.measuring.scales import SCALES, Scale, scale_of
from photoparsl.measuring.slice_task import (
    measure_slice,
    measure_to_keep,
    stored_versions,
)
from photoparsl.measuring.thumbnails import Thumbnails, check_thumbnails, thumbnails_for

__all__ = [
    "ALL_MEASURES",
    "MEASURES",
    "MORE_MEASURES",
    "PILLOW_NAMES",
    "PREVIEW",
    "SCALES",
    "DecodedPhoto",
    "FunctionMeasure",
    "Measure",
    "MeasureLike",
    "Scale",
    "Thumbnails",
    "check_thumbnails",
    "decode",
    "find_measure",
    "is_own",
    "listed_measures",
    "measure_all",
    "measure_slice",
    "measure_to_keep",
    "portable_measures",
    "recognised_format",
    "resolve_measures",
    "scale_of",
    "stored_versions",
    "thumbnails_for",
    "versions",
]
