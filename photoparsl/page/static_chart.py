"""The chart as SVG.  It is shown until the script draws its own, and if scripts are off."""

from __future__ import annotations

import io
import math
from base64 import b64encode
from collections.abc import Iterator
from html import escape

import numpy as np
from PIL import Image

from photoparsl.page.columns import NO_YEAR, Array
from photoparsl.page.plotted import Plotted
from photoparsl.page.series import MeasureSeries, TrendNumbers
from photoparsl.page.year_histogram import BINS, FINE, page_counts
from photoparsl.trends import OFFERED

WIDTH, HEIGHT = 960, 500
_LEFT, _RIGHT, _TOP, _BOTTOM = 84, WIDTH - 16, 12, HEIGHT - 40
_ROWS = 80  # the density image has this many rows, and a column for each year
_BAND = '<path class="band"'
_BLUE = (58, 110, 165)  # visible on a light and on a dark background


def static_chart(
    plotted: Plotted, measure: MeasureSeries, trend: TrendNumbers, years: Array, window: int
) -> str:
    """A measure over the years: axes, the density of photos, medians with their intervals.

    plotted: the photos
    measure: the measure
    trend: the measure's numbers over the years, of these photos
    years: all years of the archive
    window: the index in OFFERED of the window that is drawn
    """
    dated = years[years != NO_YEAR]
    frame = _Frame(int(dated[0]), int(dated[-1]) + 1, measure)
    what = "medians with 95 % intervals, middle half, density"
    label = escape(f"{measure.label} of photographs over the years: {what}")
    drawn = [*_trend(frame, dated, trend.windows[window], OFFERED[window].years)]
    parts = [
        f'<svg id="picture" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{label}">',
        *_axes(frame, measure),
        # Above the density, the band's tint would read as more photos.
        *(part for part in drawn if part.startswith(_BAND)),
        _density(frame, _cells(plotted, measure, dated, frame)),
        *(part for part in drawn if not part.startswith(_BAND)),
        "</svg>",
    ]
    return "".join(parts)


class _Frame:
    """Converts years and values to SVG coordinates."""

    def __init__(self, first: int, end: int, measure: MeasureSeries) -> None:
        self.first, self.end, self.logarithmic = first, end, measure.logarithmic
        self.low, self.high = self._scaled(measure.low), self._scaled(measure.high)

    def x(self, year: float) -> float:
        return _LEFT + (year - self.first) / (self.end - self.first) * (_RIGHT - _LEFT)

    def part(self, value: float) -> float:
        """The position of a value on its axis, from 0 to 1."""
        scaled = self._scaled(value)
        return (scaled / 2 - self.low / 2) / (self.high / 2 - self.low / 2)

    def y(self, value: float) -> float:
        return _BOTTOM - self.part(value) * (_BOTTOM - _TOP)

    def _scaled(self, value: float) -> float:
        return math.log(value) if self.logarithmic else value


def ticks(low: float, high: float, wanted: int, least: float = 0) -> list[float]:
    """About `wanted` round numbers from low to high, at least `least` apart.

    >>> ticks(0, 1, 5)
    [0.0, 0.2, 0.4, 0.6, 0.8, 1.0]
    """
    raw = max(high / wanted - low / wanted, 5e-324)
    power = 10.0 ** math.floor(math.log10(raw)) or raw
    step = max(next(n for n in (1, 2, 5, 10, 20) if n * power >= raw) * power, least)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [float(f"{n * step:.10g}") for n in range(first, min(last, first + 40) + 1)]


def _tick_text(tick: float) -> str:
    """The label of a tick: a plain number, with a power of ten only if it is huge or tiny.

    >>> _tick_text(10_000_000), _tick_text(0.25), _tick_text(1e12)
    ('10,000,000', '0.25', '1e+12')
    """
    return f"{tick:,.10g}" if abs(tick) < 1e10 else f"{tick:.6g}"


def _axes(frame: _Frame, measure: MeasureSeries) -> Iterator[str]:
    yield '<g class="axis">'
    if frame.logarithmic:
        powers = range(
            math.floor(frame.low / math.log(10)), math.ceil(frame.high / math.log(10)) + 1
        )
        values = [n * 10.0**p for p in powers for n in (1, 2, 5)]
        values = [value for value in values if measure.low <= value <= measure.high]
    else:
        values = ticks(measure.low, measure.high, 5)
    for value in values:
        y = f"{frame.y(value):.1f}"
        yield f'<path d="M{_LEFT} {y}H{_RIGHT}"/>'
        text = _tick_text(value)
        yield f'<text x="{_LEFT - 8}" y="{y}" dy=".32em" text-anchor="end">{text}</text>'
    for year in ticks(frame.first, frame.end - 1, 9, 1):
        x = f"{frame.x(year + 0.5):.1f}"
        yield f'<text x="{x}" y="{_BOTTOM + 20}" text-anchor="middle">{year:.0f}</text>'
    ends = " to ".join(end for end in measure.ends if end)
    scale = "logarithmic scale" if measure.logarithmic else ""
    details = ", ".join(filter(None, (measure.unit, ends, scale)))
    title = escape(f"{measure.label} ({details})" if details else measure.label)
    yield (
        f'<text transform="translate(14 {(_TOP + _BOTTOM) // 2}) rotate(-90)" '
        f'text-anchor="middle">{title}</text></g>'
    )


