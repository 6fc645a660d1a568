"""Hear a remark that stands in no field for the date: `Note` 'or 1935?' beside `Date` 1930."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from photoparsl.archives.dates.beside_words import words_of
from photoparsl.archives.dates.date_texts import read_date
from photoparsl.archives.dates.doubt import Doubt
from photoparsl.archives.dates.doubt_names import doubt_in_remark
from photoparsl.archives.dates.element_names import bare_name
from photoparsl.archives.dates.plain_letters import without_accents
from photoparsl.archives.dates.year_estimate import Certainty

_NONE = (Certainty.UNREAD, Certainty.UNDATED)
_LONGEST = 100  # characters of a sentence
_ENDS = re.compile(r"[.;!\n] +|\n")
_SHARED = frozenset(("data", "tid", "time", "zeit"))  # words that mean other things, too
_YEAR = re.compile(r"[\W_]*(?P<lead>[^\d,;:]{0,30})(?<!\d)\d{4}(?!\d)")
_CIRCA = frozenset(  # 'ca' may be California, 'c.' an initial
    ("ca.", "circa", "cca", "cca.", "approx.", "approximately", "~", "±", "etwa", "ungefähr",
     "environ", "omkring", "ongeveer")
)  # fmt: skip
_LONGEST_CIRCA = max(map(len, _CIRCA))
_MARKS = re.compile("flags?|tags?|keywords?|markers?|internalnotes?|generalnotes?|quality|status")
_SAYS_DOUBT = re.compile(
    "(?:uncertain|unsure|doubtful|unverified|estimated|inferred|unconfirmed|approximate)(?:fields?)?|"
    "(?:to|please)?(?:verify|check|confirm|beverified|bechecked)|problems?|issues?|warnings?|todo|"
    "(?:unsicher|fraglich|zuprufen|zupruefen|incertain|averifier|dudoso|averificar|daverificare|"
    "incerto|onzeker|tecontroleren)(?:efelder)?"
)
_OR = re.compile(  # 'or 1935?'
    r"(?:or|rather|more likely|oder|eher|ou|plutôt|o|of|eerder|eller|snarare|lub|raczej|nebo|spíše)"
    r"(?: rather| eher| plutôt)?",
    re.IGNORECASE,
)
_ONLY_DOUBT = re.compile(
    r"(?:(?:just )?a |my |best )?guess(?:ed|work)?|(?:very )?un(?:sure|certain)|estimated?|"
    r"not (?:sure|certain)|(?:sehr )?unsicher|gesch[aä]tzt|geraten|incertain|estim[ée]e?|dudos[oa]|"
    r"incert[oa]|onzeker|geschat|os[aä]ker|usikkert?|niepewn[eay]|nejist[ée]|предположительно|"
    r"приблизительно|tahmini|bizonytalan|ep[aä]varma|[^。;]{0,12}(?:推測|推测|推定|推断|추정)[^。;]{0,12}"
)
_SAYS = re.compile(  # 'back says 1932'
    r".*\b(?:says|reads|dated|marked|inscribed|stamped|written(?: on (?:the )?back)?|datiert|"
    r"beschriftet|dat[ée]e?|fechad[oa]|datat[oa]|gedateerd|daterat|dateret|datert)(?: in| on| as)?",
    re.IGNORECASE,
)
_DOUBTFUL = re.compile(
    r"\?|doubt|uncertain|not (?:known|sure|certain)|unknown|guess|infer|tentativ|"
    r"unconfirm|unverif|to be"
)


def speaks_of_date(name: str, text: str) -> bool:
    """Whether a field of remarks on anything speaks of the photo's date.

    It does if its text is a date, or a sentence in it has a word for a date and one of doubt.  So
    does a field of what is in doubt that names the date, and 'ca.' alone in any field.

    >>> [speaks_of_date("Note", text) for text in ("or 1935?", "The date is a guess", "Mill, 1935")]
    [True, True, False]
    """
    if len(text) <= _LONGEST_CIRCA and text.strip().lower() in _CIRCA:
        return True
    if lists_date(name, text):
        return True
    if not _is_remark(name):
        return False
    if _ONLY_DOUBT.fullmatch(text.strip().lower()) or _SAYS_DOUBT.fullmatch(_joined(text)):
        return True
    return _is_date(text.strip()) or any(map(_doubts_date, _ENDS.split(text)))


def lists_date(name: str, text: str) -> bool:
    """Whether a field of what is in doubt names the date: `Uncertain fields` 'date, place'."""
    is_short = len(text) <= _LONGEST
    return is_short and _says_doubt(name) and _speaks(without_accents(text.lower()))


@lru_cache(maxsize=4096)
def _says_doubt(name: str) -> bool:
    return bool(_SAYS_DOUBT.fullmatch(without_accents(bare_name(name))))


@lru_cache(maxsize=4096)
def _is_remark(name: str) -> bool:
    plain = without_accents(bare_name(name))
    return plain in _names() or bool(_MARKS.fullmatch(plain))


@lru_cache(maxsize=4096)
def _doubts_date(sentence: str) -> bool:
    """Whether a sentence has a word for a date and one of doubt."""
    plain = without_accents(sentence.lower())
    if len(sentence) > _LONGEST or not _speaks(plain):
        return False
    return doubt_in_remark(sentence) is not Doubt.NONE or bool(_DOUBTFUL.search(plain))


@lru_cache(maxsize=4096)
def _is_date(text: str) -> bool:
    """Whether a text is a date, or begins with one that someone else says."""
    found = _YEAR.match(text) if len(text) <= _LONGEST else None
    if found is None:
        return False
    lead = found["lead"].strip()
    certainty = read_date(text).certainty
    if _SAYS.fullmatch(lead):
        return True
    if not lead or _OR.fullmatch(lead) or doubt_in_remark(lead) is not Doubt.NONE:
        return bool(_OR.fullmatch(lead)) or certainty not in _NONE
    return certainty in (Certainty.APPROXIMATE, Certainty.BEFORE, Certainty.AFTER)


def _joined(text: str) -> str:
    return re.sub(r"[\W_]", "", without_accents(text.lower())) if len(text) <= _LONGEST else ""


def _speaks(plain: str) -> bool:
    """Whether a text has a word for a date."""
    return not _dates().isdisjoint(re.findall(r"[^\W\d_]+", plain))


@cache
def _names() -> frozenset[str]:
    return frozenset(re.sub(r"[\W_]", "", word) for word in words_of("bare"))


@cache
def _dates() -> frozenset[str]:
    return frozenset(words_of("date")) - _SHARED
