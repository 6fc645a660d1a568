"""Imports what workers need.  The fork server imports this module before it forks them."""

from __future__ import annotations

from importlib import import_module

from photoparsl.sites.parslmain import POOL, import_parsl

import_parsl()
import_module(POOL)
import_module("photoparsl.apps")
