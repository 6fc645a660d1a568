"""What readers of archives give: records, and for what they couldn't use, the reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from photoparsl.archives.year_estimate import Certainty, YearEstimate


class SkipReason(StrEnum):
    """Why a record, a file or a photo isn't in the manifest; the left-out file has these words."""

    # Files and answers that can't be read
    UNREADABLE_FILE = "unreadable-file"
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    DECLARES_ENTITIES = "declares-entities"
    NOT_WELL_FORMED = "not-well-formed"
    MISSING = "missing"  # the archive doesn't have the document, or doesn't give it

    # What is no record
    NOT_A_ROW = "not-a-row"
    NOT_AN_ITEM = "not-an-item"
    NOT_IIIF = "not-iiif"
    TOO_DEEP = "too-deep"
    DELETED = "deleted"

    # Records and photos that don't meet
    NO_RECORD = "no-record"  # a photo without one, or a file without the element
    NO_PHOTO = "no-photo"
    DUPLICATE = "duplicate"
    LINKED_FOLDER = "linked-folder"  # which isn't followed

    # Places that a manifest may not name
    BAD_PLACE = "bad-place"
    OUTSIDE = "outside"
    NOT_ON_THE_WEB = "not-on-the-web"
    REFUSED_ADDRESS = "refused-address"

    # Records without a year, where only those with one are wanted
    UNDATED = "undated"
    DATE_RANGE = "date-range"
    DATE_APPROXIMATE = "date-approximate"
    DATE_UNCERTAIN = "date-uncertain"
    DATE_BEFORE = "date-before"
    DATE_AFTER = "date-after"
    DATE_UNREAD = "date-unread"

    @classmethod
    def of_date(cls, certainty: Certainty) -> SkipReason:
        """The reason for a date of this certainty, which gave no year."""
        return cls.UNDATED if certainty == Certainty.UNDATED else cls(f"date-{certainty}")

    @property
    def is_of_date(self) -> bool:
        """Whether only the photo's year is missing."""
        return self == SkipReason.UNDATED or self.startswith("date-")


@dataclass(frozen=True, slots=True)
class Record:
    """What an archive says of one photo.

    where: where the record was found: a file or URL, and its number or identifier there
    url: the photo's place; empty where no photo was found for the record
    estimate: the photo's year, as read from `date`
    date: the archive's own text
    identifier: the archive's identifier
    title: the archive's title
    origin: the web's host that the place came from (`manifests.origins`); empty for this machine
    photo_from: what gave the place, like "the column 'file name'"; empty where no photo was found
    date_from: the names of the columns or elements that gave the date; empty where they have none
    """

    where: str
    url: str
    estimate: YearEstimate = YearEstimate(Certainty.UNDATED)
    date: str = ""
    identifier: str = ""
    title: str = ""
    origin: str = ""
    photo_from: str = ""
    date_from: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record, a file or a photo that isn't in the manifest.

    where: where it was found
    reason: a word for the reason
    detail: a sentence for it
    """

    where: str
    reason: SkipReason
    detail: str


RecordOrSkipped = Record | Skipped
