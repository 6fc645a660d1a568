"""What changed in a manifest since the run last read it, as a sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from photoparsl.number_text import counted

_LONGEST_NAME = 60  # letters of a column's name in a sentence
_MOST_COLUMNS = 5  # that the sentence names


@dataclass(frozen=True, slots=True)
class ManifestChanges:
    """What changed in a manifest since the run last read it.

    new: how many photos weren't in it
    gone: how many photos aren't in it any more
    moved: how many rows are of photos that were in another row
    back: how many of the new photos have values that were kept aside
    renewed: how many photos have another signature in their URL
    relocated: how many photos' files are in another folder than before, as the user says
    unsure: how many photos' files may be in another folder than before: their bytes are compared
    respelled: how many photos' paths are written otherwise
    more: how many rows of the other photos are new, since these are in more rows than before
    fewer: how many rows of the other photos are gone, since these are in fewer rows than before
    years: in how many photos' rows the year changed
    dates: in how many other photos' rows the date changed
    cells: in how many photos' rows the cell changed, by the column's name, without columns where
        none did
    added, dropped: the names of columns that are new, and of those that aren't there any more
    all_measured: whether all photos of the earlier manifest had been measured, or had failed
    is_of_years: whether years alone could be compared, since version 0.1.0 kept no other fact
    """

    new: int = 0
    gone: int = 0
    moved: int = 0
    back: int = 0
    renewed: int = 0
    relocated: int = 0
    unsure: int = 0
    respelled: int = 0
    years: int = 0
    dates: int = 0
    cells: Mapping[str, int] = field(default_factory=dict)
    more: int = 0
    fewer: int = 0
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    all_measured: bool = True
    is_of_years: bool = False

    @classmethod
    def of_fields(cls, fields: Mapping[str, Any]) -> ManifestChanges:
        """Return the changes from their fields, which were read from JSON."""
        added, dropped = (tuple(fields[name]) for name in ("added", "dropped"))
        return cls(**{**fields, "added": added, "dropped": dropped})

    @property
    def has_other_rows(self) -> bool:
        """Whether some rows are now of other photos."""
        photos = (self.new, self.gone, self.moved, self.back, self.renewed, self.relocated)
        return any((*photos, self.unsure, self.respelled, self.more, self.fewer))

    def __str__(self) -> str:
        """Return the sentence, or '' if nothing changed.

        >>> str(ManifestChanges(30, 5, years=20, cells={"Title": 3}))
        '20 years and 3 titles changed; 30 photos are new, 5 are gone: their values are kept aside'
        """
        columns = [_columns("new", self.added), _columns("gone", self.dropped)]
        unknown = "version 0.1.0 kept no titles: whether these changed isn't known"
        first = unknown if self.is_of_years else ""
        texts = (*columns, self._facts(), self._photos(), self._rows(), self._moved(), first)
        return "; ".join(filter(None, texts))

    def _facts(self) -> str:
        """Which facts of photos changed."""
        dating = ((self.years, "year"), (self.dates, "date"))
        texts = [counted(number, noun) for number, noun in dating if number]
        most = Counter(self.cells).most_common()
        titles = [name for name, _ in most if name.casefold() == "title"]
        for name, number in most[:_MOST_COLUMNS]:
            is_title = titles == [name]
            texts.append(
                counted(number, "title")
                if is_title
                else f"{counted(number, 'cell')} of {_quoted(name)}"
            )
        if more := len(most) - _MOST_COLUMNS:
            texts += [f"cells of {counted(more, 'more column')}"] if more > 0 else []
        return f"{_listed(texts)} changed" if texts else ""

    def _photos(self) -> str:
        """Which photos are new, gone, or elsewhere."""
        texts = []
        if self.new:
            texts.append(f"{_are(self.new, 'photo')} new{self._back()}")
        if self.renewed:
            have = ("has", "have") if texts else ("photo has", "photos have")
            texts.append(f"{counted(self.renewed, *have)} a renewed signature")
        if self.relocated:
            noun = "" if texts else "photo"
            texts.append(f"{_are(self.relocated, noun)} in another folder")
        if self.unsure:
            photos = f"{self.unsure:,}" if texts else counted(self.unsure, "photo")
            bytes_are = "its bytes are" if self.unsure == 1 else "their bytes are"
            texts.append(f"{photos} may be in another folder: {bytes_are} compared")
        if self.gone:
            values = "its values are" if self.gone == 1 else "their values are"
            what = values if self.all_measured else "what was measured is"
            texts.append(f"{_are(self.gone, '' if texts else 'photo')} gone: {what} kept aside")
        return ", ".join(texts)

    def _back(self) -> str:
        """How many of the new photos have values already, as a phrase in brackets."""
        if not self.back:
            return ""
        if self.back < self.new:
            return f" ({counted(self.back, 'of them has', 'of them have')} values kept aside)"
        return f" ({'its' if self.new == 1 else 'their'} values were kept aside)"

    def _rows(self) -> str:
        """How many rows are new or gone whose photos are in other rows too, as a phrase."""
        texts = [f"{_are(self.more, 'row')} new"] if self.more else []
        if self.fewer:
            texts.append(f"{_are(self.fewer, '' if texts else 'row')} gone")
        photos = "its photo is" if self.more + self.fewer == 1 else "their photos are"
        return f"{', '.join(texts)} ({photos} in other rows too)" if texts else ""

    def _moved(self) -> str:
        """How many rows are elsewhere: a photo may be in several."""
        return f"{counted(self.moved, 'row has', 'rows have')} moved" if self.moved else ""


def _quoted(name: str) -> str:
    """A column's name in quotes, cut if it is long."""
    return repr(name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…")


def _columns(change: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    shown = [_quoted(name) for name in names[:_MOST_COLUMNS]]
    if len(names) > _MOST_COLUMNS:
        shown.append(f"{len(names) - _MOST_COLUMNS} more")
    noun, verb = ("column", "is") if len(names) == 1 else ("columns", "are")
    return f"the {noun} {_listed(shown)} {verb} {change}"


def _listed(texts: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(texts[:-1]), texts[-1]]))


def _are(number: int, noun: str) -> str:
    return counted(number, f"{noun} is", f"{noun}s are") if noun else counted(number, "is", "are")
