"""Finds the rows that a run measures again."""

from __future__ import annotations

from photoparsl.measuring import thumbnails_for, versions
from photoparsl.planning.again import Again
from photoparsl.planning.pass_places import PassPlaces
from photoparsl.planning.plan import Plan
from photoparsl.requesting import RunRequest
from photoparsl.results import RunDirectory


def find_again(request: RunRequest, directory: RunDirectory, plan: Plan, *, reads: bool) -> Again:
    """Return the rows that are measured again.

    reads: whether the results have the plan's row numbers.  If not, no rows are found
    """
    wanted = versions(request.measures)
    thumbnails = thumbnails_for(request.thumbnails, len(plan.wanted))
    again = Again(directory, wanted, plan.wanted, request.retry, request.recheck, thumbnails)
    again.places = PassPlaces(plan.repeats)
    if reads:
        again.find(request.source.photos() if plan.may_have_files else None)
    return again
