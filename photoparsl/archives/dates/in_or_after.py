"""Write 'in or after' and 'in or before' in English, in whatever language a date has them."""

from __future__ import annotations

import re
from functools import partial


def with_either(text: str) -> str:
    """The text with 'in or after' for 'in oder nach', and 'circa or after' for 'um oder nach'.

    text: in the normal form of `dates`

    >>> with_either("na of in 1895"), with_either("en ou avant 1895")
    ('in or after 1895', 'in or before 1895')
    """
    text = _IN_OR_AFTER.sub(partial(_either, "after"), text)
    return _IN_OR_BEFORE.sub(partial(_either, "before"), text)


def _either(side: str, found: re.Match[str]) -> str:
    word = found["in"] or found["in_last"]
    return f"circa or {side}" if word in _ABOUT else f"in or {side}"


_ABOUT = ("um", "rond", "omkring")
_IN = "in|on|op|am|im|en|em|nel|i|w|we|v|ve|um|rond|omkring"
_OR = "or|oder|of|ou|o|eller|lub|nebo"
_WITH_ARTICLE = r"(?:{})(?: (?:dem|den|the|het|le|el|il|l|del|d?e|roku))?"
_LATER = _WITH_ARTICLE.format("after|nach|na|apr[èe]s|despu[ée]s|depois|dopo|efter|etter|po")
_EARLIER = _WITH_ARTICLE.format(
    "before|prior to|vor|v[óo][óo]r|avant|antes|prima|f[öø]re?|innan|przed|p[řr]ed"
)
_IN_OR_AFTER, _IN_OR_BEFORE = (  # 'in oder nach', 'na of in', 'en o antes del'
    re.compile(
        rf"(?<!\w)(?:(?P<in>{_IN}) (?:{_OR}) (?:{words})|(?:{words}) (?:{_OR}) (?P<in_last>{_IN}))"
        r"(?= \D*\d)"
    )
    for words in (_LATER, _EARLIER)
)
