"""Chooses the host from which a transfer fetches an object of the Open Science Data Federation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from photoparsl.fetching.address_rules import is_public_host
from photoparsl.fetching.answer import Answer
from photoparsl.fetching.director import Director
from photoparsl.fetching.fetched import Fetched
from photoparsl.fetching.host_queues import HostQueues
from photoparsl.fetching.transfer import Transfer
from photoparsl.fetching.urls import target_of
from photoparsl.manifests import Photo

_SCHEME = "osdf://"
FAULT_STATUS = 500  # from which a status is a cache's fault and not the object's


def aim(transfer: Transfer, director: Director, queues: HostQueues) -> None:
    """Let the transfer go to the cache that the director has named.

    If it has named none yet, let one photo send a request to the director, while the others wait.
    """
    if not _asks_director(transfer):
        return
    if place := director.cached(transfer.target.url):
        transfer.target = target_of(place)
        transfer.is_from_public = director.is_public
    else:
        queues.ask_singly(transfer.target.host, is_single=True)


def learn(
    transfer: Transfer, answer: Answer, director: Director, queues: HostQueues
) -> Iterable[Transfer]:
    """Remember what the director has answered.  Return the transfers that waited for the answer.

    A cache that has failed is forgotten, so that the next one serves.
    """
    if not _asks_director(transfer):
        if _is_osdf(transfer.photo) and (not answer.has_come or answer.status >= FAULT_STATUS):
            director.forget(transfer.target.url)
        return ()
    host, url = transfer.target.host, transfer.target.url
    if answer.is_redirect and director.learn(url, answer.location, transfer.header_lines):
        director.is_public = is_public_host(url, answer.ip)
        return queues.take_waiting(host)
    queues.ask_singly(host, is_single=False)  # it answers for one object at a time
    return ()


def with_cache(fetched: Fetched, transfer: Transfer) -> Fetched:
    """Return what was fetched, with the cache that served it, if one did."""
    if not _is_osdf(transfer.photo) or _asks_director(transfer):
        return fetched
    return replace(fetched, cache=transfer.target.host)


def _asks_director(transfer: Transfer) -> bool:
    return transfer.target is transfer.first_target and _is_osdf(transfer.photo)


def _is_osdf(photo: Photo) -> bool:
    return photo.url[: len(_SCHEME)].lower() == _SCHEME
