"""Studio and room scenes: each public function paints one and returns the photo's title."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageOps

from photoparsl.tutorial.canvas import Canvas
from photoparsl.tutorial.drawing import (
    BILINEAR,
    BLACK,
    HAIR,
    SKIN,
    WHITE,
    Colour,
    Point,
    mix,
    oval,
    pick,
    tint,
)
from photoparsl.tutorial.textures import textures

GLAZES: tuple[Colour, ...] = (
    (190, 60, 44),
    (206, 160, 60),
    (110, 130, 60),
    (200, 196, 186),
    (70, 90, 120),
)


def portrait(canvas: Canvas) -> str:
    """Paint a woman or a man in front of a studio backdrop."""
    tones = ((70, 66, 62), (110, 106, 100), (160, 154, 146), (84, 92, 104), (196, 190, 180))
    tone = pick(canvas.rng, tones)
    canvas.backdrop(mix(tone, BLACK, 0.4), mix(tone, WHITE, 0.25), textures().clouds, 3)
    woman = canvas.chance(0.5)
    sitter = _Sitter(canvas)
    if woman:
        sitter.part(oval(0, -8, 84, 108 if canvas.chance(0.6) else 140), sitter.hair, 20, 4)
    sitter.dress(woman)
    sitter.head()
    sitter.features()
    if woman:
        return pick(canvas.rng, ("Portrait of a woman", "Portrait of a young woman"))
    sitter.beard()
    return pick(canvas.rng, ("Portrait of a man", "Portrait of a gentleman"))


class _Sitter:
    """A person sitting for a portrait.  Lengths are in 480ths of the picture's width."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.scale = min(canvas.width, canvas.height * 0.85) / 480 * canvas.between(0.85, 1.05)
        self.x = canvas.width * canvas.between(0.44, 0.56)
        self.y = canvas.height * canvas.between(0.36, 0.42)
        self.hair = pick(canvas.rng, HAIR)

    def part(
        self, outline: Sequence[Point], colour: Colour, depth: float, blur: float = 1.5
    ) -> None:
        """Paint a rounded body.  Its outline is relative to the middle of the face."""
        scaled = [(self.x + a * self.scale, self.y + b * self.scale) for a, b in outline]
        self.canvas.body(scaled, colour, depth * self.scale, blur)

    def dress(self, woman: bool) -> None:
        drop, cloth = self.canvas.between(-10, 20), self.canvas.clothes()
        left = [(-230, 720), (-214, 300), (-196, 220 + drop), (-150, 172 + drop), (-58, 122)]
        self.part([*left, *((-a, b) for a, b in reversed(left))], cloth, 26, 3)
        neckline = 190 if woman else 150
        neck = [(-36, 50), (36, 50), (42, 124), (0, neckline), (-42, 124)]
        self.part(neck, mix(SKIN, (120, 80, 60), 0.25), 14)
        if woman and self.canvas.chance(0.5):
            lace = [(-48, 108), (0, 170), (48, 108), (62, 134), (0, 206), (-62, 134)]
            self.part(lace, (232, 226, 216), 6)
        if not woman:
            self.part([(-42, 106), (42, 106), (26, 180), (0, 300), (-26, 180)], (232, 226, 216), 8)
            tie = [(-9, 136), (9, 136), (14, 290), (0, 320), (-14, 290)]
            self.part(tie, self.canvas.clothes(), 4)
            for side in (-1, 1):
                lapel = [(side * 44, 108), (side * 72, 150), (side * 6, 340), (side * 30, 190)]
                self.part(lapel, mix(cloth, BLACK, 0.3), 8)

    def head(self) -> None:
        """Paint face and hair.  The jaw is narrower than the brow."""
        for side in (-1, 1):
            self.part(oval(side * 66, 2, 9, 19), mix(SKIN, (150, 80, 60), 0.3), 5)
        self.part([(a * (1 - 0.0017 * max(b, 0)), b) for a, b in oval(0, 0, 66, 92)], SKIN, 30, 2)
        parting = self.canvas.between(-30, 30)
        crown = [(a, b) for a, b in sorted(oval(0, -20, 73, 84)) if b < -12]
        self.part([*crown, (60, -28), (parting, -66), (-60, -28)], self.hair, 12, 3)

    def beard(self) -> None:
        if self.canvas.chance(0.5):
            chin = self.canvas.between(96, 140)
            jaw = [(-66, 4), (-52, 40), (-26, 66), (-22, 74), (0, chin - 22)]
            cheek = [(-24, 50), (24, 50), (28, 66), (14, 62), (-14, 62), (-28, 66)]
            under = [(50, 62), (30, chin - 12), (0, chin), (-30, chin - 12), (-50, 62)]
            self.part(cheek, self.hair, 4, 3)
            self.part([*jaw, (22, 74), (26, 66), (52, 40), (66, 4), *under], self.hair, 12, 4)
        elif self.canvas.chance(0.6):
            moustache = [(-34, 54), (-8, 42), (8, 42), (34, 54), (8, 53), (-8, 53)]
            self.part(moustache, self.hair, 4, 2)

    def features(self) -> None:
        """Paint eyes, nose and mouth, blurred as by an old lens."""
        turn = self.canvas.between(-9, 9)
        marks: list[tuple[float, ...]] = [
            (turn + 8, 20, 6, 20, 90, 5),
            (turn + 2, 34, 13, 5, 150, 3),
        ]
        marks += [(turn, 57, 21, 2.4, 190, 2), (turn, 72, 16, 4, 90, 4)]
        for side in (-27, 27):
            marks += [(turn + side, -6, 18, 11, 100, 5), (turn + side, -3, 6, 5, 230, 1.6)]
            marks += [(turn + side, -8, 13, 2, 190, 1.4), (turn + side, -23, 17, 3, 170, 2.4)]
        for a, b, rx, ry, tone, blur in marks:
            scale = self.scale
            outline = oval(self.x + a * scale, self.y + b * scale, rx * scale, ry * scale)
            colours = ((40, 22, 16), (66, 38, 28))
            self.canvas.shape(outline, colours, blur=blur * scale, cover=tone / 255)


