"""From a view to a print: film, grain, toning, age, and an exposure to a given brightness."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from photoparsl.tutorial.props import BILINEAR, Colour, oval, pick, polygon, ramp, soften, textures

Table = npt.NDArray[np.float64]
# The tutorial's shares of red, green and blue in perceived brightness.
SHARES = np.array((0.241, 0.691, 0.068))
# What each film sees of red, green and blue: the first plates were all but blind to red.
PLATE, PANCHROMATIC = (0.12, 0.5, 0.38, 0), (0.3, 0.55, 0.15, 0)
# Shadow, middle and highlight of the toned papers.
ALBUMEN: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((42, 26, 18), (146, 112, 82), (244, 230, 200)),
    ((52, 34, 28), (152, 120, 98), (240, 226, 206)),
    ((34, 24, 20), (134, 112, 90), (236, 228, 208)),
    ((58, 38, 20), (160, 126, 84), (246, 232, 190)),
)
# Darkest and lightest value, and gamma, of red, green and blue on colour films as they aged.
COLOUR_FILMS: tuple[tuple[tuple[int, int, float], ...], ...] = (
    ((22, 250, 0.86), (10, 236, 1.08), (14, 222, 1.06)),  # reds of the fifties
    ((34, 252, 0.84), (20, 240, 1.0), (12, 196, 1.22)),  # yellow-orange of the seventies
    ((44, 250, 0.8), (24, 226, 1.12), (34, 226, 1.0)),  # cyan dye gone: magenta
    ((8, 246, 1.02), (12, 246, 0.98), (16, 244, 1.0)),  # the neutral films that came after
)


def make_print(
    rng: np.random.Generator, view: Image.Image, size: tuple[int, int], year: int, luminance: float
) -> Image.Image:
    """Print a view in `size` as that year would have, its brightness near `luminance`."""
    if rng.random() < np.interp(year, (1951, 1962, 1979), (0, 0.3, 0.96)):
        film = _vignetted(rng, view, 0.25).resize(size, BILINEAR)
        return _expose(
            _grainy(rng, film, rng.uniform(0.1, 0.2)), _colour_film(rng, year), luminance
        )
    age = float(np.interp(year, (1860, 1960), (1, 0)))
    plate = view.convert("L", PLATE if year < 1925 else PANCHROMATIC)
    plate = plate.filter(ImageFilter.BoxBlur(rng.uniform(0, 0.1 + 0.6 * age)))
    plate = _vignetted(rng, plate, 0.25 + 0.45 * age).resize(size, BILINEAR)
    plate = _grainy(rng, _scratched(rng, plate, age), rng.uniform(0.14, 0.25))
    # Bright paper around a dark print would leave nothing but black inside.
    if luminance > 0.38 and rng.random() < 0.6 * age:
        plate = _on_paper(rng, plate)
    if rng.random() < np.interp(year, (1892, 1922), (1, 0)):
        return _expose(plate, _toned(pick(rng, ALBUMEN)), luminance)
    neutral = np.linspace(rng.uniform(2, 26), rng.uniform(232, 252), 256)[:, None]
    return _expose(plate, neutral, luminance)


def _colour_film(rng: np.random.Generator, year: int) -> Table:
    """Between two films of the time, since no two have aged alike."""
    time = np.interp(year, (1952, 1962, 1974, 1984, 2001), (0, 0.3, 1.2, 2.2, 3))
    place = float(np.clip(time + rng.normal(0, 0.35), 0, 3))
    first = min(int(place), 2)
    one, other = np.array(COLOUR_FILMS[first]), np.array(COLOUR_FILMS[first + 1])
    low, high, gamma = (one + (other - one) * (place - first)).T
    table: Table = low + (high - low) * np.linspace(0, 1, 256)[:, None] ** gamma
    return table


def _toned(paper: tuple[Colour, Colour, Colour]) -> Table:
    steps = np.arange(256)
    return np.stack([np.interp(steps, (0, 128, 255), band) for band in zip(*paper, strict=True)], 1)


def _vignetted(rng: np.random.Generator, image: Image.Image, depth: float) -> Image.Image:
    """Darker towards the corners, by at most `depth`."""
    fall = rng.uniform(0.2, 1) * depth
    table = np.rint(255 * (1 - fall * np.linspace(0, 1, 256) ** 2.2)).astype(int).tolist()
    corners = Image.radial_gradient("L").point(table).resize(image.size, BILINEAR)
    return ImageChops.multiply(image, Image.merge(image.mode, [corners] * len(image.getbands())))


def _grainy(rng: np.random.Generator, image: Image.Image, strength: float) -> Image.Image:
    wide, high = image.size
    grain = textures().grain
    x, y = (int(rng.integers(grain.width - side)) for side in image.size)
    piece = grain.crop((x, y, x + wide, y + high))
    piece = piece.point([round(128 + (v - 128) * strength) for v in range(256)])
    return ImageChops.add(image, Image.merge(image.mode, [piece] * len(image.getbands())), 1, -128)


def _scratched(rng: np.random.Generator, plate: Image.Image, age: float) -> Image.Image:
    """Dust, hairs and scratches, the more the older."""
    draw = ImageDraw.Draw(plate)
    wide, high = plate.size
    for _ in range(int(rng.poisson(3 + 14 * age))):
        x, y, r = rng.uniform(0, wide), rng.uniform(0, high), rng.uniform(0.4, 1.8)
        draw.ellipse((x - r, y - r, x + r, y + r), int(rng.choice((30, 225, 240))))
    for _ in range(int(rng.poisson(2 * age))):
        x, y = rng.uniform(0, wide), rng.uniform(0, high)
        length, lean = rng.uniform(20, 0.5 * high), rng.uniform(-0.15, 0.15)
        draw.line((x, y, x + lean * length, y + length), int(rng.integers(190, 240)), 1)
    return plate


def _on_paper(rng: np.random.Generator, plate: Image.Image) -> Image.Image:
    """With a border of paper, in an oval, or faded at the edges."""
    wide, high = plate.size
    paper = Image.new("L", plate.size, int(rng.integers(214, 240)))
    style = rng.random()
    if style < 0.3:
        outline = oval(wide / 2, high / 2, wide * rng.uniform(0.36, 0.45), high * 0.45)
        inside = polygon(plate.size, outline, float(pick(rng, (1.2, 9, 22))))
    elif style < 0.7:
        rim = rng.uniform(0.02, 0.05) * wide
        box = [(rim, rim), (wide - rim, rim), (wide - rim, high - rim), (rim, high - rim)]
        inside = polygon(plate.size, [(float(x), float(y)) for x, y in box])
    else:
        frame = ImageOps.expand(Image.new("L", (wide - 30, high - 30), 255), 15, 0)
        inside = soften(frame, rng.uniform(14, 30)).point(ramp(-90, 200))
    return _grainy(rng, Image.composite(plate, paper, inside), 0.08)


def _expose(plain: Image.Image, toning: Table, luminance: float) -> Image.Image:
    """Find the gamma that gives the print its brightness, and make the print.

    The histograms are enough to foretell the brightness of a print, so nothing is printed
    until the gamma is known.
    """
    counts = np.array(plain.histogram(), np.float64).reshape(-1, 256)
    spread = np.cumsum(counts.mean(0)) / counts.mean(0).sum()
    black, white = np.searchsorted(spread, (0.003, 0.997))
    stretched = np.clip((np.arange(256) - black) / max(1, white - black), 0, 1)
    low, high = -2.5, 2.5
    for _ in range(18):
        middle = (low + high) / 2
        # A dark print has dull highlights too; a mere gamma would drown its shadows instead.
        curves = _curves(min(1, 2 ** (-0.35 * middle)) * stretched ** (2**middle), toning)
        if _brightness(counts, curves) > luminance:
            low = middle
        else:
            high = middle
    bands = plain.split() * (curves.shape[1] // len(counts))
    printed = [band.point(curves[:, n].tolist()) for n, band in enumerate(bands)]
    return Image.merge("L" if len(printed) == 1 else "RGB", printed)


def _curves(curve: Table, toning: Table) -> npt.NDArray[np.int64]:
    """From the film's values to the print's: 256 x bands, whole numbers."""
    steps = np.arange(256) / 255
    bands = [np.interp(curve, steps, toning[:, n]) for n in range(toning.shape[1])]
    return np.rint(np.stack(bands, 1)).astype(np.int64)


def _brightness(counts: Table, curves: npt.NDArray[np.int64]) -> float:
    squares = (counts.T * curves.astype(np.float64) ** 2).sum(0) / counts[0].sum()
    return float(np.sqrt(squares @ SHARES if len(squares) == 3 else squares[0]) / 256)
