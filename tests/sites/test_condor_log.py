"""HTCondor's event log of a cluster, as HTCondor 23.9 writes it."""

from __future__ import annotations

from pathlib import Path

from photoparsl.results import PilotState
from photoparsl.sites.condor_log import LoggedJob, read_cluster_log, read_job_log

BEGAN = """\
035 (012.-01.000) 2026-11-26 09:14:46 Cluster submitted from host: <192.0.2.3:9618?addrs=x>
...
000 (012.000.000) 2026-11-26 09:14:46 Job submitted from host: <192.0.2.3:9618?addrs=x>
...
000 (012.001.000) 2026-11-26 09:14:46 Job submitted from host: <192.0.2.3:9618?addrs=x>
...
001 (012.000.000) 2026-11-26 09:14:49 Job executing on host: <192.0.2.9:9618?alias=w1.example>
\tSlotName: slot1_1@w1.example
\tCpus = 1
...
"""
EVICTED = """\
004 (012.000.000) 2026-11-26 09:14:50 Job was evicted.
\t(0) CPU times
\t\tUsr 0 00:00:00, Sys 0 00:00:00  -  Run Remote Usage
...
"""
HELD = """\
012 (012.001.000) 2026-11-26 09:14:52 Job was held.
\tTransfer output files failure: a file is missing
\tCode 12 Subcode 2
...
"""
ENDED = """\
005 (012.000.000) 2026-11-26 09:15:50 Job terminated.
\t(1) Normal termination (return value {})
...
009 (012.001.000) 2026-11-26 09:15:51 Job was aborted.
\tvia condor_rm (by user ann)
...
036 (012.-01.000) 2026-11-26 09:15:51 Cluster removed
\tMaterialized 2 jobs from 2 items.\tComplete
...
"""


KILLED = """\
005 (012.000.000) 2026-11-26 09:15:50 Job terminated.
\t(0) Abnormal termination (signal 9)
...
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "events.log"
    path.write_text(text)
    return path


def test_a_pilot_that_a_signal_killed_has_failed_and_not_ended(tmp_path: Path) -> None:
    job = read_job_log(written(tmp_path, BEGAN + KILLED), "12.0")
    assert (job.state, job.code) == (PilotState.FAILED, None)
    assert job.why == "it was killed by signal 9"
    assert read_job_log(tmp_path / "none", "12.0") == LoggedJob()


def test_a_job_that_runs_says_where(tmp_path: Path) -> None:
    log = read_cluster_log(written(tmp_path, BEGAN))
    assert log.cluster == "12"
    assert log.jobs[0] == LoggedJob(PilotState.RUNNING, "w1.example", starts=1)
    assert log.jobs[1].state is PilotState.IDLE
    assert not log.is_over


def test_an_evicted_job_waits_and_a_held_one_says_why(tmp_path: Path) -> None:
    log = read_cluster_log(written(tmp_path, BEGAN + EVICTED + HELD))
    assert (log.jobs[0].state, log.jobs[0].evictions) == (PilotState.IDLE, 1)
    assert log.jobs[1].state is PilotState.HELD
    assert log.jobs[1].why == "Transfer output files failure: a file is missing"


def test_a_cluster_is_over_when_no_job_is_left_and_none_will_be_created(tmp_path: Path) -> None:
    log = read_cluster_log(written(tmp_path, BEGAN + ENDED.format(0)))
    assert log.jobs[0].state is PilotState.ENDED
    assert (log.jobs[1].state, log.jobs[1].why) == (
        PilotState.REMOVED,
        "via condor_rm (by user ann)",
    )
    assert log.is_over
    before = BEGAN + ENDED.format(0).partition("036")[0]
    assert not read_cluster_log(written(tmp_path, before)).is_over


def test_a_job_that_failed_says_how(tmp_path: Path) -> None:
    log = read_cluster_log(written(tmp_path, BEGAN + ENDED.format(3)))
    assert (log.jobs[0].state, log.jobs[0].why) == (
        PilotState.FAILED,
        "it ended with exit code 3",
    )
    killed = ENDED.replace("(1) Normal termination (return value {})", "(0) Abnormal (signal 9)")
    log = read_cluster_log(written(tmp_path, BEGAN + killed))
    assert log.jobs[0].why == "it was killed by signal 9"


def test_of_two_clusters_the_later_counts(tmp_path: Path) -> None:
    later = BEGAN.replace("(012.", "(034.")
    log = read_cluster_log(written(tmp_path, BEGAN + ENDED.format(0) + later))
    assert log.cluster == "34"
    assert not log.is_over


def test_an_event_that_is_still_being_written_is_left_out(tmp_path: Path) -> None:
    whole = BEGAN + EVICTED + HELD
    for end in range(len(whole)):
        read_cluster_log(written(tmp_path, whole[:end]))
    assert read_cluster_log(tmp_path / "absent").jobs == {}
