"""Dates: what a text, its field's name and the fields beside it say of when a photo was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from photoparsl.importing import lazy_names

if TYPE_CHECKING:
    from photoparsl.archives.dates.camera_dates import (
        Device,
        has_exposure,
        is_cameras,
        without_cameras_copies,
    )
    from photoparsl.archives.dates.choosing import choose_date
    from photoparsl.archives.dates.column_doubts import ColumnDoubts, is_spreadsheet_day
    from photoparsl.archives.dates.date_attributes import is_coded, with_attributes
    from photoparsl.archives.dates.date_candidate import DateCandidate
    from photoparsl.archives.dates.date_choice import DateChoice, with_several_doubted
    from photoparsl.archives.dates.date_context import FIRST_SCANS
    from photoparsl.archives.dates.date_doubts import BESIDE_NAMELESS, IS_UPLOAD, OF_EVENT
    from photoparsl.archives.dates.date_fields import (
        PAIR,
        candidate_at,
        dates_in_json,
        parts_of,
    )
    from photoparsl.archives.dates.date_names import (
        LONGEST_NAME,
        is_date_of_other,
        may_be_photos,
        role_of_bare,
        role_of_parent,
    )
    from photoparsl.archives.dates.date_neighbours import with_neighbours
    from photoparsl.archives.dates.date_pairs import with_lone_beginnings
    from photoparsl.archives.dates.date_roles import MEANINGS, Role
    from photoparsl.archives.dates.date_texts import read_date
    from photoparsl.archives.dates.described_thing import is_thing
    from photoparsl.archives.dates.element_names import (
        bare_name,
        is_identifier,
        is_title,
        joined_name,
        local_name,
        rank_in,
        role_of,
    )
    from photoparsl.archives.dates.hundreds import Hundreds
    from photoparsl.archives.dates.image_names import is_image_name
    from photoparsl.archives.dates.json_texts import texts_in_json
    from photoparsl.archives.dates.name_doubts import says_another_thing
    from photoparsl.archives.dates.numbered_names import numbered
    from photoparsl.archives.dates.photo_dates import FILE_NAME, FOLDER, choose_photo_date
    from photoparsl.archives.dates.plain_texts import plain_text
    from photoparsl.archives.dates.short_years import OwnYears
    from photoparsl.archives.dates.span_names import part_of_pair
    from photoparsl.archives.dates.thing_names import is_of_others, names_thing
    from photoparsl.archives.dates.unknown_dates import UnknownDates
    from photoparsl.archives.dates.year_estimate import Certainty, YearEstimate, agree

__all__ = [
    "BESIDE_NAMELESS",
    "FILE_NAME",
    "FIRST_SCANS",
    "FOLDER",
    "IS_UPLOAD",
    "LONGEST_NAME",
    "MEANINGS",
    "OF_EVENT",
    "PAIR",
    "Certainty",
    "ColumnDoubts",
    "DateCandidate",
    "DateChoice",
    "Device",
    "Hundreds",
    "OwnYears",
    "Role",
    "UnknownDates",
    "YearEstimate",
    "agree",
    "bare_name",
    "candidate_at",
    "choose_date",
    "choose_photo_date",
    "dates_in_json",
    "has_exposure",
    "is_cameras",
    "is_coded",
    "is_date_of_other",
    "is_identifier",
    "is_image_name",
    "is_of_others",
    "is_spreadsheet_day",
    "is_thing",
    "is_title",
    "joined_name",
    "local_name",
    "may_be_photos",
    "names_thing",
    "numbered",
    "part_of_pair",
    "parts_of",
    "plain_text",
    "rank_in",
    "read_date",
    "role_of",
    "role_of_bare",
    "role_of_parent",
    "says_another_thing",
    "texts_in_json",
    "with_attributes",
    "with_lone_beginnings",
    "with_neighbours",
    "with_several_doubted",
    "without_cameras_copies",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "camera_dates": [
            "Device",
            "has_exposure",
            "is_cameras",
            "without_cameras_copies",
        ],
        "choosing": ["choose_date"],
        "column_doubts": ["ColumnDoubts", "is_spreadsheet_day"],
        "date_attributes": ["is_coded", "with_attributes"],
        "date_candidate": ["DateCandidate"],
        "date_choice": ["DateChoice", "with_several_doubted"],
        "date_context": ["FIRST_SCANS"],
        "date_doubts": ["BESIDE_NAMELESS", "IS_UPLOAD", "OF_EVENT"],
        "date_fields": [
            "PAIR",
            "candidate_at",
            "dates_in_json",
            "parts_of",
        ],
        "date_names": [
            "LONGEST_NAME",
            "is_date_of_other",
            "may_be_photos",
            "role_of_bare",
            "role_of_parent",
        ],
        "date_neighbours": ["with_neighbours"],
        "date_pairs": ["with_lone_beginnings"],
        "date_roles": ["MEANINGS", "Role"],
        "date_texts": ["read_date"],
        "described_thing": ["is_thing"],
        "element_names": [
            "bare_name",
            "is_identifier",
            "is_title",
            "joined_name",
            "local_name",
            "rank_in",
            "role_of",
        ],
        "hundreds": ["Hundreds"],
        "image_names": ["is_image_name"],
        "json_texts": ["texts_in_json"],
        "name_doubts": ["says_another_thing"],
        "numbered_names": ["numbered"],
        "photo_dates": ["FILE_NAME", "FOLDER", "choose_photo_date"],
        "plain_texts": ["plain_text"],
        "short_years": ["OwnYears"],
        "span_names": ["part_of_pair"],
        "thing_names": ["is_of_others", "names_thing"],
        "unknown_dates": ["UnknownDates"],
        "year_estimate": ["Certainty", "YearEstimate", "agree"],
    },
)
