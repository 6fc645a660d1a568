"""Write an address or a path into a sentence so that its end can be seen."""

from __future__ import annotations

from photoparsl.redact.patterns import LOCAL, REMOTE
from photoparsl.redact.visible import visible


def in_sentence(place: str) -> str:
    """Escape the spaces of an address.  Put a path with spaces in quotes.

    Otherwise `without_secrets`, which reads the sentence later, takes what follows the first space
    for words, and a secret may have spaces.

    >>> in_sentence("https://a.example/b.jpg?sig=a b"), in_sentence("/home/ann/My Photos")
    ('https://a.example/b.jpg?sig=a%20b', "'/home/ann/My Photos'")
    """
    place = visible(place).strip()
    if " " not in place:
        return place
    if not LOCAL.match(place) and REMOTE.match(place):
        return place.replace(" ", "%20")
    path, question_mark, query = place.partition("?")
    place = path + question_mark + query.replace(" ", "%20")
    return f'"{place}"' if "'" in place else f"'{place}'"
