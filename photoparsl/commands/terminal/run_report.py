"""Formats what `run` prints: the plan of --dry-run, remarks on the manifest, and the summary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from photoparsl.number_text import counted, duration_text, rate_text
from photoparsl.planning import Plan
from photoparsl.reasons import NO_ANSWER
from photoparsl.redact import archive_text, published, visible
from photoparsl.reports import Summary, cost_lines
from photoparsl.requesting import RunRequest
from photoparsl.results import SLICE_SECONDS
from photoparsl.running import Throughput
from photoparsl.sites import workers

HISTOGRAM_WIDTH = 40  # characters of the longest bar


def plan_report(request: RunRequest, plan: Plan) -> str:
    """Return the lines of `run --dry-run`: what the run would do."""
    years = f", {_years_text(plan)}" if plan.rows else ""
    finished = len(plan.wanted) - sum(map(len, plan.missing))
    site = request.site.name
    if plan.left:  # else no config is needed, for which a grid would pack its bundle
        site += f": {workers(request.site.fresh_config(request.options))} workers at most"
    return "\n".join(
        (
            f"Manifest   {visible(request.source.name)}: {counted(plan.rows, 'photo')}{years}",
            f"Finished   {finished:,} of the {counted(len(plan.wanted), 'chosen photo')}",
            f"To do      {counted(plan.left, 'photo')} in {_slices_text(request, plan)}",
            f"Measures   {', '.join(map(str, request.measures))}",
            f"Site       {site}",
            f"Run        {request.run_dir.resolve()}",
            f"Page       {request.page}",
            *remark_lines(plan),
        )
    )


def _years_text(plan: Plan) -> str:
    """The years of the photos, and how many have none."""
    if not plan.years:
        return "none with a year" if plan.rows > 1 else "without a year"
    first, last = plan.years
    years = f"year {first}" if first == last else f"years {first}-{last}"
    return years + (f", {plan.undated:,} without a year" if plan.undated else "")


def _slices_text(request: RunRequest, plan: Plan) -> str:
    size = request.slice_size
    if not size:
        return f"slices of about {SLICE_SECONDS} s each, at the speed that is measured"
    again = plan.again.photos if plan.again else 0
    slices = sum(-(-len(gap) // size) for gap in plan.missing) + -(-again // size)
    return f"{counted(slices, 'slice')} of up to {size}"


def remark_lines(plan: Plan) -> list[str]:
    """Return a line for what changed in the manifest, and a line for each remark on it."""
    changes = str(plan.changes or "")
    changed = [f"Changed    {visible(changes)}"] if changes else []
    return [*changed, *(f"Note       {visible(remark)}" for remark in plan.remarks)]


def compared_lines(plan: Plan, summary: Summary, throughput: Throughput | None) -> list[str]:
    """Return a line if photos that might be in another folder are all the same photos.

    How many aren't is in the summary.
    """
    compared = plan.again.files.compared if plan.again else 0
    has_others = throughput is None or throughput.untried or throughput.failed or summary.changed
    if not compared or has_others:
        return []
    return [f"The bytes of {counted(compared, 'photo')} are those that were measured before."]


def left_out_lines(sentences: Iterable[str]) -> list[str]:
    """Return lines about the measures of several runs that aren't shown."""
    return [f"Left out   {visible(sentence)}" for sentence in sentences]


def summary_report(
    summary: Summary, throughput: Throughput | None, width: int | None = None
) -> str:
    """Return the lines at the end of a run: counts, failures, where the tasks ran, cost, the page.

    summary: the summary of all the run's results
    throughput: the throughput of the photos measured since the run began or was resumed, or None
        where jobs measure
    width: the most characters of a line of the histogram, or None for its own
    """
    lines = [_counts_line(summary, throughput)]
    lines += _without_value_lines(summary)
    if throughput and (others := throughput.untried - summary.left) > 0:
        were = "was" if others == 1 else "were"
        lines.append(
            f"{counted(others, 'photo')} with an earlier outcome {were} to be fetched or checked "
            f"again, and {were} not."
        )
    if throughput and (throughput.unchanged or throughput.unchecked):
        lines.append(
            f"{counted(throughput.unchanged, 'photo is', 'photos are')} unchanged, as the server "
            f"says; {throughput.unchecked:,} couldn't be checked."
        )
    if summary.failed and not summary.measured and summary.reasons.keys() <= NO_ANSWER:
        lines.append("No photo could be reached from where the tasks ran: is their server up?")
    if summary.archive:
        from photoparsl.trends import margin_text  # noqa: PLC0415  takes time

        photos = summary.measured + summary.failed + summary.left
        margin = margin_text(summary.medians_margin)
        lines.append(f"A sample of {photos:,} of {counted(summary.archive, 'photo')}{margin}.")
    lines += _same_bytes_lines(summary)
    if summary.tasks:
        lines += ["", histogram(summary.tasks, width=width)]
    if summary.cost and summary.cost.core_hours:
        lines += ["", *cost_lines(summary.cost)]
    return "\n".join([*lines, "", f"Page: {summary.page}", f"      {summary.url}"])


