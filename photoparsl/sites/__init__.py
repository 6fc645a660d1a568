"""Sites: where a run takes place.  Configs, settings, HTCondor, Slurm, pilots and their bundle."""

from __future__ import annotations

from photoparsl.sites.grid import SETTINGS, Grid, Setting
from photoparsl.sites.settings import choose_project, read_settings, settings_file
from photoparsl.sites.site import Options, Site, cores, load_site, most_pilots, workers

__all__ = [
    "SETTINGS",
    "Grid",
    "Options",
    "Setting",
    "Site",
    "choose_project",
    "cores",
    "load_site",
    "most_pilots",
    "read_settings",
    "settings_file",
    "workers",
]
