"""Read EDTF (ISO 8601-2) with the library `edtf`."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

from photoparsl.archives.dates.year_estimate import Certainty, YearEstimate, exact

_EDTF = re.compile(r"(?=.*\d{3})[\dX?~%./\[\]{}, TZ:+-]{4,60}")


def read_edtf(text: str) -> YearEstimate | None:
    """Read EDTF with the library `edtf`; None if the text isn't EDTF."""
    text = text.strip().upper().replace("U", "X")  # drafts of EDTF had 'u' for a missing digit
    if not _EDTF.fullmatch(text):
        return None
    try:
        with redirect_stdout(io.StringIO()):  # it prints some texts that it can't read
            found = parse_edtf(text)
        first, last = int(found.lower_strict()[0]), int(found.upper_strict()[0])
    except (
        EDTFParseException,
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ):
        return None  # the library raises these for texts that it can't read or has no bounds for
    if re.search("[?%]", text):
        certainty = Certainty.UNCERTAIN
    else:
        certainty = Certainty.APPROXIMATE if "~" in text else Certainty.RANGE
    if first != last:
        return YearEstimate(certainty, first, last)
    is_exact = certainty == Certainty.RANGE
    return exact(first) if is_exact else YearEstimate(certainty, first, last, first)