def histogram(
    tasks: Mapping[str, int], title: str = "Where the tasks ran", width: int | None = None
) -> str:
    """Return the number of tasks or pilots by resource, drawn as the OSG's `connect histogram` did.

    width: the most characters of a line, or None for those of the longest bar

    >>> print(histogram({"mwt2.org": 3, "unl.edu": 1}))
    Where the tasks ran |Ct (Pct)     Histogram
    mwt2.org            |3 (75.00%)   ########################################
    unl.edu             |1 (25.00%)   #############
    """
    total, most = sum(tasks.values()), max(tasks.values())
    longest = min(HISTOGRAM_WIDTH, max(4, width - 34)) if width else HISTOGRAM_WIDTH
    lines = [f"{title:20}|{'Ct (Pct)':13}Histogram"]
    for resource, number in sorted(tasks.items(), key=lambda item: (-item[1], item[0])):
        bar = "#" * max(1, longest * number // most)
        share = f"{number} ({number / total:.2%})"
        lines.append(f"{visible(resource):20}|{share:13}{bar}")
    return "\n".join(lines)


def _without_value_lines(summary: Summary) -> list[str]:
    """Return a line for each reason of failures, and for each measure that photos lack."""
    lines = []
    for reason, number in summary.reasons.items():
        example = published(summary.examples[reason])
        lines.append(f"  {visible(reason):20} {number:7,}   e.g. {example}")
    for name, number in summary.missing.items():
        has = "has" if number == 1 else "have"
        lines.append(f"  {visible(name):20} {number:7,}   {has} no value")
    for name, number in summary.lacking.items():
        lack = "photo lacks" if number == 1 else "photos lack"
        lines.append(
            f"{number:,} {lack} an added measure ({visible(name)}): --retry-failed tries it"
        )
    return lines


def _same_bytes_lines(summary: Summary) -> list[str]:
    """Return what is known of photos with the same bytes."""
    lines = []
    if summary.same_bytes:
        have = counted(summary.same_bytes, "photo has", "photos have")
        lines.append(f"{have} the same bytes as another:")
        for place, photos in summary.same_sets.items():
            title = archive_text(summary.same_titles.get(place, ""))
            named = f" ({title})" if title else ""
            lines.append(f"  {'the same bytes':20} {photos:7,}   e.g. {published(place)}{named}")
    if summary.without_digest:
        lines.append(
            f"{counted(summary.without_digest, 'photo was', 'photos were')} measured by version "
            "0.1.0, which kept no digest of their bytes: which of them are the same isn't known."
        )
    if summary.unsure:
        lines.append(
            f"{counted(summary.unsure, 'of them has', 'of them have')} values of several passes, "
            "between which the bytes may have changed."
        )
    if summary.changed:
        had = counted(summary.changed, "photo had", "photos had")
        lines.append(
            f"{had} other bytes than before when fetched again; the values are of the new bytes."
        )
    return lines


def _counts_line(summary: Summary, throughput: Throughput | None) -> str:
    counts = f"{counted(summary.measured, 'photo')} measured, {summary.failed:,} failed"
    if summary.undated:
        counts += f", {summary.undated:,} of them without a year"
    if summary.left:
        counts += f", {summary.left:,} left"
    if throughput is None:
        return f"{counts}."
    if not throughput.done:
        none = "nothing was measured this time" if summary.left else "there was nothing left to do"
        return f"{counts}; {none}."
    measured = throughput.done - throughput.failed
    rate = rate_text(measured / max(throughput.seconds, 1e-9), "photos")
    shown = f" ({rate})" if rate else ""
    return f"{counts}; {throughput.done:,} in {duration_text(throughput.seconds)}{shown}."
