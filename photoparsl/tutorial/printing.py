"""From a painted scene to a print: film, grain, toning, age, and a given brightness."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

from photoparsl.tutorial.drawing import BILINEAR, Colour, oval, pick, polygon, ramp, soften
from photoparsl.tutorial.textures import textures

Table = npt.NDArray[np.float64]
# Weights of squared red, green and blue in perceived brightness (the original tutorial's).
SHARES = np.array((0.241, 0.691, 0.068))
# Weights of red, green and blue by film: the first plates hardly recorded red.
PLATE, PANCHROMATIC = (0.12, 0.5, 0.38, 0), (0.3, 0.55, 0.15, 0)
# Colours of shadows, middle tones and highlights on toned papers.
ALBUMEN: tuple[tuple[Colour, Colour, Colour], ...] = (
    ((42, 26, 18), (146, 112, 82), (244, 230, 200)),
    ((52, 34, 28), (152, 120, 98), (240, 226, 206)),
    ((34, 24, 20), (134, 112, 90), (236, 228, 208)),
    ((58, 38, 20), (160, 126, 84), (246, 232, 190)),
)
# Darkest value, lightest value and gamma of red, green and blue on aged colour films.
COLOUR_FILMS: tuple[tuple[tuple[int, int, float], ...], ...] = (
    ((22, 250, 0.86), (10, 236, 1.08), (14, 222, 1.06)),  # reds of the fifties
    ((34, 252, 0.84), (20, 240, 1.0), (12, 196, 1.22)),  # yellow-orange of the seventies
    ((44, 250, 0.8), (24, 226, 1.12), (34, 226, 1.0)),  # cyan dye gone: magenta
    ((8, 246, 1.02), (12, 246, 0.98), (16, 244, 1.0)),  # the neutral films that came after
)


def make_print(
    rng: np.random.Generator, scene: Image.Image, size: tuple[int, int], year: int, luminance: float
) -> Image.Image:
    """Print a scene in the style of `year`, its perceived brightness near `luminance` (0 to 1)."""
    if rng.random() < np.interp(year, (1951, 1962, 1979), (0, 0.3, 0.96)):
        film = _vignetted(rng, scene, 0.25).resize(size, BILINEAR)
        return _expose(
            _grainy(rng, film, rng.uniform(0.1, 0.2)), _colour_film(rng, year), luminance
        )
    age = float(np.interp(year, (1860, 1960), (1, 0)))
    plate = scene.convert("L", PLATE if year < 1925 else PANCHROMATIC)
    plate = plate.filter(ImageFilter.BoxBlur(rng.uniform(0, 0.1 + 0.6 * age)))
    plate = _vignetted(rng, plate, 0.25 + 0.45 * age).resize(size, BILINEAR)
    plate = _grainy(rng, _scratched(rng, plate, age), rng.uniform(0.14, 0.25))
    # A dark print isn't put on bright paper: to reach its brightness it would turn black.
    if luminance > 0.38 and rng.random() < 0.6 * age:
        plate = _on_paper(rng, plate)
    if rng.random() < np.interp(year, (1892, 1922), (1, 0)):
        return _expose(plate, _toned(pick(rng, ALBUMEN)), luminance)
    neutral = np.linspace(rng.uniform(2, 26), rng.uniform(232, 252), 256)[:, None]
    return _expose(plate, neutral, luminance)


def _colour_film(rng: np.random.Generator, year: int) -> Table:
    """Return the tone curves of a film between two of `COLOUR_FILMS`: 256 rows, 3 columns."""
    time = np.interp(year, (1952, 1962, 1974, 1984, 2001), (0, 0.3, 1.2, 2.2, 3))
    place = float(np.clip(time + rng.normal(0, 0.35), 0, 3))
    first = min(int(place), 2)
    earlier, later = np.array(COLOUR_FILMS[first]), np.array(COLOUR_FILMS[first + 1])
    low, high, gamma = (earlier + (later - earlier) * (place - first)).T
    table: Table = low + (high - low) * np.linspace(0, 1, 256)[:, None] ** gamma
    return table


def _toned(paper: tuple[Colour, Colour, Colour]) -> Table:
    steps = np.arange(256)
    return np.stack([np.interp(steps, (0, 128, 255), band) for band in zip(*paper, strict=True)], 1)


def _vignetted(rng: np.random.Generator, image: Image.Image, depth: float) -> Image.Image:
    """Return the image darkened towards the corners by at most `depth` (0 to 1)."""
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
    """Return the plate with dust, hairs and scratches, the more the greater `age` (0 to 1)."""
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
    """Return the plate on paper: with a border, in an oval, or faded at the edges."""
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
    """Find by bisection the gamma that gives the print its brightness, and make the print.

    A print's brightness is computed from the histograms alone, so only one print is made.
    """
    counts = np.array(plain.histogram(), np.float64).reshape(-1, 256)
    spread = np.cumsum(counts.mean(0)) / counts.mean(0).sum()
    black, white = np.searchsorted(spread, (0.003, 0.997))
    stretched = np.clip((np.arange(256) - black) / max(1, white - black), 0, 1)
    low, high = -2.5, 2.5
    for _ in range(18):
        middle = (low + high) / 2
        # Dark prints get duller highlights too: gamma alone would turn their shadows black.
        curves = _curves(min(1, 2 ** (-0.35 * middle)) * stretched ** (2**middle), toning)
        if _brightness(counts, curves) > luminance:
            low = middle
        else:
            high = middle
    bands = plain.split() * (curves.shape[1] // len(counts))
    printed = [band.point(curves[:, n].tolist()) for n, band in enumerate(bands)]
    return Image.merge("L" if len(printed) == 1 else "RGB", printed)


def _curves(curve: Table, toning: Table) -> npt.NDArray[np.int64]:
    """Return a table from the film's values to the print's: 256 rows, a column for each band."""
    steps = np.arange(256) / 255
    bands = [np.interp(curve, steps, toning[:, n]) for n in range(toning.shape[1])]
    return np.rint(np.stack(bands, 1)).astype(np.int64)


def _brightness(counts: Table, curves: npt.NDArray[np.int64]) -> float:
    squares = (counts.T * curves.astype(np.float64) ** 2).sum(0) / counts[0].sum()
    return float(np.sqrt(squares @ SHARES if len(squares) == 3 else squares[0]) / 256)
