"""Results in, one self-contained web page out: every photo over the years, and how the run went."""

from __future__ import annotations

import json
import math
from base64 import b64encode
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from os.path import commonprefix
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from photoparsl.files import shipped, write_whole
from photoparsl.publish import published, published_text, visible
from photoparsl.results import Failure, Measurement, SliceResult

LISTED_FAILURES = 50
WINDOW_YEARS = 2
_SCALES = dict.fromkeys(("luminance", "mean_luma"), "0 is black, 1 is white")


@dataclass(frozen=True)
class About:
    """What the page says of itself beside the data; what is empty isn't shown.

    `note` is a sentence under the title, `manifest` the manifest's name, `written` when the
    page was made, and `incomplete` a sentence for a run that isn't finished.
    """

    title: str = "Photographs over time"
    note: str = ""
    manifest: str = ""
    written: str = ""
    incomplete: str = ""


@dataclass(frozen=True)
class _Measure:
    """One measure over all photos: a value (or None) a photo, and the values of each year.

    `label` is its name as a heading has it, `axis` the same with what its ends mean.
    """

    label: str
    axis: str
    values: list[float | None]
    by_year: dict[int, list[float]]


_PLAIN = About()


def write_page(results: Iterable[SliceResult], path: str | Path, about: About = _PLAIN) -> Path:
    """Write the page of `results` to `path`, making its folder, and return the path."""
    path = Path(path)
    text = render(results, about)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text.encode())
    return path


def render(results: Iterable[SliceResult], about: About = _PLAIN) -> str:
    """The page of `results` as HTML text: the same whatever their order or their slicing."""
    results = list(results)
    photos = sorted((m for r in results for m in r.measurements), key=lambda m: m.row)
    failures = sorted((f for r in results for f in r.failures), key=lambda f: f.row)
    measures = _measures(photos)
    years = Counter(photo.year for photo in photos if photo.year is not None)
    style, script = _read("scatter.css"), _read("scatter.js")
    return _template().render(
        about=_shown(about),
        policy=_policy(style, script),
        style=Markup(style),
        script=Markup(script),
        data=Markup(_json_for_html(_data(photos, measures))),
        measured=len(photos),
        failed=len(failures),
        undated=len(photos) - years.total(),
        measures=measures,
        plotted=any(measure.by_year for measure in measures),
        years=[
            (year, years[year], [_median(measure.by_year.get(year)) for measure in measures])
            for year in sorted(years)
        ],
        window=2 * WINDOW_YEARS + 1,
        sites=_most_first(
            {visible(r.ran.site): len(r.measurements) + len(r.failures)} for r in results
        ),
        reasons=_most_first({visible(failure.reason): 1} for failure in failures),
        failures=[_shown_failure(failure) for failure in failures[:LISTED_FAILURES]],
    )


def _template() -> Template:
    html = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    html.filters["number"] = _number
    return html.from_string(_read("scatter.html"))


def _measures(photos: Sequence[Measurement]) -> list[_Measure]:
    names = {name for photo in photos for name in photo.values}
    measures = []
    for name in sorted(names, key=lambda name: (name != "luminance", name)):
        values = [_finite(photo.values.get(name)) for photo in photos]
        by_year: defaultdict[int, list[float]] = defaultdict(list)
        for photo, value in zip(photos, values, strict=True):
            if photo.year is not None and value is not None:
                by_year[photo.year].append(value)
        label = visible(name[:1].upper() + name[1:].replace("_", " "))
        axis = f"{label} ({_SCALES[name]})" if name in _SCALES else label
        measures.append(_Measure(label, axis, values, dict(by_year)))
    return measures


def _data(photos: Sequence[Measurement], measures: Sequence[_Measure]) -> dict[str, object]:
    """The columns the script draws, a value a photo in the order of rows.

    A photo's address is `prefix` followed by its entry in `url`.
    """
    urls = [published(photo.url) for photo in photos]
    prefix = commonprefix(urls) if len(urls) > 1 else ""  # noqa: RUF071  characters, not folders
    return {
        "row": [photo.row for photo in photos],
        "year": [photo.year for photo in photos],
        "window": WINDOW_YEARS,
        "prefix": prefix,
        "url": [url[len(prefix) :] for url in urls],
        "measures": [
            {"label": m.label, "axis": m.axis, "values": m.values, "trend": _trend(m.by_year)}
            for m in measures
        ],
    }


def _trend(by_year: Mapping[int, list[float]]) -> list[tuple[float, ...]]:
    """Each year with photos, and the quartiles of its values with its neighbours' in the window."""
    trend = []
    for year in sorted(by_year):
        window = range(year - WINDOW_YEARS, year + WINDOW_YEARS + 1)
        values = sorted(value for near in window for value in by_year.get(near, ()))
        trend.append((year, *(round(_quantile(values, q), 6) for q in (0.25, 0.5, 0.75))))
    return trend


def _quantile(ascending: Sequence[float], q: float) -> float:
    place = q * (len(ascending) - 1)
    below, above = ascending[math.floor(place)], ascending[math.ceil(place)]
    return below + (above - below) * (place - math.floor(place))


def _median(values: list[float] | None) -> float | None:
    return _quantile(sorted(values), 0.5) if values else None


def _finite(value: float | None) -> float | None:
    return None if value is None or not math.isfinite(value) else round(value, 6)


def _number(value: float | None) -> str:
    """Three decimals where they say enough, four digits for the very large and the very small."""
    if value is None:
        return "\u2013"
    return f"{value:.3f}" if value == 0 or 0.001 <= abs(value) < 1000 else f"{value:.4g}"


def _most_first(counts: Iterable[Mapping[str, int]]) -> list[tuple[str, int]]:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return sorted(total.items(), key=lambda item: (-item[1], item[0]))


def _shown(about: About) -> About:
    return About(
        title=published_text(about.title),
        note=published_text(about.note),
        manifest=published(about.manifest),
        written=visible(about.written),
        incomplete=published_text(about.incomplete),
    )


def _shown_failure(failure: Failure) -> Failure:
    url = published(failure.url)
    detail = published_text(
        failure.detail.replace(failure.url, url) if failure.url else failure.detail
    )
    return replace(failure, url=url, reason=visible(failure.reason), detail=detail)


def _json_for_html(data: object) -> str:
    """JSON that can't end its script element or start another, whatever the strings in it."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; script-src '{_digest(script)}'; style-src '{_digest(style)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _read(name: str) -> str:
    return (shipped("web") / name).read_text(encoding="utf-8")
