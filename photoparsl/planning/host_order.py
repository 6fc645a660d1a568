"""Tells whether the rows of a manifest are sorted by host, while the manifest is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from photoparsl.fetching import host_of, is_loopback

WINDOW = 100  # rows whose hosts are counted at a time
MOST_HOSTS = 1000  # hosts that are counted by themselves
ENOUGH_HOSTS = 8  # in a window: a slice that follows the rows then keeps a worker's requests apart
LEAST_SHARE = 0.1  # of the windows must have too few hosts
MOST_SHARE = 0.98  # of the rows may be of one host, so that mixing the others in is worth it


class HostOrder:
    """Counts the hosts of successive rows.  Files and this machine's own servers are no hosts."""

    def __init__(self) -> None:
        self._windows: Counter[int] = Counter()  # by the number of their hosts
        self._alone: Counter[str] = Counter()  # windows of one host only, by host
        self._names: dict[str, str] = {}  # hosts by the beginnings of URLs

    def add(self, places: Iterable[str]) -> None:
        """Count the hosts of a window of WINDOW rows, or of fewer at the manifest's end."""
        starts = {place[: place.find("/", 8)] for place in places if place[:4] == "http"}
        hosts = {name for start in starts if (name := self._name(start))}
        self._windows[len(hosts)] += 1
        if len(hosts) == 1:
            self._alone.update(hosts)

    @property
    def is_by_host(self) -> bool:
        """Whether slices of successive rows would have photos of few of the hosts."""
        hosts = len(set(self._names.values()) - {""})
        windows = self._windows.total()
        wanted = max(2, min(hosts // 2, ENOUGH_HOSTS))
        few = sum(number for found, number in self._windows.items() if found < wanted)
        most = max(self._alone.values(), default=0)
        return hosts > 1 and few > LEAST_SHARE * windows and most <= MOST_SHARE * windows

    def _name(self, start: str) -> str:
        """The host of the URLs that begin with `start`, or empty for this machine."""
        name = self._names.get(start)
        if name is None:
            name = host_of(f"{start}/")
            name = "" if is_loopback(name) else name
            if len(self._names) < MOST_HOSTS:
                self._names[start] = name
        return name
