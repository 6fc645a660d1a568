"""Write the signs of Korean dates as the Chinese ones that `date_eras` reads."""

from __future__ import annotations

import re

_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_FROM_DANGUN = re.compile(r"(?:단기|단군기원|檀紀) ?(\d{4})년?")  # official until 1961
_SIGNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), sign)
    for pattern, sign in (
        (r"일제 ?강점기|일제 ?시대", "1910-1945"),
        (r"한국 ?전쟁|6\.25 ?전쟁", "1950-1953"),
        (r"(?:서기|서력) ?(?=\d)", ""),
        (r"(?:소화|쇼와) ?(?=\d)", "昭和"),
        (r"(?:대정|다이쇼) ?(?=\d)", "大正"),
        (r"(?:명치|메이지) ?(?=\d)", "明治"),
        (r"(?:촬영|제작|생산)? ?(?:일자|연대|연도|년도|시기|날짜)? ?(?:미상|불명|모름)", "不明"),
        (r"년대 ?전반", "年代前半"),
        (r"년대 ?후반", "年代後半"),
        (r"년대 ?초반?", "年代初"),
        (r"년대 ?말", "年代末"),
        (r"년대 ?(?:중반|중엽|중)", "年代中"),
        (r"년대", "年代"),
        (r"세기 ?(?:초반?|초엽)", "世纪初"),
        (r"세기 ?말엽?", "世纪末"),
        (r"세기 ?(?:중반|중엽)", "世纪中"),
        (r"세기 ?전반기?", "世纪前半"),
        (r"세기 ?후반기?", "世纪後半"),
        (r"세기", "世纪"),
        (r"년 ?이전|년 ?까지", "年以前"),
        (r"년 ?이후|년 ?부터", "年以後"),
        (r"년 ?(?:경|무렵|쯤)", "年頃"),
        (r" ?\(?추정\)?", "?"),
        (r" ?(?:촬영|봄|여름|가을|겨울)$", ""),
        (r"약 ?(?=\d)", "約"),
        (r"년도?", "年"),
        (r"월", "月"),
        (r"일", "日"),
    )
)


def with_chinese_signs(text: str) -> str:
    """The text, with Chinese signs for its Korean words.

    >>> [with_chinese_signs(text) for text in ("1930년경", "소화 12년", "단기 4288년")]
    ['1930年頃', '昭和12年', '1955年']
    """
    if not _HANGUL.search(text):
        return text
    text = _FROM_DANGUN.sub(lambda found: f"{int(found[1]) - 2333}년", text)
    for pattern, sign in _SIGNS:
        text = pattern.sub(sign, text)
    return text
