"""Says which options of reading an archive have no effect on its sources."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

from photoparsl.archives.read_options import Harvesting, ReadOptions
from photoparsl.archives.source_files import SourceFiles, tables_among
from photoparsl.archives.spreadsheets import is_spreadsheet
from photoparsl.archives.year_policy import YearPolicy
from photoparsl.manifests import is_remote
from photoparsl.options import option, without_effect

_LOG = logging.getLogger(__name__)


def tell_unheeded(
    sources: Sequence[str], files: SourceFiles, options: ReadOptions, policy: YearPolicy
) -> None:
    """Log the user's options that change nothing for these sources."""
    tables = tables_among(files, options)
    are_tables = len(files.named) == len(sources) and len(tables) == len(sources)
    is_fetched = any(map(is_remote, sources))
    has_json = bool(files.sorted.documents) or len(tables) < len(files.named)
    usual = Harvesting()
    json = {
        "--next": options.paging.next_page,
        "--page": options.paging.page,
        "--record-url": options.paging.record_url,
    }
    web = {
        "--size": options.size != usual.size,
        "--every": options.every != usual.every,
        "--refresh": options.refresh,
    }
    if not any(map(is_spreadsheet, tables)):
        _tell({"--sheet": options.names.sheet}, "where no workbook is read")
    if are_tables:
        json = {"--record": options.names.record, **json}
        _tell(json, "on a table, whose rows are its records")
        web["--allow-private"] = options.allow_private
    elif not (is_fetched or has_json):
        _tell(json, "without JSON")
        if not files.sorted.records:
            _tell({"--record": options.names.record}, "without XML or JSON")
    if not (is_fetched or has_json):
        if not (files.sorted.records or files.tables):
            web["--allow-private"] = options.allow_private
        _tell(web, "on files of this machine")
    if not any(map(Path.is_dir, files.paths)):
        _tell({"--raw": options.folders.raw}, "without a folder")
    if not policy.fuzzy:
        widest = policy.widest != YearPolicy().widest
        _tell({"--widest": widest}, f"without {option('--fuzzy')}")


def _tell(chosen: Mapping[str, object], why: str) -> None:
    """Log those of the options that have a value."""
    if flags := [option(flag) for flag, value in chosen.items() if value]:
        _LOG.warning("%s", without_effect(flags, why))
