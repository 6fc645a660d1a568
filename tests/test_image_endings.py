"""The endings by which images are known, and the formats that are read."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from photoparsl.files.image_endings import DECODERS, FORMATS, IMAGE_ENDINGS, UNREAD_ENDINGS
from photoparsl.measuring import formats
from photoparsl.measuring.formats.format import Format


def test_every_format_in_the_folder_has_endings_and_every_ending_a_format() -> None:
    modules = [path.stem for path in Path(formats.__path__[0]).glob("*.py")]
    found = {module for module in modules if isinstance(_format_of(module), Format)}
    assert found == FORMATS.keys() > DECODERS.keys()
    assert len(set(IMAGE_ENDINGS)) == len(IMAGE_ENDINGS)
    assert not set(IMAGE_ENDINGS) & set(UNREAD_ENDINGS)


def _format_of(module: str) -> object:
    return getattr(import_module(f"{formats.__name__}.{module}"), module.upper(), None)
