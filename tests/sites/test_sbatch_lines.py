"""The user's #SBATCH lines replace ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from photoparsl.errors import SiteError
from photoparsl.sites import SlurmPilotProvider
from photoparsl.sites.sbatch_lines import without_replaced

OURS = ["--nodes=1", "--cpus-per-task=2", "--time=8:00:00", "--mem=2G", "--account=a b"]


@pytest.mark.parametrize(
    ("lines", "gone"),
    [
        ("", []),
        ("#SBATCH --mem=4G", ["--mem=2G"]),
        ("#SBATCH --mem 4G --qos=long", ["--mem=2G"]),
        ("#SBATCH --mem-per-cpu=1G", ["--mem=2G"]),
        ("#SBATCH --mem-bind=local", []),
        ("#SBATCH -t 10", ["--time=8:00:00"]),
        ("#SBATCH -c4 -N1", ["--nodes=1", "--cpus-per-task=2"]),
        ("#SBATCH --account='x y'  # --mem=1G", ["--account=a b"]),
        ("#SBATCH --time-min=10", []),
        ("##SBATCH --mem=4G", []),
        ("module load x\nexport A='--mem=4G'", []),
        ("#SBATCH --constraint=avx\n#SBATCH -A z", ["--account=a b"]),
    ],
)
def test_an_option_of_the_users_replaces_ours(lines: str, gone: list[str]) -> None:
    assert without_replaced(OURS, lines) == [option for option in OURS if option not in gone]


@pytest.mark.parametrize("line", ["--array=0-3", "-a 1", "-J mine", "--job-name=mine"])
def test_what_photoparsl_finds_its_jobs_by_is_refused(line: str) -> None:
    provider = SlurmPilotProvider(scheduler_options=f"#SBATCH {line}")
    with pytest.raises(SiteError, match="the lines of 'submit' can't have #SBATCH --"):
        provider.submit_file(Path("a"))


def test_without_memory_slurm_is_asked_for_none() -> None:
    assert "--mem" not in SlurmPilotProvider(mem_per_node=0).submit_file(Path("a"))
    assert "#SBATCH --mem=1536M" in SlurmPilotProvider(mem_per_node=1.5).submit_file(Path("a"))
