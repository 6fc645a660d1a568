from __future__ import annotations

from pathlib import Path

import pytest

from photoparsl.errors import SiteError
from photoparsl.sites import Options, load_site, workers


@pytest.mark.parametrize("name", ["local", "threads"])
def test_a_shipped_config_is_new_on_every_call(name: str, tmp_path: Path) -> None:
    site, options = load_site(name), Options(tmp_path, 3)
    first, second = site.fresh_config(options), site.fresh_config(options)
    assert first is not second
    assert first.executors[0] is not second.executors[0]
    assert workers(first) == 3
    assert site.public_dir(options) == tmp_path / "public"


def test_a_config_of_ones_own_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text("def fresh_config(options): return 1\ndef public_dir(options): return '2'\n")
    site = load_site(str(path))
    assert site.name == "mine"
    assert str(site.public_dir(Options(tmp_path, 1))) == "2"


@pytest.mark.parametrize(
    ("text", "says"),
    [("import nothing_such", "nothing_such"), ("x = ", "invalid syntax"), ("", "fresh_config")],
)
def test_a_broken_config_is_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "mine.py"
    path.write_text(text)
    with pytest.raises(SiteError, match=says) as caught:
        load_site(str(path)).fresh_config(Options(tmp_path, 1))
    assert str(path) in str(caught.value)


def test_an_unknown_config_is_answered_with_those_there_are() -> None:
    shipped = sorted(path.stem for path in Path("configs").glob("*.py"))
    assert "osgconnect" in shipped
    with pytest.raises(SiteError, match=f"choose {', '.join(shipped)}"):
        load_site("nowhere")
