"""Choose the columns of an archive's tables that the manifest carries along."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from photoparsl.archives.manifest_rows import COLUMNS, SourceColumn
from photoparsl.archives.read_options import FieldNames
from photoparsl.archives.table_rows import columns_of
from photoparsl.errors import ManifestError, spelling_hint
from photoparsl.manifests import ORIGIN_COLUMN, bare_column
from photoparsl.options import option


def source_columns(
    tables: Iterable[Path], names: FieldNames, *, has_json: bool = False
) -> list[SourceColumn]:
    """The columns that the manifest carries along: those that the user chose, else all.

    The columns of titles and identifiers are left out unless they are chosen, as the manifest has
    them already.  'source' stands before a name that the manifest's own columns have.

    tables: the tables among the sources
    names: `columns` are the chosen ones
    has_json: whether JSON is among the sources, which a chosen one may be an expression for

    Raises ManifestError if no table has a column that was chosen, and there is no JSON.
    """
    found = as_written(tables, names.sheet)
    for name in names.columns:
        if has_json:
            found.setdefault(name.lower(), name)
        elif name.lower() not in found:
            hint = spelling_hint(name, list(found.values()))
            raise ManifestError(
                f"no table has a column {name!r}, which {option('--columns')} names{hint}"
            )
    carried = {
        *(names.title_column or ("title",)),
        *(names.identifier or ("identifier",)),
        ORIGIN_COLUMN,
    }
    others = [key for key in found if key not in set(map(str.lower, carried))]
    keys = list(dict.fromkeys(map(str.lower, names.columns))) or others
    return [SourceColumn(key, _free_name(found[key], COLUMNS)) for key in keys]


def as_written(tables: Iterable[Path], sheet: str = "") -> dict[str, str]:
    """The names of the tables' columns as they are written, by their keys in the rows."""
    found: dict[str, str] = {}
    for table in tables:
        for column, key in columns_of(table, sheet).items():
            found.setdefault(key, column)
    return found


def _free_name(name: str, taken: Sequence[str]) -> str:
    """The name, with 'source' before it if a reader of the manifest could mix it up.

    >>> _free_name("Photographer", ["url"]), _free_name("U.R.L.", ["url"])
    ('Photographer', 'source U.R.L.')
    """
    return f"source {name}" if bare_column(name) in map(bare_column, taken) else name
