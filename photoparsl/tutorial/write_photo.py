"""Write a photo of the tutorial as files: a JPEG and a Dublin Core record."""

from __future__ import annotations

import io
import math
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
from PIL import Image, ImageStat

from photoparsl.files import write_atomically
from photoparsl.tutorial.scenes import photograph

LEAST_BYTES, MOST_BYTES = 30_000, 100_000
RIGHTS = "Synthetic photograph, made by photoparsl; CC0"
OAI_DC, DC = "http://www.openarchives.org/OAI/2.0/oai_dc/", "http://purl.org/dc/elements/1.1/"


def write_photo(path: Path, rng: np.random.Generator, year: int, luminance: float) -> float:
    """Write a photo of a year and its record, and return the brightness that the photo has.

    `luminance` (0 to 1) is the brightness to aim at. The files aren't synced to the disk: that
    would take long for thousands of them, and they can be made again.
    """
    taken = photograph(rng, year, luminance)
    write_atomically(path, _compressed(taken.image, int(rng.integers(75, 89))), synced=False)
    write_atomically(path.with_suffix(".xml"), _record(path.name, taken.title, year), synced=False)
    return _true_luminance(taken.image)


def _compressed(image: Image.Image, quality: int) -> bytes:
    """Return the JPEG, of a quality that gives `LEAST_BYTES` to `MOST_BYTES` bytes if possible."""
    while True:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=quality)
        size = buffer.tell()
        if size < LEAST_BYTES and quality < 100:
            quality = min(100, quality + 1 + (LEAST_BYTES - size) // 1500)
        elif size > MOST_BYTES and quality > 30:
            quality -= 2 + (size - MOST_BYTES) // 3000
        else:
            return buffer.getvalue()


def _record(name: str, title: str, year: int) -> bytes:
    ET.register_namespace("oai_dc", OAI_DC)
    ET.register_namespace("dc", DC)
    root = ET.Element(f"{{{OAI_DC}}}dc")
    fields = {"identifier": name, "title": title, "date": str(year), "rights": RIGHTS}
    for field, value in fields.items():
        ET.SubElement(root, f"{{{DC}}}{field}").text = value
    ET.indent(root)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _true_luminance(image: Image.Image) -> float:
    """Perceived brightness of the pixels, 0 to 1.

    Deliberately not the measure's own code: tests compare the two.
    """
    rms = ImageStat.Stat(image).rms
    if len(rms) == 1:
        return rms[0] / 256
    red, green, blue = rms
    return math.sqrt(0.241 * red**2 + 0.691 * green**2 + 0.068 * blue**2) / 256
