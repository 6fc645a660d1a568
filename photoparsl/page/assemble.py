"""From what was gathered to HTML text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from urllib.parse import quote

import numpy as np
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from photoparsl.page import web_files as sources
from photoparsl.page.about import About, shown
from photoparsl.page.blocks import (
    Measured,
    addresses_block,
    measured,
    photos_block,
    run_block,
    years_of,
)
from photoparsl.page.columns import NO_YEAR, Array
from photoparsl.page.facts import LISTED
from photoparsl.page.gathering import Gathering
from photoparsl.page.picture import picture
from photoparsl.page.trends import WINDOW_YEARS
from photoparsl.redact import published


@dataclass(frozen=True, slots=True)
class Links:
    """The files that lie beside the page; what is empty doesn't.

    `style`, `dark` and `script` are there for a page that is split, `photos` and `failures` are
    tables.
    """

    style: str = ""
    dark: str = ""
    script: str = ""
    photos: str = ""
    failures: str = ""

    def quoted(self) -> Links:
        """The same as parts of an address."""
        return Links(**{name: quote(link) for name, link in asdict(self).items()})


def assemble(gathering: Gathering, about: About, links: Links) -> str:
    """The page's text."""
    years, counts = years_of(gathering)
    measures = [measured(gathering, name, years) for name in gathering.measures]
    dated = years[years != NO_YEAR]
    plotted = any(bool((~np.isnan(v)).any()) for v in gathering.photos.values.values())
    return _template().render(
        about=shown(about),
        links=links.quoted(),
        policy=_policy(links),
        **{name: Markup(text) for name, text in _sources().items()},
        plotted=plotted,
        picture=Markup(picture(gathering, measures[0], years)) if plotted and len(dated) else "",
        blocks=_blocks(gathering, measures, years, counts) if plotted else {},
        facts=gathering.facts,
        counts=gathering.facts.counts,
        rate=gathering.facts.rate(),
        sampled=len(gathering.photos) if gathering.histograms else 0,
        measures=measures,
        years=_table(dated, counts, measures),
        undated=_undated(gathering),
        first=_first_sentence(dated, measures),
        window=2 * WINDOW_YEARS + 1,
    )


def _template() -> Template:
    html = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    html.filters |= {
        "number": _number,
        "grouped": "{:,}".format,
        "duration": _duration,
        "amount": _amount,
        "short": _short,
    }
    return html.from_string(sources.template())


def _sources() -> dict[str, str]:
    return {"style": sources.style(), "dark": sources.dark(), "script": sources.script()}


def _blocks(
    gathering: Gathering, measures: list[Measured], years: Array, counts: Array
) -> dict[str, Markup]:
    """The blocks of data by their names; their text is of base64 alone."""
    return {
        "photos": Markup(photos_block(gathering, measures, years, counts)),
        "addresses": Markup(addresses_block(gathering)),
        "run": Markup(run_block(gathering)),
    }


def _table(
    years: Array, counts: Array, measures: Sequence[Measured]
) -> list[tuple[int, int, list[float]]]:
    """A row a year: how many photos it has, and each measure's median."""
    return [
        (year, int(counts[place]), [float(measure.medians[place]) for measure in measures])
        for place, year in enumerate(years.tolist())
    ]


def _undated(gathering: Gathering) -> list[str]:
    """Where the first photos without a year lie."""
    photos = gathering.photos
    return [published(url) for url in photos.url[photos.year == NO_YEAR][:LISTED].tolist()]


def _first_sentence(years: Array, measures: Sequence[Measured]) -> dict[str, object] | None:
    """Where the first measure's median began and where it came to, of years in fifths."""
    if len(years) < 10 or not measures:
        return None
    fifth = max(1, len(years) // 5)
    trend = measures[0].trend[: len(years), 2]
    began, came = (part[~np.isnan(part)] for part in (trend[:fifth], trend[-fifth:]))
    if not (len(began) and len(came)):
        return None
    return {
        "label": measures[0].label,
        "ends": measures[0].ends,
        "began": float(np.median(began)),
        "came": float(np.median(came)),
        "early": (int(years[0]), int(years[fifth - 1])),
        "late": (int(years[-fifth]), int(years[-1])),
    }


def _policy(links: Links) -> str:
    """The page's own script and styles and nothing else, but for pictures."""
    hashes = {name: f"'{sources.digest(text)}'" for name, text in _sources().items()}
    script = "'self'" if links.script else hashes["script"]
    style = "'self'" if links.style else f"{hashes['style']} {hashes['dark']}"
    return (
        f"default-src 'none'; script-src {script}; style-src {style}; "
        "img-src data: https: http:; base-uri 'none'; form-action 'none'"
    )


def _number(value: float) -> str:
    """Three decimals where they say enough, none from a thousand on, four digits of the others.

    >>> _number(0.5), _number(73_260.25), _number(2e-5), _number(3e15)
    ('0.500', '73,260', '2e-05', '3e+15')
    """
    if math.isnan(value):
        return "\u2013"
    if 1000 <= abs(value) < 1e12:
        return f"{value:,.0f}"
    return f"{value:.3f}" if value == 0 or 0.001 <= abs(value) < 1000 else f"{value:.4g}"


def _short(value: float) -> str:
    """Three digits that say enough, without powers of ten.

    >>> _short(1100), _short(99.96), _short(0.01234)
    ('1,100', '100', '0.0123')
    """
    return f"{value:,.0f}" if value >= 99.95 else f"{value:.3g}"


def _duration(seconds: float) -> str:
    """Seconds as people say them.

    >>> _duration(146)
    '2 min 26 s'
    """
    if seconds < 60:
        return f"{seconds:.3g} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes_left = divmod(minutes, 60)
    return f"{hours} h {minutes_left} min" if hours else f"{minutes} min {rest} s"


def _amount(number: float) -> str:
    """Bytes as people say them.

    >>> _amount(1_234_000_000)
    '1.23 GB'
    """
    size = next(n for n in range(5) if number < 1000 ** (n + 1) or n == 4)
    return f"{number / 1000**size:.3g} {('B', 'kB', 'MB', 'GB', 'TB')[size]}"
