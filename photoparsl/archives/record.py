"""The results of archives' readers: records, and skipped records with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from photoparsl.archives.dates import Certainty, DateChoice, YearEstimate


class SkipReason(StrEnum):
    """Why a record, a file or a photo isn't in the manifest.  The left-out file has these words."""

    # A file or an answer can't be read
    UNREADABLE_FILE = "unreadable-file"
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    DECLARES_ENTITIES = "declares-entities"
    NOT_WELL_FORMED = "not-well-formed"
    MISSING = "missing"  # the archive doesn't have the document, or doesn't give it
    UNANSWERED = "unanswered"  # the archive didn't give the document. A later try may get it
    INCOMPLETE = "incomplete"  # the harvest ended before this. The same command goes on
    REPEATED = "repeated-page"  # a page repeats an earlier one: the list was taken to end there

    # It isn't a record
    NOT_A_ROW = "not-a-row"
    NOT_AN_ITEM = "not-an-item"
    NOT_IIIF = "not-iiif"
    TOO_DEEP = "too-deep"
    DELETED = "deleted"

    # A record and a photo don't match
    NO_RECORD = "no-record"  # a photo without a record, or a file without the element `--record`
    NO_PHOTO = "no-photo"
    SEVERAL_FILES = "several-files"  # several files have the name of the record's photo
    DUPLICATE = "duplicate"  # another record has the same photo
    OTHER_DATE = "duplicate-other-date"  # another record has the same photo, and another date
    UNREAD_FORMAT = "unread-format"  # a photo in a format that isn't read
    THUMBNAIL = "thumbnail"  # a small image of a photo that is there
    OTHER_FILE = "other-file"  # neither a photo nor a record
    EXCLUDED = "excluded"  # the user left it out
    HIDDEN = "hidden"  # a hidden file or folder, or one where a system keeps copies
    LINKED_FOLDER = "linked-folder"  # a link to a folder isn't followed

    # The manifest may not have this URL or path
    BAD_PLACE = "bad-place"
    OUTSIDE = "outside"  # outside the folder of the `--url` template
    NOT_ON_THE_WEB = "not-on-the-web"
    REFUSED_ADDRESS = "refused-address"

    # The record gives no year, and the manifest has only photos with a year
    UNDATED = "undated"
    DATE_RANGE = "date-range"
    DATE_APPROXIMATE = "date-approximate"
    DATE_UNCERTAIN = "date-uncertain"
    DATE_BEFORE = "date-before"
    DATE_AFTER = "date-after"
    DATE_UNREAD = "date-unread"

    @classmethod
    def of_date(cls, certainty: Certainty) -> SkipReason:
        """The reason for a record without a year, whose date has this certainty."""
        return cls.UNDATED if certainty == Certainty.UNDATED else cls(f"date-{certainty}")

    @property
    def is_of_date(self) -> bool:
        """Whether the reason is that the record gives no year."""
        return self == SkipReason.UNDATED or self.startswith("date-")


@dataclass(frozen=True, slots=True)
class Record:
    """An archive's data about one photo.

    where: the record's location: a file or URL, and its number or identifier there
    url: the photo's URL or path, or '' if the record has no photo
    dates: the date that is taken as the photo's, and those that aren't
    identifier: the archive's identifier
    title: the archive's title
    origin: the origin of a record from the web (`manifests.origins`), or '' for local files
    photo_from: what gave the place, like "the column 'file name'", or '' if the record has no photo
    is_by_name: whether the place was found by a file's name, and not by a path
    cells: the texts in a table's row, by the columns' names in lower case
    other_images: the names of columns that hold photos too, and aren't read
    texts: the texts of a record without a date that is no row, each with its field's name
    """

    where: str
    url: str
    dates: DateChoice = DateChoice()
    identifier: str = ""
    title: str = ""
    origin: str = ""
    photo_from: str = ""
    is_by_name: bool = False
    cells: Mapping[str, str] = field(default_factory=dict)
    other_images: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()

    @property
    def estimate(self) -> YearEstimate:
        """The photo's year."""
        return self.dates.estimate

    @property
    def date(self) -> str:
        """The photo's date, in the archive's words."""
        return self.dates.text

    @property
    def date_fields(self) -> list[str]:
        """The names of the fields that gave the date."""
        names = (name[:60] for candidate in self.dates.taken for name in candidate.names)
        return list(dict.fromkeys(names))

    @property
    def date_from(self) -> str:
        """The names of the fields that gave the date, for a sentence, or '' if none did."""
        return " and ".join(map(repr, self.date_fields))


@dataclass(frozen=True, slots=True)
class Skipped:
    """A record, a file or a photo that isn't in the manifest.

    where: its location: a file or URL, and perhaps a number or identifier there
    reason: why it was skipped
    detail: the reason in a sentence, with an excerpt
    """

    where: str
    reason: SkipReason
    detail: str


RecordOrSkipped = Record | Skipped
