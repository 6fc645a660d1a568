"""The doubt that the name of a field of dates says itself: 'Jahr ca.', 'Year?', 'vers (année)'."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from photoparsl.archives.dates import date_words
from photoparsl.archives.dates.date_languages import forms_of
from photoparsl.archives.dates.doubt import Doubt
from photoparsl.archives.dates.plain_letters import without_accents


@lru_cache(maxsize=4096)
def doubt_in_name(name: str) -> Doubt:
    """The doubt that a field's name says.

    >>> [doubt_in_name(name).name for name in ("approximateDate", "Jahr ca.", "Year?", "Vershire")]
    ['APPROXIMATE', 'APPROXIMATE', 'UNCERTAIN', 'NONE']
    """
    joined = re.sub(r"[\W_]", "", name.lower())
    plain = without_accents(name.lower())
    is_about = re.search("approx|circa|estimated|(?<![a-z])ca(?=date|year)|[~±]", plain + joined)
    if is_about or _words("circa").search(plain):
        return Doubt.APPROXIMATE
    is_unsure = re.search(r"questionable|probable|bulk|\?", plain + joined)
    return Doubt.UNCERTAIN if is_unsure or _words("perhaps").search(plain) else Doubt.NONE


@lru_cache(maxsize=4096)
def doubt_in_remark(text: str) -> Doubt:
    """The doubt that a remark on a date says by a word that can hardly mean anything else.

    >>> [doubt_in_remark(text).name for text in ("geschat", "probabile", "um die Kirche herum")]
    ['APPROXIMATE', 'UNCERTAIN', 'NONE']
    """
    plain = without_accents(text.lower())
    if _whole(_BY_MEANING["circa"][1]).search(plain):
        return Doubt.APPROXIMATE
    forms = (without_accents(form) for form in forms_of("perhaps"))
    telling = "|".join(form for form in forms if form.isalpha() and len(form) > len("wohl"))
    shared, more = map(without_accents, _BY_MEANING["perhaps"])
    found = _whole(f"{telling}|{shared}|{more}").search(plain)
    return Doubt.UNCERTAIN if found else Doubt.NONE


@lru_cache(maxsize=4096)
def without_doubt(name: str) -> str:
    """A field's name without its words of doubt.

    >>> without_doubt("Vers (année)").strip(" ()"), without_doubt("Jahr")
    ('annee', 'Jahr')
    """
    plain = without_accents(name.lower())
    rest = _words("perhaps").sub(" ", _words("circa").sub(" ", plain))
    return name if rest == plain else rest


@cache
def _words(meaning: str) -> re.Pattern[str]:
    """The words that mean 'circa' or 'perhaps', not within longer words."""
    shared, more = _BY_MEANING[meaning]
    forms = {without_accents(form) for form in forms_of(meaning)} - _OTHER_MEANINGS
    single = "|".join(sorted((f for f in forms if f.isalpha() and len(f) > 1), key=len)[::-1])
    return _whole(f"{single}|{without_accents(shared)}|{more}")


@cache
def _whole(words: str) -> re.Pattern[str]:
    """The words, not within longer words, nor in CollectiveAccess's `ca_objects.date`."""
    return re.compile(rf"(?<![a-z])(?!ca_objects)(?:{words})(?![a-z])")


_OTHER_MEANINGS = {"kriegsjahr", "ved", "nok", "sobre"}  # 'year of war', 'at', 'enough', 'on'
_BY_MEANING = {
    "circa": (
        date_words.CIRCA,
        r"ungefahre[rs]?|geschatzt\w*|schatzung\w*|schatting|gesch|estim[ea]\w*|aprox\w*|appross\w*|stimat[ao]|stima|"
        r"geschat(?:te)?|uppskattat|anslaget|anslaaet|przyblizon\w*|szacowan\w*|priblizn\w*|"
        r"odhad\w*|kb|korul|ish|or so",
    ),
    "perhaps": (
        date_words.PERHAPS.replace("exhibited|", ""),
        r"guess(?:ed)?|doubtful|unsure|unclear|tentative|possible|presumed|assumed|supposed|"
        r"vermutet\w*|unsicher\w*|ungewiss\w*|fraglich\w*|mutmasslich\w*|suppos\w*|presum\w*|"
        r"douteu\w*|incertain\w*|incert[ao]|inciert[ao]|dudos[ao]|duvidos[ao]|supuest[ao]|presunt[ao]|"
        r"vermoedelijk\w*|onzeker\w*|probabil\w*|osaker\w*|usikker\w*|niepewn\w*|nejist\w*|domniem\w*",
    ),
}
