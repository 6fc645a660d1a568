"""What a run has come to, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from photoparsl.cost import Cost
from photoparsl.results import SliceResult


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run has come to, over all the times that it was started.

    `left` are photos that were asked for and have neither a value nor a failure; `tasks`
    counts slices by site; `examples` holds one failed photo's place for each reason;
    `cost` is None where nothing was left to do.
    """

    measured: int
    failed: int
    undated: int
    left: int
    page: str
    url: str
    tasks: dict[str, int]
    reasons: dict[str, int]
    examples: dict[str, str]
    cost: Cost | None = None


def sum_up(results: Iterable[SliceResult], asked: range, page: Path, url: str) -> Summary:
    """Count the results, in one pass; `asked` are the rows that the run is to measure."""
    measured = undated = done = 0
    tasks: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for result in results:
        measured += len(result.measurements)
        undated += sum(m.year is None for m in result.measurements)
        done += sum(outcome.row in asked for outcome in result.outcomes)
        tasks[result.ran.site] += 1
        for failure in result.failures:
            reasons[failure.reason] += 1
            examples.setdefault(failure.reason, failure.url)
    return Summary(
        measured=measured,
        failed=reasons.total(),
        undated=undated,
        left=len(asked) - done,
        page=str(page),
        url=url,
        tasks=dict(tasks),
        reasons=dict(reasons.most_common()),
        examples=examples,
    )
