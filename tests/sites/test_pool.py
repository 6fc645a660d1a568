"""On a real HTCondor pool: nothing shared, nothing installed, hardly a port open."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.pool.fixture import PHOTOS, REPOSITORY, all_free, assert_left_clean, demo, queue
from tests.pool.long_runs import (
    SHORT,
    assert_no_row_twice,
    assert_whole,
    make_manifest,
    run,
    signal,
    under_way,
)
from tests.pool.pool import Pool, wait_until


def listening(pool: Pool) -> set[int]:
    """The ports of the access point that take connections from elsewhere, but HTCondor's."""
    command = pool.on_network_of(pool.names[0], "ss", "-Hltnp")
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    others = [line.split()[3] for line in lines.splitlines() if '"condor_' not in line]
    loopback = re.compile(r"127\.|\[::1\]|\[::ffff:127\.")
    return {int(place.rpartition(":")[2]) for place in others if not loopback.match(place)}


def assert_measured_on_bare_hosts(pool: Pool, hosts: set[str], output: str) -> None:
    """Every photo was measured once, some on hosts without Python, and the run has said where."""
    checked = pool.at("photoparsl", "check", f"runs/tutorial-{PHOTOS}")
    assert f"{PHOTOS} rows = {PHOTOS} measured + 0 failed + 0 left" in checked.stdout
    assert hosts <= set(pool.names[1:])
    assert hosts & set(pool.names[1:3]), "no bare host measured anything"
    assert re.search(r"^alpine\.example +\|\d+ \(", output, re.MULTILINE) or len(hosts) < 3
    assert (pool.home / "stash/public/scatter.html").exists()


def assert_encrypted(wire: bytes, hosts: int) -> None:
    """What went over the wire is CURVE's, from each host, and nothing in plain text."""
    assert wire.count(b"CURVE") >= hosts
    assert len(wire) > 20_000
    for plain in (b"photoparsl", b"measure", b"stash.osgconnect.net", b".jpg", b"NULL"):
        assert plain not in wire


