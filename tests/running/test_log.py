"""Where a run's lines go: to run.log, to the person who runs it, to the program that calls it."""

from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest

import photoparsl
from photoparsl.results.run_directory import RunDirectory
from photoparsl.running.log import LOG, logging_to
from photoparsl.running.reporter import Reporter
from tests.conftest import Archive


class Lines(Reporter):
    def __init__(self) -> None:
        self.lines: list[str] = []

    def add_line(self, line: str) -> None:
        self.lines.append(line)


def test_run_log_gets_all_lines_and_a_person_the_warnings(tmp_path: Path) -> None:
    reporter = Lines()
    with RunDirectory(tmp_path / "x") as directory, logging_to(directory, reporter):
        LOG.info("a slice was %s", "lost")
        LOG.warning("a host is down: %s", "x" * 500)
    info, warning = (tmp_path / "x" / "run.log").read_text().splitlines()
    assert info.endswith("  a slice was lost")
    assert warning.endswith("x" * 500)
    assert [len(line) <= 240 for line in reporter.lines] == [True]


def test_the_calling_program_gets_what_its_own_levels_let_through(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = LOG.level, LOG.propagate, list(LOG.handlers)
    with RunDirectory(tmp_path / "x") as directory, logging_to(directory, Reporter()):
        LOG.info("a slice was lost")
        LOG.warning("a host is down")
        logging.getLogger("photoparsl").setLevel(logging.INFO)
        LOG.info("another slice was lost")
        logging.getLogger("photoparsl").setLevel(logging.NOTSET)
    assert caplog.messages == ["a host is down", "another slice was lost"]
    assert (LOG.level, LOG.propagate, LOG.handlers) == before


def test_a_script_without_logging_gets_no_lines(tmp_path: Path) -> None:
    program = (
        "from pathlib import Path\n"
        "from photoparsl.results.run_directory import RunDirectory\n"
        "from photoparsl.running.log import LOG, logging_to\n"
        "from photoparsl.running.reporter import Reporter\n"
        "with RunDirectory(Path('x')) as directory, logging_to(directory, Reporter()):\n"
        "    LOG.warning('a host is down')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("", "")


def test_parsl_logs_no_more_after_a_run_than_before(archive: Archive, tmp_path: Path) -> None:
    site = tmp_path / "logging.py"
    site.write_text(
        "from parsl.config import Config\n"
        "from parsl.executors import ThreadPoolExecutor\n"
        "def fresh_config(options):\n"
        "    return Config([ThreadPoolExecutor()], run_dir=str(options.run_dir / 'parsl'))\n"
    )
    logger = logging.getLogger("parsl")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        photoparsl.run(archive.manifest, config=site, run_dir=tmp_path / "x")
        assert logger.level == logging.ERROR
    finally:
        logger.setLevel(before)
    assert list(tmp_path.glob("x/parsl/*/parsl.log"))
