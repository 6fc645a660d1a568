"""Gate: lets requests of the app's own page in, and no others."""

from __future__ import annotations

from hmac import compare_digest

from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Request, Response

from photoparsl.library import random_words

_NO_COOKIE = (
    "This page belongs to photoparsl. Open it at the address that `photoparsl app` printed in its "
    "terminal."
)
_OTHER_NAME = "This server answers only under its own address."
_OTHER_SITE = "This server answers only its own page."


class Gate:
    """Lets requests of the app's own page in, and no others.

    The address has a token that nobody can guess.  Who has opened it gets a cookie, which scripts
    can't read and which other sites' requests don't bring (SameSite=Strict).  A browser sends the
    cookies of 127.0.0.1 to every port there, perhaps to another user's server: this one has a path
    that nobody can guess either.

    token: what the address has
    place: the path below which the server answers who has the cookie
    """

    def __init__(self) -> None:
        self.token, self.place, self._secret = random_words(), random_words(5), random_words()
        self._cookie, self._hosts = "", frozenset[str]()
        self._tickets: set[str] = set()

    def stand_at(self, port: int) -> None:
        """Set the server's port; before, no request is let in."""
        self._cookie = f"photoparsl-{port}"
        self._hosts = frozenset(f"{name}:{port}" for name in ("127.0.0.1", "localhost"))

    def check_host(self, request: Request) -> None:
        """Raise Forbidden for another name of this machine (DNS rebinding), and for another site.

        A page that another server of this machine gives is another site, too.
        """
        host = request.environ.get("HTTP_HOST", "")
        if host not in self._hosts:
            raise Forbidden(_OTHER_NAME)
        origin = request.headers.get("Origin")
        if origin not in (None, f"http://{host}"):
            raise Forbidden(_OTHER_SITE)
        from_page = request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none")
        if not from_page and request.headers.get("Sec-Fetch-Mode") != "navigate":
            raise Forbidden(_OTHER_SITE)

    def check_cookie(self, request: Request, place: str) -> None:
        """Raise Forbidden for a browser that hasn't opened the address with the token.

        place: the first part of the request's path
        """
        given = request.cookies.get(self._cookie, "")
        if place != self.place or not compare_digest(given.encode(), self._secret.encode()):
            raise Forbidden(_NO_COOKIE)

    def check_question(self, request: Request) -> None:
        """Raise Forbidden for a question that no script of the page has asked."""
        if "Origin" not in request.headers or request.mimetype != "application/json":
            raise Forbidden(_OTHER_SITE)

    def ticket(self) -> str:
        """A token that opens the app once."""
        ticket = random_words()
        self._tickets.add(ticket)
        return ticket

    def opens(self, path: str) -> bool:
        """Whether a path is that of the address with the token, or has a ticket: it is used up."""
        given = path.strip("/")
        is_token = compare_digest(given.encode(), self.token.encode())
        if not is_token and given in self._tickets:
            self._tickets.discard(given)
            return True
        return is_token

    def entrance(self) -> Response:
        """The answer to who has the token: the cookie, and a page that leads on by itself.

        A redirect would not do: a browser that came from another site wouldn't send the cookie.
        """
        page = (
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>photoparsl</title>'
            f'<meta http-equiv="refresh" content="0; url=/{self.place}/">'
            f'<p><a href="/{self.place}/">Go on to photoparsl</a></p></html>'
        )
        response = Response(page, mimetype="text/html")
        path = f"/{self.place}/"
        response.set_cookie(self._cookie, self._secret, path=path, httponly=True, samesite="Strict")
        return response
