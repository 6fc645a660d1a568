"""This process alone: threads instead of workers, for a quick look or a test."""

from pathlib import Path

from parsl.config import Config
from parsl.executors import ThreadPoolExecutor

from photoparsl.sites import Options


def fresh_config(options: Options) -> Config:
    """A new configuration on every call, since Parsl can't load one twice."""
    return Config(
        executors=[ThreadPoolExecutor(label="threads", max_threads=options.workers)],
        run_dir=str(options.run_dir / "parsl"),
        initialize_logging=False,
    )


def public_dir(options: Options) -> Path:
    """The folder that the page goes to."""
    return options.run_dir / "public"
