"""Invented results for pages: an archive of any size, without a photo."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator, Sequence

import numpy as np

from photoparsl.measuring.scales import SCALES
from photoparsl.results import Execution, Failure, Measurement, SliceResult

SITES = ("Nebraska", "Wisconsin", "Chicago")


def photo(row: int, year: int | None = 1900, **values: float) -> Measurement:
    url = f"https://photos.example.org/archive/{row // 100:03d}/photo-{row:07d}.jpg"
    return Measurement(row, url, year, values or {"luminance": 0.5})


def sliced(
    photos: list[Measurement], failures: list[Failure] | None = None, size: int = 100
) -> list[SliceResult]:
    """The results of a run over these rows with slices of `size`."""
    failures = failures or []
    rows = max([p.row for p in photos] + [f.row for f in failures], default=-1) + 1
    return [
        SliceResult(
            start=start,
            stop=min(start + size, rows),
            digest="",
            measures={"luminance": 1},
            measurements=tuple(p for p in photos if start <= p.row < start + size),
            failures=tuple(f for f in failures if start <= f.row < start + size),
            execution=Execution(f"host-{start}", "somewhere", float(start), 1.0),
        )
        for start in range(0, rows, size)
    ]


def archive(
    photos: int, measures: Sequence[str] = ("luminance", "contrast"), size: int = 200
) -> Iterator[SliceResult]:
    """Photos from 1858 to 2020 with stamps; some have no year, some failed, some are vague."""
    rng = np.random.default_rng(7)
    for start in range(0, photos, size):
        count = min(size, photos - start)
        years = (1858 + 162 * rng.beta(2.2, 2.0, count)).astype(int)
        columns = [_values(name, (years - 1858) / 162, rng) for name in measures]
        stamps = _stamps(columns[0], rng)
        measured, failed = [], []
        for i in range(count):
            row, year = start + i, None if (start + i) % 73 == 0 else int(years[i])
            url = f"https://photos.example.org/archive/{years[i]}/IMG_{row:07d}.jpg"
            if row % 557 == 3:
                reason = ("http-404", "not-an-image", "truncated")[row % 3]
                failed.append(Failure(row, url, year, reason, "it is invented"))
                continue
            span = (year - 5, year + 5) if year and row % 31 == 0 else None
            values = {name: column[i] for name, column in zip(measures, columns, strict=True)}
            measured.append(Measurement(row, url, year, values, stamps[i], span))
        ran = Execution(
            f"node-{start // size % 7:02}", SITES[start // size % 3], 1.7e9 + start / 40, 5.0
        )
        versions = dict.fromkeys(measures, 1)
        yield SliceResult(start, start + count, "", versions, tuple(measured), tuple(failed), ran)


def shuffled(results: list[SliceResult]) -> list[SliceResult]:
    """The same results in another order."""
    results = list(results)
    random.Random(2).shuffle(results)
    return results


def _values(name: str, age: np.ndarray, rng: np.random.Generator) -> list[float]:
    scale = SCALES[name]
    if scale.logarithmic:
        numbers = np.rint(np.exp(rng.normal(8, 0.5, len(age))))
    elif name == "luminance":
        numbers = np.clip(rng.normal(0.36 + 0.28 * age * age, 0.14), 0, 1)
    else:
        low, high = scale.low or 0.0, scale.high or 1.0
        numbers = low + (high - low) * rng.beta(3, 4 + 3 * age)
    return [float(number) for number in numbers]


def _stamps(light: list[float], rng: np.random.Generator) -> list[str]:
    """4 x 4 colours about each photo's own hue and light, darker below."""
    hue = 0.7 + 0.3 * rng.random((len(light), 1, 3))
    slope = np.repeat(np.linspace(1.3, 0.7, 4), 4).reshape(1, 16, 1)
    noise = rng.normal(0, 0.04, (len(light), 16, 1))
    red, green, blue = np.moveaxis(
        np.clip(np.array(light).reshape(-1, 1, 1) * slope * hue + noise, 0, 1), 2, 0
    )
    packed = (np.rint(red * 31).astype(int) << 11) | (np.rint(green * 63).astype(int) << 5)
    packed |= np.rint(blue * 31).astype(int)
    return [base64.b64encode(one.astype("<u2").tobytes()).decode() for one in packed]
