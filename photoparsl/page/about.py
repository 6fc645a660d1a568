"""What the page says of the run beside the photos: enough to cite it and to repeat it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from photoparsl.redact import published, published_text, visible


@dataclass(frozen=True)
class About:
    """What the page says of itself beside the data; what is empty isn't shown.

    `note` is a sentence under the title, `manifest` the manifest's name and `digest` its rows';
    `rows` is how many of them were asked for: a page of fewer photos says that it isn't
    complete.  `written` is when the page was made, and `programs` maps each program to the
    version that measured.
    """

    title: str = "Photographs over time"
    note: str = ""
    manifest: str = ""
    written: str = ""
    rows: int = 0
    digest: str = ""
    programs: Mapping[str, str] = field(default_factory=dict)


def shown(about: About) -> About:
    """The same without secrets, folders and hidden characters."""
    return replace(
        about,
        title=published_text(about.title),
        note=published_text(about.note),
        manifest=published(about.manifest),
        written=visible(about.written),
        digest=visible(about.digest),
        programs={visible(name): visible(number) for name, number in about.programs.items()},
    )
