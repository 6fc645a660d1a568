"""Says which options of a grid a run at another site doesn't heed."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from photoparsl.sites import SETTINGS

_LOG = logging.getLogger(__name__)
_HEEDED = ("public", "public_url")  # they are of the page, wherever photos are measured
_HERE = ("local", "threads")  # a site of one's own may heed any of them


def tell_unheeded(chosen: Mapping[str, Any], config: str) -> None:
    """Log the options of a grid that are chosen for this run, if its site is this machine.

    config: the site's name, or its file
    """
    flags = [
        SETTINGS[name].option or name
        for name, value in chosen.items()
        if value is not None and name in SETTINGS and name not in _HEEDED
    ]
    if flags and config in _HERE:
        verb = "has" if len(flags) == 1 else "have"
        _LOG.warning("%s %s no effect at the site %s", ", ".join(flags), verb, config)