def test_the_users_command_measures_every_photo_once_on_hosts_where_nothing_is(
    pool: Pool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And what goes over the wire is encrypted, and one port is open for it."""
    capture = tmp_path / "wire.pcap"
    sniffing = ["tshark", "-q", "-i", "any", "-f", "tcp port 40123", "-a", "duration:200"]
    sniffer = subprocess.Popen(
        pool.on_network_of("switch", *sniffing, "-w", str(capture)), stderr=subprocess.DEVNULL
    )
    try:
        wait_until(capture.exists, 20)
        began = time.time()
        # A host with Python may be so much faster that it measures all.
        bare = f'TARGET.Machine =!= "{pool.names[3]}"'
        run = pool.start(*demo("--requirements", bare))
        opened: set[int] = set()
        while run.poll() is None:
            opened |= listening(pool)
            time.sleep(0.5)
        ended = time.time()
        assert run.stdout is not None
        output = run.stdout.read()
        assert run.returncode == 0, output
        assert_left_clean(pool)
        after = time.time() - ended
    finally:
        sniffer.terminate()
        sniffer.wait()

    assert re.search(r"^[1-3] pilots? submitted to clusters? \d+", output, re.MULTILINE), output
    codes = pool.at("condor_history", "-constraint", "NumJobStarts > 0", "-af", "JobStatus").stdout
    assert "4" in codes.split(), "no pilot has completed"
    slices = sorted((pool.home / f"runs/tutorial-{PHOTOS}/slices").iterdir())
    hosts = {json.loads(path.read_text())["ran"]["host"] for path in slices}
    assert_measured_on_bare_hosts(pool, hosts, output)
    assert opened == {80, 40123}
    assert_encrypted(capture.read_bytes(), len(hosts))

    first = min(path.stat().st_mtime for path in slices) - began
    with capsys.disabled():
        sys.stdout.write(f" [first result {first:.1f} s, clean {after:.1f} s after the end] ")
    busy = 1 + os.getloadavg()[0] / (os.cpu_count() or 1)
    assert first < 15 * busy


def test_the_pilots_files_are_under_the_run_directory(pool: Pool) -> None:
    logs = {
        path.name.split(".")[1]
        for path in (pool.home / "runs" / f"tutorial-{PHOTOS}/log").iterdir()
    }
    assert logs == {"log", "out", "error"}


def test_what_a_dry_run_shows_is_what_condor_is_told(pool: Pool) -> None:
    run = pool.home / "runs" / "dry"
    command = ["photoparsl", "run", f"stash/public/tutorial-{PHOTOS}/manifest.txt"]
    command += ["--config", "osgconnect", "--run-dir", "runs/dry", "--port", "40123"]
    command += ["--project", "My-Proj", "--cores", "2", "--memory", "1.5"]
    shown = pool.at(*command, "--dry-run")
    assert shown.returncode == 0, shown.stderr
    assert not (run / "parsl").exists()
    ran = pool.at(*command)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    written = next(run.glob("parsl/000/submit_scripts/*block-0.submit")).read_text()
    mark = re.compile(r'(?<=PhotoparslRun          = ")[0-9a-f]{16}(?=")')
    assert mark.sub("", shown.stdout).endswith(mark.sub("", written))
    assert str(Path("/home") / pool.user) not in written
    assert '+ProjectName            = "My-Proj"' in written
    assert "request_memory          = 1536" in written
    assert "My-Proj" in pool.at("photoparsl", "show-projects").stdout
    assert_left_clean(pool)


def test_a_dry_run_says_what_would_stop_the_run(pool: Pool) -> None:
    command = ["photoparsl", "run", f"stash/public/tutorial-{PHOTOS}/manifest.txt"]
    command += ["--config", "osgconnect", "--dry-run"]
    output = pool.at(*command, "--run-dir", "$$(Arch)")
    assert (output.returncode, "give another with --run-dir" in output.stderr) == (2, True)
    output = pool.at(*command, "--address", "192.0.2.7")
    assert (output.returncode, "isn't an address of this machine" in output.stderr) == (2, True)


def test_a_port_that_doesnt_answer_is_said_before_anything_is_submitted(pool: Pool) -> None:
    rule = "insert rule inet pool incoming tcp dport 40125 drop"
    subprocess.run(pool.on_network_of(pool.names[0], "nft", *rule.split()), check=True)
    output = pool.at(*demo("--run-dir", "runs/closed", "--port", "40125"))
    assert output.returncode == 2
    sentence = " ".join(output.stderr.split())
    assert "pilots need an open port here" in sentence
    assert "doesn't answer" in sentence and "use --detach" in sentence
    assert not queue(pool)
    shown = pool.at(*demo("--run-dir", "runs/none", "--port", "40123", "--dry-run"))
    assert "arguments               = parsl.pilots.block-0.sh" in shown.stdout, shown.stderr
    assert not (pool.home / "runs/none").exists()


def test_an_ipv6_address_is_told_what_works_there(pool: Pool) -> None:
    """It is what HTCondor gives on an access point that has IPv6 only."""
    shown = pool.at(*demo("--run-dir", "runs/six", "--address", "fd00:87::3", "--dry-run"))
    sentence = " ".join(shown.stderr.split())
    assert (shown.returncode, "fd00:87::3: Parsl's pilots connect to an IPv4" in sentence) == (2, 1)
    assert "or use --detach" in sentence
    assert not queue(pool)


def test_a_folder_of_any_name_and_a_measure_beside_it_do(pool: Pool) -> None:
    """Which is in the bundle though nobody asked; and only the user reads what was submitted."""
    folder = f'/home/{pool.user}/Ännie\'s $(HOME), "$ENV(HOME)" %j'
    made = """
        mkdir "$0" && cd "$0"
        echo 'from tint import level' >mine.py
        echo 'def level(photo): return 0.25' >tint.py
    """
    assert pool.at("sh", "-ec", made, folder).returncode == 0
    manifest = f"/home/{pool.user}/stash/public/tutorial-{PHOTOS}/manifest.txt"
    command = ["photoparsl", "run", manifest, "--config", "osgconnect", "--port", "40123"]
    output = pool.at("env", "-C", folder, *command, "--measures", "mine:level", "--run-dir", "a, b")
    assert output.returncode == 0, output.stdout + output.stderr
    checked = pool.at("env", "-C", folder, "photoparsl", "check", "a, b")
    assert f"{PHOTOS} rows = {PHOTOS} measured + 0 failed + 0 left" in checked.stdout
    modes = "stat -c %a parsl/000/submit_scripts/*.sh parsl/000/pilots/for-pilots/certificates"
    output = pool.at("env", "-C", f"{folder}/a, b", "sh", "-c", modes)
    assert set(output.stdout.split()) == {"700"}
    assert_left_clean(pool)


def test_a_copy_of_osgconnect_with_a_line_changed_is_a_site(pool: Pool) -> None:
    """With what a `module load` would be, and pilots of two workers."""
    source = (REPOSITORY / "configs" / "osgconnect.py").read_text()
    changed = source.replace(
        "worker_init=bundle.unpack,", 'worker_init="echo loaded >&2\\n" + bundle.unpack,'
    ).replace("workers=grid.cores", "workers=2 * grid.cores")
    assert changed.count("echo loaded") == changed.count("2 * grid.cores") == 1
    assert pool.at("sh", "-c", 'printf %s "$0" >mine.py', changed).returncode == 0
    command = [
        "photoparsl",
        "run",
        f"stash/public/tutorial-{PHOTOS}/manifest.txt",
        "--port",
        "40123",
    ]
    run = pool.at(*command, "--config", "mine.py", "--run-dir", "runs/mine", "--slice-size", "3")
    assert run.returncode == 0, run.stdout + run.stderr
    errors = list((pool.home / "runs/mine/log").glob("job.error.*"))
    assert errors and all("loaded" in path.read_text() for path in errors)
    managers = (pool.home / "runs/mine/parsl/000/submit_scripts").glob("*.sh")
    assert all("--max_workers_per_node=2" in path.read_text() for path in managers)
    assert_left_clean(pool)
    assert_whole(pool, "runs/mine", PHOTOS)


def test_pilots_that_are_held_or_removed_by_others_cost_no_photo(pool: Pool) -> None:
    run = pool.start(*demo("--run-dir", "runs/held", "--slice-size", "1"))
    running = ("condor_q", "-constraint", "JobStatus == 2", "-af", "ClusterId")
    wait_until(lambda: len(pool.at(*running).stdout.split()) >= 2, 60)
    held, removed = pool.at(*running).stdout.split()[:2]
    assert pool.at("condor_hold", "-reason", "for a test", held).returncode == 0
    assert pool.at("condor_rm", removed).returncode == 0
    output, _ = run.communicate(timeout=250)
    assert run.returncode == 0, output
    checked = pool.at("photoparsl", "check", "runs/held")
    assert f"{PHOTOS} rows = {PHOTOS} measured + 0 failed + 0 left" in checked.stdout
    assert_left_clean(pool)


def test_an_interrupted_run_leaves_nothing_in_the_queue(pool: Pool) -> None:
    manifest = make_manifest(pool)
    with under_way(pool, run(manifest, "runs/interrupted", 1000, *SHORT)) as process:
        signal(pool, "INT")
        assert process.wait(90) == 130
    assert_left_clean(pool)
    assert_no_row_twice(pool, "runs/interrupted")


def test_a_killed_run_frees_its_port_at_once(pool: Pool) -> None:
    signal = ["timeout", "--preserve-status", "--signal=KILL", "12"]
    pool.at(*signal, *demo("--run-dir", "runs/killed", "--slice-size", "1"))
    wait_until(lambda: 40123 not in listening(pool), 5)
    output = pool.at(*demo("--run-dir", "runs/killed", "--slice-size", "1"))
    assert output.returncode == 0, output.stderr
    assert_left_clean(pool)
    assert_whole(pool, "runs/killed", PHOTOS)


def test_a_second_ctrl_c_ends_the_program_at_once_and_its_pilots_with_it(pool: Pool) -> None:
    manifest = make_manifest(pool)
    with under_way(pool, run(manifest, "runs/twice", 1000, *SHORT)) as process:
        signal(pool, "INT")
        time.sleep(1)
        signal(pool, "INT")
        assert process.wait(10) == 130
        wait_until(lambda: not queue(pool) and all_free(pool), 60)
    assert_no_row_twice(pool, "runs/twice")
