"""Sites: where a run takes place.  Configs, settings, HTCondor, Slurm, pilots and their bundle.

Modules that import Parsl are imported on first use, so that commands without Parsl start fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from photoparsl.sites.grid import SETTINGS, Grid, Setting
from photoparsl.sites.settings import choose_project, read_settings, settings_file
from photoparsl.sites.site import (
    Options,
    Site,
    cores,
    cores_of_pilot,
    load_site,
    most_pilots,
    workers,
)

if TYPE_CHECKING:
    from photoparsl.sites.bundle import make_bundle
    from photoparsl.sites.bundle_check import check_bundle
    from photoparsl.sites.config import parsl_config, pilot_config
    from photoparsl.sites.delivery import htcondor_delivery, slurm_delivery
    from photoparsl.sites.htcondor import HTCondorProvider
    from photoparsl.sites.local import LocalExecutor, NoManagerStartsError, ProcessProvider
    from photoparsl.sites.pilot_executor import PilotExecutor
    from photoparsl.sites.pilot_provider import PilotProvider
    from photoparsl.sites.preflight import (
        check_folder,
        check_htcondor,
        check_photos,
        check_slurm,
        condor_address,
        known_projects,
        slurm_address,
    )
    from photoparsl.sites.slurm import SlurmPilotProvider

__all__ = [
    "SETTINGS",
    "Grid",
    "HTCondorProvider",
    "LocalExecutor",
    "NoManagerStartsError",
    "Options",
    "PilotExecutor",
    "PilotProvider",
    "ProcessProvider",
    "Setting",
    "Site",
    "SlurmPilotProvider",
    "check_bundle",
    "check_folder",
    "check_htcondor",
    "check_photos",
    "check_slurm",
    "choose_project",
    "condor_address",
    "cores",
    "cores_of_pilot",
    "htcondor_delivery",
    "known_projects",
    "load_site",
    "make_bundle",
    "most_pilots",
    "parsl_config",
    "pilot_config",
    "read_settings",
    "settings_file",
    "slurm_address",
    "slurm_delivery",
    "workers",
]

_MODULES = {
    "check_bundle": "bundle_check",
    "check_folder": "preflight",
    "check_htcondor": "preflight",
    "check_photos": "preflight",
    "check_slurm": "preflight",
    "condor_address": "preflight",
    "htcondor_delivery": "delivery",
    "HTCondorProvider": "htcondor",
    "known_projects": "preflight",
    "LocalExecutor": "local",
    "make_bundle": "bundle",
    "NoManagerStartsError": "local",
    "parsl_config": "config",
    "pilot_config": "config",
    "PilotExecutor": "pilot_executor",
    "PilotProvider": "pilot_provider",
    "ProcessProvider": "local",
    "slurm_address": "preflight",
    "slurm_delivery": "delivery",
    "SlurmPilotProvider": "slurm",
}


def __getattr__(name: str) -> Any:
    """Import a name's module when the name is first used."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
