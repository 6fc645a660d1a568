"""Find the photos in a document of VRA Core: the work may be the photo, or its image."""

from __future__ import annotations

import re
from collections import defaultdict
from copy import deepcopy
from enum import StrEnum

from lxml import etree

from photoparsl.archives.dates import FIRST_SCANS


class VraName(StrEnum):
    """Names of elements, whose dates are then those of the photo or of another thing."""

    IMAGE = "image"
    WORK = "work"
    PHOTO = "photo"  # an image that is the photo
    SCAN = "surrogate"  # an image that is a scan of the photo
    THING = "monument"  # a work that isn't the photo


def photos_of_vra(root: etree._Element) -> list[etree._Element]:
    """An element `vra` for each work and image of a document with several, with what it refers to.

    An image stands in its work, or one refers to the other by `relids`.  Without that it has no
    work, if there are several: whose it is isn't known.  A work without an image is a record too.
    """
    works, images = list(root.iterchildren("{*}work")), list(root.iter("{*}image"))
    is_within = any(True for image in images for _ in image.iterancestors("{*}work"))
    if len(works) < 2 and len(images) < 2 and not is_within:
        return [root]
    by_id = {str(work.get("id")): work for work in works if work.get("id")}
    of_image: dict[str, etree._Element] = {}
    for work in works:
        of_image.update(dict.fromkeys(_relations(work), work))
    inside: defaultdict[etree._Element | None, list[etree._Element]] = defaultdict(list)
    for image in images:
        around = image.iterancestors("{*}work")
        named = (by_id[name] for name in _relations(image) if name in by_id)
        owners = (*around, *named, of_image.get(str(image.get("id"))))
        known = [work for work in owners if work is not None]
        inside[next(iter(known or works * (len(works) == 1)), None)].append(image)
    found = [_record(None, image) for image in inside[None]]
    for work in works:
        alone = deepcopy(work)
        for within in list(alone.iter("{*}image")):
            if (parent := within.getparent()) is not None:
                parent.remove(within)
        found += [_record(alone, image) for image in inside[work]] or [_record(alone)]
    return found


def _relations(element: etree._Element) -> list[str]:
    """The identifiers of what an element is related to."""
    relations = element.iterfind("{*}relationSet/{*}relation")
    return [name for relation in relations for name in str(relation.get("relids", "")).split()]


def _record(work: etree._Element | None, image: etree._Element | None = None) -> etree._Element:
    """A record of a work and one image; it stays within a work whose type isn't known.

    Else it stands beside the work, whose type says whether the work or the image is the photo.
    """
    record = etree.Element("vra")
    if work is not None:
        record.append(deepcopy(work))
    if image is not None:
        is_within = next(image.iterancestors("{*}work"), None) is not None
        is_typed = any(
            "".join(map(str, kind.itertext())).strip() for kind in record.iter("{*}worktype")
        )
        (record[0] if is_within and not is_typed else record).append(deepcopy(image))
    return record


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
