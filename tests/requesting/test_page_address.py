"""Where a run's last line says that the page is."""

from __future__ import annotations

from pathlib import Path

import pytest

from photoparsl.errors import SiteError
from photoparsl.manifests import Source
from photoparsl.requesting.run_request import RunRequest
from photoparsl.sites import load_site, read_settings, settings_file

SITES = ("htcondor", "slurm", "ospool", "osgconnect")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def request(site: str, public: Path | None = None, url: str | None = None) -> RunRequest:
    grid = read_settings({"public": public, "public_url": url})
    return RunRequest(
        Source(Path(), "", ""), load_site(site), Path("runs/a"), public=public, grid=grid
    )


def write(text: str) -> None:
    settings_file().parent.mkdir(parents=True)
    settings_file().write_text(text)


@pytest.mark.parametrize("site", [*SITES, "local"])
@pytest.mark.parametrize("url", ["https://a.example/~ann", "https://a.example/~ann/"])
def test_a_chosen_folder_is_where_its_url_says_on_every_site(site: str, url: str) -> None:
    assert request(site, Path("pages"), url).url == "https://a.example/~ann/scatter.html"


@pytest.mark.parametrize("site", [*SITES, "local"])
def test_a_chosen_folder_without_a_url_is_a_file(site: str, home: Path) -> None:
    assert request(site, Path("pages")).url == (home / "pages/scatter.html").as_uri()


def test_the_stash_is_where_the_web_sees_it_however_it_is_named(home: Path) -> None:
    url = request("osgconnect").url
    assert url.startswith("http://stash.osgconnect.net/+") and url.endswith("/scatter.html")
    assert request("osgconnect", home / "stash" / "public").url == url


def test_the_files_url_is_that_of_the_files_folder_and_of_no_other(home: Path) -> None:
    write(f'public = "{home}/web"\npublic_url = "https://a.example"\n')
    assert request("htcondor").url == "https://a.example/scatter.html"
    assert request("htcondor", home / "web").url == "https://a.example/scatter.html"
    assert request("htcondor", home / "elsewhere").url.startswith("file://")
    assert request("local").url.startswith("file://")
    assert request("osgconnect").url.startswith("http://stash.osgconnect.net/")


def test_what_is_no_url_of_the_web_is_refused() -> None:
    with pytest.raises(SiteError, match="begins with http"):
        request("htcondor", Path("pages"), "a.example/~ann")
