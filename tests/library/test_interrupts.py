"""Ctrl-C in a script: the first lets what is running finish, the second ends it at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import photoparsl
from tests.conftest import Archive, Flow, run_script


# Seconds after the first at which the second is sent: as tasks end, as Parsl ends, and after that.
@pytest.mark.parametrize("second", [None, 0.05, 0.3, 1.0])
def test_ctrl_c_in_a_script_raises_and_keeps_what_is_measured(
    second: float | None,
    slow: Archive,
    flow: Flow,
    tmp_path: Path,
) -> None:
    flow.hold()
    folder = tmp_path / "Ann's größe"
    folder.mkdir()
    (folder / "mine.py").write_text(
        "import photoparsl, signal\n"
        "try:\n"
        "    try:\n"
        f"        photoparsl.run({str(slow.manifest)!r}, run_dir='x', slice_size=20)\n"
        "    except KeyboardInterrupt as error:\n"
        "        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the run has ended\n"
        "        print('interrupted', error)\n"
        "except KeyboardInterrupt:  # the second came just when it had ended\n"
        "    print('interrupted')\n"
    )
    script = subprocess.Popen(
        [sys.executable, "mine.py"],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    end = time.monotonic() + 60
    while not list((folder / "x" / "slices").glob("slice-*.json")) and time.monotonic() < end:
        time.sleep(0.05)
    os.killpg(script.pid, signal.SIGINT)  # as a terminal does
    flow.release()
    if second is not None:
        time.sleep(second)
        os.killpg(script.pid, signal.SIGINT)
    out, _ = script.communicate(timeout=60)
    assert out.startswith("interrupted"), f"exit code {script.returncode}"
    assert second is not None or "photos are left; what was measured is kept" in out
    found = photoparsl.open_run(folder / "x").check()
    assert not found.damage
    assert 0 < found.measured < found.rows


def test_an_interrupt_while_the_last_photo_is_measured_is_raised_too(
    archive: Archive, tmp_path: Path
) -> None:
    done = run_script(
        tmp_path,
        "import os, photoparsl, signal\n"
        "def last(photo):\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "    return 1.0\n"
        "try:\n"
        f"    photoparsl.run({str(archive.manifest)!r}, config='threads', count=1, measures=last,\n"
        "                   run_dir='x')\n"
        "except KeyboardInterrupt as error:\n"
        "    print('interrupted:', error)\n",
    )
    assert "interrupted: no photo is left" in done.stdout, done.stderr


_INTERRUPTED_COMMAND = """\
import os, signal, threading
from pathlib import Path
from parsl.executors.high_throughput.zmq_pipes import CommandClient
import photoparsl

run, is_interrupted = CommandClient.run, False

def interrupted(client, message, *args, **options):
    global is_interrupted
    is_main = threading.current_thread() is threading.main_thread()
    if not is_interrupted and is_main and list(Path("x/slices").glob("slice-*.json")):
        is_interrupted = True
        with client._lock:
            client.zmq_socket.send_pyobj(message)
            for _ in range(2):
                os.kill(os.getpid(), signal.SIGINT)
            return client.zmq_socket.recv_pyobj()
    return run(client, message, *args, **options)

CommandClient.run = interrupted
try:
    photoparsl.run({manifest!r}, run_dir="x", slice_size=20)
except KeyboardInterrupt:
    print("interrupted", is_interrupted)
"""


def test_two_interrupts_between_a_command_to_parsls_interchange_and_its_answer_leave_it_usable(
    slow: Archive,
    tmp_path: Path,
) -> None:
    script = _INTERRUPTED_COMMAND.format(manifest=str(slow.manifest))
    done = run_script(tmp_path, script)
    assert done.stdout == "interrupted True\n", done.stderr
    assert not photoparsl.open_run(tmp_path / "x").check().damage
