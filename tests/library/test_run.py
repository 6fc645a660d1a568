"""All that the command line does, from Python."""

from __future__ import annotations

import inspect
import json
import pydoc
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

import photoparsl
from photoparsl.errors import IncompleteError, ManifestError, MeasureError, RunError, SiteError
from photoparsl.requesting.run_options import RunOptions
from tests.conftest import Archive


def measured(archive: Archive, run_dir: Path, **more: object) -> photoparsl.Run:
    return photoparsl.run(archive.manifest, config="threads", run_dir=run_dir, **more)  # type: ignore[arg-type]


def test_a_run_gives_its_status_failures_check_page_and_export(
    archive: Archive, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (archive.folder / "03.jpg").write_bytes(b"no photo")
    run = measured(archive, tmp_path / "x", measures=["luminance", "contrast"])
    assert [(f.row, f.reason) for f in run.failures()] == [
        (3, "not-an-image"),
        (23, "not-an-image"),
    ]
    found = run.check()
    assert (found.rows, found.measured, found.failed, found.left) == (40, 38, 2, 0)
    assert found.is_whole
    assert (run.status().state, run.status().done) == ("complete", 40)
    assert [status.state for status in run.watch()] == ["complete"]
    page = run.page(tmp_path / "page.html")
    assert "<b>38</b> photographs measured" in page.read_text()
    assert run.export(tmp_path / "photos.json").rows == 40
    assert json.loads((tmp_path / "photos.json").read_text())[3]["reason"] == "not-an-image"
    assert capfd.readouterr() == ("", "")  # a pipe is no terminal


def test_a_run_gives_its_history_histogram_and_provenance(archive: Archive, tmp_path: Path) -> None:
    run = measured(archive, tmp_path / "x", slice_size=10)
    history = run.history()
    assert [(task.start, task.stop) for task in sorted(history.tasks, key=lambda t: t.start)] == [
        (0, 10),
        (10, 20),
        (20, 30),
        (30, 40),
    ]
    assert run.history(tasks=1).tasks == history.tasks[-1:]
    assert history.pilots == ()  # this machine alone
    assert history.cost.bytes > 0
    assert sum(run.histogram().values()) == 4
    found = run.provenance(write=False)
    assert not (run.path / "provenance.json").exists()
    assert run.provenance() == found
    assert (found.measured, found.failed) == (40, 0)
    written = json.loads((run.path / "provenance.json").read_text())
    assert written["citation"] == found.citation
    assert "provenance.json" in (run.path / "SHA256SUMS").read_text()


def test_the_same_call_goes_on_and_retries_what_failed(archive: Archive, tmp_path: Path) -> None:
    good = (archive.folder / "03.jpg").read_bytes()
    (archive.folder / "03.jpg").write_bytes(b"no photo")
    run = measured(archive, tmp_path / "x", count=10)
    assert measured(archive, tmp_path / "x").check().failed == 2
    (archive.folder / "03.jpg").write_bytes(good)
    measured(archive, tmp_path / "x")
    assert run.check().failed == 2
    measured(archive, tmp_path / "x", retry_failed="not-an-image")
    assert run.check() == photoparsl.open_run(tmp_path / "x").check()
    assert not list(run.failures())


def test_every_option_of_the_command_is_a_parameter_of_run() -> None:
    parameters = inspect.signature(photoparsl.run).parameters
    assert parameters.keys() - {"manifest", "progress"} == {o.name for o in fields(RunOptions)}
    assert next(iter(parameters)) == "manifest"
    documented = re.findall(r"^(\w+): .", inspect.getdoc(photoparsl.run) or "", re.MULTILINE)
    assert documented == [*parameters]


def test_a_parameter_that_run_does_not_have_is_a_type_error() -> None:
    with pytest.raises(TypeError, match=r"run\(\): got an .* 'titel'; did you mean 'title'\?"):
        photoparsl.run("m.csv", titel="Glass")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="too many positional arguments"):
        photoparsl.run("m.csv", "local")  # type: ignore[arg-type, call-arg]


def test_what_stops_a_run_is_a_named_exception_with_a_sentence(
    archive: Archive, tmp_path: Path
) -> None:
    with pytest.raises(ManifestError, match=r"no-such.*: doesn.t exist"):
        photoparsl.run(tmp_path / "no-such.csv", run_dir=tmp_path / "x")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ManifestError, match="neither XML records nor photos"):
        photoparsl.run(tmp_path / "empty", run_dir=tmp_path / "x")
    with pytest.raises(SiteError, match="there is no config 'lokal'; did you mean 'local'"):
        photoparsl.run(archive.manifest, config="lokal")
    with pytest.raises(MeasureError, match="did you mean 'luminance'"):
        measured(archive, tmp_path / "x", measures="lumnance")
    with pytest.raises(RunError, match=r"isn't a run's folder"):
        photoparsl.open_run(tmp_path)
    measured(archive, tmp_path / "x")
    with pytest.raises(RunError, match="csv, csv-locale, parquet, json"):
        photoparsl.open_run(tmp_path / "x").export(tmp_path / "photos.xls")


