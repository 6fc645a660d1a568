"""Reads the defaults of a run's options from the table [run] of settings files.

The file of the working folder comes before the user's.  It may be a stranger's, so it may only have
the options that are `Settable.IN_FOLDER`.  These have bounds: measures are built-in ones, files are
in the folder, and numbers are at most the program's own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import Field, fields
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_type_hints

from photoparsl.errors import PhotoparslError, SiteError, spelling_hint
from photoparsl.fetching import Limits
from photoparsl.measuring import (
    check_thumbnails,
    listed_measures,
    portable_measures,
    resolve_measures,
)
from photoparsl.options import (
    FOLDER_FILE,
    RUN,
    Given,
    Refusals,
    Settable,
    check_value,
    flag_of,
    key_of,
    read_tables,
    user_file,
    with_todays_names,
)
from photoparsl.page import read_notes
from photoparsl.requesting.run_options import RunOptions
from photoparsl.sites import load_site

RUN_OPTIONS: Mapping[str, tuple[type, Field[Any]]] = {  # by their names in settings files
    key_of(option): (declaration, option)
    for declaration in (RunOptions, Limits)
    for option in fields(declaration)
    if "help" in option.metadata
}


_OF_ONE_RUN = "{}: {!r} is for one run: give {} on the command line"


def run_defaults(chosen: Collection[str] = ()) -> dict[str, Given]:
    """Return the defaults that settings files have, by their names, each with its file.

    chosen: the options that the command line has instead.  The measures, files and sites that these
        name in a settings file needn't exist

    Raises SiteError if a file can't be read, has an option that isn't one or that it may not have,
    or names a measure, file or site that can't be used.  Raises OptionError if an option's value is
    of another type, or outside of its range.
    """
    found, refused = dict[str, Given](), Refusals()
    for path in (user_file(), FOLDER_FILE):
        table = read_tables(path, refused).get(RUN, {})
        for name, value in with_todays_names(RUN, table).items():
            with refused.noted():
                checked = _checked(path, name, value)
                if path == FOLDER_FILE:
                    _check_harmless(name, checked, found)
                found[name] = Given(checked, str(path))
    for name, given in found.items():
        if name not in chosen and given.value and name in _LOOK_UP:
            with refused.noted():
                _look_up(name, given)
    refused.raise_all()
    return found


def fields_given(declaration: type, defaults: Mapping[str, Given]) -> dict[str, Any]:
    """Return the values for a dataclass of options, `RunOptions` or `Limits`, by its fields."""
    return {
        RUN_OPTIONS[name][1].name: given.value
        for name, given in defaults.items()
        if RUN_OPTIONS[name][0] is declaration
    }


def _checked(path: Path, name: str, value: Any) -> Any:
    """Return an option's value, of the option's type, if the file may have it."""
    if name == "allow_private":
        raise SiteError(_OF_ONE_RUN.format(path, name, "--allow-private"))
    if name not in RUN_OPTIONS:
        choices = [other for other in RUN_OPTIONS if _settable(other) is not Settable.NOWHERE]
        hint = spelling_hint(name, choices) or f"; known are {', '.join(choices)}"
        raise SiteError(f"{path}: {name!r} is unknown{hint}")
    declaration, option = RUN_OPTIONS[name]
    if _settable(name) is Settable.NOWHERE:
        raise SiteError(_OF_ONE_RUN.format(path, name, flag_of(option)))
    kind = get_type_hints(declaration)[option.name]
    if {Path, NoneType} <= {*get_args(kind)} and isinstance(value, str):
        value = Path(value).expanduser()
    least, most = option.metadata.get("least"), option.metadata.get("most")
    bounds: dict[str, Any] = {"least": least} | ({"most": most} if most else {})
    check_value(f"{path}: {name}", value, kind, **bounds, in_toml=True)
    return tuple(value) if isinstance(value, list) else value


def _check_built_in_measures(measures: Any) -> None:
    """Raise MeasureError if there is no such measure.  A module's function isn't imported."""
    named = portable_measures(listed_measures(measures))
    if built_in := [name for name in named if ":" not in str(name)]:
        resolve_measures(built_in)


def _check_corrections(path: Path) -> None:
    """Raise ManifestError if it isn't a table of corrections."""
    from photoparsl.archives import Corrections  # noqa: PLC0415  readers of dates take time

    Corrections(path)


_LOOK_UP: Mapping[str, Callable[[Any], object]] = {  # raise an error if a run can't use the value
    "config": load_site,
    "corrections": _check_corrections,
    "measures": _check_built_in_measures,
    "year_notes": read_notes,
    "thumbnails": lambda pixels: check_thumbnails(),
}


def _look_up(name: str, given: Given) -> None:
    """Raise SiteError, which names the file and the option, if a run can't use the value."""
    try:
        _LOOK_UP[name](given.value)
    except PhotoparslError as error:
        raise SiteError(f"{given.origin}: {name}: {error}") from error


def _check_harmless(name: str, value: Any, others: Mapping[str, Given]) -> None:
    """Raise SiteError if the file of a folder may not have this value of an option.

    others: the values of the user's file
    """
    _, option = RUN_OPTIONS[name]
    most = others[name].value if name in others else option.default
    if may_be := _harmless_values(option, value, most):
        raise SiteError(
            f"{FOLDER_FILE}: {name!r} {may_be}, as a folder may be a stranger's: give "
            f"{flag_of(option)} on the command line, or write it into {user_file()}"
        )


def _harmless_values(option: Field[Any], value: Any, most: Any) -> str:
    """Return which values the file of a folder may have of an option, or '' if `value` is one.

    most: the option's value without that file
    """
    if option.metadata.get("settable") is not Settable.IN_FOLDER:
        return "may have no value here"
    if isinstance(value, Path):
        is_inside = value.resolve().is_relative_to(Path.cwd().resolve())
        return "" if is_inside else "may only be a file in this folder, and no link out of it"
    if option.name == "measures":
        is_own = any(":" in name for name in value)  # a module's function
        return "may only be measures of photoparsl here" if is_own else ""
    is_limit = isinstance(value, int | float) and not isinstance(value, bool)
    is_too_much = is_limit and most is not None and value > most
    return f"may be at most {most:,} here" if is_too_much else ""


def _settable(name: str) -> Settable:
    settable: Settable = RUN_OPTIONS[name][1].metadata.get("settable", Settable.BY_USER)
    return settable
