"""The settings of a grid: each is declared once, as a field of `Grid`.

These fields make the command line's options, the names in the settings file, `grid={...}` of
`photoparsl.run` and the table in docs/grid.md.  They also make lines of the files that are
submitted. To add a setting, add a field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from photoparsl.results import Scheduler
from photoparsl.sites.setting import Setting


def _setting(default: Any, help: str, metavar: str = "", **more: Any) -> Any:
    metadata = {"default": default, "help": help, "metavar": metavar, **more}
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True)
class Grid:
    """The settings of a grid for one run.  Each field's meaning and unit are in its declaration.

    With the default heartbeat and patience, a network failure of one minute loses no pilot, even
    with the time that TCP needs to recover.
    """

    project: str = _setting("", "the project that pilots are accounted to", "NAME")
    pilots: int = _setting(3, "pilots at a time", "N", least=1, most=10_000)
    cores: int = _setting(1, "a pilot's cores; each has a worker", "N", least=1, most=1024)
    memory: float = _setting(
        2.0, "a pilot's memory in GB; 0, on Slurm: the site's default", "GB", least=0, most=10_000
    )
    disk: float = _setting(
        2.0, "a pilot's scratch disk in GB", "GB", least=0.1, most=100_000, only=Scheduler.HTCONDOR
    )
    walltime: float = _setting(
        8.0,
        "hours after which a pilot takes no more tasks and is replaced",
        "HOURS",
        least=0.001,
        most=10_000,
    )
    heartbeat: int = _setting(
        30, "seconds between two heartbeats of a pilot", "S", least=1, most=3600, of_pilots=True
    )
    patience: int = _setting(
        240,
        "seconds without a heartbeat until a pilot is lost",
        "S",
        least=1,
        most=86_400,
        of_pilots=True,
    )
    lease: int = _setting(
        600,
        "seconds until HTCondor gives up a host that it can't reach",
        "S",
        least=1,
        most=86_400,
        only=Scheduler.HTCONDOR,
        condor_line="job_lease_duration = {}",
    )
    address: str = _setting(
        "",
        "this machine's address that pilots connect to (default: the scheduler's)",
        "IP",
        of_pilots=True,
    )
    port: int = _setting(
        54321,
        "the port of this machine that pilots connect to",
        "PORT",
        least=1,
        most=65_535,
        of_pilots=True,
    )
    requirements: str = _setting(
        "",
        "a ClassAd expression that slots must match, e.g. 'OSGVO_OS_STRING == \"RHEL 9\"'",
        "EXPRESSION",
        only=Scheduler.HTCONDOR,
    )
    partition: str = _setting(
        "",
        "the partition that pilots run in",
        "NAME",
        only=Scheduler.SLURM,
        slurm_line="#SBATCH --partition={}",
    )
    bundle_url: str = _setting(
        "", "the URL where pilots fetch the bundle (default: this machine sends it)", "URL"
    )
    container: str = _setting(
        "",
        "the URL of a container's image with this Python and photoparsl, instead of the bundle",
        "URL",
        only=Scheduler.HTCONDOR,
        pattern=r".*[/:].*|.*\.sif",
        expected="the URL or the path of a container's image",
    )
    modules: tuple[str, ...] = _setting(
        (),
        "a module to add to the bundle, besides those of your measures; may be given several times",
        "NAME",
        option="--module",
    )
    shared: tuple[str, ...] = _setting(
        (),
        "a folder that all nodes have at the same path, whose photos they read; may be given "
        "several times",
        "DIR",
        only=Scheduler.SLURM,
    )
    job_photos: int = _setting(
        5000, "the most photos of a job of --detach", "N", least=1, most=1_000_000
    )
    submit: str = _setting("", "lines that are added to the submit file", option="")
    public: str = _setting("", "the folder that the page is written to", "DIR")
    public_url: str = _setting(
        "",
        "the public folder's URL on the web",
        "URL",
        pattern=r"https?://.*",
        expected="a URL that begins with http:// or https://",
    )
    projects: tuple[str, ...] = _setting(
        (), "more projects for 'photoparsl show-projects' to list", option=""
    )

    @property
    def condor_lines(self) -> str:
        """The lines of these settings in HTCondor's submit file.  Those of `submit` are last."""
        return self._lines("condor_line")

    @property
    def slurm_lines(self) -> str:
        """The lines of these settings in a Slurm job's script.  Those of `submit` are last."""
        return self._lines("slurm_line")

    def _lines(self, kind: str) -> str:
        forms = ((getattr(setting, kind), setting.name) for setting in SETTINGS.values())
        values = ((form, getattr(self, name)) for form, name in forms if form)
        lines = [form.format(value) for form, value in values if value]
        return "\n".join([*lines, self.submit])


SETTINGS: Mapping[str, Setting] = {  # by name
    setting.name: Setting(
        name=setting.name,
        **{"option": f"--{setting.name.replace('_', '-')}", **setting.metadata},
    )
    for setting in fields(Grid)
}
