"""Put the page's data and its sources into the template: the page as HTML text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from http import HTTPStatus
from urllib.parse import quote

import numpy as np
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from photoparsl.durations import duration_text
from photoparsl.page import web_files
from photoparsl.page.blocks import addresses_block, photos_block, run_block, years_of
from photoparsl.page.columns import NO_YEAR, Array
from photoparsl.page.groups import MOST_DIFFERENT
from photoparsl.page.metadata import PageMetadata, redacted
from photoparsl.page.page_data import PageData
from photoparsl.page.quantiles import WINDOW_YEARS
from photoparsl.page.run_facts import LISTED
from photoparsl.page.series import MeasureSeries, measure_series
from photoparsl.page.static_chart import static_chart
from photoparsl.reasons import Reason
from photoparsl.redact import published

_MEANINGS = {str(reason): reason.meaning for reason in Reason}


@dataclass(frozen=True, slots=True)
class Links:
    """Names of files in the page's folder that it links to; "" for a file that there isn't.

    style: the style, if the page is split
    dark: the style of the dark theme, likewise
    script: the script, likewise
    photos: the table of all photos, if the page has a sample
    failures: the table of failed photos
    """

    style: str = ""
    dark: str = ""
    script: str = ""
    photos: str = ""
    failures: str = ""

    def quoted(self) -> Links:
        """The names as parts of a URL."""
        return Links(**{name: quote(link) for name, link in asdict(self).items()})


def assemble(data: PageData, metadata: PageMetadata, links: Links) -> str:
    """The page as HTML text."""
    years, counts = years_of(data)
    measures = [measure_series(data, name, years) for name in data.measures]
    dated = years[years != NO_YEAR]
    plotted = any(bool((~np.isnan(v)).any()) for v in data.photos.values.values())
    chart = static_chart(data, measures[0], years) if plotted and len(dated) else ""
    return _template().render(
        metadata=redacted(metadata),
        links=links.quoted(),
        policy=_policy(links),
        **{name: Markup(text) for name, text in _sources().items()},
        plotted=plotted,
        static_chart=Markup(chart),
        blocks=_blocks(data, measures, years, counts) if plotted else {},
        facts=data.facts,
        counts=data.facts.counts,
        rate=data.facts.rate(),
        sampled=len(data.photos) if data.histograms else 0,
        measures=measures,
        years=_table(dated, counts, measures),
        undated=_undated(data),
        change=_change(dated, measures),
        groups=data.groups,
        varied=data.varied,
        most_different=MOST_DIFFERENT,
        window=2 * WINDOW_YEARS + 1,
    )


def _template() -> Template:
    html = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    html.filters |= {
        "number": _number,
        "grouped": "{:,}".format,
        "duration": duration_text,
        "amount": _amount,
        "short": _short,
        "meaning": _meaning,
    }
    return html.from_string(web_files.template())


def _sources() -> dict[str, str]:
    return {"style": web_files.style(), "dark": web_files.dark(), "script": web_files.script()}


def _blocks(
    data: PageData, measures: list[MeasureSeries], years: Array, counts: Array
) -> dict[str, Markup]:
    """The blocks of data by their names. They are base64, so they are safe as HTML."""
    return {
        "photos": Markup(photos_block(data, measures, years, counts)),
        "addresses": Markup(addresses_block(data)),
        "run": Markup(run_block(data)),
    }


def _table(
    years: Array, counts: Array, measures: Sequence[MeasureSeries]
) -> list[tuple[int, int, list[float]]]:
    """The table by year: the year, its number of photos, the median of each measure."""
    return [
        (year, int(counts[place]), [float(measure.medians[place]) for measure in measures])
        for place, year in enumerate(years.tolist())
    ]


def _undated(data: PageData) -> list[str]:
    """The addresses of the first photos without a year."""
    photos = data.photos
    return [published(url) for url in photos.url[photos.year == NO_YEAR][:LISTED].tolist()]


def _change(years: Array, measures: Sequence[MeasureSeries]) -> dict[str, object] | None:
    """How the first measure's median changed from the first fifth of the years to the last.

    None if there are fewer than ten years, or no medians.
    """
    if len(years) < 10 or not measures:
        return None
    fifth = max(1, len(years) // 5)
    trend = measures[0].trend[: len(years), 2]
    first, last = (part[~np.isnan(part)] for part in (trend[:fifth], trend[-fifth:]))
    if not (len(first) and len(last)):
        return None
    return {
        "label": measures[0].label,
        "ends": measures[0].ends,
        "first": float(np.median(first)),
        "last": float(np.median(last)),
        "first_years": (int(years[0]), int(years[fifth - 1])),
        "last_years": (int(years[-fifth]), int(years[-1])),
    }


def _policy(links: Links) -> str:
    """The Content-Security-Policy: the page's own script and styles, and images from anywhere."""
    hashes = {name: f"'{web_files.digest(text)}'" for name, text in _sources().items()}
    script = "'self'" if links.script else hashes["script"]
    style = "'self'" if links.style else f"{hashes['style']} {hashes['dark']}"
    return (
        f"default-src 'none'; script-src {script}; style-src {style}; "
        "img-src data: https: http:; base-uri 'none'; form-action 'none'"
    )


def _number(value: float) -> str:
    """A value for readers: three decimals, none from a thousand on, four digits if tiny or huge.

    >>> _number(0.5), _number(73_260.25), _number(2e-5), _number(3e15)
    ('0.500', '73,260', '2e-05', '3e+15')
    """
    if math.isnan(value):
        return "\u2013"
    if 1000 <= abs(value) < 1e12:
        return f"{value:,.0f}"
    return f"{value:.3f}" if value == 0 or 0.001 <= abs(value) < 1000 else f"{value:.4g}"


def _short(value: float) -> str:
    """A positive number to three digits, never with a power of ten.

    >>> _short(1100), _short(99.96), _short(0.01234)
    ('1,100', '100', '0.0123')
    """
    return f"{value:,.0f}" if value >= 99.95 else f"{value:.3g}"


def _meaning(reason: str) -> str:
    """What a reason of failures means, for readers; "" for a reason that isn't photoparsl's.

    >>> _meaning("truncated"), _meaning("http-404"), _meaning("http-299"), _meaning("mine")
    ('the end of the image is missing', 'the server answered “Not Found”', '', '')
    """
    if reason in _MEANINGS:
        return _MEANINGS[reason]
    with suppress(ValueError):
        return f"the server answered “{HTTPStatus(int(reason.removeprefix('http-'))).phrase}”"
    return ""


def _amount(number: float) -> str:
    """A number of bytes for readers.

    >>> _amount(1_234_000_000)
    '1.23 GB'
    """
    size = next(n for n in range(5) if number < 1000 ** (n + 1) or n == 4)
    return f"{number / 1000**size:.3g} {('B', 'kB', 'MB', 'GB', 'TB')[size]}"
