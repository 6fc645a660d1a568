"""IIIF's Image API: the URL of an image at a size that is fit for measuring.

Versions 1 to 3 and compliance levels 0 to 2 differ in what may be asked for; nothing is asked
for that a server of its level may refuse, and nothing larger than the image.
"""

from __future__ import annotations

from typing import Any


def image_url(image: dict[str, Any], canvas: dict[str, Any], size: int) -> str:
    """The URL of `image` with a longer side of `size` pixels, as near as its service allows.

    >>> service = {"@id": "http://a.example/i", "profile": "http://iiif.io/api/image/2/level1.json"}
    >>> image_url({"service": service, "width": 4000, "height": 3000}, {}, 1024)
    'http://a.example/i/full/1024,/0/default.jpg'
    """
    service = next((each for each in _services(image.get("service")) if _identity(each)), None)
    if service is None:
        return _identity(image)
    version, level = _version(service), _level(service)
    quality = "native" if version == 1 else "default"
    wanted = (
        _sized(service, image, canvas, size, version) if level else _ready(service, size, version)
    )
    if not wanted:  # nothing but whole images, ready-made
        return _identity(image) if level == 0 and _identity(image) else ""
    return f"{_identity(service).rstrip('/')}/full/{wanted}/0/{quality}.jpg"


def _sized(
    service: dict[str, Any], image: dict[str, Any], canvas: dict[str, Any], size: int, version: int
) -> str:
    """The `size` of the request for a service that makes images of any."""
    whole = "max" if version == 3 else "full"
    for known in (service, image):
        width, height = _number(known.get("width")), _number(known.get("height"))
        if width and height:
            longer = max(width, height)
            return whole if longer <= size else f"{max(1, round(width * size / longer))},"
    width, height = _number(canvas.get("width")), _number(canvas.get("height"))
    if width and height and max(width, height) > size:  # in its proportions at least
        return f"{max(1, round(width * size / max(width, height)))},"
    return whole


def _ready(service: dict[str, Any], size: int, version: int) -> str:
    """The smallest of a service's ready-made sizes that is large enough, else the largest."""
    sizes = [
        (_number(each.get("width")), _number(each.get("height")))
        for each in service.get("sizes") or ()
        if isinstance(each, dict)
    ]
    sizes = sorted(pair for pair in sizes if all(pair))
    if not sizes:
        return ""
    width, height = next((pair for pair in sizes if max(pair) >= size), sizes[-1])
    return f"{width},{height}" if version == 3 else f"{width},"


def _services(value: Any) -> list[dict[str, Any]]:
    found = value if isinstance(value, list) else [value]
    return [each for each in found if isinstance(each, dict) and _is_image_service(each)]


def _is_image_service(service: dict[str, Any]) -> bool:
    return "auth" not in _said(service)


def _version(service: dict[str, Any]) -> int:
    said = _said(service)
    if "imageservice3" in said or "image/3" in said:
        return 3
    return 1 if "image-api/1" in said or "image/1" in said or "/1.1/" in said else 2


def _level(service: dict[str, Any]) -> int:
    """The compliance level; 2 where nothing is said, since that is what servers mostly have."""
    said = _said(service)
    return next((level for level in (0, 1, 2) if f"level{level}" in said), 2)


def _said(service: dict[str, Any]) -> str:
    profile = service.get("profile")
    said = [service.get("type"), service.get("@type"), service.get("@context")]
    said += profile if isinstance(profile, list) else [profile]
    return " ".join(each for each in said if isinstance(each, str)).lower()


def _identity(resource: dict[str, Any]) -> str:
    identity = resource.get("id") or resource.get("@id")
    return identity if isinstance(identity, str) else ""


def _number(value: Any) -> int:
    return value if isinstance(value, int) and value > 0 else 0