def interior(canvas: Canvas) -> str:
    """Paint a room lit by one window."""
    paper = pick(canvas.rng, ((120, 104, 84), (98, 104, 92), (130, 118, 112), (92, 84, 80)))
    floor = canvas.height * canvas.between(0.68, 0.8)
    x, y = canvas.width * canvas.between(0.2, 0.7), canvas.height * canvas.between(0.25, 0.38)
    glow = ImageOps.invert(Image.radial_gradient("L")).resize(
        canvas.size, BILINEAR, _around(canvas, x, y)
    )
    canvas.image = tint(glow, mix(paper, BLACK, 0.75), mix(paper, (255, 250, 236), 0.3))
    canvas.ground(floor, (58, 44, 34), (108, 82, 60), stretch=0.9)
    wide, high = (
        canvas.width * canvas.between(0.12, 0.18),
        canvas.height * canvas.between(0.18, 0.24),
    )
    _sunlit_window(canvas, (x, y), (wide, high))
    slide = canvas.between(-0.5, 0.5) * canvas.width
    near, far = x + slide, x + slide / 2
    patch = [(far - wide, floor + 12), (far + wide, floor + 12)]
    patch += [(near + 1.7 * wide, canvas.height), (near - 1.5 * wide, canvas.height)]
    canvas.shape(patch, ((216, 194, 156), (244, 226, 190)), blur=7, cover=0.6)
    if canvas.chance(0.6):
        foot = (x + canvas.between(-1.6, 1.6) * wide, canvas.height * 0.94)
        tall = canvas.height * canvas.between(0.55, 0.68)
        canvas.paste(pick(canvas.rng, textures().people), foot, tall)
        return pick(canvas.rng, ("At the window", "In the parlour", "Afternoon at home"))
    _table(canvas, canvas.height * canvas.between(0.72, 0.8))
    return pick(canvas.rng, ("Room with a window", "Interior with a table", "The dining room"))


