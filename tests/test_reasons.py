"""The reasons why photos fail: one list, which the documents have too."""

from __future__ import annotations

import json
import pickle
import re
from pathlib import Path

import pytest

from photoparsl.reasons import Reason

DOCS = Path(__file__).parent.parent / "docs"


@pytest.mark.parametrize("reason", Reason)
def test_the_documents_say_of_each_reason_what_it_means(reason: Reason) -> None:
    table = (DOCS / "measures.md").read_text(encoding="utf-8").partition("## Why a photo fails")[2]
    assert f"\n| `{reason}` | {reason.meaning}" in table


def test_the_documents_have_no_other_reasons() -> None:
    table = (DOCS / "measures.md").read_text(encoding="utf-8").partition("## Why a photo fails")[2]
    documented = re.findall(r"^\| `([a-z-]+)` \|", table, re.MULTILINE)
    assert documented == list(Reason)


@pytest.mark.parametrize("reason", Reason)
def test_a_reason_is_its_word_in_files_and_on_the_way_from_a_worker(reason: Reason) -> None:
    assert json.loads(json.dumps(reason)) == f"{reason}" == reason.value
    assert pickle.loads(pickle.dumps(reason)) is reason
