"""Finds the rows that a run measures again, after others have taken over what is there."""

from __future__ import annotations

from photoparsl.measuring import thumbnails_for, versions
from photoparsl.results import RunDirectory
from photoparsl.running.again import Again
from photoparsl.running.pass_places import PassPlaces
from photoparsl.running.plan import Plan
from photoparsl.running.run_request import RunRequest
from photoparsl.running.sharing import share_outcomes


def again_of(request: RunRequest, directory: RunDirectory, plan: Plan) -> Again:
    """Return what finds the rows that are measured again."""
    wanted = versions(request.measures)
    thumbnails = thumbnails_for(request.thumbnails, len(plan.wanted))
    again = Again(directory, wanted, plan.wanted, request.retry, request.recheck, thumbnails)
    again.places = PassPlaces(plan.repeats, wanted)
    return again


def find_again(request: RunRequest, directory: RunDirectory, plan: Plan, *, writes: bool) -> Again:
    """Find the rows that are measured again.

    writes: whether rows may take over what another row with their place has already
    """

    def found() -> Again:
        again = again_of(request, directory, plan)
        again.find(request.source.photos() if plan.may_have_files else None)
        return again

    again = found()
    if not (writes and len(plan.repeats) and again.photos):
        return again
    if len(ready := again.find_ready(plan.is_missing)):
        share_outcomes(directory, request.source, plan.rows, ready)
    return found()
