"""Find the objects with a repeated key that a user's expression drops or takes apart.

One that is in a record of the list is left out with that record.  Of any other, the expression may
have looked at the value that isn't meant, and so have dropped a photo, or taken a wrong one.
"""

from __future__ import annotations

import re
from typing import Any

from photoparsl.archives.json_text import RepeatedKey, key_problem, repeated_key
from photoparsl.archives.record import Skipped, SkipReason

_PLAIN = re.compile(r"@|[\w.\"-]+")  # a path, which takes the whole list that it leads to


def hide_dropped(
    url: str, answer: Any, expression: str, found: Any
) -> tuple[Any, tuple[Skipped, ...]]:
    """Return the answer with null for each object that the expression must not see.

    Also return a `Skipped` for each of these objects.

    url: the URL or file that the answer came from
    expression: the user's expression for the list of records, or '' if there is none
    found: what it finds in the answer
    """
    if not expression or _PLAIN.fullmatch(expression) or not repeated_key(answer):
        return answer, ()
    kept = set[int]()
    waiting = [found]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, RepeatedKey):
            kept.add(id(inner))
        if isinstance(inner, (dict, list)):
            waiting += inner.values() if isinstance(inner, dict) else inner
    left: list[Skipped] = []

    def hidden(value: Any, path: str) -> Any:
        if isinstance(value, RepeatedKey) and id(value) not in kept:
            where, detail = f"{url}#{path.removeprefix('.')}", key_problem(value.key)
            left.append(Skipped(where, SkipReason.NOT_AN_ITEM, detail))
            return None
        if isinstance(value, dict):
            parts = {name: hidden(part, f"{path}.{name}") for name, part in value.items()}
            if not isinstance(value, RepeatedKey):
                return parts
            copy = RepeatedKey(parts)
            copy.key = value.key
            return copy
        if isinstance(value, list):
            return [hidden(part, f"{path}[{number}]") for number, part in enumerate(value)]
        return value

    return hidden(answer, ""), tuple(left)
