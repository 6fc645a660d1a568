"""How secrets and places look in a text: patterns of headers, parameters, users and addresses."""

from __future__ import annotations

import re

from photoparsl.files import IMAGE_ENDINGS, UNREAD_ENDINGS, endings_pattern

FOLDERS = (  # names of folders after which a secret follows in a path
    r"(?:access[_-]?)?token|auth|api[_-]?key|secret|passw(?:or)?d|sig(?:nature)?|session(?:id)?|jwt"
    r"|bearer|otp"
)
USER = re.compile(
    r"""(?:(?<=//)|(?<![^\s/\\@"'<>=(,])(?=[^\s/\\@:]{0,300}:))(?:[^\s/\\@]{0,600}@)+"""
)
HEADER = re.compile(
    r"""(?<![\w-])((?:proxy-)?authorization|(?:set-)?cookie|x-[\w-]*(?:key|token|secret|auth|signature))"""
    r"""(["']?\s*[:=]\s*)(?:"[^"\r\n]*"|'[^'\r\n]*'|[^\r\n]+)""",
    re.IGNORECASE,
)
_WORD = r"(?-i:(?![A-Z]?[a-z]{1,14}\b(?!-)|[A-Z]{1,14}\b(?!-)))"  # of a language, so not a token
SCHEME_OF_HEADER = re.compile(rf"\b(bearer|negotiate)\s+{_WORD}[^\s\"',;]{{4,}}", re.IGNORECASE)
BASIC = re.compile(
    rf"\b(basic)\s+{_WORD}(?-i:(?=\S*[A-Z0-9=]))[A-Za-z0-9+/]{{6,}}={{0,2}}(?![\w-])", re.IGNORECASE
)
_WITHIN = r"""["'<>](?=[\w%+/=-])"""  # a quote or bracket within a value or an address
SECRET_NAMES = (
    r"token|secret|passw(?:or)?[dt]|passphrase|kennwort|mot[-_ ]?de[-_ ]?passe|contrase.a"
    r"|signature|credentials?|(?:api|access|private|secret|account|shared|signing|client)[-_ ]?key"
    r"|jwt|otp|session-?_?id|auth|(?<![a-z])(?:sig|pin|pass|pwd|pw|passcode)"
)
NAMED = re.compile(
    rf"""(?<![\w-])(?!(?<=[/\\])\w+["']?:\s)([\w-]*(?:{SECRET_NAMES})["']?\s{{0,3}}[:=]\s{{0,3}})"""
    rf"""(?:"[^"\r\n]*"|'[^'\r\n]*'|(?:[^\s"'<>,;:&]|[,;:&](?=\S)|{_WITHIN})+)""",
    re.IGNORECASE,
)
OPTION = re.compile(  # of curl
    r"""(?<!\S)(-[uU]|--(?:proxy-)?user)(\s+|=)(?:"[^"]*:[^"]*"|'[^']*:[^']*'|[^\s:]*:\S+)"""
)
PARAMETER = re.compile(rf"""(?<=[\w/.%~-])[?&;]([^\s=&;?]+=(?:[^\s&;<>"']|{_WITHIN})*)""")
QUOTED_PLACE = re.compile(  # in quotes, where it may have spaces
    r"""(?<!\w)(?P<quote>['"])(?P<place>(?:[a-z][a-z0-9+.-]*:)?[/\\][^\r\n]{0,4000}?)(?P=quote)(?!\w)""",
    re.IGNORECASE,
)
PLACE = re.compile(
    r"""(?P<url>(?<![a-z0-9+.-])(?:https?:(?=\S)|[a-z][a-z0-9+.-]*://)[/\\]*"""
    r"""(?:(?:(?!["'],)[^\s@/\\]){0,300}@)?"""
    rf"""(?:[^\s<>"']|{_WITHIN})*)"""
    r"""|(?<![\w.\\/])(?:[a-z]:)?[/\\]+(?:[^\s/\\'":]+[/\\]+)+(?P<name>[^\s/\\'":]*)""",
    re.IGNORECASE,
)
SECRET_FOLDER = re.compile(FOLDERS, re.IGNORECASE)
PLAIN_WEB = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?(?:/[\w.~+,():!-]+)*/?", re.ASCII)
PLAIN_PATH = re.compile(r"(?:/[\w.~+,():!-]+)*/?", re.ASCII)
TELLING = re.compile(
    rf"/(?:s--|(?:{FOLDERS})/)|(?:{SECRET_NAMES}):|\.\w{{2,5}}[,:!]", re.IGNORECASE
)
PAIR = re.compile(rf"(?<![\w-])[\w-]*(?:{SECRET_NAMES})\s*:", re.IGNORECASE)
AFTER_NAME = re.compile(  # an image's name, and what follows it after a separator
    rf"(.*{endings_pattern(*IMAGE_ENDINGS, *UNREAD_ENDINGS)})[;&,:!|$]([^=]*)", re.IGNORECASE
)
LOCAL = re.compile(r"file:|[a-z]:[/\\]|[/\\~]", re.IGNORECASE)
REMOTE = re.compile(
    r"(?P<scheme>https?:|[a-z][a-z0-9+.-]*:(?=[/\\]{2}))[/\\]*"
    r"(?P<host>[^/\\?#]*)(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?",
    re.IGNORECASE,
)
HOST = re.compile(r"(?:\[[0-9A-Fa-f:.%]*\]|[^:@\[\]]*)(?::\d*)?")
ESCAPE = re.compile(r"(?:%(?!0|1|20|22|27|3[CEce]|7[Ff]|85|[AC]0)[0-9A-Fa-f]{2})+")
SIGNED = re.compile(r"s--.*--")  # a signature of Cloudinary
