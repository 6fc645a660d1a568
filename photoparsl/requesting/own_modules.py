"""Makes the modules of the user's own measures importable, here and on workers."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from photoparsl.errors import SiteError
from photoparsl.measuring import FunctionMeasure, MeasureLike, is_own
from photoparsl.options import grid_option
from photoparsl.sites import Grid


def with_own_modules(grid: Grid, measures: Sequence[MeasureLike]) -> Grid:
    """Return the settings with the modules of the user's own measures added for the bundle.

    Raises SiteError for a measure that pilots can't import.
    """
    for measure in measures:
        if isinstance(measure, FunctionMeasure):
            raise SiteError(
                f"the measure {measure.name!r} is a function of this script or notebook, which a "
                "grid's workers can't import: put it into a module, a .py file of its own, and "
                "import it from there"
            )
    names = (str(measure) for measure in measures if is_own(str(measure)))
    own = [name.partition(":")[0].partition(".")[0] for name in names]
    new = [name for name in dict.fromkeys(own) if name not in grid.modules]
    if new and grid.container:
        raise SiteError(
            f"the container must hold the module {new[0]}, which can't be seen from here: if it "
            f"does, add {grid_option('--module', new[0])}"
        )
    return replace(grid, modules=(*grid.modules, *new))


def make_own_modules_importable(measures: Sequence[str | Callable[..., Any]]) -> None:
    """Add the folders of the user's own measures to `sys.path`, and to PYTHONPATH for workers here.

    These are the current folder, and the folders that the measures' modules were imported from.
    """
    folders = [str(Path.cwd())]
    for measure in measures:
        module = sys.modules.get(getattr(measure, "__module__", ""))
        if module and module.__name__ != "__main__" and getattr(module, "__file__", None):
            levels = module.__name__.count(".") + (Path(module.__file__ or "").stem == "__init__")
            folders.append(str(Path(module.__file__ or "").resolve().parents[levels]))
    known = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    for folder in folders:
        if folder not in sys.path:
            sys.path.insert(0, folder)
        if folder not in known:
            known.insert(0, folder)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, known))
