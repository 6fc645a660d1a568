"""Checks a run's result files: every row is there exactly once, and no file is damaged."""

from __future__ import annotations

from dataclasses import dataclass

from photoparsl.manifests import DIGEST_LETTERS
from photoparsl.results import EVENTS, PROGRESS, OutcomeCounts, RunDirectory, RunRecord
from photoparsl.running import make_plan


@dataclass(frozen=True, slots=True)
class Checked:
    """The state of a run's result files.

    rows: how many rows the run is to measure
    measured: how many of them have a measurement
    failed: how many of them have a failure
    left: how many of them have neither
    aside: how many results are kept aside, of rows that aren't in the manifest any more
    damage: a sentence for each fault; empty if all files are as they were written
    """

    rows: int
    measured: int = 0
    failed: int = 0
    left: int = 0
    damage: tuple[str, ...] = ()
    aside: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether every row is there exactly once and no file is damaged."""
        return not self.damage and not self.left


def check_results(directory: RunDirectory, record: RunRecord) -> Checked:
    """Read all result files of a run, and return their state.

    The digest of the rows is compared with the manifest's, unless the run is of a part of it.
    """
    rows = record.wanted
    folders = (path for name in (EVENTS, PROGRESS) if (path := directory.path / name).is_dir())
    if damage := (
        *directory.find_damage(),
        *directory.aside.find_damage(),
        *(f"{path}: is a folder; remove it" for path in folders),
    ):
        return Checked(len(rows), damage=damage)
    counts = OutcomeCounts()
    for result in directory.results():
        counts.add(result, rows)
    left = len(rows) - counts.ended
    if len(rows) == record.rows and not left and not _is_of(directory, record.digest):
        damage = (f"{directory.path}: its rows are not those of the manifest it was started with",)
    aside = sum(len(head.rows) for head in directory.aside.finished_slices())
    return Checked(len(rows), counts.measured, counts.failed, left, damage, aside)


def _is_of(directory: RunDirectory, digest: str) -> bool:
    """Return whether the digest of all rows, computed from the result files, is this one.

    Version 0.1.0 digested the years too: of its runs, only each slice's own digest is compared.
    """
    if len(digest) != DIGEST_LETTERS:
        return True
    photos = (photo for result in directory.results() for photo in result.photos())
    return make_plan(photos).digest == digest
