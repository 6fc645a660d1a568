"""Says which photos are measured again, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from photoparsl.results import is_thumbnail
from photoparsl.running.again import Again

_NAMED = 3  # measures that a sentence names


def again_sentences(again: Again) -> Iterator[str]:
    """Yield what is measured again, for the user."""
    files = again.files
    if files.changed:
        yield (
            f"{files.changed:,} {'file has' if files.changed == 1 else 'files have'} changed "
            f"since {'it was' if files.changed == 1 else 'they were'} measured: measured again"
        )
    if files.compared:
        yield (
            f"the bytes of {files.compared:,} {'photo' if files.compared == 1 else 'photos'} in "
            "another folder are compared with those that were measured"
        )
    if files.gone:
        yield (
            f"{files.gone:,} {'file' if files.gone == 1 else 'files'} that "
            f"{'was' if files.gone == 1 else 'were'} measured can't be found any more: "
            "the values are kept"
        )
    if again.recheck:
        checked = again.lacks[()]
        if not checked:
            yield "no server has to be asked whether a photo has changed"
        elif checked == 1:
            yield "the server of 1 photo is asked whether it has changed"
        else:
            yield f"the servers of {checked:,} photos are asked whether they have changed"
    if again.unmarked:
        yield (
            "1 photo can't be checked: its server gave no ETag or Last-Modified"
            if again.unmarked == 1
            else f"{again.unmarked:,} photos can't be checked: their servers gave no ETag or "
            "Last-Modified"
        )
    pictured = sum(photos for lacks, photos in again.lacks.items() if any(map(is_thumbnail, lacks)))
    if pictured:
        are = "1 photo is" if pictured == 1 else f"{pictured:,} photos are"
        yield f"{are} fetched again, for a small picture of each"
    yield from _on_measures(again)


def _on_measures(again: Again) -> Iterator[str]:
    """Yield which measures are added to how many photos."""
    for all_lacks, photos in again.lacks.most_common():
        lacks = [name for name in all_lacks if not is_thumbnail(name)]
        if not lacks:
            continue
        others = [name for name in again.wanted if name not in lacks]
        is_one = photos == 1
        has = f"{'has' if is_one else 'have'} {_listed(others)}"
        if not others:
            has = f"{'was' if is_one else 'were'} measured by other measures"
        verb = "is" if len(lacks) == 1 else "are"
        noun = "row" if again.places.has_repeats else "photo"
        noun = noun if is_one else f"{noun}s"
        if again.renewed.issuperset(lacks):
            new = f"{_listed(lacks)}, of a new version,"
            yield f"{new} {verb} measured anew on {photos:,} {noun}"
        else:
            yield f"{_listed(lacks)} {verb} added to {photos:,} {noun} that {has}"


def _listed(names: Iterable[str]) -> str:
    """At most three names, for a sentence.

    >>> _listed(["a"]), _listed("ab"), _listed("abcde")
    ('a', 'a and b', 'a, b, c and 2 more')
    """
    names = list(names)
    last = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else names[1:][-1:]
    first = names[:_NAMED] if len(names) > _NAMED else names[: len(names) - len(last)]
    return " and ".join([", ".join(first), *last])
