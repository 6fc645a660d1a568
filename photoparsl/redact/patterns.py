"""How secrets and places look in a text: patterns of headers, parameters, users and addresses."""

from __future__ import annotations

import re

USER = re.compile(
    r"""(?:(?<=//)|(?<![^\s/\\@"'<>=(,])(?=[^\s/\\@:]{0,300}:))(?:[^\s/\\@]{0,600}@)+"""
)
HEADER = re.compile(
    r"""(?<![\w-])((?:proxy-)?authorization|(?:set-)?cookie|x-[\w-]*(?:key|token|secret|auth|signature))"""
    r"""(["']?\s*[:=]\s*["']?)[^"'\r\n]+""",
    re.IGNORECASE,
)
SCHEME_OF_HEADER = re.compile(r"\b(bearer|negotiate)\s+[^\s\"',;]{4,}", re.IGNORECASE)
BASIC = re.compile(
    r"\b(basic)\s+(?-i:(?=\S*[A-Z0-9=]))[A-Za-z0-9+/]{6,}={0,2}(?![\w-])", re.IGNORECASE
)
NAMED = re.compile(
    r"""(?<![\w-])(?!(?<=[/\\])\w+["']?:\s)([\w-]*(?:token|secret|passw(?:or)?d|passphrase|signature|credentials?|(?:api|access)[-_]?key|"""
    r"""jwt|otp|session-?_?id|auth)["']?\s?[:=]\s?["']?)[^\s"',;&…]+""",
    re.IGNORECASE,
)
PARAMETER = re.compile(r"""(?<=[\w/.%~-])[?&;]([^\s=&;?]+=[^\s&;<>"']*)""")
PLACE = re.compile(
    r"""(?P<url>(?<![a-z0-9+.-])(?:https?:(?=\S)|[a-z][a-z0-9+.-]*://)[/\\]*"""
    r"""(?:(?:(?!["'],)[^\s@/\\]){0,300}@)?[^\s<>"']*)"""
    r"""|(?<![\w.\\/])(?:[a-z]:)?[/\\]+(?:[^\s/\\'":]+[/\\]+)+(?P<name>[^\s/\\'":]*)""",
    re.IGNORECASE,
)
