"""The sentence about what changed in a manifest, with every number of photos."""

from __future__ import annotations

import pytest

from photoparsl.planning.manifest_changes import ManifestChanges


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (ManifestChanges(), ""),
        (ManifestChanges(gone=1), "1 photo is gone: its values are kept aside"),
        (
            ManifestChanges(gone=2, all_measured=False),
            "2 photos are gone: what was measured is kept aside",
        ),
        (ManifestChanges(new=1, back=1), "1 photo is new (its values were kept aside)"),
        (ManifestChanges(new=12, back=12), "12 photos are new (their values were kept aside)"),
        (ManifestChanges(new=12, back=1), "12 photos are new (1 of them has values kept aside)"),
        (ManifestChanges(new=12, back=3), "12 photos are new (3 of them have values kept aside)"),
        (ManifestChanges(relocated=1), "1 photo is in another folder"),
        (ManifestChanges(unsure=1), "1 photo may be in another folder: its bytes are compared"),
        (
            ManifestChanges(new=1, unsure=6),
            "1 photo is new, 6 may be in another folder: their bytes are compared",
        ),
        (ManifestChanges(respelled=6), ""),
        (ManifestChanges(cells={"TITLE": 2}), "2 titles changed"),
        (
            ManifestChanges(cells={"title": 2, "Title": 1}),
            "2 cells of 'title' and 1 cell of 'Title' changed",
        ),
    ],
)
def test_a_sentence_has_the_number_of_what_it_counts(
    changes: ManifestChanges, sentence: str
) -> None:
    assert str(changes) == sentence


def test_a_long_name_of_a_column_is_cut_in_the_sentence() -> None:
    text = str(ManifestChanges(cells={"n" * 300: 2}, added=("m" * 300,)))
    assert f"2 cells of '{'n' * 59}…' changed" in text
    assert f"the column '{'m' * 59}…' is new" in text
