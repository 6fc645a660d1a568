"""Words for yes and no in fields of whole words."""

from __future__ import annotations

import re

YES = re.compile(
    r"y|j|yes|true|t|1|1\.0|x|on|ja|oui|s[iíì]|sim|tak|ano|wahr|vrai|verdadero|verdadeiro|vero|waar|"
    r"sant|sand|sann|prawda|pravda|да|так|kyll[aä]|igen|da|evet|כן|はい|有|是|예"
)
NO = re.compile(
    r"n|no|false|f|0|0\.0|off|nein|non|nee|nej|nei|nie|ne|n[aã]o|falsch|faux|falso|onwaar|falskt?|"
    r"usann?d?|fałsz|nepravda|нет|ні|ei|nem|nu|hay.r|לא|いいえ|無|否|아니오"
)
