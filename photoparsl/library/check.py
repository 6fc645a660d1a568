"""Checking a run's result files: every row once, and as it was written."""

from __future__ import annotations

from dataclasses import dataclass

from photoparsl.results.counts import OutcomeCounts
from photoparsl.results.run_directory import RunDirectory
from photoparsl.results.run_record import RunRecord
from photoparsl.running.plan import make_plan


@dataclass(frozen=True, slots=True)
class Checked:
    """The state of a run's result files.

    rows: the rows that the run is to measure
    measured: rows with a measurement
    failed: rows with a failure
    left: rows with neither
    damage: a sentence for each fault; empty if all files are as they were written
    """

    rows: int
    measured: int = 0
    failed: int = 0
    left: int = 0
    damage: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether every row is there once, undamaged."""
        return not self.damage and not self.left


def check_results(directory: RunDirectory, record: RunRecord) -> Checked:
    """Read all result files of a run, and compare their rows with the manifest's digest."""
    rows = record.wanted
    if damage := tuple(directory.find_damage()):
        return Checked(len(rows), damage=damage)
    counts = OutcomeCounts()
    for result in directory.results():
        counts.add(result, rows)
    left = len(rows) - counts.ended
    if len(rows) == record.rows and not left and _digest(directory) != record.digest:
        damage = (f"{directory.path}: its rows are not those of the manifest it was started with",)
    return Checked(len(rows), counts.measured, counts.failed, left, damage)


def _digest(directory: RunDirectory) -> str:
    """The digest of the manifest's rows, as the result files have them."""
    photos = (photo for result in directory.results() for photo in result.photos())
    return make_plan(photos).digest
