"""Measures whose numbers are codes, and what the codes mean."""

from __future__ import annotations

from photoparsl.measuring import MEASURES, MORE_MEASURES, scale_of

CODE_NAMES = {
    name: codes for name in (*MEASURES, *MORE_MEASURES) if (codes := scale_of(name).codes)
}
CODES = tuple(CODE_NAMES)
