"""The columns that a run's earlier manifest and the edited one have in common."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from photoparsl.manifests import read_columns, read_dating_columns
from photoparsl.planning.row_facts import made_last, same_columns, title_first
from photoparsl.requesting import RunRequest
from photoparsl.results import RunDirectory


@dataclass(frozen=True, slots=True)
class ComparedColumns:
    """The columns of two manifests.

    names: the names of the columns whose cells are compared, with the title first
    old, new: their numbers in the earlier manifest and in the edited one
    has_dates: whether dates are compared.  They aren't if one manifest alone has a column of them
    added, dropped: the names of columns that are new, and of those that aren't there any more,
        with the archive's own before those that `photoparsl manifest` adds
    """

    names: tuple[str, ...]
    old: tuple[int, ...]
    new: tuple[int, ...]
    has_dates: bool
    added: tuple[str, ...]
    dropped: tuple[str, ...]

    @classmethod
    def of(cls, request: RunRequest, directory: RunDirectory) -> ComparedColumns:
        """Return those of the run's copy of its manifest, and of the request's manifest."""
        source, copy = request.source, directory.manifest
        new, old = read_columns(source.path, source.name), copy.columns()
        common = same_columns(old, new)
        # Whoever edits a file of records changes the lines that its records are.
        compared = [n for n in common if not (request.made and new[n] == "record")]
        compared = title_first(compared, new)
        new_dating = read_dating_columns(source.path, source.name)
        old_dating = copy.dating_columns()
        has_dates = bool(old_dating) == bool(new_dating)
        return cls(
            tuple(new[n] for n in compared),
            tuple(common[n] for n in compared),
            tuple(compared),
            has_dates,
            added=made_last(_date_alone(new_dating, new, has_dates) + _without(new, common)),
            dropped=made_last(
                _date_alone(old_dating, old, has_dates) + _without(old, common.values())
            ),
        )


def _date_alone(dating: Sequence[str], others: Sequence[str], has_dates: bool) -> list[str]:
    """The column of dates if the other manifest has none.  Months and days are in `others`."""
    return [] if has_dates else [name for name in dating if name not in others]


def _without(names: Sequence[str], taken: Collection[int]) -> list[str]:
    """The names without those whose numbers are in `taken`."""
    return [name for number, name in enumerate(names) if number not in taken]
