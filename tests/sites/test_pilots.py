from __future__ import annotations

import re
from pathlib import Path

from parsl.curvezmq import ClientContext, create_certificates
from zmq.auth import load_certificate

from photoparsl.sites.keys import for_pilots


def test_the_servers_secret_stays_at_home(tmp_path: Path) -> None:
    certificates = Path(create_certificates(tmp_path))
    public, secret = load_certificate(certificates / "server.key_secret")
    shipped = for_pilots(certificates)
    everything = b"".join(path.read_bytes() for path in shipped.iterdir())
    assert secret is not None
    assert secret not in everything
    assert public in everything


def test_a_pilots_keys_are_enough_to_call_with_and_are_private(tmp_path: Path) -> None:
    shipped = for_pilots(Path(create_certificates(tmp_path)))
    assert sorted(path.name for path in shipped.iterdir()) == [
        "client.key_secret",
        "server.key_secret",
    ]
    assert oct(shipped.stat().st_mode)[-3:] == "700"
    context = ClientContext(str(shipped))
    context.socket(1).close()
    context.term()


def test_every_run_has_keys_of_its_own(tmp_path: Path) -> None:
    def key(name: str) -> str:
        shipped = for_pilots(Path(create_certificates(tmp_path / name)))
        found = re.findall(r'public-key = "(.{40})"', (shipped / "server.key_secret").read_text())
        return str(found[0])

    assert key("one") != key("two")
