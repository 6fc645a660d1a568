"""Parsl's programs as photoparsl runs them: nothing is imported that they can do without."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

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
LEAN = """
import sys
from photoparsl.sites import parslmain

parslmain.import_early("{module}")
print(*(name in sys.modules for name in ("{module}", "parsl.dataflow.dflow", "requests.sessions")))
import parsl
import requests
print(parsl.python_app.__name__, parsl.executors.HighThroughputExecutor.__name__)
print(requests.Session.__name__, requests.__version__[:1].isdigit())
"""
LATER = """
from photoparsl.sites.parslmain import import_parsl

import_parsl()
import parsl.addresses
import requests
print(parsl.addresses.requests.get is requests.get, parsl.addresses.requests is requests)
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


@pytest.mark.parametrize("module", [parslmain.INTERCHANGE, parslmain.PILOT_INTERCHANGE])
def test_an_interchange_imports_little_of_parsl_and_the_rest_when_it_is_used(
    module: str, tmp_path: Path
) -> None:
    (tmp_path / "lean.py").write_text(LEAN.format(module=module))
    lines = output("lean.py", folder=tmp_path).splitlines()
    assert lines == ["True False False", "python_app HighThroughputExecutor", "Session True"]


def test_requests_is_itself_once_parsl_is_there(tmp_path: Path) -> None:
    (tmp_path / "later.py").write_text(LATER)
    assert output("later.py", folder=tmp_path).split() == ["True", "False"]
