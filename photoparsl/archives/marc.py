"""Name the subfields of MARC 21 in XML by what they hold."""

from __future__ import annotations

from lxml import etree


def name_of_subfield(subfield: etree._Element) -> str:
    """The bare name of what a subfield holds: 'dateissued' for 260 $c; 'subfield' if it is unknown.

    264 $c is the date of the second indicator: 0 of production, 1 of publication, 4 copyright.

    >>> xml = '<datafield tag="100"><subfield code="d">1861-</subfield></datafield>'
    >>> name_of_subfield(etree.fromstring(xml)[0])
    'lifedates'
    """
    field = subfield.getparent()
    if field is None:
        return "subfield"
    tag, code = str(field.get("tag", "")), str(subfield.get("code", ""))
    if (tag, code) == ("264", "c"):
        return _DATES_OF_264.get(str(field.get("ind2", "")), "dateissued")
    if tag in _PERSONS and code == "d":
        return "lifedates"
    return _NAMES.get((tag, code), "subfield")


_PERSONS = ("100", "600", "700", "800")
_DATES_OF_264 = {"0": "datecreated", "2": "datedistributed", "3": "datemanufactured"}
_NAMES = {("260", "c"): "dateissued", ("260", "g"): "datemanufactured", ("245", "a"): "title"}
