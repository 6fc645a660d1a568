"""Apply measures to a photo, and check what they give."""

from __future__ import annotations

import math
from collections.abc import Iterable
from numbers import Integral
from typing import Any

import numpy as np

from photoparsl.errors import NoValueError
from photoparsl.measuring.decoded_photo import DecodedPhoto
from photoparsl.measuring.measure import PREVIEW, Measure
from photoparsl.measuring.registry import MeasureLike, find_measure, is_own
from photoparsl.measuring.user_errors import describe, raise_if_interrupted
from photoparsl.reasons import Reason
from photoparsl.redact import visible, without_secrets
from photoparsl.results import LEAST_WHOLE, LONGEST_TEXT, MOST_WHOLE, Missing, Value

_LONGEST_DETAIL = 300  # characters


def measure_all(photo: DecodedPhoto, measures: Iterable[MeasureLike]) -> dict[str, Any]:
    """Return each measure's `Value` for the photo, or a `Missing`, by the measure's name.

    Raises MeasureError for a measure that doesn't exist.
    """
    return {
        str(measure): _given(find_measure(measure), str(measure), photo) for measure in measures
    }


def _given(measure: Measure, name: str, photo: DecodedPhoto) -> Value | Missing:
    if photo.is_preview and not name.endswith(PREVIEW):
        return Missing(Reason.NO_VALUE, f"of a raw file only measures with {PREVIEW} have a value")
    try:
        if is_own(name):
            photo = photo.copy_on_write()  # a user's function may change the image in place
        return _checked(measure.function(photo))
    except NoValueError as error:
        return _missing(Reason.NO_VALUE, str(error) or f"{name} gave none")
    except _RefusedValueError as error:
        return _missing(Reason.MEASURE_ERROR, f"{name} gave {error}")
    except BaseException as error:  # noqa: BLE001  a user's function may call sys.exit
        raise_if_interrupted(error)
        return _missing(Reason.MEASURE_ERROR, f"{name} raised {describe(error)}")


def _checked(result: Any) -> Value:
    """Return a measure's result in the form in which it is kept.

    Raises NoValueError where that is no value, and _RefusedValueError where it can't be kept.
    """
    if result is None:
        raise NoValueError
    if isinstance(result, str):
        return _text(result)
    if isinstance(result, np.ndarray):
        result = result[()]  # of an array without dimensions, its one element
    if isinstance(result, Integral | np.bool_):  # True and False are 1 and 0, numpy's too
        if not LEAST_WHOLE <= int(result) <= MOST_WHOLE:
            raise _RefusedValueError("a whole number beyond -2^63 to 2^63 - 1")
        return int(result)
    number = math.nan if isinstance(result, bytes) else float(result)
    if not math.isfinite(number):
        raise _RefusedValueError(f"{result!r:.60}")
    return number


def _text(text: str) -> str:
    if not text:
        raise NoValueError
    if len(text) > LONGEST_TEXT:
        raise _RefusedValueError(f"a text of {len(text):,} characters, more than {LONGEST_TEXT}")
    return str(visible(text))


def _missing(reason: Reason, detail: str) -> Missing:
    return Missing(reason, visible(without_secrets(detail))[:_LONGEST_DETAIL])


class _RefusedValueError(Exception):
    """A measure gave what can't be kept: the error's text."""
