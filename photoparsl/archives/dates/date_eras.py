"""Write the years of Japanese and Chinese dates as western ones: '大正12年' is 1923.

The eras' first years are those of the National Diet Library's list of 元号. 民国 is the era of the
Republic of China.
"""

from __future__ import annotations

import re

_FIRST_YEARS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019, "民国": 1912}
_LAST_YEARS = {"明治": 1912, "大正": 1926, "昭和": 1989, "平成": 2019, "民国": 1949}
_ERAS = "|".join(_FIRST_YEARS)
_NUMERALS = {sign: str(number) for number, sign in enumerate("〇一二三四五六七八九")}

_CJK = re.compile(r"[\u4e00-\u9fff]")
_DIGITS = re.compile(r"[〇一二三四五六七八九]{4}(?=年)")
_DECADE = re.compile(rf"(?P<era>{_ERAS})(?P<tens>\d0)年代")
_YEAR = re.compile(rf"(?P<era>{_ERAS})(?P<number>\d\d?|元)年")
_WHOLE = re.compile(
    rf"(?P<era>{'|'.join(_LAST_YEARS)})(?:時代|时代|年間|年间|期)?(?P<part>初期|初年|中期|末期|末)?"
)
_PARTS = {"初期": (0, 9), "初年": (0, 4)}
_HALVES = {"前半": "first half of the", "後半": "second half of the", "上半叶": "first half of the",
           "下半叶": "second half of the", "初": "early", "初期": "early", "初头": "early",
           "初頭": "early", "中期": "mid", "中叶": "mid", "半ば": "mid", "末": "late",
           "末期": "late", "後期": "late"}  # fmt: skip
_CENTURY = re.compile(rf"(?P<number>\d\d)世[紀纪](?P<part>{'|'.join(_HALVES)})?")
_REWRITTEN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (r"(\d{3}0)年代(?:前半|初期?|初頭|初头)", r"early \1s"),
        (r"(\d{3}0)年代(?:後半|末期?)", r"late \1s"),
        (r"(\d{3}0)年代(?:中期|半ば)", r"mid \1s"),
        (r"(\d{3}0)年代", r"\1s"),
        (r"(\d{4})年(\d{1,2})月(\d{1,2})日.*", r"\1-\2-\3"),
        (r"(\d{4})年(\d{1,2})月", r"\2/\1"),
        (r"(\d{4})年(?=\d{4})", r"\1-"),
        (r"(\d{4})年?(?:頃|ごろ|ころ|前後|左右|前后)", r"ca \1"),
        (r"約(\d{4})年?", r"ca \1"),
        (r"约(\d{4})年?", r"ca \1"),
        (r"(\d{4})年?(?:以前|より前|之前|まで)", r"until \1"),
        (r"(\d{4})年?(?:以[後后降]|之后|から)", r"since \1"),
        (r"(\d{4})年度?", r"\1"),
        (r"[~〜]|から|至", "-"),
        (r"推定", "?"),
        (r"撮影|拍摄|拍攝|春|夏|秋|冬", ""),
        (r"不明|不詳|不详|未詳|年代不明|撮影年不明|無年|无日期|日期不详|年月日不明", "n d"),
    )
)


def with_western_years(text: str) -> str:
    """The text, with western years in English forms if it is in Japanese or Chinese.

    >>> [with_western_years(text) for text in ("大正12年", "昭和20年代", "1910年頃", "20世紀前半")]
    ['1923', '1945-1954', 'ca 1910', 'first half of the 20th century']
    """
    if not _CJK.search(text):
        return text
    text = _DIGITS.sub(lambda found: "".join(map(_NUMERALS.__getitem__, found[0])), text)
    text = _DECADE.sub(_decade, text)
    text = _YEAR.sub(_year, text)
    if whole := _WHOLE.fullmatch(text.strip()):
        return _span(whole["era"], whole["part"] or "")
    text = _CENTURY.sub(_century, text)
    for pattern, form in _REWRITTEN:
        text = pattern.sub(form, text)
    return text


def _year(found: re.Match[str]) -> str:
    number = 1 if found["number"] == "元" else int(found["number"])
    year = _FIRST_YEARS[found["era"]] + number - 1
    return f"{year}年" if year <= _LAST_YEARS.get(found["era"], year) else found[0]


def _decade(found: re.Match[str]) -> str:
    first = _FIRST_YEARS[found["era"]] + int(found["tens"]) - 1
    return f"{first}-{min(first + 9, _LAST_YEARS.get(found['era'], first + 9))}"


def _span(era: str, part: str) -> str:
    first, last = _FIRST_YEARS[era], _LAST_YEARS[era]
    if part in _PARTS:
        start, stop = _PARTS[part]
        return f"{first + start}-{min(first + stop, last)}"
    third = (last - first) // 3
    if part == "中期":
        return f"{first + third}-{last - third}"
    return f"{last - third}-{last}" if part else f"{first}-{last}"


def _century(found: re.Match[str]) -> str:
    part = f"{_HALVES[found['part']]} " if found["part"] else ""
    return f"{part}{found['number']}th century"
