"""Sites: where a run takes place.  Configs, settings, HTCondor, Slurm, pilots and their bundle.

What imports Parsl is imported when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from photoparsl.sites.grid import SETTINGS, Grid, Setting
from photoparsl.sites.settings import choose_project, read_settings, settings_file
from photoparsl.sites.site import Options, Site, cores, load_site, most_pilots, workers

if TYPE_CHECKING:
    from photoparsl.sites.config import parsl_config, pilot_config
    from photoparsl.sites.delivery import htcondor_delivery, slurm_delivery
    from photoparsl.sites.htcondor import HTCondorProvider
    from photoparsl.sites.local import LocalExecutor
    from photoparsl.sites.pilot_executor import PilotExecutor
    from photoparsl.sites.pilot_provider import PilotProvider
    from photoparsl.sites.preflight import (
        check_htcondor,
        check_slurm,
        condor_address,
        slurm_address,
    )
    from photoparsl.sites.slurm import SlurmPilotProvider

__all__ = [
    "SETTINGS",
    "Grid",
    "HTCondorProvider",
    "LocalExecutor",
    "Options",
    "PilotExecutor",
    "PilotProvider",
    "Setting",
    "Site",
    "SlurmPilotProvider",
    "check_htcondor",
    "check_slurm",
    "choose_project",
    "condor_address",
    "cores",
    "htcondor_delivery",
    "load_site",
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
    "check_htcondor": "preflight",
    "check_slurm": "preflight",
    "condor_address": "preflight",
    "htcondor_delivery": "delivery",
    "HTCondorProvider": "htcondor",
    "LocalExecutor": "local",
    "parsl_config": "config",
    "pilot_config": "config",
    "PilotExecutor": "pilot_executor",
    "PilotProvider": "pilot_provider",
    "slurm_address": "preflight",
    "slurm_delivery": "delivery",
    "SlurmPilotProvider": "slurm",
}


def __getattr__(name: str) -> Any:
    """Import a name's module when the name is first used."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
