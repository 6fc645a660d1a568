"""A column of a run's table, and what the cells of a row are made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from photoparsl.reports.look_alikes import Like
from photoparsl.results import Execution, Failure, Measurement


class TableRow(NamedTuple):
    """What the cells of one row are made of.

    outcome: the photo's measurement or failure
    execution: where and when the photo was measured
    origin: where the manifest's rows come from (`RunRecord.origin`)
    same_as: the first row whose photo has the same bytes, or None if it is this one
    like: the first row whose photo looks like this one, or None if it is this one or not known
    """

    outcome: Measurement | Failure
    execution: Execution
    origin: str
    same_as: int | None
    like: Like | None


Cell: TypeAlias = Callable[[TableRow], Any]  # returns None for an empty cell


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of the table.

    name: its header
    type: one of Table Schema's: integer, number, string or datetime
    description: its meaning, as the data dictionary has it
    constraints: what Table Schema says of its values, for the data dictionary
    """

    name: str
    type: str
    description: str
    constraints: Mapping[str, Any] = field(default_factory=dict, kw_only=True)


@dataclass(frozen=True, slots=True)
class PhotoColumn(TableColumn):
    """A column whose cells follow from the photo's outcome.

    cell: the function that returns the cell of a row
    """

    cell: Cell = field(repr=False)
