"""A value is the same, to the last bit, whatever processor measures it."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

ROOT = Path(__file__).parents[2] / "photoparsl"
MEASURING = sorted((ROOT / "measuring").rglob("*.py"))
# Their builtin sums are of memory, which is in no result, or of whole numbers; their `reduce` is
# Pillow's, of whole numbers.
OF_WHOLE_NUMBERS = {
    "border.py", "decoded_photo.py", "frames.py", "hash_measures.py",
    "jpeg.py", "jpeg_structure.py", "kind_measures.py", "scan_measures.py",
    "texture_measures.py", "tiff_parts.py", "tiff_strips.py",
}  # fmt: skip

# What depends on the processor: BLAS; and what numpy or the C library choose a version of.
BANNED = re.compile(
    r"dot|vdot|inner|einsum|matmul|tensordot|linalg|fft|convolve|correlate|"
    r"log|log2|log10|log1p|exp|exp2|expm1|pow|power|float_power|cbrt|hypot|"
    r"a?(rc)?(sin|cos|tan)h?|a(rc)?tan2|sinc|"
    r"mean|nanmean|average|std|nanstd|var|nanvar|quantile|percentile|nansum|prod|cumprod|"
    r"trapezoid|corrcoef|cov"
)
SUMS = ("sum", "cumsum", "reduce", "reduceat", "accumulate")
WHOLE = re.compile(r"dtype=np\.u?int\d+")

MEASURE_ALL = """
import sys
from pathlib import Path
from photoparsl.measuring import measure_all
from photoparsl.measuring import MORE_MEASURES, MEASURES
from photoparsl.measuring import decode
for path in sys.argv[1:]:
    photo = decode(Path(path).read_bytes())
    values = measure_all(photo, (*MEASURES, *MORE_MEASURES))
    texts = (f"{name}={getattr(value, 'hex', value.__str__)()}" for name, value in values.items())
    print(path, photo.stamp, *texts)
