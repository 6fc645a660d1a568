from __future__ import annotations

from pathlib import Path

import pytest

from photoparsl.commands.main import main
from photoparsl.errors import SiteError
from photoparsl.results import Scheduler
from photoparsl.sites import (
    Grid,
    Options,
    PilotExecutor,
    cores_of_pilot,
    load_site,
    most_pilots,
    scheduler_of_site,
    shipped_sites,
    workers,
)
from tests.conftest import Archive

LAPTOP = """
from parsl.config import Config
from parsl.executors import ThreadPoolExecutor
def fresh_config(options):
    return Config(executors=[ThreadPoolExecutor()], run_dir=str(options.run_dir / "parsl"))
"""


GRID = Grid(address="10.0.0.1", bundle_url="http://photos.example/photoparsl-bundle-1.tar.gz")


@pytest.mark.parametrize("name", shipped_sites())
def test_a_shipped_config_is_new_on_every_call(name: str, tmp_path: Path) -> None:
    site, options = load_site(name), Options(tmp_path, 3, GRID)
    first, second = site.fresh_config(options), site.fresh_config(options)
    assert first is not second
    assert first.executors[0] is not second.executors[0]
    assert workers(first) == workers(second) >= most_pilots(first) >= 1
    assert cores_of_pilot(first) >= 1
    assert site.is_grid == isinstance(first.executors[0], PilotExecutor)
    assert site.public_dir(options).is_absolute()


@pytest.mark.parametrize(
    ("name", "cores"), [("local", 3), ("threads", 3), ("slurm", 1), ("osgconnect", 1)]
)
def test_a_site_has_the_workers_that_the_options_say(name: str, cores: int, tmp_path: Path) -> None:
    """Of a grid these are the default number of pilots, with the default number of cores."""
    config = load_site(name).fresh_config(Options(tmp_path, 3, GRID))
    assert workers(config) == (GRID.pilots * GRID.cores if load_site(name).is_grid else 3)
    assert cores_of_pilot(config) == cores


def test_the_page_goes_to_the_stash_at_osgconnect_only(tmp_path: Path) -> None:
    options = Options(tmp_path, 3, GRID)
    assert load_site("osgconnect").public_dir(options) == Path.home() / "stash" / "public"
    assert load_site("ospool").public_dir(options) == tmp_path / "public"


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


def test_a_laptops_site_with_a_preflight_is_no_grid(archive: Archive, tmp_path: Path) -> None:
    """Its photos may be files of this machine, and its preflight is called."""
    path = tmp_path / "mine.py"
    path.write_text(
        LAPTOP + "def preflight(options): (options.run_dir.parent / 'checked').touch()\n"
    )
    assert not load_site(str(path)).is_grid
    folder = archive.manifest.parent
    photo = next(folder.rglob("*.jpg"))
    manifest = tmp_path / "manifest.txt"
    manifest.write_text(f"{photo} 1901\n")
    run = ["run", str(manifest), "--config", str(path), "--run-dir", str(tmp_path / "run")]
    assert main(run) == 0
    assert (tmp_path / "checked").exists()


def test_what_a_laptops_preflight_refuses_isnt_begun(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    refuses = "def preflight(options):\n    from photoparsl.errors import SiteError\n"
    path.write_text(f"{LAPTOP}{refuses}    raise SiteError('the disk is asleep')\n")
    run = ["run", str(archive.manifest), "--config", str(path), "--run-dir", str(tmp_path / "run")]
    assert main(run) == 2
    assert not (tmp_path / "run" / "run.json").exists()


def test_a_site_with_pilots_has_to_say_that_it_is_a_grid(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    shipped = Path("configs/osgconnect.py").read_text()
    path.write_text(shipped.replace("IS_GRID = True", "IS_GRID = False"))
    with pytest.raises(SiteError, match="write IS_GRID = True into it"):
        load_site(str(path)).fresh_config(Options(tmp_path, 1, GRID))


def test_a_scheduler_that_isnt_known_is_refused_with_those_that_are(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_text("IS_GRID, SCHEDULER = True, 'pbs'\n")
    with pytest.raises(SiteError, match=r"SCHEDULER is 'pbs' and should be 'htcondor', 'slurm' or"):
        load_site(str(path)).scheduler  # noqa: B018
    path.write_text("IS_GRID, SCHEDULER = True, 'slurm'\n")
    assert load_site(str(path)).scheduler is Scheduler.SLURM


@pytest.mark.parametrize("name", shipped_sites())
def test_a_shipped_site_says_the_scheduler_that_its_provider_has(name: str, tmp_path: Path) -> None:
    site, options = load_site(name), Options(tmp_path, 3, GRID)
    assert site.has_scheduler is site.is_grid
    if site.is_grid:
        assert scheduler_of_site(site, options)[0].name is site.scheduler


def test_without_a_folder_of_its_own_a_sites_page_goes_to_the_run_or_where_the_user_chose(
    tmp_path: Path,
) -> None:
    path, options = tmp_path / "mine.py", Options(tmp_path, 1, Grid(public="/srv/public"))
    path.write_text("")
    assert load_site(str(path)).public_dir(options) == tmp_path / "public"
    path.write_text("IS_GRID = True\n")
    assert load_site(str(path)).public_dir(options) == Path("/srv/public")


def test_a_copy_of_osgconnect_is_a_site_of_ones_own(tmp_path: Path) -> None:
    """A line is changed in it, as a user does: what the scheduler is told changes so."""
    source = Path("configs/osgconnect.py").read_text()
    changed = source.replace("grid.project,", '"Glass",').replace("workers=grid.cores", "workers=4")
    path = tmp_path / "mine.py"
    path.write_text(changed)
    config = load_site(str(path)).fresh_config(Options(tmp_path, 1, GRID))
    (executor,) = config.executors
    assert isinstance(executor, PilotExecutor)
    assert '+ProjectName            = "Glass"\n' in executor.submit_file(tmp_path)
    assert workers(config) == 3 * 4
    assert cores_of_pilot(config) == 1  # which is what the run costs


@pytest.mark.parametrize("name", ["htcondor", "ospool", "osgconnect"])
def test_a_site_of_htcondors_runs_in_a_container_instead_of_the_bundle(
    name: str, tmp_path: Path
) -> None:
    grid = Grid(address="10.0.0.1", container="osdf:///ospool/photoparsl.sif", submit="+A = 1")
    (executor,) = load_site(name).fresh_config(Options(tmp_path, 1, grid)).executors
    assert isinstance(executor, PilotExecutor)
    lines = executor.submit_file(tmp_path).splitlines()
    assert "container_image         = osdf:///ospool/photoparsl.sif" in lines
    assert "+A = 1" in lines
    assert not [line for line in lines if "tar.gz" in line]
    assert ('+JobDurationCategory = "Medium"' in lines) == (name == "ospool")


def test_a_pilot_of_a_few_minutes_on_slurm_takes_tasks_for_half_of_them(tmp_path: Path) -> None:
    for hours, seconds in ((0.1, 180), (8.0, 8 * 3600 - 600)):
        grid = Grid(address="10.0.0.1", bundle_url="https://a.example/b.tar.gz", walltime=hours)
        (executor,) = load_site("slurm").fresh_config(Options(tmp_path, 1, grid)).executors
        assert getattr(executor, "drain_period") == seconds  # noqa: B009
