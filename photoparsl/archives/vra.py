"""Tell in a record of VRA Core whether the work or its image is the photo."""

from __future__ import annotations

import re
from enum import StrEnum

from lxml import etree

from photoparsl.archives.date_context import FIRST_SCANS


class VraName(StrEnum):
    """Names of elements, whose dates are then those of the photo or of another thing."""

    IMAGE = "image"
    WORK = "work"
    PHOTO = "photo"  # an image that is the photo
    SCAN = "surrogate"  # an image that is a scan of the photo
    THING = "monument"  # a work that isn't the photo


def name_in_vra(record: etree._Element, local: str) -> str:
    """The name for an element of a VRA Core record, as the photo's or another thing's.

    The work is the photo if its type says so.  Then the image is a scan of it.  If the work is
    another thing, like a tower, the image is the photo.  If no type says, an image with dates
    before 1995 is the photo, since it is no scan.

    local: the element's bare name, which is kept for other elements
    """
    image, work = record.find("{*}image"), record.find("{*}work")
    if image is None or work is None or local not in (VraName.IMAGE, VraName.WORK):
        return local
    is_image = local == VraName.IMAGE
    types = " ".join(" ".join(map(str, kind.itertext())) for kind in work.iter("{*}worktype"))
    dates = (" ".join(map(str, dates.itertext())) for dates in image.iter("{*}dateSet"))
    years = [int(year) for text in dates for year in re.findall(r"(?<!\d)\d{4}(?!\d)", text)]
    is_old = bool(years) and max(years) < FIRST_SCANS
    if not _PHOTO.search(types.lower()) and (types.strip() or is_old):
        return VraName.PHOTO if is_image else VraName.THING
    return VraName.SCAN if is_image else VraName.WORK


_PHOTO = re.compile("photo|foto|negativ|negatif|daguerr|ambrotyp|tintype|slide|diapos|transparenc")
