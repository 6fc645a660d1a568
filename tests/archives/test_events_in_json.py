"""Events in JSON say of what their dates are; elements that only group data don't doubt them."""

from __future__ import annotations

from typing import Any

import pytest

from photoparsl.archives.dates.choosing import choose_date
from photoparsl.archives.dates.date_fields import dates_in_json


def read(item: dict[str, Any]) -> str:
    estimate = choose_date(dates_in_json(item)).estimate
    return f"{estimate.earliest or ''}-{estimate.latest or ''} {estimate.certainty}"


def event(kind: str, name: str, start: str, end: str) -> dict[str, Any]:
    """An event as museum-digital writes it."""
    time = {"time_name": name, "time_start": start, "time_end": end}
    return {"event_type": 33, "event_type_name": kind, "time": time}


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([event("Aufgenommen", "1926", "1926", "1926")], "1926-1926 exact"),
        ([event("Hergestellt", "1900-1910", "1900", "1910")], "1900-1910 range"),
        (
            [event("Erworben", "1961", "1961", "1961"),
             event("Aufgenommen", "um 1912", "1907", "1917")],
            "1907-1917 approximate",
        ),
        ([event("Wurde erbaut", "1650", "1650", "1650")], "- undated"),
        ([event("Wurde abgebildet (Ort)", "1887", "1887", "1887")], "- undated"),
    ],
)  # fmt: skip
def test_an_objects_events_give_the_photos_own_date(
    events: list[dict[str, Any]], expected: str
) -> None:
    assert read({"object_name": "Foto", "object_events": events}) == expected


def test_the_photos_own_date_in_a_resource_is_exact() -> None:
    assert read({"resource": {"Date of photograph": "1926"}}) == "1926-1926 exact"


@pytest.mark.parametrize("name", ["ca_objects.date.dates_value", "ca_objects.date"])
def test_a_date_of_collective_access_is_the_photos(name: str) -> None:
    assert read({name: "1926"}) == "1926-1926 exact"


def test_a_date_in_a_web_resource_isnt_taken() -> None:
    assert read({"WebResource": {"date": "1926"}}) == "- undated"
