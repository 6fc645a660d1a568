"""Measures that are functions of a script, a notebook or a module."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from parsl.app.python import PythonApp
from PIL import Image

import photoparsl
from photoparsl.errors import MeasureError, OptionError, RunError, SiteError
from photoparsl.manifests import Slice
from photoparsl.measuring import DecodedPhoto, measure_all, resolve_measures
from photoparsl.measuring.function_measure import pickle_function
from tests.conftest import Archive, run_script


@pytest.mark.parametrize("config", ["local", "threads"])
def test_a_function_of_a_script_is_measured_by_workers(
    config: str, archive: Archive, tmp_path: Path
) -> None:
    script = f"""
import math
import photoparsl

SHARE = 0.5

def half(number):
    return math.floor(number) * SHARE

def width_in_halves(photo):
    return half(photo.image.width)

run = photoparsl.run({str(archive.manifest)!r}, config={config!r}, run_dir="x", count=3,
                     measures=["luminance", width_in_halves])
run.export("photos.csv")
"""
    ended = run_script(tmp_path, script)
    assert ended.returncode == 0, ended.stderr
    names, *rows = (tmp_path / "photos.csv").read_text().splitlines()
    place = names.split(",").index("width_in_halves")
    assert [row.split(",")[place] for row in rows] == ["32.0"] * 3
    assert run_script(tmp_path, script).returncode == 0  # the same function, so the same version
    changed = run_script(tmp_path, script.replace("SHARE = 0.5", "SHARE = 0.25"))
    assert changed.returncode == 0, changed.stderr
    _, *rows = (tmp_path / "photos.csv").read_text().splitlines()
    assert [row.split(",")[place] for row in rows] == ["16.0"] * 3


def test_an_app_without_parsl_says_what_to_load() -> None:
    with pytest.raises(RunError, match=r"no Parsl config .* call measure within `with parsl.load"):
        photoparsl.measure(Slice(()), "luminance")
    with pytest.raises(RunError, match=r"no Parsl config .* call luminance within `with parsl."):
        photoparsl.luminance(Slice(()))


def test_luminance_is_a_python_app_with_its_own_docstring() -> None:
    assert isinstance(photoparsl.luminance, PythonApp)
    assert (photoparsl.luminance.__doc__ or "").startswith("Measure the luminance of a slice")


def test_a_class_that_a_function_uses_is_part_of_its_version(tmp_path: Path) -> None:
    script = """
from photoparsl.manifests import Slice
from photoparsl.measuring.function_measure import pickle_function

class Scale:
    factor = 2
    words = {"a", "b", "c"}

    @property
    def doubled(self):
        return self.factor * 2

scale = Scale()

def scaled(photo):
    return scale.doubled if "b" in {"a", "b", "c"} else 0

print(pickle_function(scaled).version)
"""
    changes = ("factor = 2", "factor = 3"), ('"c"}', '"d"}'), ("factor * 2", "factor * 4")
    versions = [run_script(tmp_path, script.replace(*change)).stdout for change in changes]
    assert len({*versions, run_script(tmp_path, script).stdout}) == 4
    again = {run_script(tmp_path, script).stdout for _ in range(3)}
    assert len(again) == 1, "whatever the order of sets"


def test_a_function_of_a_module_goes_by_its_name(archive: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "Ann's größe"
    folder.mkdir()
    (folder / "tinted.py").write_text("def seven(photo): return 7\n")
    script = f"""
import sys
sys.path.insert(0, {str(folder)!r})
import photoparsl
from tinted import seven
run = photoparsl.run({str(archive.manifest)!r}, measures=[seven], run_dir="x", count=3)
print(run.check().measured, [c.name for c in run.table().columns][9])
"""
    ended = run_script(tmp_path, script)
    assert ended.stdout == "3 tinted:seven\n", ended.stderr


@pytest.mark.parametrize("config", ["local", "threads"])
def test_a_module_that_is_changed_and_reloaded_is_measured_anew(
    config: str, archive: Archive, tmp_path: Path
) -> None:
    (tmp_path / "tinted.py").write_text("def seven(photo): return 7\n")
    script = f"""
import importlib, json, sys
from pathlib import Path
sys.path.insert(0, {str(tmp_path)!r})
sys.dont_write_bytecode = True
import photoparsl, tinted
def values(measure, folder):
    run = photoparsl.run({str(archive.manifest)!r}, measures=["luminance", measure], run_dir=folder,
                         count=2, config={config!r})
    run.export("t.json")
    return [row["tinted:seven"] for row in json.loads(Path("t.json").read_text())]
print(values(tinted.seven, "x"))
Path(tinted.__file__).write_text("def seven(photo): return 70\\n")
importlib.reload(tinted)
print(values(tinted.seven, "x"), values("tinted:seven", "y"))
Path(tinted.__file__).write_text("def seven(photo): return 700\\n")
try:
    print(values(tinted.seven, "z"))
except photoparsl.errors.SiteError as error:
    print("start Python anew" in str(error))
"""
    ended = run_script(tmp_path, script)
    last = "True" if config == "local" else "[70, 70]"
    assert ended.stdout.splitlines() == ["[7, 7]", "[70, 70] [70, 70]", last], ended.stderr


def test_a_grid_says_that_it_needs_a_module(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="'blueness' is a function of this script or notebook"):
        photoparsl.run(archive.manifest, config="htcondor", measures=local(), grid={"project": "a"})


def test_what_cant_be_a_measure_is_refused_in_a_sentence() -> None:
    def contrast(photo: DecodedPhoto) -> float:
        return 1.0

    with pytest.raises(MeasureError, match="has the name of a built-in one: rename it"):
        resolve_measures([contrast])
    with pytest.raises(MeasureError, match=r"a lambda, which has no name .* defined with 'def'"):
        resolve_measures([lambda photo: 1.0])
    with pytest.raises(MeasureError, match="an object of partial, which has no name"):
        resolve_measures([partial(contrast)])
    with pytest.raises(MeasureError, match="the measure 3 is neither a name nor a function"):
        photoparsl.measure(Slice(()), [3])  # type: ignore[list-item]
    with pytest.raises(MeasureError, match="the measures 3 aren't a list"):
        photoparsl.measure(Slice(()), 3)  # type: ignore[arg-type]
    with pytest.raises(OptionError, match=r"limits: .* isn't of the class Limits"):
        photoparsl.measure(Slice(()), "luminance", {"tries": 1})  # type: ignore[arg-type]
    with pytest.raises(MeasureError, match="two measures are called 'blueness'"):
        resolve_measures([local(), local(2.0)])


def test_a_version_follows_from_the_code_and_what_it_refers_to() -> None:
    assert pickle_function(local()).version == pickle_function(local()).version
    assert pickle_function(local()).version != pickle_function(local(2.0)).version
    function = local()
    function.version = 3  # type: ignore[attr-defined]
    assert pickle_function(function).version == 3
    photo = DecodedPhoto(Image.new("L", (9, 9)))
    assert measure_all(photo, resolve_measures([local(2.0)])) == {"blueness": 2.0}


def local(value: float = 1.0) -> Callable[[DecodedPhoto], float]:
    def blueness(photo: DecodedPhoto) -> float:
        return value

    return blueness
