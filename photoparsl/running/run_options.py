"""What a person chooses of a run, as a command's arguments or a script's have it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from photoparsl.fetching import Limits
from photoparsl.manifests import Source
from photoparsl.measuring.registry import DEFAULT, chosen_of
from photoparsl.results.run_directory import DamagedError, RunDirectory
from photoparsl.running.own_modules import let_own_modules_be_found, with_own_modules
from photoparsl.running.run_request import EVERY_REASON, PlainOptions, RunRequest
from photoparsl.sites import SETTINGS, load_site, read_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions(PlainOptions):
    """What a person chooses of a run, besides its manifest and the plain options.

    config: the site's name, or the path of its file
    measures: names and functions; none for the earlier run's if it is restarted, else luminance
    run_dir: the run's folder; None for `runs/NAME`, NAME made from the manifest's
    retry: reasons whose failed photos are tried again; [] for all, None for none
    restart: whether the run begins anew
    grid: settings of a grid by their names (`Grid`); others are the user's file's
    """

    config: str = "local"
    measures: Sequence[str | Callable[..., Any]] = ()
    run_dir: Path | None = None
    retry: Sequence[str] | None = None
    restart: bool = False
    grid: Mapping[str, Any] = field(default_factory=dict)


def request_of(arguments: Namespace, source: Source, name: str) -> RunRequest:
    """Return the request that a command's arguments make, as `request_for` does."""
    given = vars(arguments)
    same = (*(each.name for each in fields(PlainOptions)), "config", "run_dir", "restart")
    options = RunOptions(
        **{option: given[option] for option in same if option in given},
        measures=arguments.measures.split(",") if arguments.measures else (),
        retry=given.get("retry_failed"),
        limits=_limits(given),
        grid={setting: given[setting] for setting in SETTINGS if setting in given},
    )
    return request_for(options, source, name)


def request_for(options: RunOptions, source: Source, name: str) -> RunRequest:
    """Return the request for a run of a manifest, with its site, measures and settings found.

    name: the run's folder in `runs/`, unless the options have another

    Raises PhotoparslError for a measure, a site or a setting that there isn't.
    """
    site = load_site(options.config)
    grid = read_settings(options.grid, needed=site.is_grid)
    run_dir = options.run_dir or Path("runs") / name
    own = [measure for measure in options.measures if callable(measure) or ":" in measure]
    if own:
        let_own_modules_be_found(own)
    measures = chosen_of(options.measures or _usual(run_dir, restart=options.restart))
    if site.is_grid:
        grid = with_own_modules(grid, measures)
    retry = options.retry
    return RunRequest(
        source,
        site,
        run_dir,
        measures=measures,
        retry=frozenset() if retry is None else frozenset(retry or [EVERY_REASON]),
        grid=grid,
        **{each.name: getattr(options, each.name) for each in fields(PlainOptions)},
    )


def _usual(run_dir: Path, *, restart: bool) -> Sequence[str]:
    """The measures where none are named: those of the run that is restarted, else the default."""
    with suppress(DamagedError):
        if restart and (record := RunDirectory(run_dir).read_record()):
            return list(record.measures)
    return [DEFAULT]


def _limits(given: dict[str, Any]) -> Limits:
    """The limits, as far as the command has options for them."""
    if "per_host" not in given:
        return Limits()
    return Limits(
        connections=given["connections"],
        per_host=given["per_host"],
        total_seconds=given["timeout"],
        most_bytes=given["max_bytes"],
        most_pixels=given["max_pixels"],
        most_memory_bytes=given["max_memory"],
        allow_private=given["allow_private"],
    )
