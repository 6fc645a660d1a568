"""docs/htcondor.md, carried out word for word on a real pool."""

from __future__ import annotations

from pathlib import Path

from tests.pool.fixture import assert_left_clean
from tests.pool.pool import Pool, wait_until
from tests.test_docs import DOCS, blocks

PAGE = DOCS / "htcondor.md"


def make_site(pool: Pool) -> None:
    """The web server that the page takes for granted, and what this pool wants besides."""
    access_point, address = pool.hosts.read_text().split()[:2]
    for name in pool.names:
        line = f"echo {address} you.example.edu >>/etc/hosts"
        assert pool.on(name, "sh", "-c", line).returncode == 0
    linked = f"ln -s /home/{pool.user}/public/tutorial /srv/stash/tutorial"
    assert pool.on(access_point, "sh", "-c", linked).returncode == 0
    (settings,) = blocks(PAGE, "toml")
    written = 'mkdir -p ~/.config/photoparsl && printf "%s" "$0" >~/.config/photoparsl/config.toml'
    wanted = f"{settings}port = {pool.worker_port}\n"
    assert pool.at("sh", "-c", written, wanted).returncode == 0


def test_the_tutorial_on_htcondor_works_word_for_word(pool: Pool, tmp_path: Path) -> None:
    install, *prepare, measure, watch, take = blocks(PAGE, "sh")
    assert "pip install ./photoparsl" in install  # which is this checkout
    make_site(pool)
    try:
        output = pool.at("bash", "-euxc", "".join(prepare), seconds=400)
        assert output.returncode == 0, output.stderr
        assert "+ photoparsl slice" in output.stderr
        assert '+ProjectName            = "MyProject"' in output.stdout

        run = pool.start("bash", "-euc", measure)
        wait_until((pool.home / "runs/manifest/progress.json").exists, 60)
        first, *others = watch.splitlines(keepends=True)
        assert "at work" in pool.at("bash", "-c", first).stdout
        wait_until(lambda: '"task"' in (pool.home / "runs/manifest/events.jsonl").read_text(), 90)
        seen = pool.at("bash", "-euc", "".join(others))
        assert seen.returncode == 0, seen.stderr
        for shown in ("complete: 200 of 200", "Cost: ", "Where the tasks ran"):
            assert shown in seen.stdout
        ended, _ = run.communicate(timeout=60)
        assert run.returncode == 0, ended
        assert_left_clean(pool)

        taken = pool.at("bash", "-euc", take)
        assert taken.returncode == 0, taken.stderr
        assert "200 rows = 200 measured + 0 failed + 0 left" in taken.stdout
        page = ended.split()[-1]
        assert page.startswith("file:///home/") and page.endswith("scatter.html")
        assert (pool.home / page.partition(f"/home/{pool.user}/")[2]).exists()
    finally:
        pool.at("rm", "-r", ".config/photoparsl")
