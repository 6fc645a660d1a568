"""Build the URL of an image of IIIF's Image API, at a size for measuring.

Versions 1 to 3 and compliance levels 0 to 2 allow different URLs.  These URLs use only what a
server of the image's level must support, and never request more pixels than the image has.
"""

from __future__ import annotations

import re
from typing import Any

from photoparsl.archives.iiif_values import identity_of

REGION = "photoparsl:region"  # the key of an image's region, in the Image API's form

_REGION = re.compile(r"(?:xywh=)?(?:pixel:)?(pct:|percent:)?([\d.]+),([\d.]+),([\d.]+),([\d.]+)")


def image_url(image: dict[str, Any], canvas: dict[str, Any], size: int) -> str:
    """The URL of `image`, whose longer side is as near to `size` pixels as its service allows.

    Returns '' if there is no such URL.

    >>> service = {"@id": "http://a.example/i", "profile": "http://iiif.io/api/image/2/level1.json"}
    >>> image_url({"service": service, "width": 4000, "height": 3000}, {}, 1024)
    'http://a.example/i/full/1024,/0/default.jpg'
    """
    region = image.get(REGION, "")
    service = next(filter(identity_of, _services(image.get("service"))), None)
    if service is None:
        return "" if region else identity_of(image)
    version, level = _version(service), _level(service)
    quality = "native" if version == 1 else "default"
    if level:
        image_size = _scaled(service, image, canvas, size, version)
    elif region:
        return ""  # the service has whole images only
    else:
        image_size = _ready_made(service, size, version)
    if not image_size:
        return identity_of(image) if level == 0 and identity_of(image) else ""
    base = identity_of(service).rstrip("/").removesuffix("/info.json")
    return f"{base}/{region or 'full'}/{image_size}/0/{quality}.jpg"


def region_of(selector: Any) -> str:
    """The region that a selector of IIIF or of Web Annotations takes from an image, or '' for all.

    >>> region_of({"type": "ImageApiSelector", "region": "10,20,300,400", "rotation": "90"})
    '10,20,300,400'
    >>> region_of([{"type": "FragmentSelector", "value": "xywh=percent:0,0,50,100"}])
    'pct:0,0,50,100'
    """
    for part in selector if isinstance(selector, list) else [selector]:
        text = (part.get("region") or part.get("value")) if isinstance(part, dict) else None
        if isinstance(text, str) and (found := _REGION.fullmatch(text.strip())):
            return f"{'pct:' if found[1] else ''}{','.join(found.groups()[1:])}"
    return ""


def _scaled(
    service: dict[str, Any], image: dict[str, Any], canvas: dict[str, Any], size: int, version: int
) -> str:
    """The size in the URL, for a service that scales images to any size."""
    whole = "max" if version == 3 else "full"
    region = image.get(REGION, "")
    for resource in (service, image):
        width, height = _size(resource, region)
        if width and height:
            longer = max(width, height)
            return whole if longer <= size else f"{max(1, round(width * size / longer))},"
    width, height = (0, 0) if region else _size(canvas, "")
    if width and height and max(width, height) > size:  # a canvas has the image's proportions
        return f"{max(1, round(width * size / max(width, height)))},"
    return whole


def _size(resource: dict[str, Any], region: str) -> tuple[int, int]:
    """The width and height of an image, or of its region.  They are 0 if they aren't known."""
    width, height = _number(resource.get("width")), _number(resource.get("height"))
    if not region:
        return width, height
    across, down = map(float, region.removeprefix("pct:").split(",")[2:])
    if region.startswith("pct:"):
        return round(width * across / 100), round(height * down / 100)
    return round(across), round(down)


def _ready_made(service: dict[str, Any], size: int, version: int) -> str:
    """The smallest of the service's sizes that is at least `size`, else the largest.

    '' if it has none.
    """
    sizes = [
        (_number(ready.get("width")), _number(ready.get("height")))
        for ready in service.get("sizes") or ()
        if isinstance(ready, dict)
    ]
    sizes = sorted(pair for pair in sizes if all(pair))
    if not sizes:
        return ""
    width, height = next((pair for pair in sizes if max(pair) >= size), sizes[-1])
    return f"{width},{height}" if version == 3 else f"{width},"


def _services(value: Any) -> list[dict[str, Any]]:
    services = value if isinstance(value, list) else [value]
    return [
        service
        for service in services
        if isinstance(service, dict) and "auth" not in _self_description(service)
    ]


def _version(service: dict[str, Any]) -> int:
    text = _self_description(service)
    if "imageservice3" in text or "image/3" in text:
        return 3
    return 1 if "image-api/1" in text or "image/1" in text or "/1.1/" in text else 2


def _level(service: dict[str, Any]) -> int:
    """The compliance level, or 2, which most servers have, if none is given."""
    text = _self_description(service)
    return next((level for level in (0, 1, 2) if f"level{level}" in text), 2)


def _self_description(service: dict[str, Any]) -> str:
    """The service's type, context and profiles, in lower case."""
    profile = service.get("profile")
    values = [service.get("type"), service.get("@type"), service.get("@context")]
    values += profile if isinstance(profile, list) else [profile]
    return " ".join(value for value in values if isinstance(value, str)).lower()


def _number(value: Any) -> int:
    """A number of pixels, which may be a text, or 0 if it is none."""
    text = str(value).strip()
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
