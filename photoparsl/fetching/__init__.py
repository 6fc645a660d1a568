"""Fetch photos from the web and from disks: the bytes of each, or the reason why there are none."""

from __future__ import annotations

from photoparsl.fetching.addresses import host_of, is_loopback, may_list_url, server_of, web_address
from photoparsl.fetching.disk_answers import answers_of
from photoparsl.fetching.download import MOST_MANIFEST_BYTES, download, serves_file
from photoparsl.fetching.endings import CONTROL_BYTES
from photoparsl.fetching.fetched import Fetched, NextPhotos
from photoparsl.fetching.host_queues import MOST_UNREACHED, MOST_WALLED
from photoparsl.fetching.limits import Limits
from photoparsl.fetching.marks import MARK_LETTERS, mark_of_file, marks_on_disk
from photoparsl.fetching.paths import (
    local_path,
    path_as_written,
    path_on_disk,
    spelling_on_disk,
)
from photoparsl.fetching.photos import fetch
from photoparsl.fetching.task_limits import TaskLimits, task_limits

__all__ = [
    "CONTROL_BYTES",
    "MARK_LETTERS",
    "MOST_MANIFEST_BYTES",
    "MOST_UNREACHED",
    "MOST_WALLED",
    "Fetched",
    "Limits",
    "NextPhotos",
    "TaskLimits",
    "answers_of",
    "download",
    "fetch",
    "host_of",
    "is_loopback",
    "local_path",
    "mark_of_file",
    "marks_on_disk",
    "may_list_url",
    "path_as_written",
    "path_on_disk",
    "server_of",
    "serves_file",
    "spelling_on_disk",
    "task_limits",
    "web_address",
]
