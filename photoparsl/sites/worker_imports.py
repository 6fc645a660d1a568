"""Imports what workers need.  The fork server imports this module before it forks them."""

from __future__ import annotations

import gc
from importlib import import_module

from photoparsl.sites.parslmain import POOL, import_parsl

gc.disable()  # what is imported here stays
import_parsl()
import_module(POOL)
import_module("photoparsl.apps")
gc.freeze()  # so that the workers share it with the fork server
gc.enable()
