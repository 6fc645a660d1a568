"""Sites: where a run takes place.  Configs, settings, HTCondor, Slurm, pilots and their bundle."""

from __future__ import annotations

from photoparsl.sites.settings import RANGES, Grid, choose_project, settings, settings_file
from photoparsl.sites.site import Options, Site, cores, load_site, most_pilots, workers

__all__ = [
    "RANGES",
    "Grid",
    "Options",
    "Site",
    "choose_project",
    "cores",
    "load_site",
    "most_pilots",
    "settings",
    "settings_file",
    "workers",
]
