"""Judge the words beside a date in the name of a file or folder: doubt, or another thing's date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from photoparsl.archives.dates import date_words
from photoparsl.archives.dates.date_languages import forms_of
from photoparsl.archives.dates.lives import SHORTEST
from photoparsl.archives.dates.plain_letters import without_accents


def says_doubt(before: str, after: str) -> bool:
    """Whether the words before and after a date in a name make it doubtful.

    >>> [says_doubt("", rest) for rest in ("maybe grandpa", "oder so", "vor dem Haus", "Oma Kopie")]
    [True, True, False, False]
    >>> says_doubt("", "Abzug Oma"), says_doubt("perhaps my house", "")
    (True, True)
    """
    before, after = _plain(before), _COPY_OF_FILE.sub("", _plain(after))
    return bool(_anywhere().search(before) or _anywhere().search(after) or _first().match(after))


def says_another_thing(before: str, after: str) -> bool:
    """Whether the words beside a date in a name say that it is a building's, a life's or a firm's.

    >>> says_another_thing("", "House built"), says_another_thing("", "Geburtstag Opa")
    (True, False)
    """
    return any(_OF_ANOTHER.search(text.lower()) for text in (before, after))


def is_number(after: str) -> bool:
    """Whether the words after a number that begins a name make it a house's, a height or the like.

    >>> [is_number(rest) for rest in (" Main Street", " E 5th St", " rue Cartier", " m Gipfel")]
    [True, True, True, True]
    >>> [is_number(rest) for rest in (" Main", " St. Johann", " fair on Main Street", " M. Beck")]
    [False, False, False, False]
    """
    return bool(_UNIT.match(after) or _STREET.match(after) or _STREET_FIRST.match(after))


def is_estate(before: str, span: tuple[int, int]) -> bool:
    """Whether a name's span of years is that of a life: it follows a word for an estate.

    >>> is_estate("Nachlass Tante Grete (", (1902, 1988)), is_estate("Album (", (1930, 1960))
    (True, False)
    """
    return span[1] - span[0] >= SHORTEST and bool(_ESTATE.search(_plain(before)))


def is_life(before: str, span: tuple[int, int]) -> bool:
    """Whether a name's span of years is that of a person's life: in brackets or after a comma.

    It isn't after a word for an album or photos.

    >>> is_life("Onkel Per, ", (1901, 1977)), is_life("Album, ", (1901, 1977))
    (True, False)
    """
    is_as_long = SHORTEST_LIFE <= span[1] - span[0] <= LONGEST_LIFE
    return is_as_long and bool(_SET_OFF.search(before)) and not _ALBUM.search(_plain(before))


def says_copy(before: str, after: str) -> bool:
    """Whether the words beside a date in a name say that it is that of copies of the photo.

    >>> [says_copy("", rest) for rest in ("Abfotografiert", "reprints", "Oma Kopie", "Fotografie")]
    [True, True, False, False]
    """
    return any(_COPIES.search(_plain(text)) for text in (before, after))


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+|\?|±|\+ ?-", without_accents(text.lower())))


@cache
def _anywhere() -> re.Pattern[str]:
    """The words that make a date doubtful wherever they stand in the name."""
    forms = {form for form in forms_of("perhaps") if len(form) > 2} - _OF_PLACES
    return re.compile(
        rf"\b(?:{_one_of(forms)}|{without_accents(date_words.PERHAPS)}|{_CIRCA}|{_UNSURE}|"
        rf"{_LATER}|{_PRINTS}|{date_words.LATER_LIFE}|ish)\b|[?±+]"
    )


@cache
def _first() -> re.Pattern[str]:
    """The words that make a date doubtful only right after it.  Elsewhere they are of a place."""
    forms = {form for form in forms_of("circa") if len(form) > 2 or form in ("ca", "ok")}
    return re.compile(
        rf"(?:{_one_of(forms - _OF_PLACES)}|{without_accents(date_words.CIRCA)}|{_OR})\b"
    )


def _one_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_OF_PLACES = {"ved", "nok", "sobre"}  # 'at', 'enough', 'on'
_CIRCA = (
    "circa|cirka|cca|ca|approx|approximately|approximate|aprox|aproximadamente|ungefahr|zirka|"
    "environ|estimated|ungef"
)
_UNSURE = (  # German, French, Spanish, Italian, Portuguese, Dutch, Scandinavian, Polish, Czech
    "not|wrong|nicht|kein|keine|falsch|faux|falso|"
    "maybe|unsure|unclear|guess|guessed|not sure|dont know|don t know|no idea|undated|unknown|"
    "unsicher|ungewiss|unklar|fraglich|nicht sicher|geschatzt|weiss nicht|unbekannt|"
    "incertaine?|pas sur|je ne sais pas|estimee?|douteux|inconnue?|"
    "inciert[ao]|dudos[ao]|no se|estimad[ao]|incert[ao]|non so|non sicuro|nao sei|duvidos[ao]|"
    "onzeker|geschat|osaker|osakert|usikker|usikkert|uppskattat|anslaget|niepewn[aey]|nie wiem|"
    "nejist[aey]|nevim|asi"
)
_LATER = (
    "gefunden|geerbt|geschenkt|gekauft|bekommen|erhalten|found|inherited|bought|received|trouvees?|heritees?|recues?|"
    "encontrad[ao]s?|heredad[ao]s?|trovat[aeio]|ereditat[aeio]|gevonden|geerfd|hittade|arvda|"
    "spater|fruher|davor|danach|later|earlier|afterwards|thereafter|onwards|plus tard|plus tot|"
    "despues|mas tarde|piu tardi|mais tarde|mais cedo|eerder|daarna|daarvoor|senare|tidigare|"
    "senere|tidligere|pozniej|wczesniej|pozdeji|drive"
)
_PRINTS = (
    "abzug|nachdruck|neuabzug|reproduktion|tirage|retirage|stampa|ristampa|afdruk|odbitka|"
    "replica|replik|replique|nachbau|nachbildung|faksimile|facsimile|zvetsenina|pozitiv|scansione|escaneo|digitalisiert|eingescannt|numerisee?"
)
_OR = (
    "or|oder|ou|eller|lub|albo|nebo|ci|bzw|beziehungsweise|bis|until|till|through|thru|hasta|"
    "jusqu|fino|fino al|minus|plus"
)
# The copy of a file, and not a print, or the back of the photo
_COPY_OF_FILE = re.compile(r" ?\b(?:copy|kopie|copia|copie|recto|verso)(?: \d+)?$")
# Plurals, participles and compounds, as they begin. The singular may be a copy of the file
_COPIES = re.compile(
    r"\b(?:\w*abzuge|\w*abfotogra|repro|re ?photogra|\w*re ?fotogra|rifotogra|copies|copied|kopien|"
    r"kopier|photocop|fotokop|copia(?:s|d[ao]|t[aeio])|kopie[es]|kopior|kopiowan|kopii|kopirov|"
    r"scans\b|entwickelt|developed\b|developpee?s?\b|revelad[ao]s?\b|sviluppat[aeio]\b|ontwikkeld|"
    r"framkalla[dt]|fremkald|wywolan|vyvolan|"
    r"dupli|dublett|re ?print|re ?tirage|tirages|contre ?type|internegativ|ristamp|stampe\b|"
    r"riproduz|riprodott|afdrukken|herdruk|nachdruck|neudruck|neuabzug|vergro(?:ss|\xdf)erungen|"
    r"enlarge|agrandissement|ampliac|ingrandiment|vergrotingen|forstor(?:ing|rels)|powiekszen|"
    r"odbitki|zvetseniny|[ao][fv]fotogra|przefotogra|prefo[ct]|"
    r"(?:photos?|fotos?|fotografi\w*|bilder|pictures) (?:of|von|de|di|van|af|av|z) (?:\w+ )?"
    r"(?:photos|fotos|fotografi|abzug|bildern|pictures|prints|photographies))"
)
_UNIT = re.compile(  # heights and lengths, power, prices, postcodes; '1912 Blatt' and no more
    r"[ _]?(?i:nr|no|num|nummer|number|blatt|bl|seite|page|sheet|folio|plate|tafel|inv)\.? ?$|"
    r" ?(?:[mh](?![.\w])|[Uu]hr\b|m(?:[uü]|n|sn|sl)m\b|m\.? ?(?:[uü]|s\.? ?[nl]|n|o)\.? ?[mMhH]\b|"
    r"(?:km|cm|mm|ft|hm|kg|px|dpi|ppi|kW|[MGk]Hz|PS|hp|ccm|kcal|EUR|USD|CHF|PLZ|NPA|CAP|ZIP|PS[CČ])\b|[€$£]|(?i:(?:feet|"
    r"miles|met(?:er|re|ro|ri|ry)s?|m[eè]tres?|pixels?|euros?|dollars?|pieces|st[uü]ck|teile|"
    r"(?:postal|post|zip) ?code|postleitzahl|code postal|codigo postal|postnummer)\b))"
)
_WAY = (
    r"(?:street|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|highway|hwy|parkway|pkwy|terrace|"
    r"turnpike|str|(?:st|dr|ct|pl)(?=\.? ?(?:$|[^\w .]|(?-i:[a-z])|\d)))\b"
)
_STREET = re.compile(  # the number is before the name in English: '1945 Main Street'
    rf" (?:(?:[NSEWnsew]|[NSns][EWew]|(?i:north|south|east|west|old|upper|lower))\.? )?"
    rf"(?:\d+(?:st|nd|rd|th)|(?!(?:on|in|at|from|to|with|and|of|the|by|for|near)\b)"
    rf"[^\W\d][\w'.-]*)"
    rf"(?: [A-Z][\w'.-]*)? (?i:{_WAY})",
)
_STREET_FIRST = re.compile(  # and in French: '1840, rue Cartier'
    r",? (?:bis,? |ter,? )?(?:rue|avenue|av|boulevard|boul|bd|chemin|impasse|rang)\.? "
    r"(?=\w)(?!de fer)",
    re.IGNORECASE,
)
SHORTEST_LIFE, LONGEST_LIFE = 40, 110  # years.  A shorter span may be that of an album
_SET_OFF = re.compile(r"[^\W\d_][^\d]*[,;(]\s*$")
_ALBUM = re.compile(  # what photos are in, as it begins or ends a word
    r"albu|foto|photo|bild|picture|image|imagen|immagin|kuva|zdjec|snimk|negati|slide|dias?\b|"
    r"diapos|plates?\b|platte|prints?\b|archiv|collection|collezione|coleccion|colecao|sammlung|"
    r"samling|verzamel|kolekc|sbirk|memor|erinner|souvenir|recuerd|ricord|postcard|postkart"
)
_ESTATE = re.compile(
    r"\b(?:nachlass|nachla\xdf|estate|legacy|papers|succession|fonds|legs|legado|fondo|lascito|"
    r"espolio|nalatenschap|kvarlatenskap|dodsbo|spuscizna|pozustalost)"
)
_OF_ANOTHER = re.compile(
    rf"\b(?:{date_words.OF_ANOTHER}|(?:geburts|todes|sterbe)(?:jahr|datum)|geboortejaar|"
    r"birth ?year|year of birth|ann[ée]e de naissance|a[ñn]o de nacimiento|anno di nascita|"
    r"f[öø]dsels?[åa]r|f[öo]delse[åa]r|baujahr|bauzeit|bj|gebaute[rs]?|erbaute[rs]?|errichtete[rs]?|"
    r"geborene?r?|geb|gest|birth|death|geburt|tod|gr[üu]ndung|jahrgang|fondation|fundaci[oó]n|fondazione|oprichting|naissance|nascita|nacimiento|muerte|"
    r"construction|completed|opened|er[öo]ffnet|inaugur\w+)\b|(?<!\w)[*†✝](?=\s?\d|$)"
)