def _around(canvas: Canvas, x: float, y: float) -> tuple[float, float, float, float]:
    """Return the crop box of a 256-pixel gradient that puts its centre at (x, y) on the canvas."""
    left, top = 128 * (1 - x / canvas.width), 128 * (1 - y / canvas.height)
    return left, top, left + 128, top + 128


def _sunlit_window(canvas: Canvas, centre: Point, half: Point) -> None:
    """Paint a window with curtains.  `half` is half its width and half its height."""
    (x, y), (wide, high) = centre, half
    draw = ImageDraw.Draw(canvas.image)
    frame, bars = (x - wide - 9, y - high - 9, x + wide + 9, y + high + 9), (92, 82, 72)
    draw.rectangle(frame, (214, 206, 192))
    outside = canvas.texture(textures().clouds, (int(2 * wide), int(2 * high)), (1, 1))
    bright = tint(outside, (200, 204, 196), (255, 254, 248))
    canvas.image.paste(bright, (int(x - wide), int(y - high)))
    for share in (-0.33, 0.33):
        draw.line((x + share * wide, y - high, x + share * wide, y + high), bars, 5)
    draw.line((x - wide, y - high * 0.2, x + wide, y - high * 0.2), bars, 5)
    for side in (-1, 1):
        top, foot = y - high - 16, y + high + 32
        fall = [(1.35, top), (0.7, top), (0.95, foot), (1.4, foot)]
        curtain = [(x + side * wide * share, end) for share, end in fall]
        canvas.shape(curtain, ((110, 100, 88), (240, 234, 220)), (0.5, 8), 1.5)


def still_life(canvas: Canvas) -> str:
    """Paint vases and fruit on a table."""
    tone = pick(canvas.rng, ((60, 54, 50), (100, 92, 82), (150, 146, 138)))
    canvas.backdrop(mix(tone, BLACK, 0.5), mix(tone, WHITE, 0.2), textures().clouds, 2)
    _table(canvas, canvas.height * canvas.between(0.6, 0.68))
    return pick(canvas.rng, ("Still life with fruit", "Vase and fruit", "Study of still objects"))


def _table(canvas: Canvas, top: float) -> None:
    """Paint a table with vases and fruit, its far edge at `top` (pixels)."""
    cloth = pick(canvas.rng, ((220, 214, 204), (130, 90, 60), (90, 60, 54)))
    edge = [(canvas.width * 0.06, top), (canvas.width * 0.94, top)]
    edge += [(canvas.width * 1.1, canvas.height), (-canvas.width * 0.1, canvas.height)]
    canvas.shape(edge, (mix(cloth, BLACK, 0.4), cloth), (3, 0.5), 1.5)
    unit = min(canvas.size) / 480
    spots = sorted(canvas.rng.uniform((0.02, 0.2), (0.14, 0.8), (canvas.count(5, 9), 2)).tolist())
    for depth, across in spots:
        x, y = across * canvas.width, top + depth * canvas.height
        tall = canvas.chance(0.35)
        rx, ry = canvas.between(24, 40) * unit, canvas.between(22, 36) * unit * (3 if tall else 1)
        shadow = oval(x + rx * 0.7, y + 2, rx * 1.5, rx * 0.35)
        canvas.shape(shadow, ((16, 12, 10), (24, 18, 14)), blur=7, cover=0.7)
        body = oval(x, y - ry * 0.8, rx, ry)
        if tall:
            neck = [0.42 + 0.58 * min(1, max(0, (b - y + 1.5 * ry) / ry)) for _, b in body]
            body = [(x + (a - x) * slim, b) for (a, b), slim in zip(body, neck, strict=True)]
        canvas.body(body, pick(canvas.rng, GLAZES), rx * 0.45)
