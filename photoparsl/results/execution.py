"""Where, when and by which program photos were measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, starmap

from photoparsl.results.fields import OLD_KEY

_RESOURCE_VARIABLES = ("GLIDEIN_ResourceName", "GLIDEIN_Site", "OSG_SITE_NAME")


@dataclass(frozen=True, slots=True)
class Execution:
    """Where, when and by which program a slice was measured.

    host: the machine
    resource: the OSG's name of the cluster that the machine belongs to, or else the machine's
        domain.  A run's site is something else: the config under which it measures
    started: when the slice was begun, in seconds since 1970 (UTC) by the worker's clock
    seconds: wall time
    bytes: the bytes of photos that were fetched
    program: the programs that measured the slice, with their versions
    refused: by host and port that answered 429 or 503, the seconds that it asked to wait
    caches: by cache of the Open Science Data Federation, how many photos it served
    """

    host: str
    resource: str = field(metadata={OLD_KEY: "site"})
    started: float
    seconds: float
    bytes: int = 0
    program: str = ""
    refused: dict[str, float] = field(default_factory=dict)
    caches: dict[str, int] = field(default_factory=dict)


def resource_name(host: str, environment: Mapping[str, str]) -> str:
    """The name of a host's resource: from an OSG pilot's environment variables, else its domain.

    >>> resource_name("node7.example.edu", {})
    'example.edu'
    >>> resource_name("laptop", {})
    'laptop'
    """
    named = (environment[name] for name in _RESOURCE_VARIABLES if environment.get(name))
    return next(named, host.partition(".")[2] or host)


@dataclass(frozen=True, slots=True)
class PartialExecution:
    """An execution that gave the outcomes, or some of the values, of some of a slice's rows.

    rows: ascending ranges, each as its first row and the row after its last
    measures: the measures whose values it gave, or empty for all
    photos: how many photos it measured, here and in other slices
    """

    execution: Execution
    rows: tuple[tuple[int, int], ...]
    measures: tuple[str, ...] = ()
    photos: int = 0

    @property
    def photos_here(self) -> int:
        """How many of the slice's photos it measured."""
        return sum(stop - start for start, stop in self.rows)


def ranges_of(rows: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """Ascending rows as ranges, each as its first row and the row after its last.

    >>> ranges_of([3, 4, 7])
    ((3, 5), (7, 8))
    """
    ranges: list[tuple[int, int]] = []
    for row in rows:
        if ranges and ranges[-1][1] == row:
            ranges[-1] = ranges[-1][0], row + 1
        else:
            ranges.append((row, row + 1))
    return tuple(ranges)


def executions_of(
    rows: Iterable[int], execution: Execution, partials: Sequence[PartialExecution]
) -> Iterator[PartialExecution]:
    """Yield the executions of a slice (`SliceResult.executions`), from its rows and its fields."""
    taken = {row for partial in partials if not partial.measures for row in rows_of(partial)}
    if own := sorted(row for row in rows if row not in taken):
        yield PartialExecution(execution, ranges_of(own), photos=len(own))
    yield from partials


def latest_of(partials: Iterable[PartialExecution]) -> dict[int, Execution]:
    """Return the latest execution by the row of each photo that one of these measured."""
    return {row: partial.execution for partial in partials for row in rows_of(partial)}


def rows_of(partial: PartialExecution) -> Iterator[int]:
    """Yield its rows."""
    return chain.from_iterable(starmap(range, partial.rows))
