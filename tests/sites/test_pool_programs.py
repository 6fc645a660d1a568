"""A Parsl program without a photo in it, on the pool: the very text of docs/pilots.md."""

from __future__ import annotations

import re

from tests.pool.fixture import REPOSITORY, assert_left_clean
from tests.pool.pool import Pool


def test_the_documents_program_runs_where_nothing_is_shared_or_installed(pool: Pool) -> None:
    page = (REPOSITORY / "docs/pilots.md").read_text()
    (program,) = re.findall(r"^```python\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    made = """
        mkdir -p program/settings/photoparsl && cd program
        echo 'port = 40123' >settings/photoparsl/site.toml
        printf '%s' "$0" >pi.py
    """
    assert pool.at("sh", "-ec", made, program).returncode == 0
    settings = f"XDG_CONFIG_HOME=/home/{pool.user}/program/settings"
    output = pool.at("env", "-C", "program", settings, "python", "pi.py")
    assert output.returncode == 0, output.stdout + output.stderr
    shown = re.search(r"pi is about (3\.14\d*)\nby (.*)", output.stdout)
    assert shown, output.stdout
    assert set(shown[2].split()) <= set(pool.names[1:])
    assert_left_clean(pool)
    completed = pool.at("condor_history", "-limit", "3", "-af", "JobStatus").stdout.split()
    assert "4" in completed
