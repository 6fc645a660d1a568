"""Name the fields of MARC 21 in XML by what they hold."""

from __future__ import annotations

import re

from lxml import etree


def name_in_marc(element: etree._Element, local: str) -> str:
    """The bare name of what a field holds: 'dateissued' for 260 $c.  `local` if it isn't known.

    264 $c is the date of the second indicator: 0 of production, 1 of publication, 4 copyright.

    >>> xml = '<datafield tag="100"><subfield code="d">1861-</subfield></datafield>'
    >>> name_in_marc(etree.fromstring(xml)[0], "subfield")
    'lifedates'
    """
    field = element.getparent()
    if local == "controlfield" or field is None:
        return "identifier" if element.get("tag") == "001" else local
    tag, code = str(field.get("tag", "")), str(element.get("code", ""))
    if (tag, code) == ("264", "c"):
        return _DATES_OF_264.get(str(field.get("ind2", "")), "dateissued")
    if tag in _PERSONS and code == "d":
        return "lifedates"
    if (tag, code) == ("518", "a"):  # of when and where something was recorded, or photographed
        return "datetaken" if _PHOTOGRAPHED.match(str(element.text or "")) else local
    return _NAMES.get((tag, code), local)


_PHOTOGRAPHED = re.compile(r"\s*(?:photograph|taken|exposed)", re.IGNORECASE)
_PERSONS = ("100", "600", "700", "800")
_DATES_OF_264 = {"0": "datecreated", "2": "datedistributed", "3": "datemanufactured"}
_NAMES = {
    ("260", "c"): "dateissued",
    ("260", "g"): "datemanufactured",
    ("534", "c"): "dateoriginal",  # of which this is a copy
    ("245", "a"): "title",
    ("380", "a"): "worktype",
    ("655", "a"): "genre",
}
