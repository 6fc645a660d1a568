"""Reads a file of the run's folder that holds one dataclass as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from photoparsl.errors import NewerFormatError, RunError
from photoparsl.files import IrregularFileError, read_json_file
from photoparsl.results.damage_text import damage_text
from photoparsl.results.fields import dataclass_of
from photoparsl.results.slice_text import check_format

_ANY = TypeVar("_ANY")


def read_record_file(
    path: Path, kind: type[_ANY], remedy: str, damaged: type[RunError] = RunError
) -> _ANY | None:
    """Return the dataclass that a file holds, or None if there is no file.

    path: the file
    kind: the dataclass
    remedy: what to do if the file is damaged, for the error
    damaged: the error's class

    Raises `damaged` if the file can't be read, and RunError if a newer photoparsl wrote it.
    """
    try:
        fields = read_json_file(path)
        check_format(fields)
        del fields["format"]
        return dataclass_of(kind, fields)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except NewerFormatError as error:
        raise RunError(f"{path}: {error}") from error
    except (ValueError, KeyError, TypeError, AttributeError, IrregularFileError) as error:
        raise damaged(f"{path}: damaged ({damage_text(error)}); {remedy}") from error
