"""Firefox for tests, by WebDriver BiDi: open a page, evaluate, point, press keys.

Playwright's driver needs a Firefox of its own; this one takes the machine's.
"""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

from tests.conftest import needs

SECONDS = 120  # for an answer; how fast it comes depends on who else is busy
KEYS = {
    "Home": "\ue011",
    "End": "\ue010",
    "Right": "\ue014",
    "Up": "\ue013",
    "Escape": "\ue00c",
    "Control": "\ue009",
    "Tab": "\ue004",
}


class Firefox:
    """A page in Firefox.

    trouble: what it logged, and what it requested besides itself
    """

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._ids = socket, itertools.count(1)
        self._url = ""
        self.trouble: list[str] = []
        self._send("session.new", capabilities={})
        self._send("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self._context = self._send("browsingContext.getTree")["contexts"][0]["context"]
        size = {"width": 1360, "height": 900}
        self._send("browsingContext.setViewport", context=self._context, viewport=size)

    def open(self, url: str) -> None:
        """Open a page, and wait until its chart is drawn."""
        self._url = url.partition("#")[0]
        self._send("browsingContext.navigate", context=self._context, url=url, wait="complete")
        self.wait_until("document.getElementById('chart').dataset.points > 0")

    def evaluate(self, expression: str) -> Any:
        """Return the value of a JavaScript expression."""
        found = self._send(
            "script.evaluate",
            expression=f"JSON.stringify({expression})",
            target={"context": self._context},
            awaitPromise=True,
        )
        assert found["type"] == "success", found
        return json.loads(found["result"].get("value", "null"))

    def wait_until(self, condition: str) -> None:
        """Wait until a JavaScript condition is true."""
        deadline = time.monotonic() + SECONDS
        while not self.evaluate(f"Boolean({condition})"):
            assert time.monotonic() < deadline, f"never became true: {condition}"
            time.sleep(0.05)

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        values = [KEYS.get(key, key) for key in keys]
        both = [{"type": kind, "value": v} for v in values for kind in ("keyDown", "keyUp")]
        self._act({"type": "key", "id": "keys", "actions": both})

    def drag(self, points: Sequence[tuple[float, float]]) -> None:
        """Press the pointer's button at the first point, in CSS pixels, and release it at the last.

        With one point it is a click.
        """
        moves = [{"type": "pointerMove", "x": int(x), "y": int(y)} for x, y in points]
        down, up = ({"type": f"pointer{what}", "button": 0} for what in ("Down", "Up"))
        pointer = {"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}}
        self._act({**pointer, "actions": [moves[0], down, *moves[1:], up]})

    def wheel(self, point: tuple[float, float], delta: int) -> None:
        """Turn the wheel at a point, with Control held."""
        at = {"x": int(point[0]), "y": int(point[1]), "deltaX": 0, "deltaY": delta}
        pause = {"type": "pause", "duration": 100}
        keys = [{"type": "keyDown", "value": KEYS["Control"]}, pause, pause]
        self._act(
            {"type": "key", "id": "keys", "actions": keys},
            {"type": "wheel", "id": "wheel", "actions": [pause, {"type": "scroll", **at}, pause]},
        )
        self._send("input.releaseActions", context=self._context)

    def _act(self, *actions: dict[str, Any]) -> None:
        self._send("input.performActions", context=self._context, actions=list(actions))

    def _send(self, method: str, **params: Any) -> Any:
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while True:
            message = json.loads(self._socket.recv(SECONDS))
            if message.get("id") == number:
                assert message["type"] == "success", message
                return message["result"]
            self._keep(message)

    def _keep(self, event: dict[str, Any]) -> None:
        if event.get("method") == "log.entryAdded":
            self.trouble.append(event["params"]["text"])
        if event.get("method") == "network.beforeRequestSent":
            url = event["params"]["request"]["url"]
            if not url.startswith(("blob:", "data:")) and url.partition("#")[0] != self._url:
                self.trouble.append(f"request: {url}")


@contextmanager
def launched() -> Iterator[Firefox]:
    """A headless Firefox."""
    found = shutil.which("firefox") or shutil.which("firefox-esr")
    needs(found, "Firefox (apt-get install firefox-esr)")
    with tempfile.TemporaryDirectory() as profile:
        command = [str(found), "--headless", "--no-remote", "--profile", profile]
        log = Path(profile, "stderr")
        with log.open("wb") as errors:
            process = subprocess.Popen(
                [*command, "--remote-debugging-port", "0"], stdout=subprocess.DEVNULL, stderr=errors
            )
        try:
            with connect(f"{_address(log)}/session", max_size=None) as socket:
                yield Firefox(socket)
        finally:
            process.terminate()
            process.wait(SECONDS)


def _address(log: Path) -> str:
    """The address that Firefox says it listens at."""
    deadline = time.monotonic() + SECONDS
    while "WebDriver BiDi listening on " not in (text := log.read_text(errors="replace")):
        assert time.monotonic() < deadline, text
        time.sleep(0.05)
    return text.partition("WebDriver BiDi listening on ")[2].split()[0]
