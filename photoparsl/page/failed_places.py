"""How many photos failed by the host of their address and by reason, with examples of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlsplit

from photoparsl.results import Failure

OTHER_HOSTS, NO_HOST = "other hosts", "no host"
_MOST_PAIRS = 500  # of a host and a reason. Hosts beyond them are OTHER_HOSTS
_EXAMPLES = 3  # listed for each pair
_MOST_EXAMPLES = 200


class FailedPlaces:
    """Counts failures by host and reason.

    examples: the first failures of each pair that were added, as everyone may read them
    """

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, str]] = Counter()
        self.examples: list[Failure] = []

    def add(self, failures: Iterable[Failure]) -> None:
        """Count failures, which are redacted."""
        for failure in failures:
            pair = (host_of_place(failure.url), failure.reason)
            if pair not in self._counts and len(self._counts) >= _MOST_PAIRS:
                pair = (OTHER_HOSTS, failure.reason)
            if self._counts[pair] < _EXAMPLES and len(self.examples) < _MOST_EXAMPLES:
                self.examples.append(failure)
            self._counts[pair] += 1

    def counts(self) -> list[tuple[str, str, int]]:
        """Host, reason and number of photos, most first."""
        found = sorted(self._counts.items(), key=lambda item: (-item[1], item[0]))
        return [(host, reason, photos) for (host, reason), photos in found]


def host_of_place(place: str) -> str:
    """The host of a photo's place, as everyone may read it.

    >>> host_of_place("https://a.example:8443/1.jpg"), host_of_place("photos/1.jpg")
    ('a.example:8443', 'no host')
    """
    try:
        return urlsplit(place).netloc or NO_HOST
    except ValueError:
        return NO_HOST
