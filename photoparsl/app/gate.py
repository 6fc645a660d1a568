"""Gate: lets requests of the app's own page in, and no others."""

from __future__ import annotations

from hmac import compare_digest

from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Request, Response

from photoparsl.library import random_words
from photoparsl.web_server import check_host

_NO_COOKIE = (
    "This page belongs to photoparsl. Open it at the address that `photoparsl app` printed in its "
    "terminal."
)
_OTHER_SITE = "This server answers only its own page."


class Gate:
    """Lets requests of the app's own page in, and no others.

    The app's address has a token that nobody can guess.  A browser that has opened the address gets
    a cookie.  Scripts can't read the cookie, and other sites' requests don't bring it
    (SameSite=Strict).  But a browser sends the cookies of 127.0.0.1 to every port there, perhaps to
    another user's server.  So requests need a second secret, too: the path below which the app is.

    token: the last part of the address
    secret_path: the first part of that path
    """

    def __init__(self) -> None:
        self.token, self.secret_path, self._secret = random_words(), random_words(5), random_words()
        self._cookie = ""
        self._tickets: set[str] = set()

    def stand_at(self, port: int) -> None:
        """Set the server's port, which the cookie's name has."""
        self._cookie = f"photoparsl-{port}"

    def check_origin(self, request: Request) -> None:
        """Raise Forbidden for another host name (DNS rebinding), and for another site's request.

        A page of another server on this machine is another site, too.
        """
        check_host(request)
        origin = request.headers.get("Origin")
        if origin not in (None, f"http://{request.environ['HTTP_HOST']}"):
            raise Forbidden(_OTHER_SITE)
        from_page = request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none")
        if not from_page and request.headers.get("Sec-Fetch-Mode") != "navigate":
            raise Forbidden(_OTHER_SITE)

    def check_cookie(self, request: Request, first_part: str) -> None:
        """Raise Forbidden for a browser that hasn't opened the address with the token.

        first_part: the first part of the request's path
        """
        given = request.cookies.get(self._cookie, "")
        if first_part != self.secret_path or not compare_digest(
            given.encode(), self._secret.encode()
        ):
            raise Forbidden(_NO_COOKIE)

    def check_question(self, request: Request) -> None:
        """Raise Forbidden for a request that the page's script hasn't sent."""
        if "Origin" not in request.headers or request.mimetype != "application/json":
            raise Forbidden(_OTHER_SITE)

    def ticket(self) -> str:
        """A token that opens the app once."""
        ticket = random_words()
        self._tickets.add(ticket)
        return ticket

    def opens(self, path: str) -> bool:
        """Whether a path has the token, or a ticket, which is then used up."""
        given = path.strip("/")
        is_token = compare_digest(given.encode(), self.token.encode())
        if not is_token and given in self._tickets:
            self._tickets.discard(given)
            return True
        return is_token

    def entrance(self, step: str = "") -> Response:
        """The answer to a request with the token: it sets the cookie, and leads to the app's page.

        step: the end of the page's address, by which it shows a step, or '' for the first one

        A redirect would not do: a browser that came from another site wouldn't send the cookie.
        """
        page = (
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>photoparsl</title>'
            f'<meta http-equiv="refresh" content="0; url=/{self.secret_path}/{step}">'
            f'<p><a href="/{self.secret_path}/{step}">Go on to photoparsl</a></p></html>'
        )
        response = Response(page, mimetype="text/html")
        path = f"/{self.secret_path}/"
        response.set_cookie(self._cookie, self._secret, path=path, httponly=True, samesite="Strict")
        return response