def _cells(plotted: Plotted, measure: MeasureSeries, dated: Array, frame: _Frame) -> Array:
    """How many photos each cell of the density has, shape (_ROWS, years)."""
    cells = np.zeros((_ROWS, frame.end - frame.first))
    photos = plotted.photos
    values = photos.values[measure.name]
    has_value = ~np.isnan(values) & (photos.year != NO_YEAR)
    years, rows = photos.year[has_value] - frame.first, _rows(frame, values[has_value])
    weight = np.ones(len(years))
    if histogram := plotted.histograms.get(measure.name):
        low, high = histogram.ends
        span = np.log([low, high]) if frame.logarithmic else np.array([low, high])
        middles = span[0] + (np.arange(BINS) + 0.5) / BINS * (span[1] - span[0])
        bins = _rows(frame, np.exp(middles) if frame.logarithmic else middles)
        years, rows = np.repeat(dated - frame.first, BINS), np.tile(bins, len(dated))
        none = np.zeros(BINS * FINE, np.uint32)
        counts = [histogram.counts.get(year, none) for year in dated.tolist()]
        weight = np.concatenate([page_counts(of_year) for of_year in counts])
    np.add.at(cells, (rows, years), weight)
    return cells


def _rows(frame: _Frame, values: Array) -> Array:
    scaled = np.log(values) if frame.logarithmic else values
    parts = (scaled / 2 - frame.low / 2) / (frame.high / 2 - frame.low / 2)
    return np.clip((_ROWS * (1 - parts)).astype(np.intp), 0, _ROWS - 1)


def _density(frame: _Frame, cells: Array) -> str:
    """The cells as an image of one colour.  Cells with more photos are more opaque."""
    most = cells.max() or 1
    levels = np.ceil(15 * np.log1p(cells) / np.log1p(most)).astype(np.uint8)
    image = Image.fromarray(levels, "P")
    image.putpalette(_BLUE * 16)
    alphas = bytes(round(0.85 * 17 * level) for level in range(16))
    file = io.BytesIO()
    image.save(file, "PNG", optimize=True, bits=4, transparency=alphas)
    data = b64encode(file.getvalue()).decode()
    return (
        f'<image x="{_LEFT}" y="{_TOP}" width="{_RIGHT - _LEFT}" height="{_BOTTOM - _TOP}" '
        'preserveAspectRatio="none" image-rendering="pixelated" '
        f'href="data:image/png;base64,{data}"/>'
    )


def _trend(frame: _Frame, years: Array, numbers: Array, window: int) -> Iterator[str]:
    """The median, its interval, and the middle half, in stretches that bridge no gap."""
    for stretch in _stretches(years, numbers, window):
        rows_at = [(year + 0.5, numbers[index]) for year, index in stretch]
        if len(rows_at) == 1:
            ((year, row),) = rows_at
            rows_at = [(year - 0.4, row), (year + 0.4, row)]
        points = [
            (f"{frame.x(at):.1f}", [None if np.isnan(v) else f"{frame.y(v):.1f}" for v in row])
            for at, row in rows_at
        ]
        for name, low, high in (("band", 1, 3), ("interval", 5, 6)):
            known = [(x, ys[low], ys[high]) for x, ys in points if ys[low] and ys[high]]
            if len(known) > 1:
                lower = "L".join(f"{x} {y}" for x, y, _ in known)
                upper = "L".join(f"{x} {y}" for x, _, y in reversed(known))
                yield f'<path class="{name}" d="M{lower}L{upper}Z"/>'
        yield f'<path class="median" d="M{"L".join(f"{x} {ys[2]}" for x, ys in points)}"/>'


def _stretches(years: Array, numbers: Array, window: int) -> list[list[tuple[int, int]]]:
    """The years with a median, with their indices, in stretches between years without one.

    Two years of a stretch are at most half a window apart.
    """
    stretches: list[list[tuple[int, int]]] = []
    before = -math.inf
    for index, year in enumerate(years.tolist()):
        if np.isnan(numbers[index, 2]):
            continue
        if year - before > max(1, window // 2):
            stretches.append([])
        stretches[-1].append((year, index))
        before = year
    return stretches
