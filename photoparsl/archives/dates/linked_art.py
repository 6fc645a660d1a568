"""Read the dates of Linked Art as those of other JSON: its names are those of CIDOC CRM.

`{"produced_by": {"timespan": {"begin_of_the_begin": "1929-01-01T00:00:00Z", ...}}}`
"""

from __future__ import annotations

_ENDS = {"begin_of_the_begin": "begin", "end_of_the_end": "end"}
_NAMES = {"produced_by": "production", "timespan": "date"}
_OTHER_ENDS = ("end_of_the_begin", "begin_of_the_end")  # within the two others
_TEXTS = ("content", "_label")


def plain_path(path: tuple[str, ...]) -> tuple[str, ...]:
    """The names that lead to a field, in a time-span of Linked Art those of a usual date.

    >>> plain_path(("produced_by", "timespan", "end_of_the_end"))
    ('production', 'date', 'end')
    >>> plain_path(("produced_by", "timespan", "identified_by", "content"))
    ('production', 'date', 'display')
    """
    index = path.index("timespan") if "timespan" in path[:-1] else -1
    if index < 1:
        return path
    around = tuple(_NAMES.get(name, name) for name in path[: index + 1])
    if path[-1] in _TEXTS:
        return (*around, "display")
    if path[-1] in _OTHER_ENDS:
        return (*around, "other end")
    return (*around, _ENDS[path[-1]]) if path[-1] in _ENDS else path
