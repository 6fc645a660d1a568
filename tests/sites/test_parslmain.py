"""Parsl's programs as photoparsl runs them: nothing is imported that they can do without."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from photoparsl.sites import parslmain

SPAWNS = """
from multiprocessing import get_context

import told

if __name__ == "__main__":
    child = get_context("spawn").Process(target=told.what_is_imported)
    child.start()
    child.join()
"""
TOLD = """
import sys

def what_is_imported():
    print("parsl" in sys.modules, sys.modules["__main__"].worker.__module__)
"""
CHECKED = """
import typeguard
from photoparsl.sites import parslmain

parslmain.worker

@typeguard.typechecked
def doubled(number: int) -> int:
    return 2 * number

try:
    doubled("a")
except typeguard.TypeCheckError:
    print("checked")
"""


def output(*arguments: str, folder: Path | None = None) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=True, cwd=folder
    )
    return done.stdout


def test_a_module_is_run_as_a_program_with_its_arguments() -> None:
    said = output("-m", parslmain.__name__, parslmain.POOL, "--help")
    assert said.startswith("usage: process_worker_pool.py")
    assert "--max_workers_per_node" in said


def test_what_a_program_spawns_imports_parsl_only_when_it_looks_for_the_worker(
    tmp_path: Path,
) -> None:
    (tmp_path / "spawns.py").write_text(SPAWNS)
    (tmp_path / "told.py").write_text(TOLD)
    assert output("-m", parslmain.__name__, "spawns", folder=tmp_path).split() == [
        "False",
        parslmain.POOL,
    ]


def test_types_are_checked_again_once_parsl_is_there(tmp_path: Path) -> None:
    (tmp_path / "checked.py").write_text(CHECKED)
    assert output("checked.py", folder=tmp_path).split() == ["checked"]
