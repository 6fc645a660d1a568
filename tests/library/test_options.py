"""The library checks the values of options, as the command line does."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import photoparsl
from photoparsl.archives import YearPolicy
from photoparsl.commands.main import main
from photoparsl.errors import ManifestError, OptionError, RunError
from photoparsl.fetching import Limits
from photoparsl.trends import TrendOptions, Window

CALLS: dict[str, Callable[..., object]] = {
    "Limits": Limits,
    "YearPolicy": YearPolicy,
    "Window": Window,
    "TrendOptions": TrendOptions,
    "run": lambda **options: photoparsl.run("no-such.csv", **options),
    "make_manifest": lambda **options: photoparsl.make_manifest("no-such", **options),
    "sample": lambda **options: photoparsl.sample(__file__, photos=1, **options),
    "history": lambda **options: photoparsl.Run(Path("no-such")).history(**options),
    "page": lambda **options: photoparsl.Run(Path("no-such")).page(**options),
    "page of runs": lambda **options: photoparsl.Runs((Path("a"),)).page("b.html", **options),
    "watch": lambda **options: next(photoparsl.Run(Path("no-such")).watch(**options)),
}


@pytest.mark.parametrize(
    ("call", "name", "value", "message"),
    [
        ("Limits", "connections", 0, "connections: 0 isn't from 1 to 10,000"),
        ("Limits", "per_host", 0, "per_host: 0 isn't from 1 to 10,000"),
        ("Limits", "per_host", "2", "per_host: '2' isn't a whole number"),
        ("Limits", "per_host", True, "per_host: True isn't a whole number"),
        ("Limits", "tries", 0, "tries: 0 isn't from 1"),
        ("Limits", "connect_seconds", 0, "connect_seconds: 0 isn't"),
        ("Limits", "total_seconds", float("nan"), "total_seconds: nan isn't from 0.1 to 86,400"),
        ("YearPolicy", "fuzzy", "no", "fuzzy: 'no' isn't True or False"),
        ("Window", "years", -1, "years: -1 isn't from 1"),
        ("Window", "photos", 2.5, "photos: 2.5 isn't a whole number"),
        ("TrendOptions", "window", 5, "window: 5 isn't of the class Window or None"),
        ("TrendOptions", "replicates", -1, "replicates: -1 isn't from 0"),
        ("run", "slice_size", 0, "slice_size: 0 isn't from 1 to 1,000,000"),
        ("run", "slice_size", -3, "slice_size: -3 isn't from 1"),
        ("run", "slice_size", 2.5, "slice_size: 2.5 isn't a whole number"),
        ("run", "slice_size", "7", "slice_size: '7' isn't a whole number"),
        ("run", "start", -5, "start: -5 isn't from 0"),
        ("run", "count", 0, "count: 0 isn't from 1"),
        ("run", "count", -1, "count: -1 isn't from 1"),
        ("run", "measures", [3], "measures: (3,) isn't a text or a function or a list"),
        ("run", "measures", 3, "measures: 3 isn't a text or a function or a list"),
        ("run", "limits", {"per_host": 2}, "limits: {'per_host': 2} isn't of the class Limits"),
        ("run", "exclude", [3], "exclude: (3,) isn't a list of texts"),
        ("run", "run_dir", 3, "run_dir: 3 isn't a path"),
        ("run", "title", b"x", "title: b'x' isn't a text"),
        ("make_manifest", "limit", -1, "limit: -1 isn't from 1"),
        ("make_manifest", "widest", 0, "widest: 0 isn't from 1"),
        ("make_manifest", "size", 0, "size: 0 isn't from 1"),
        ("make_manifest", "every", 0.0, "every: 0.0 isn't above 0"),
        ("make_manifest", "every", -1, "every: -1 isn't above 0"),
        ("make_manifest", "record_url", 3, "record_url: 3 isn't a text"),
        ("make_manifest", "page", 3, "page: 3 isn't a text"),
        ("make_manifest", "next_page", 3, "next_page: 3 isn't a text"),
        ("make_manifest", "date_column", 3, "date_column: 3 isn't a list of texts"),
        ("make_manifest", "image_column", 3, "image_column: 3 isn't a list of texts"),
        ("make_manifest", "corrections", 3, "corrections: 3 isn't a path"),
        ("make_manifest", "output", 3, "output: 3 isn't a path"),
        ("history", "tasks", -5, "tasks: -5 isn't from 0"),
        ("page", "group", 5, "group: 5 isn't a text or a list of texts or None"),
        ("page", "year_notes", 5, "year_notes: 5 isn't a path or None"),
        ("page", "path", 5, "path: 5 isn't a path"),
        ("page of runs", "group", 5, "group: 5 isn't a text or a list of texts or None"),
        ("page of runs", "year_notes", 5, "year_notes: 5 isn't a path or None"),
        ("watch", "seconds", -0.5, "seconds: -0.5 isn't from 0"),
        ("sample", "by", 3, "by: 3 isn't a list of texts"),
        ("sample", "output", 3, "output: 3 isn't a path"),
    ],
)
def test_a_wrong_value_is_refused_with_its_name(
    call: str, name: str, value: Any, message: str
) -> None:
    with pytest.raises(OptionError, match="^" + re.escape(message)):
        CALLS[call](**{name: value})


def test_numbers_of_other_libraries_lists_and_sets_are_accepted() -> None:
    import numpy as np  # noqa: PLC0415

    limits = Limits(per_host=np.int64(3), total_seconds=np.float32(7))  # type: ignore[arg-type]
    assert limits.per_host == 3
    assert Limits(total_seconds=7).total_seconds == 7
    with pytest.raises(ManifestError, match="doesn't exist"):
        photoparsl.run("no-such.csv", exclude=["a"], group={"b"}, limits=limits)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reasons", "message"),
    [
        (["nonsense"], "there is no reason 'nonsense' in docs/measures.md"),
        ("timeuot", "there is no reason 'timeuot' in docs/measures.md; did you mean 'timeout'?"),
        (["http-04"], "there is no reason 'http-04'"),
    ],
)
def test_a_reason_that_does_not_exist_is_refused(
    reasons: Any, message: str, tmp_path: Path
) -> None:
    (tmp_path / "m.txt").write_text("a.jpg 1900\n")
    with pytest.raises(RunError, match=re.escape(message)):
        photoparsl.run(tmp_path / "m.txt", run_dir=tmp_path / "run", retry_failed=reasons)
    assert not (tmp_path / "run").exists()


def test_the_columns_of_an_archive_are_named_by_the_words_of_run_too(tmp_path: Path) -> None:
    names = ("image_column", "date_column")
    (tmp_path / "glass.csv").write_text("shelf,scan,sent\n1,https://a.example/1.jpg,1907\n")
    options: dict[str, Any] = dict(zip(names, ("scan", "sent"), strict=True))
    report = photoparsl.make_manifest(tmp_path / "glass.csv", tmp_path / "m.csv", **options)
    assert (report.written, report.years) == (1, 1)
    flags = [f"--{name.replace('_', '-')}" for name in names]
    source, output = str(tmp_path / "glass.csv"), str(tmp_path / "n.csv")
    assert main(["manifest", source, "-o", output, flags[0], "scan", flags[1], "sent"]) == 0
    assert (tmp_path / "n.csv").read_text() == (tmp_path / "m.csv").read_text()


@pytest.mark.parametrize(
    "call",
    [
        lambda: photoparsl.run("m\0.csv"),
        lambda: photoparsl.run("m.csv", run_dir="a\0b"),
        lambda: photoparsl.run("m.csv", public="a\0b"),
        lambda: photoparsl.open_run("a\0b"),
        lambda: photoparsl.open_runs(["a\0b"]),
        lambda: photoparsl.Run(Path("a")).page("a\0b"),
        lambda: photoparsl.Run(Path("a")).local_page("a\0b"),
        lambda: photoparsl.Run(Path("a")).export("a\0b"),
        lambda: photoparsl.make_manifest("a\0b"),
        lambda: photoparsl.make_manifest("a", "m\0.csv"),
    ],
)
def test_a_path_with_a_null_character_is_an_error_with_a_sentence(
    call: Callable[[], object],
) -> None:
    with pytest.raises(OptionError, match=r"\\x00.* holds a null character"):
        call()


def test_a_run_and_several_take_their_folders_as_texts_too() -> None:
    assert photoparsl.Run("a b").path == Path("a b")  # type: ignore[arg-type]
    assert photoparsl.Runs(("a", Path("b"))).paths == (Path("a"), Path("b"))  # type: ignore[arg-type]
    with pytest.raises(RunError, match="isn't a run's folder"):
        photoparsl.Run("no-such").status()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "call",
    [
        lambda: photoparsl.Run(5),  # type: ignore[arg-type]
        lambda: photoparsl.Runs(5),  # type: ignore[arg-type]
        lambda: photoparsl.open_run(5),  # type: ignore[arg-type]
        lambda: photoparsl.open_runs([5]),  # type: ignore[list-item]
        lambda: photoparsl.make_manifest(5),  # type: ignore[arg-type]
        lambda: photoparsl.run(5),  # type: ignore[arg-type]
        lambda: photoparsl.sample(5, photos=1),  # type: ignore[arg-type]
        lambda: photoparsl.read_results(5),  # type: ignore[arg-type]
    ],
)
def test_a_value_that_is_no_path_is_an_error_with_a_sentence(call: Callable[[], object]) -> None:
    with pytest.raises(OptionError, match="5 isn't a path"):
        call()


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: photoparsl.run("none.csv"), ManifestError),
        (lambda: photoparsl.make_manifest("none.csv"), ManifestError),
        (lambda: photoparsl.sample("none.csv", photos=1), ManifestError),
        (lambda: list(photoparsl.read_manifest("none.csv")), ManifestError),
        (lambda: photoparsl.read_results("none.json"), RunError),
    ],
)
def test_an_absent_file_is_an_error_of_photoparsl(
    call: Callable[[], object], error: type[Exception]
) -> None:
    with pytest.raises(error, match=r"^none\.\w+: (doesn't exist|can't be read)"):
        call()
