"""Sites: where a run takes place.  Configs, settings, HTCondor, Slurm, pilots and their bundle.

Modules are imported on first use, so that commands without Parsl and Parsl's processes start fast.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from photoparsl.importing import lazy_names

if TYPE_CHECKING:
    from photoparsl.sites.bundle_check import check_bundle
    from photoparsl.sites.bundling import make_bundle
    from photoparsl.sites.condor_log import ClusterLog, LoggedJob
    from photoparsl.sites.config_of_site import parsl_config, pilot_config
    from photoparsl.sites.delivery import htcondor_delivery, slurm_delivery
    from photoparsl.sites.detached_jobs import detached_text
    from photoparsl.sites.early import start_early
    from photoparsl.sites.grid import SETTINGS, Grid
    from photoparsl.sites.htcondor import FINISH_SECONDS, HTCondorProvider
    from photoparsl.sites.job_log import log_of
    from photoparsl.sites.local import LocalExecutor, NoManagerStartsError, ProcessProvider
    from photoparsl.sites.machine_limits import allow_enough
    from photoparsl.sites.next_slice import next_photos
    from photoparsl.sites.packing import packing_progress
    from photoparsl.sites.parslmain import import_parsl
    from photoparsl.sites.pilot_endings import last_words
    from photoparsl.sites.pilot_executor import PilotExecutor
    from photoparsl.sites.pilot_provider import PilotProvider
    from photoparsl.sites.preflight import (
        check_folder,
        check_htcondor,
        check_slurm,
        condor_address,
        known_projects,
        slurm_address,
    )
    from photoparsl.sites.reachable import check_photos, check_reachable
    from photoparsl.sites.schedulers import JobScheduler, scheduler_of, scheduler_of_site
    from photoparsl.sites.setting import Setting
    from photoparsl.sites.settings import (
        choose_project,
        given_settings,
        read_settings,
        settings_file,
    )
    from photoparsl.sites.site import Options, Site, load_site, shipped_sites
    from photoparsl.sites.sizes import cores, cores_of_pilot, most_pilots, workers
    from photoparsl.sites.slurm import SlurmPilotProvider

__all__ = [
    "FINISH_SECONDS",
    "SETTINGS",
    "ClusterLog",
    "Grid",
    "HTCondorProvider",
    "JobScheduler",
    "LocalExecutor",
    "LoggedJob",
    "NoManagerStartsError",
    "Options",
    "PilotExecutor",
    "PilotProvider",
    "ProcessProvider",
    "Setting",
    "Site",
    "SlurmPilotProvider",
    "allow_enough",
    "check_bundle",
    "check_folder",
    "check_htcondor",
    "check_photos",
    "check_reachable",
    "check_slurm",
    "choose_project",
    "condor_address",
    "cores",
    "cores_of_pilot",
    "detached_text",
    "given_settings",
    "htcondor_delivery",
    "import_parsl",
    "known_projects",
    "last_words",
    "load_site",
    "log_of",
    "make_bundle",
    "most_pilots",
    "next_photos",
    "packing_progress",
    "parsl_config",
    "pilot_config",
    "read_settings",
    "scheduler_of",
    "scheduler_of_site",
    "settings_file",
    "shipped_sites",
    "slurm_address",
    "slurm_delivery",
    "start_early",
    "workers",
]

__getattr__, __dir__ = lazy_names(
    __name__,
    {
        "bundling": ["make_bundle"],
        "bundle_check": ["check_bundle"],
        "condor_log": ["ClusterLog", "LoggedJob"],
        "config_of_site": ["parsl_config", "pilot_config"],
        "delivery": ["htcondor_delivery", "slurm_delivery"],
        "detached_jobs": ["detached_text"],
        "early": ["start_early"],
        "grid": ["SETTINGS", "Grid"],
        "machine_limits": ["allow_enough"],
        "next_slice": ["next_photos"],
        "htcondor": ["FINISH_SECONDS", "HTCondorProvider"],
        "job_log": ["log_of"],
        "local": ["LocalExecutor", "NoManagerStartsError", "ProcessProvider"],
        "packing": ["packing_progress"],
        "parslmain": ["import_parsl"],
        "pilot_endings": ["last_words"],
        "pilot_executor": ["PilotExecutor"],
        "pilot_provider": ["PilotProvider"],
        "preflight": [
            "check_folder",
            "check_htcondor",
            "check_slurm",
            "condor_address",
            "known_projects",
            "slurm_address",
        ],
        "reachable": ["check_photos", "check_reachable"],
        "schedulers": ["JobScheduler", "scheduler_of", "scheduler_of_site"],
        "setting": ["Setting"],
        "settings": ["choose_project", "given_settings", "read_settings", "settings_file"],
        "site": ["Options", "Site", "load_site", "shipped_sites"],
        "sizes": ["cores", "cores_of_pilot", "most_pilots", "workers"],
        "slurm": ["SlurmPilotProvider"],
    },
)
