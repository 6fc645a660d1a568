"""This process: threads instead of worker processes, for a quick look or a test."""

from parsl.config import Config
from parsl.executors import ThreadPoolExecutor

from photoparsl.sites import Options, parsl_config

SCHEDULER = None  # there are no pilots: settings of a grid have no effect here


def fresh_config(options: Options) -> Config:
    """Return a new Parsl Config on every call: Parsl can't load one twice."""
    executor = ThreadPoolExecutor(label="threads", max_threads=options.workers)
    return parsl_config(options, executor)