"""


def photos(folder: Path) -> list[str]:
    """Of all kinds: colour and grey, of many sizes, JPEG's colours and others."""
    rng = np.random.default_rng(1860)
    paths = []
    for number in range(16):
        height, width = rng.integers(1, 500, 2)
        small = rng.integers(0, 256, (9, 9, 3), np.uint8)
        image = Image.fromarray(small).resize((int(width), int(height)), Image.Resampling.BICUBIC)
        grain = rng.integers(0, 40, (height, width, 3), np.uint8)
        image = Image.fromarray(np.asarray(image) // 2 + grain)
        paths.append(folder / f"{number}{('.jpg', '.png', '.webp', '.tif')[number % 4]}")
        (image.convert("L") if number % 5 == 1 else image).save(paths[-1])
    deep = folder / "deep.png"
    Image.fromarray(rng.integers(0, 65536, (90, 120), np.uint16)).save(deep)
    flat = folder / "white.png"
    Image.new("RGB", (33, 21), "white").save(flat)
    return [str(path) for path in (*paths, deep, flat)]


def processors() -> dict[str, dict[str, str]]:
    """Environments in which the libraries choose as they would on other processors."""
    core = import_module("numpy._core._multiarray_umath")  # which has no public name

    known = [name for name in core.__cpu_dispatch__ if core.__cpu_features__.get(name)]
    plain = (
        "glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX512BW,-AVX2,-AVX2_Usable,-FMA,-FMA_Usable,-FMA4"
    )
    environments = {
        f"BLAS for {kind}": {"OPENBLAS_CORETYPE": kind}
        for kind in ("Nehalem", "Sandybridge", "Haswell", "Zen", "SkylakeX")
    }
    environments |= {f"no {name}": {"NPY_DISABLE_CPU_FEATURES": name} for name in known}
    environments["numpy as built"] = {"NPY_DISABLE_CPU_FEATURES": " ".join(known)}
    environments["the C library without FMA"] = {"GLIBC_TUNABLES": plain}
    environments["JPEG without SIMD"] = {"JSIMD_FORCENONE": "1"}
    environments["all of them"] = {
        "OPENBLAS_CORETYPE": "Nehalem", "GLIBC_TUNABLES": plain, "JSIMD_FORCENONE": "1",
        **environments["numpy as built"],
    }  # fmt: skip
    return environments


def run(code: str, paths: list[str], environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", code, *paths],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def output(process: subprocess.Popen[str]) -> str:
    out, errors = process.communicate(timeout=300)
    if process.returncode in (-4, 132):  # an instruction that this processor doesn't have
        return ""
    assert process.returncode == 0, errors
    return out


def test_every_value_and_stamp_is_the_same_bytes_as_on_other_processors(tmp_path: Path) -> None:
    paths = photos(tmp_path)
    here = output(run(MEASURE_ALL, paths, {}))
    assert here.count("\n") == len(paths)
    for name, environment in processors().items():
        there = output(run(MEASURE_ALL, paths, environment))
        assert there in ("", here), name


def test_white_is_one_and_a_fine_chequer_a_half_exactly() -> None:
    from photoparsl.measuring import DecodedPhoto, measure_all  # noqa: PLC0415

    white = DecodedPhoto(Image.new("RGB", (7, 5), "white"))
    assert measure_all(white, ["mean_luma", "dark", "bright", "entropy", "contrast"]) == {
        "mean_luma": 1, "dark": 1, "bright": 1, "entropy": 0, "contrast": 0,
    }  # fmt: skip
    chequer = Image.fromarray((np.indices((16, 16)).sum(axis=0) % 2 * 255).astype(np.uint8))
    for image in (chequer, chequer.convert("RGB")):
        values = measure_all(DecodedPhoto(image), ["contrast", "entropy", "sharpness"])
        assert values == {"contrast": 0.5, "entropy": 1, "sharpness": 1}


def faults(source: str, *, sums: bool = True) -> list[str]:
    """What a module does that depends on the processor, by line."""
    found = []
    for node in ast.walk(ast.parse(source)):
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
        if isinstance(node, (ast.Attribute, ast.Name)) and BANNED.fullmatch(name):
            found.append(f"{node.lineno}: {name}")
        if isinstance(node, (ast.BinOp, ast.AugAssign)):
            whole = isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant)
            whole |= isinstance(node, ast.BinOp) and ast.unparse(node.right).startswith("Decimal(")
            if isinstance(node.op, ast.MatMult) or (isinstance(node.op, ast.Pow) and not whole):
                found.append(f"{node.lineno}: {ast.unparse(node)}")
        if sums and isinstance(node, ast.Call):
            called = ast.unparse(node.func).rpartition(".")[2]
            weighted = called == "bincount" and (
                len(node.args) > 1 or any(word.arg == "weights" for word in node.keywords)
            )
            if weighted or (called in SUMS and not WHOLE.search(ast.unparse(node))):
                found.append(f"{node.lineno}: {ast.unparse(node)}")
    return found


@pytest.mark.parametrize("path", MEASURING, ids=lambda path: path.name)
def test_what_measures_uses_nothing_that_depends_on_the_processor(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert faults(source, sums=path.name not in OF_WHOLE_NUMBERS) == []


@pytest.mark.parametrize(
    "line",
    [
        "a @ b", "a @= b", "np.dot(a, b)", "a.dot(b)", "np.einsum('i,i', a, a)", "np.log2(a)",
        "math.log(a)", "from_math(cos(a))", "a ** b", "a ** 0.5", "a.sum()", "sum(a)", "np.sum(a)",
        "np.add.reduce(a)", "np.cumsum(a)", "np.bincount(a, b)", "np.bincount(a, weights=b)",
        "a.mean()", "a.std(axis=1)", "np.hypot(a, b)", "np.arctan2(a, b)",
        "a.sum(dtype=np.float64)",
    ],
)  # fmt: skip
def test_the_rule_sees_what_depends_on_the_processor(line: str) -> None:
    assert len(faults(line)) >= 1


@pytest.mark.parametrize(
    "line", ["a * b + math.sqrt(c / d)", "math.fsum(a)", "a.sum(dtype=np.int64)", "2.0**53"]
)
def test_the_rule_passes_what_does_not(line: str) -> None:
    assert faults(line) == []
