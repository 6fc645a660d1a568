"""Submits the jobs of a detached run, after it has taken in what earlier ones brought back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from photoparsl import running
from photoparsl.detached.cutting import JobShares, job_shares, write_jobs
from photoparsl.detached.taken_in import TakenIn
from photoparsl.detached.taking import take_in
from photoparsl.errors import SiteError
from photoparsl.measuring import versions
from photoparsl.options import grid_option
from photoparsl.planning import Plan
from photoparsl.requesting import RunRequest
from photoparsl.results import (
    Batch,
    BatchFolder,
    Journal,
    Progress,
    RunBegan,
    RunDirectory,
    RunState,
    Scheduler,
    read_progress,
)
from photoparsl.running import EndedRun, Reporter, Throughput
from photoparsl.sites import SETTINGS, JobScheduler, PilotProvider, scheduler_of_site


def detach(request: RunRequest, reporter: Reporter, *, restart: bool = False) -> EndedRun:
    """Take in what came, submit what is missing, and write the page.

    restart: whether to rename an earlier run's folder and measure all rows anew

    Raises PhotoparslError if the run can't begin or go on.
    """
    folder = BatchFolder(request.run_dir)
    directory = RunDirectory(request.run_dir)
    with running.set_aside(request, directory, restart=restart) as aside, directory:
        taken_in = take_in(directory, folder)
        plan = running.prepare_run(request, directory, reporter.confirm)
        if aside:
            reporter.set_aside(aside)
        reporter.planned(plan)
        return _go_on(request, plan, directory, folder, taken_in)


def submit_file(request: RunRequest, photos: int, plan: Plan | None = None) -> str:
    """Return how many jobs would measure so many photos, and their submit file's text.

    plan: which photos, or None if all are of one host

    Raises SiteError for a setting that the site's scheduler doesn't use.
    """
    scheduler, provider = _scheduler(request)
    shares = job_shares(request, photos, provider, scheduler.most_jobs, plan)
    text = scheduler.text(provider, BatchFolder(request.run_dir), shares.at_a_time)
    return f"{shares.sentence(shares.jobs(photos), photos, 'would be submitted')}\n\n{text}"


def _go_on(
    request: RunRequest, plan: Plan, directory: RunDirectory, folder: BatchFolder, taken_in: TakenIn
) -> EndedRun:
    """Submit what is missing if no job is left, and write page and summary."""
    sentences = list(taken_in.all_sentences)
    running.check_site(request, plan)
    is_submitting = bool(plan.left) and taken_in.is_over
    scheduler = _scheduler(request) if is_submitting else None  # before the run's first file
    running.make_page_folder(request)
    if request.made:
        request.made.keep(directory)
    running.begin_run(request, plan, directory)
    if scheduler:
        batch, shares = _submit(request, plan, folder, *scheduler)
        submitted = list(_submitted(batch, shares))
        directory.log(submitted[0])
        sentences += submitted
    is_new = scheduler is not None and not taken_in.had_jobs
    _write_progress(request, plan, directory, is_new=is_new)
    if scheduler:
        cores = scheduler[1].cores_per_node or 1
        began = RunBegan(time.time(), request.site.name, plan.left, cores)
        Journal(directory.path).add_events([began])
    summary = running.finish_run(request, plan, directory)
    return EndedRun(plan, summary, Throughput(), sentences=tuple(sentences))


def _scheduler(request: RunRequest) -> tuple[JobScheduler, PilotProvider]:
    """Return the scheduler of the site's jobs, and the site's provider.

    Raises SiteError if there is none, or for a chosen setting that only another scheduler uses.
    """
    scheduler, provider = scheduler_of_site(request.site, request.options)
    for setting in map(SETTINGS.__getitem__, sorted(request.chosen)):
        if setting.only not in (None, scheduler.name):
            raise SiteError(
                f"{grid_option(setting.option)} is for {setting.only.text}, and "
                f"{scheduler.name.text} runs this site's jobs: leave it out"
            )
    return scheduler, provider


def _submit(
    request: RunRequest,
    plan: Plan,
    folder: BatchFolder,
    scheduler: JobScheduler,
    provider: PilotProvider,
) -> tuple[Batch, JobShares]:
    """Write and submit the jobs for all that is left."""
    shares = job_shares(request, plan.to_fetch, provider, scheduler.most_jobs, plan)
    folder.remove()
    folder.path.mkdir(parents=True)
    try:
        rows = write_jobs(request, plan, provider, shares, folder)
        batch = Batch(
            provider.run_id,
            "",
            time.time(),
            shares.at_a_time,
            versions(request.measures),
            rows,
            [],
            scheduler.name,
        )
        folder.write(batch)  # before they are submitted: a killed process loses no job
        names = [folder.name(job) for job in range(len(rows))]
        batch = replace(batch, cluster=scheduler.submit(provider, folder, names, shares.at_a_time))
    except SiteError:
        folder.remove()
        raise
    folder.write(batch)
    return batch, shares


def _submitted(batch: Batch, shares: JobShares) -> Iterator[str]:
    jobs, photos = len(batch.rows), sum(map(batch.photos, range(len(batch.rows))))
    place = "as array" if batch.scheduler is Scheduler.SLURM else "to cluster"
    yield shares.sentence(jobs, photos, f"submitted {place} {batch.cluster}")
    yield "You may log out: the same command, later, takes in what they have measured."


def _write_progress(
    request: RunRequest, plan: Plan, directory: RunDirectory, *, is_new: bool
) -> None:
    """Write how far the run is.

    is_new: whether it begins with these jobs, and what was counted before is left out
    """
    now = time.time()
    first = Progress(request.site.name, now, now, 0, 0, 0, 0, 0, 0, 0.0, is_detached=True)
    before = None if is_new else read_progress(directory.path)
    Journal(directory.path).write_progress(
        replace(
            before or first,
            config=request.site.name,
            updated=now,
            photos=len(plan.wanted),
            done=len(plan.wanted) - plan.left,
            ended=RunState.INCOMPLETE if plan.left else RunState.COMPLETE,
        )
    )
