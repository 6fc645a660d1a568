"""Says which photos are measured again, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from photoparsl.number_text import counted
from photoparsl.planning.again import Again
from photoparsl.results import is_thumbnail

_NAMED = 3  # measures that a sentence names


def again_sentences(again: Again) -> Iterator[str]:
    """Yield what is measured again, for the user."""
    files = again.files
    if files.changed:
        changed = ("file has changed since it was", "files have changed since they were")
        yield f"{counted(files.changed, *changed)} measured: measured again"
    if files.back:
        were_absent = ("file that wasn't there is", "files that weren't there are")
        yield f"{counted(files.back, *were_absent)} there now: measured"
    if files.compared:
        yield (
            f"the bytes of {counted(files.compared, 'photo')} that may be in another folder are "
            "compared with those that were measured"
        )
    if files.gone:
        measured = counted(files.gone, "file that was measured", "files that were measured")
        yield f"{measured} can't be found any more: the values are kept"
    if again.recheck:
        checked = again.lacks[()]
        if not checked:
            yield "no server has to be asked whether a photo has changed"
        else:
            servers = "the server" if checked == 1 else "the servers"
            are_asked = ("photo is asked whether this has", "photos are asked whether these have")
            yield f"{servers} of {counted(checked, *are_asked)} changed"
    if again.unmarked:
        unmarked = counted(again.unmarked, "photo")
        yield f"{unmarked} can't be checked: the server gave no ETag or Last-Modified"
    pictured = sum(photos for lacks, photos in again.lacks.items() if any(map(is_thumbnail, lacks)))
    if pictured:
        photos = counted(pictured, "photo is", "photos are")
        yield f"{photos} fetched again, for a small picture of each"
    yield from _on_measures(again)


def _on_measures(again: Again) -> Iterator[str]:
    """Yield which measures are added to how many photos."""
    for all_lacks, photos in again.lacks.most_common():
        lacks = [name for name in all_lacks if not is_thumbnail(name)]
        if not lacks:
            continue
        others = [name for name in again.wanted if name not in lacks]
        noun = "row" if again.places.has_repeats else "photo"
        verb = "is" if len(lacks) == 1 else "are"
        if again.renewed.issuperset(lacks):
            new = f"{_listed(lacks)}, of a new version,"
            yield f"{new} {verb} measured anew on {counted(photos, noun)}"
            continue
        rows = counted(photos, f"{noun} that has", f"{noun}s that have")
        yield f"{_listed(lacks)} {verb} added to {rows} {_listed(others) or 'other measures'}"


def _listed(names: Iterable[str]) -> str:
    """At most three names, for a sentence.

    >>> _listed(["a"]), _listed("ab"), _listed("abcde")
    ('a', 'a and b', 'a, b, c and 2 more')
    """
    names = list(names)
    last = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else names[1:][-1:]
    first = names[:_NAMED] if len(names) > _NAMED else names[: len(names) - len(last)]
    return " and ".join([", ".join(first), *last])
