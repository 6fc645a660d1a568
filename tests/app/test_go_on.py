"""Which runs the app goes on with."""

from __future__ import annotations

import json
from pathlib import Path

import photoparsl
from photoparsl.app.run_answer import why_not_go_on
from tests.conftest import Archive


def test_the_app_goes_on_at_this_machine_and_runs_no_code_that_a_runs_folder_names(
    archive: Archive, tmp_path: Path
) -> None:
    run = photoparsl.run(archive.manifest, config="threads", run_dir=tmp_path / "run")
    assert why_not_go_on(run.path) == ""
    site = tmp_path / "mine.py"
    site.write_text(f"open({str(tmp_path / 'executed')!r}, 'w')\n")
    record = run.path / "run.json"
    for config in ("slurm", str(site)):
        record.write_text(json.dumps({**json.loads(record.read_text()), "config": config}))
        assert why_not_go_on(run.path).startswith("This run is measured at ")
    assert not (tmp_path / "executed").exists()
