"""A connection that an earlier request has opened may carry that request's faults."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from photoparsl.fetching import fetch
from photoparsl.manifests import Photo
from tests.fetching.answers import PHOTO, answer
from tests.fetching.conftest import PATIENT

LIMITS = replace(PATIENT, connections=1, idle_seconds=1)


@contextmanager
def keeping_server(serve: Callable[[socket.socket, int], None]) -> Iterator[str]:
    """A server that keeps connections open; `serve` answers the request of a number on one."""

    def run(connection: socket.socket) -> None:
        with connection:
            number, text = 0, b""
            while block := connection.recv(65_536):
                text += block
                while b"\r\n\r\n" in text:
                    text = text.partition(b"\r\n\r\n")[2]
                    number += 1
                    serve(connection, number)

    def accept() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=run, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)


def reasons(serve: Callable[[socket.socket, int], None], count: int = 6) -> list[str]:
    with keeping_server(serve) as url:
        photos = [Photo(row, f"{url}/{row}.jpg", 1900) for row in range(count)]
        fetched = list(fetch(photos, LIMITS))
    assert sorted(f.photo.row for f in fetched) == list(range(count))
    assert all(f.reason or f.body == PHOTO for f in fetched)
    return [str(f.reason) for f in fetched]


def test_bytes_that_a_server_sends_after_a_body_cost_no_photo() -> None:
    def serve(connection: socket.socket, number: int) -> None:
        stray = b"\r\n" if number > 1 else b""
        connection.sendall(stray + answer(PHOTO))

    assert reasons(serve) == [""] * 6


def test_a_server_that_answers_only_the_first_request_of_a_connection_costs_no_photo() -> None:
    def serve(connection: socket.socket, number: int) -> None:
        if number == 1:
            connection.sendall(answer(PHOTO))

    assert reasons(serve, count=3) == [""] * 3


def test_a_server_that_answers_no_new_connection_either_is_asked_once_more_only() -> None:
    asked: list[int] = []

    def serve(connection: socket.socket, number: int) -> None:
        asked.append(number)
        connection.sendall(b"no HTTP at all\r\n\r\n")

    assert set(reasons(serve, count=2)) == {"bad-response"}
    assert len(asked) <= 4


def test_a_body_that_is_shorter_than_its_stated_length_is_broken_off() -> None:
    def serve(connection: socket.socket, number: int) -> None:
        connection.sendall(answer(PHOTO[:-9], length=len(PHOTO)))
        connection.shutdown(socket.SHUT_RDWR)

    assert reasons(serve, count=2) == ["broken-off"] * 2
