"""On a real Slurm: with a folder that the node shares, and with none and no Python."""

from __future__ import annotations

import json
import shlex
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import jpeg, needs
from tests.slurm.cluster import ADDRESS, Cluster, cluster, why_no_slurm
from tests.test_docs import DOCS, blocks

PHOTOS = 40
RUN = ("photoparsl", "run", "manifest.txt", "--config", "slurm", "--slice-size", "4")
SLOW = "import time\n\n\ndef pause(photo):\n    time.sleep(1)\n    return 0.0\n"
SMALL = ("--pilots", "1", "--memory", "1", "--heartbeat", "5", "--patience", "15")


def wait_until(true: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, f"not within {seconds} s"
        time.sleep(0.5)


@pytest.fixture(scope="module")
def slurm(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Cluster]:
    """A cluster whose node sees the submit side's home, and photos on its network."""
    yield from _with_photos(tmp_path_factory.mktemp("shared"), cache, hide=False)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Cluster]:
    """A cluster whose node sees neither that home nor any Python."""
    yield from _with_photos(tmp_path_factory.mktemp("bare"), cache, hide=True)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the submit sides keep their bundle, which takes a while to pack."""
    return tmp_path_factory.mktemp("cache")


def _with_photos(folder: Path, cache: Path, hide: bool) -> Iterator[Cluster]:
    why = why_no_slurm()
    needs(not why, why)
    pythons = [path.resolve() for path in Path("/usr/bin").glob("python3*")]
    prefixes = [Path(p) for p in {sys.prefix, sys.base_prefix} if p != "/usr"]
    hidden = [folder / "home", cache, *prefixes, *sorted(set(pythons))] if hide else []
    with cluster(folder, hidden, XDG_CACHE_HOME=str(cache)) as up:
        public = up.home / "public"
        public.mkdir()
        for number in range(20):
            (public / f"{number:02}.jpg").write_bytes(jpeg(40 + 8 * number))
        rows = (f"http://{ADDRESS}:8000/{row % 20:02}.jpg 1900\n" for row in range(PHOTOS))
        (up.home / "manifest.txt").write_text("".join(rows))
        server = up.start("photoparsl", "serve", "public", "--host", ADDRESS, "--port", "8000")
        try:
            yield up
        finally:
            server.terminate()
            server.wait(10)


def assert_whole(up: Cluster, run: str) -> None:
    checked = up.run("photoparsl", "check", run).stdout
    assert f"{PHOTOS} rows = {PHOTOS} measured + 0 failed + 0 left" in checked
    wait_until(lambda: not up.queue(), 40)


def test_with_a_shared_folder_pilots_unpack_the_bundle_from_there(slurm: Cluster) -> None:
    done = slurm.run(*RUN, *SMALL)
    assert done.returncode == 0, done.stderr
    assert_whole(slurm, "runs/manifest")
    assert "#SBATCH" not in slurm.run(*RUN, *SMALL, "--dry-run").stdout, "nothing is left"
    shown = slurm.run(*RUN, *SMALL, "--run-dir", "runs/new", "--dry-run").stdout
    assert "#SBATCH --mem=1024M" in shown
    assert "Cost: " in slurm.run("photoparsl", "history", "runs/manifest").stdout


def test_the_tutorial_on_slurm_works_word_for_word_where_a_home_is_shared(slurm: Cluster) -> None:
    install, measure, *_, watch = blocks(DOCS / "slurm.md", "sh")
    assert "pip install ./photoparsl" in install  # which is this checkout
    done = slurm.run("bash", "-euc", f"rm -rf runs; {measure}{watch}")
    assert done.returncode == 0, done.stderr
    assert "#SBATCH --mem=2048M" in done.stdout
    assert f"complete: {PHOTOS} of {PHOTOS}" in done.stdout
    assert_whole(slurm, "runs/manifest")


def test_without_one_they_fetch_it_and_need_no_python_there(bare: Cluster) -> None:
    tried = bare.run(
        "sbatch",
        "--wait",
        "--chdir=/",
        "--output=/dev/null",
        "--wrap",
        f"{shlex.quote(sys.executable)} -V",
    )
    assert tried.returncode != 0, "there is Python on the node"
    bundled = bare.run("photoparsl", "bundle", "-o", "public")
    assert bundled.returncode == 0, bundled.stderr
    url = f"http://{ADDRESS}:8000/{Path(bundled.stdout.strip()).name}"
    done = bare.run(*RUN, *SMALL, "--bundle-url", url)
    assert done.returncode == 0, done.stderr
    assert_whole(bare, "runs/manifest")


def test_a_run_killed_with_minus_9_leaves_no_job(slurm: Cluster) -> None:
    process = slurm.start(*RUN, *SMALL, "--run-dir", "runs/killed", "--timeout", "5")
    wait_until(lambda: bool(slurm.queue()), 120)
    process.kill()
    process.wait(10)
    wait_until(lambda: not slurm.queue(), 60)
    done = slurm.run(*RUN, *SMALL, "--run-dir", "runs/killed")
    assert done.returncode == 0, done.stderr
    assert_whole(slurm, "runs/killed")


def test_a_run_that_is_killed_takes_nothing_from_one_whose_folder_is_called_alike(
    slurm: Cluster,
) -> None:
    """Both may lie in a folder of any name; and their own measure is bundled unasked."""
    folder = slurm.home / 'Ännie\'s $(touch pwned), "2" %j'
    folder.mkdir()
    command = ["env", "-C", str(folder), *RUN, *SMALL]
    command[command.index("manifest.txt")] = str(slurm.home / "manifest.txt")
    (folder / "slow.py").write_text(SLOW)
    command += ["--measures", "luminance,slow:pause"]
    assert slurm.run(*command, "--dry-run").returncode == 0  # packs the bundle
    killed = slurm.start(*command, "--run-dir", "2024/05")
    other = slurm.start(*command, "--run-dir", "2024-05", "--port", "54322")
    try:
        wait_until(lambda: slurm.queue() == ["RUNNING", "RUNNING"], 60)
    finally:
        killed.kill()
        killed.wait(10)
    output = other.communicate(timeout=120)
    assert other.returncode == 0, output
    assert_whole(slurm, str(folder / "2024-05"))
    seen = slurm.run("photoparsl", "status", str(folder / "2024-05"), "--json").stdout
    assert '"tasks_lost": 0' in seen
    assert not list(slurm.home.rglob("pwned"))


def test_pilots_that_are_held_end_the_run_with_the_reason_in_words(slurm: Cluster) -> None:
    settings = slurm.home / ".config" / "photoparsl" / "site.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('submit = "#SBATCH --hold"\n')
    done = slurm.run(*RUN, *SMALL, "--run-dir", "runs/held")
    settings.unlink()
    assert done.returncode == 3
    assert "held by its user (JobHeldUser)" in done.stderr
    seen = slurm.run("photoparsl", "status", "runs/held").stdout
    assert "held by its user (JobHeldUser)" in seen
    wait_until(lambda: not slurm.queue(), 20)


def test_a_detached_run_needs_no_port_and_keeps_what_a_cancelled_job_had(slurm: Cluster) -> None:
    (slurm.home / "slow.py").write_text(SLOW)
    run = slurm.home / "runs/alone"
    command = [*RUN, "--memory", "1", "--pilots", "2", "--detach", "--run-dir", "runs/alone"]
    command += ["--measures", "luminance,slow:pause"]
    shown = slurm.run(*command, "--dry-run").stdout
    assert "--array=0-N%2" in shown and "#SBATCH --mem=1024M" in shown
    done = slurm.run(*command)
    assert (done.returncode, "2 jobs submitted as array" in done.stdout) == (3, True), done.stderr
    array = json.loads((run / "jobs/batch.json").read_bytes())["cluster"]
    slices = run / "jobs/00000/run/slices"
    wait_until(lambda: len(list(slices.glob("slice-*"))) > 1, 90)
    assert slurm.run("scancel", f"{array}_0").returncode == 0  # at once, before it ends
    assert '"state": "detached"' in slurm.run("photoparsl", "status", str(run), "--json").stdout
    wait_until(lambda: not slurm.queue(), 120)
    done = slurm.run(*command)
    assert "photos came back from jobs" in done.stdout, done.stdout + done.stderr
    assert "1 job submitted" in done.stdout or "2 jobs submitted" in done.stdout
    assert f"job {array}_0: " in done.stdout
    wait_until(lambda: not slurm.queue(), 120)
    done = slurm.run(*command)
    assert done.returncode == 0, done.stdout + done.stderr
    assert_whole(slurm, "runs/alone")


def test_photos_in_a_shared_folder_are_read_from_there(slurm: Cluster) -> None:
    """By pilots and by jobs, with names of all kinds; the user's own lines replace ours."""
    folder = slurm.home / 'shared, of "Ännie\'s" $x'
    folder.mkdir()
    (slurm.home / "elsewhere").mkdir()
    for number in range(20):
        (folder / f"{number:02}, ü.jpg").write_bytes(jpeg(40 + 8 * number))
    rows = [f"{row % 20:02}, ü.jpg" for row in range(PHOTOS)]
    (folder / "list.csv").write_text("url,year\n" + "".join(f'"{name}",1900\n' for name in rows))
    settings = slurm.home / ".config" / "photoparsl" / "site.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    lines = "#SBATCH --mem-per-cpu 100M\n#SBATCH -t 30 --no-requeue\nexport HERE=1"
    settings.write_text(f"submit = {json.dumps(lines)}\n")
    command = [*RUN, *SMALL[:2], "--memory", "0"]
    command[2] = str(folder / "list.csv")
    try:
        refused = slurm.run(*command, "--run-dir", "runs/refused")
        assert (refused.returncode, "--shared" in refused.stderr) == (2, True), refused.stderr
        elsewhere = ("--shared", str(slurm.home / "elsewhere"))
        assert slurm.run(*command, "--run-dir", "runs/refused", *elsewhere).returncode == 2
        command += ["--shared", str(folder)]
        done = slurm.run(*command, "--run-dir", "runs/by-pilots")
        assert done.returncode == 0, done.stderr
        assert_whole(slurm, "runs/by-pilots")
        command += ["--detach", "--run-dir", "runs/by-jobs"]
        shown = slurm.run(*command, "--dry-run").stdout
        assert "--mem=" not in shown and "--time=" not in shown and "--requeue" not in shown
        assert slurm.run(*command).returncode == 3
        wait_until(lambda: not slurm.queue(), 120)
        done = slurm.run(*command)
        assert done.returncode == 0, done.stdout + done.stderr
        assert_whole(slurm, "runs/by-jobs")
    finally:
        settings.unlink()


def test_what_slurm_cant_do_is_said_before_anything_is_submitted(slurm: Cluster) -> None:
    output = slurm.run(*RUN, "--run-dir", "runs/no", "--partition", "nowhere")
    assert output.returncode == 2
    assert "choose from normal" in output.stderr
    assert not slurm.queue()
