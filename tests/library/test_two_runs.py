"""Two runs in two threads of one program: the second says what to do, and harms nothing."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

import photoparsl
from photoparsl.errors import RunError
from tests.conftest import Archive, Flow


@pytest.mark.parametrize("config", ["local", "threads"])
def test_a_run_beside_another_in_one_program_says_what_to_do_and_neither_is_harmed(
    config: str,
    slow: Archive,
    flow: Flow,
    tmp_path: Path,
) -> None:
    flow.hold(after=20)
    ended: list[photoparsl.Run] = []

    def first() -> None:
        ended.append(
            photoparsl.run(slow.manifest, config=config, run_dir=tmp_path / "a", count=100)
        )

    thread = threading.Thread(target=first)
    thread.start()
    end = time.monotonic() + 60
    while not (tmp_path / "a" / "progress.json").exists() and time.monotonic() < end:
        time.sleep(0.02)
    with pytest.raises(RunError, match=r"executing another run.*in a process of its own"):
        photoparsl.run(slow.manifest, config=config, run_dir=tmp_path / "b", count=40)
    assert not (tmp_path / "b").exists()
    flow.release()
    thread.join(60)
    assert [run.check().measured for run in ended] == [100]
    second = photoparsl.run(slow.manifest, config=config, run_dir=tmp_path / "b", count=40)
    assert second.check().measured == 40