def test_a_run_that_leaves_photos_raises_incomplete_error(archive: Archive, tmp_path: Path) -> None:
    site = tmp_path / "broken.py"
    site.write_text(
        "from pathlib import Path\n"
        "from parsl.config import Config\n"
        "from parsl.executors import ThreadPoolExecutor\n"
        "class Broken(ThreadPoolExecutor):\n"
        "    def submit(self, func, resource_specification, *args, **kwargs):\n"
        "        return super().submit(int, resource_specification, 'no result')\n"
        "def fresh_config(options):\n"
        "    return Config(executors=[Broken()], run_dir=str(options.run_dir / 'parsl'))\n"
        "def public_dir(options):\n"
        "    return Path(options.run_dir) / 'public'\n"
    )
    with pytest.raises(IncompleteError, match=r"40 photos are left.*run\.log"):
        photoparsl.run(archive.manifest, config=site, run_dir=tmp_path / "x")


def test_progress_is_shown_on_request(
    archive: Archive, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    measured(archive, tmp_path / "x", progress=True)
    out, err = capfd.readouterr()
    assert out == ""
    assert "\rMeasuring: 40 of 40 photos" in err


@pytest.mark.parametrize("way", ["script", "interactive"])
def test_a_script_needs_no_main_guard(way: str, archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "Ann's größe"
    folder.mkdir()
    lines = (
        "import photoparsl",
        f"run = photoparsl.run({str(archive.manifest)!r}, run_dir='x')",
        "print('whole:', run.check().is_whole)",
    )
    (folder / "mine.py").write_text("\n".join(lines) + "\n")
    done = subprocess.run(
        [sys.executable, *(["mine.py"] if way == "script" else ["-i", "-q"])],
        input="" if way == "script" else (folder / "mine.py").read_text(),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout.splitlines() == ["whole: True"], done.stderr


def test_the_package_imports_fast_and_without_parsl() -> None:
    program = (
        "import sys, photoparsl; photoparsl.run; photoparsl.open_run;"
        "print([name for name in ('parsl', 'rich', 'pyarrow', 'dill') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stdout == "[]\n", done.stderr


def test_a_parsl_that_is_loaded_already_is_left_as_it_is(archive: Archive, tmp_path: Path) -> None:
    import parsl  # noqa: PLC0415  slow
    from parsl.config import Config  # noqa: PLC0415
    from parsl.executors import ThreadPoolExecutor  # noqa: PLC0415

    config = Config(executors=[ThreadPoolExecutor()], run_dir=str(tmp_path / "parsl"))
    with parsl.load(config) as kernel:
        with pytest.raises(SiteError, match="has loaded a Parsl config already"):
            measured(archive, tmp_path / "x")
        assert parsl.dfk() is kernel
    assert measured(archive, tmp_path / "x").check().is_whole


def test_the_app_measures_the_given_measures_under_any_config(
    archive: Archive, tmp_path: Path
) -> None:
    import parsl  # noqa: PLC0415  slow
    from parsl.config import Config  # noqa: PLC0415
    from parsl.executors import ThreadPoolExecutor  # noqa: PLC0415

    config = Config(executors=[ThreadPoolExecutor()], run_dir=str(tmp_path / "parsl"))
    with parsl.load(config):
        slices = list(photoparsl.cut(photoparsl.read_manifest(archive.manifest), 20))
        both = (["luminance", "contrast"], "luminance, contrast")
        futures = [photoparsl.measure(s, named) for s, named in zip(slices, both, strict=True)]
        results = photoparsl.gather(futures)
        alone = photoparsl.gather([photoparsl.luminance(s) for s in slices])
    assert [sorted(result.measures) for result in results] == [["contrast", "luminance"]] * 2
    assert [list(result.measures) for result in alone] == [["luminance"]] * 2


def test_the_apps_show_their_own_docstrings() -> None:
    for app in (photoparsl.luminance, photoparsl.measure):
        shown = pydoc.plain(pydoc.render_doc(app))
        assert "slice_: the photos" in shown
        assert "AppBase" not in shown
