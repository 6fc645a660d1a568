"""A page's options are declared once, and everything that passes them on has them."""

from __future__ import annotations

import inspect
from dataclasses import fields

import pytest

import photoparsl
from photoparsl.commands.main import parser
from photoparsl.errors import OptionError
from photoparsl.page import PageMetadata
from photoparsl.requesting import RunOptions, RunRequest
from photoparsl.results import PageOptions, RunRecord, page_options

NAMES = {option.name for option in fields(PageOptions)}
FLAGS = ["--clusters", "album", "--public-table", "--without-duplicates"]  # all of them


@pytest.mark.parametrize("passing", [RunOptions, RunRequest, RunRecord, PageMetadata])
def test_an_option_of_the_page_is_a_field_of_all_that_passes_it_on(passing: type) -> None:
    assert issubclass(passing, PageOptions)


def test_an_option_of_the_page_is_one_of_both_commands_and_of_run() -> None:
    assert set(inspect.signature(photoparsl.run).parameters) >= NAMES
    for command, *arguments in (("run", "m.csv"), ("page", "runs/m")):
        assert vars(parser().parse_args([command, *arguments, *FLAGS])).keys() >= NAMES


def test_an_unknown_option_of_a_page_is_an_error_and_so_is_a_value_of_another_type() -> None:
    with pytest.raises(OptionError, match="no option 'cluster'; did you mean 'clusters'"):
        page_options(PageOptions(), {"cluster": "album"})
    with pytest.raises(OptionError, match="without_duplicates: 1 isn't True or False"):
        page_options(PageOptions(), {"without_duplicates": 1})
    changed = page_options(PageOptions(clusters="album"), {"clusters": None, "public_table": True})
    assert (changed["clusters"], changed["public_table"]) == ("album", True)
