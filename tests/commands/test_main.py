from __future__ import annotations

import gzip
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from photoparsl.commands.main import main
from photoparsl.requesting import RunOptions
from photoparsl.requesting.unheeded import tell_unheeded
from photoparsl.results.run_directory import RunDirectory
from photoparsl.sites import load_site
from tests.conftest import Archive

QUICKLY = ("--config", "threads", "--slice-size", "7")


def run(manifest: Path | str, *arguments: str) -> int:
    return main(["run", str(manifest), *QUICKLY, *arguments])


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def values(run_dir: str | Path) -> list[tuple[int, str, int | None, dict[str, float]]]:
    results = RunDirectory(Path(run_dir)).results()
    return [
        (m.row, m.url, m.year, dict(m.values)) for result in results for m in result.measurements
    ]


def test_a_run_measures_every_row_and_writes_the_page(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(archive.manifest, "--title", "My <archive>") == 0
    assert [value[0] for value in values("runs/manifest")] == list(range(40))
    printed = capsys.readouterr().out
    assert "40 photos measured, 0 failed" in printed
    assert "Where the tasks ran" in printed
    page = Path("runs/manifest/public/scatter.html")
    assert str(page.resolve()) in printed
    assert "My &lt;archive&gt;" in page.read_text()
    assert page.stat().st_mode & 0o777 == 0o644
    summary = json.loads(Path("runs/manifest/summary.json").read_text())
    assert (summary["measured"], summary["failed"], summary["left"]) == (40, 0, 0)


def test_the_same_command_again_finds_nothing_to_do(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(archive.manifest) == 0
    before = {path: path.stat().st_mtime_ns for path in Path("runs/manifest/slices").iterdir()}
    assert run(archive.manifest) == 0
    assert "nothing left to do" in capsys.readouterr().out
    assert before == {p: p.stat().st_mtime_ns for p in Path("runs/manifest/slices").iterdir()}


def test_another_slice_size_measures_only_what_is_missing(archive: Archive) -> None:
    assert run(archive.manifest, "--count", "10") == 0
    assert run(archive.manifest, "--slice-size", "13") == 0
    names = sorted(path.name for path in Path("runs/manifest/slices").iterdir())
    assert names == [
        "slice-0000000-0000007.json",
        "slice-0000007-0000010.json",
        "slice-0000010-0000023.json",
        "slice-0000023-0000036.json",
        "slice-0000036-0000040.json",
    ]


def test_an_edited_manifest_measures_only_what_is_new(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(archive.manifest) == 0
    archive.write_manifest(50)
    assert run(archive.manifest) == 0
    assert len(values("runs/manifest")) == 50
    lines = archive.manifest.read_text().replace(" 1865\n", " 1965\n", 1)
    archive.manifest.write_text(lines)
    assert run(archive.manifest) == 0, "a year belongs to the manifest's row"
    assert "1965" in {str(year) for _, _, year, _ in values("runs/manifest")}
    archive.manifest.write_text(lines.replace("05.jpg", "06.jpg", 1))
    capsys.readouterr()
    assert run(archive.manifest) == 0, "the place of 06.jpg is known"
    assert "nothing left to do" in capsys.readouterr().out
    assert run(archive.manifest, "--restart") == 0
    assert len(values("runs/manifest")) == len(values("runs/manifest.1")) == 50


def test_a_measure_that_is_named_later_is_added(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(archive.manifest, "--measures", "luminance") == 0
    assert run(archive.manifest, "--measures", "luminance,mean_luma") == 0
    assert "mean_luma is added to 40 photos" in capsys.readouterr().out
    assert run(archive.manifest, "--measures", "brightness") == 2
    assert "choose from luminance" in capsys.readouterr().err


def test_only_the_failed_photos_are_tried_again(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    moved = [(archive.folder / name, archive.folder / f"_{name}") for name in ("03.jpg", "04.jpg")]
    for here, there in moved:
        here.rename(there)
    (archive.folder / "05.jpg").write_bytes(b"<html>")
    assert run(archive.manifest) == 1
    assert re.search(r"http-404 +4 ", capsys.readouterr().out)
    for here, there in moved:
        there.rename(here)
    assert run(archive.manifest) == 1, "failures stay unless they are asked for"
    assert run(archive.manifest, "--retry-failed", "timeout") == 1
    assert len(values("runs/manifest")) == 34
    assert run(archive.manifest, "--retry-failed", "http-404") == 1
    assert len(values("runs/manifest")) == 38
    (archive.folder / "05.jpg").write_bytes((archive.folder / "06.jpg").read_bytes())
    assert run(archive.manifest, "--retry-failed") == 0
    assert [value[0] for value in values("runs/manifest")] == list(range(40))
    assert main(["check", "runs/manifest"]) == 0


def test_values_are_the_same_whatever_the_slicing(archive: Archive) -> None:
    for size in ("1", "7", "40"):
        assert run(archive.manifest, "--slice-size", size, "--run-dir", f"runs/{size}") == 0
    assert values("runs/1") == values("runs/7") == values("runs/40")


def test_a_dry_run_prints_what_would_be_done_and_writes_nothing(
    archive: Archive, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    archive.write_manifest(5576)
    assert run(archive.manifest, "--dry-run", "--slice-size", "200") == 0
    printed = capsys.readouterr().out
    assert "5,576 photos in 28 slices of up to 200" in printed
    assert "scatter.html" in printed
    assert re.search(r"threads: \d+ workers at most", printed)
    assert [path.name for path in tmp_path.iterdir()] == ["archive"]


def test_a_dry_run_that_begins_anew_counts_nothing_as_finished(
    archive: Archive, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert run(archive.manifest, "--run-dir", "kept") == 0
    before = sorted(tmp_path.rglob("*"))
    capsys.readouterr()
    assert run(archive.manifest, "--run-dir", "kept", "--dry-run") == 0
    assert "To do      0 photos" in capsys.readouterr().out
    assert run(archive.manifest, "--run-dir", "kept", "--dry-run", "--restart") == 0
    printed = capsys.readouterr().out
    assert "Finished   0 of" in printed
    assert "The earlier run's folder would be renamed, and kept." in printed
    assert sorted(tmp_path.rglob("*")) == before


def test_options_of_a_grid_that_this_machine_does_not_heed_are_said(
    archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    page = ("--public", "shown", "--public-url", "http://photos.example/")
    grid = ("--pilots", "3", "--walltime", "60", *page)
    assert run(archive.manifest, "--dry-run", *grid) == 0
    said = caplog.text.partition("unheeded")[2]
    assert "--pilots, --walltime have no effect at the site threads" in said
    assert "--public" not in said
    caplog.clear()
    assert run(archive.manifest, "--dry-run") == 0
    assert "no effect" not in caplog.text
    assert run(archive.manifest, "--dry-run", "--public-url", "http://photos.example/") == 0
    assert "--public-url (Python: grid={'public_url': …}) has no effect without" in caplog.text


def test_options_that_choose_photos_to_measure_again_have_no_effect_with_restart(
    archive: Archive, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    again = ("--recheck", "--moved-from", str(tmp_path), "--retry-failed")
    assert run(archive.manifest, "--dry-run", *again) == 0
    assert "no effect" not in caplog.text
    assert run(archive.manifest, "--dry-run", "--restart", *again) == 0
    given = "--retry-failed (Python: retry_failed), --recheck (Python: recheck), --moved-from"
    assert f"{given} (Python: moved_from) have no effect with --restart" in caplog.text


def test_options_of_another_scheduler_or_of_another_way_to_measure_are_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    given = {"requirements": "TRUE", "container": "docker://a", "bundle_url": "http://a.example/b"}
    for config, grid, said in (
        ("slurm", given, "--requirements, --container have no effect at the site slurm, whose"),
        ("htcondor", {"partition": "a"}, "--partition has no effect at the site htcondor, whose"),
        ("htcondor", given, "--bundle-url has no effect with --container"),
        ("htcondor", {"job_photos": 9}, "'job_photos': …}) has no effect without --detach"),
    ):
        caplog.clear()
        tell_unheeded(RunOptions(config=config, grid=grid), load_site(config))
        assert said in caplog.text
        assert caplog.text.count("no effect") == 1


def test_a_copied_site_says_the_same_of_settings_without_effect(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for config, grid, said in (
        ("slurm", {"requirements": "TRUE"}, "--requirements has no effect at the site {}, whose"),
        ("osgconnect", {"partition": "a"}, "--partition has no effect at the site {}, whose"),
        ("local", {"pilots": 3}, "--pilots has no effect at the site {}"),
    ):
        copy = tmp_path / "institute.py"
        copy.write_text(load_site(config).path.read_text())
        caplog.clear()
        tell_unheeded(RunOptions(config=str(copy), grid=grid), load_site(str(copy)))
        assert said.format(copy) in caplog.text
        assert caplog.text.count("no effect") == 1


def test_a_site_that_doesnt_say_its_scheduler_may_heed_every_setting(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "mine.py"
    path.write_text("")
    grid = {"pilots": 3, "requirements": "TRUE", "partition": "a"}
    tell_unheeded(RunOptions(config=str(path), grid=grid), load_site(str(path)))
    assert "no effect" not in caplog.text


def test_a_table_of_all_photos_that_a_page_doesnt_need_is_said(
    archive: Archive, caplog: pytest.LogCaptureFixture
) -> None:
    assert run(archive.manifest, "--public-table") == 0
    said = "--public-table (Python: public_table) has no effect on a page that has all photos"
    assert caplog.text.count(said) == 1
    caplog.clear()
    assert main(["page", "runs/manifest", "--public-table"]) == 0
    assert said in caplog.text


def test_a_dry_run_of_a_complete_run_packs_no_bundle_and_shows_no_submit_file(
    archive: Archive,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run(archive.manifest) == 0
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    capsys.readouterr()
    command = ["run", str(archive.manifest), "--config", "slurm", "--address", "127.0.0.1"]
    assert main([*command, "--dry-run"]) == 0
    assert "sbatch" not in capsys.readouterr().out
    assert not list(tmp_path.rglob("photoparsl-bundle-*"))


def test_a_broken_manifest_is_refused_before_anything_starts(
    archive: Archive, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    archive.manifest.write_text(f"{archive.url}00.jpg 1900\nnonsense\n")
    assert run(archive.manifest) == 2
    assert f"{archive.manifest}:2: expected 'URL YEAR', found 'nonsense'" in capsys.readouterr().err
    assert not list(tmp_path.glob("runs/*/slices/*"))
    assert run("none.txt") == 2
    assert "Traceback" not in capsys.readouterr().err


def test_a_manifest_may_come_from_a_url_or_a_pipe_and_compressed(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = gzip.compress(archive.manifest.read_bytes())
    (archive.folder / "packed.txt.gz").write_bytes(packed)
    assert run(f"{archive.url}packed.txt.gz") == 0
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(packed)))
    assert run("-", "--allow-private") == 0
    assert values("runs/packed") == values("runs/stdin")
    assert run(f"{archive.url}none.txt") == 2
    assert "404" in capsys.readouterr().err


def test_photos_may_be_paths_relative_to_a_local_manifest(archive: Archive) -> None:
    text = "title,url,year\n" + "".join(f"x,{n:02}.jpg,{1900 + n}\n" for n in range(19))
    (archive.folder / "local.csv").write_text(text + "x,19.jpg,\n")
    assert run(archive.folder / "local.csv") == 0
    found = values("runs/local")
    assert [value[1] for value in found] == [f"{n:02}.jpg" for n in range(20)]
    assert found[-1][2] is None
    summary = json.loads(Path("runs/local/summary.json").read_text())
    assert (summary["measured"], summary["undated"]) == (20, 1)


def test_one_slice_can_be_tried_without_parsl(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (archive.folder / "03.jpg").unlink()
    manifest = archive.manifest.read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(manifest)))
    assert main(["slice", "-", "2", "3", "--allow-private"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"/\* Running on host: \S+ \*/", lines[0])
    assert re.fullmatch(r"\[1862, 0\.\d{6}\],", lines[1])
    assert "http-404" in lines[3]
    assert re.fullmatch(r"/\* 2 photos analyzed in \d+\.\d\ds \(\d+\.\d\d/s\) \*/", lines[4])
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(manifest)))
    assert main(["slice", "results-0.json", "0", "3", "--allow-private"]) == 0
    assert main(["page", "results-0.json", "-o", "original.html"]) == 0
    assert "original.html" in capsys.readouterr().out


def test_the_page_can_be_made_again_from_a_run(archive: Archive) -> None:
    assert run(archive.manifest, "--title", "Here") == 0
    assert main(["page", "runs/manifest", "-o", "again.html"]) == 0
    files = sorted(str(path) for path in Path("runs/manifest/slices").iterdir())
    assert main(["page", *files, "-o", "files.html"]) == 0
    assert "Here" in Path("again.html").read_text()
    assert main(["page", "runs"]) == 2


def test_check_distinguishes_a_whole_a_damaged_and_an_unfinished_run(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(archive.manifest) == 0
    assert main(["check", "runs/manifest"]) == 0
    assert "40 rows = 40 measured + 0 failed + 0 left" in capsys.readouterr().out
    path = Path("runs/manifest/slices/slice-0000007-0000014.json")
    text = path.read_text()
    path.write_text(text.replace("0.", "1.", 3))
    assert main(["check", "runs/manifest"]) == 2
    assert str(path) in capsys.readouterr().out
    path.unlink()
    assert main(["check", "runs/manifest"]) == 3
    assert "7 left" in capsys.readouterr().out
    assert run(archive.manifest) == 0
    assert main(["check", "runs/manifest"]) == 0
    assert path.exists()
    record = Path("runs/manifest/run.json")
    record.write_text(re.sub(r'"digest": "....', '"digest": "0000', record.read_text()))
    assert main(["check", "runs/manifest"]) == 2
    assert "not those of the manifest" in capsys.readouterr().out


def test_a_public_folder_that_cant_be_made_is_reported_before_anything_starts(
    archive: Archive, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    assert run(archive.manifest, "--public", "file/public") == 2
    assert "can't be made" in capsys.readouterr().err
    assert not list(tmp_path.glob("runs/*/slices/*"))


def test_every_help_explains_its_command(capsys: pytest.CaptureFixture[str]) -> None:
    for command in ((), ("run",), ("slice",), ("page",), ("check",), ("tutorial",), ("serve",)):
        with pytest.raises(SystemExit) as ended:
            main([*command, "--help"])
        assert ended.value.code == 0
        assert len(capsys.readouterr().out) > 300, command


def test_malformed_urls_are_failures_like_others(tmp_path: Path) -> None:
    bad = [
        "http://[::1/a.jpg",
        "http://[bad]/a.jpg",
        "http://a:b:c/d",
        "http://%zz/",
        "https://x:99999/",
    ]
    (tmp_path / "bad.txt").write_text("".join(f"{url} 1900\n" for url in bad))
    assert run("bad.txt", "--timeout", "5") == 1
    results = list(RunDirectory(Path("runs/bad")).results())
    assert [f.url for result in results for f in result.failures] == bad


BROKEN_SITE = """
from concurrent.futures import Future
from parsl.config import Config
from parsl.executors import ThreadPoolExecutor

class Broken(ThreadPoolExecutor):
    def submit(self, *task):
        future = Future()
        future.set_exception(ModuleNotFoundError("No module named 'photoparsl'"))
        return future

def fresh_config(options):
    return Config([Broken()], run_dir=str(options.run_dir / "parsl"), initialize_logging=False)

def public_dir(options):
    return options.run_dir / "public"
"""


def test_a_site_where_every_task_fails_is_given_up_with_the_reason(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "broken.py").write_text(BROKEN_SITE)
    archive.write_manifest(2000)
    assert main(["run", str(archive.manifest), "--config", "broken.py", "--slice-size", "10"]) == 3
    printed = capsys.readouterr()
    assert "not measured: No module named 'photoparsl'" in printed.err
    assert "2,000 left" in printed.out
    assert "run the same command again" in printed.out
    assert "in a row: no more are sent" in Path("runs/manifest/run.log").read_text()


def test_status_imports_no_numpy_parsl_or_page_templates(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from photoparsl.commands.main import main\n"
        f"main(['status', {str(tmp_path)!r}])\n"
        "print(sorted({'numpy', 'PIL', 'parsl', 'jinja2', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_run_with_nothing_to_do_imports_no_parsl_or_page_templates(archive: Archive) -> None:
    run = [sys.executable, "-m", "photoparsl", "run", str(archive.manifest), "--run-dir", "x"]
    subprocess.run(run, check=True, capture_output=True, cwd=archive.folder)
    code = (
        "import sys\n"
        "from photoparsl.commands.main import main\n"
        f"main({run[3:]!r})\n"
        "print(sorted({'parsl', 'jinja2', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=archive.folder
    )
    assert done.stdout.endswith("[]\n")
