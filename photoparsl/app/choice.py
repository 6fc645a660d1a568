"""Choice: what a person wants measured, and how it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person wants measured, and how it is read.

    source: the path of a folder or a file, or a URL
    image_column: the column of the photos, or '' for the one that is found
    date_column: the column of the dates, or '' for the one that is found
    sheet: the workbook's sheet, or '' for the one that is found
    fuzzy: whether inexact dates give a year
    title: the page's title, or '' for the usual one
    """

    source: str
    image_column: str = ""
    date_column: str = ""
    sheet: str = ""
    fuzzy: bool = False
    title: str = ""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Choice:
        """The choice in a request of the page.  Raises KeyError or TypeError if it holds none."""
        names = ("image_column", "date_column", "sheet", "title")
        texts = {name: given.get(name, "") for name in names}
        values = {"source": given["source"], **texts}
        if not all(isinstance(value, str) for value in values.values()):
            raise TypeError("a choice consists of texts")
        return cls(**values, fuzzy=bool(given.get("fuzzy")))

    @property
    def options(self) -> dict[str, Any]:
        """What is read and how, as arguments of `photoparsl.run` and `photoparsl.preview`."""
        return {
            "image_column": tuple(filter(None, [self.image_column])),
            "date_column": tuple(filter(None, [self.date_column])),
            "fuzzy": self.fuzzy,
            **({"sheet": self.sheet} if self.sheet else {}),
        }

    @property
    def of_run(self) -> dict[str, Any]:
        """Which run of the source it is, as arguments of `photoparsl.folder_of_run`."""
        names = {"image_column": self.image_column, "sheet": self.sheet}
        return {"of_archive": self.is_special, **names}

    @property
    def is_special(self) -> bool:
        """Whether any of `options` differs from its default."""
        return any(self.options.values())

    @property
    def answer(self) -> dict[str, Any]:
        """The fields, as the page gets them in JSON."""
        return asdict(self)
