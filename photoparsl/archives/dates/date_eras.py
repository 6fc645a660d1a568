"""Write the years of Japanese, Chinese and Korean dates as western ones: '大正12年' is 1923.

The eras' first years are those of the National Diet Library's list of 元号.  民国 is the era of the
Republic of China; 光绪 and 宣统 are the last ones before it.
"""

from __future__ import annotations

import re

from photoparsl.archives.dates.korean_dates import with_chinese_signs
from photoparsl.archives.dates.plain_letters import one_of

_SPANS = {
    "明治": (1868, 1912), "大正": (1912, 1926), "昭和": (1926, 1989), "平成": (1989, 2019),
    "令和": (2019, 2099), "民国": (1912, 1949), "光绪": (1875, 1908), "宣统": (1909, 1912),
}  # fmt: skip
_TAIWAN = "民国"  # whose years are counted on after 1949
_ERAS = "|".join(_SPANS)
_INITIALS = {"明": "明治", "大": "大正", "昭": "昭和", "平": "平成"}
_SIGNS = str.maketrans("國緒統紀叶詳约后撮", "国绪统纪葉详約後撮")
_NUMERALS = {sign: number for number, sign in enumerate("〇一二三四五六七八九")}

_CJK = re.compile(r"[\u4e00-\u9fff\uac00-\ud7a3]")
_DIGITS = re.compile(r"[〇零一二三四五六七八九]{4}(?=年)")
_TENS = re.compile(
    r"(?P<tens>[二三四五六七八九]?十)?(?P<ones>[一二三四五六七八九])?(?=年|月|日|世纪)"
)
_COMMON_ERA = re.compile(r"(?:西元|西暦|西历|公元)(?=\d)")
_IMPERIAL = re.compile(r"(?:皇纪|神武纪元)(\d{4})年?")  # Japan's years from 660 BC
_DECADE = re.compile(rf"(?P<era>{_ERAS})(?P<tens>\d0)年代")
_SHARED_ERA = re.compile(rf"(?P<era>{_ERAS})(\d\d?)年?[~〜至、-](\d\d?)(?=年)")
_YEAR = re.compile(rf"(?P<era>{_ERAS})(?P<number>\d\d?|元)(?:年|(?=[()]|$))")
_SHORT = re.compile(rf"({'|'.join(_INITIALS)})(\d\d?)[.年・](\d\d?)[.月・](\d\d?)日?")
_BESIDE = re.compile(r"(\d{4})年?\(\1年?\)年?")  # '1937(昭和12)年'
_WHOLE = re.compile(
    rf"(?P<era>{_ERAS})(?:時代|时代|時期|时期|年間|年间|期)?(?P<part>初期|初年|初|中期|末期|末)?"
)
_PARTS = {"初期": (0, 9), "初": (0, 9), "初年": (0, 4)}
_HALVES = {"前半": "first half of the", "後半": "second half of the", "上半葉": "first half of the",
           "下半葉": "second half of the", "初": "early", "初期": "early", "初头": "early",
           "初頭": "early", "中期": "mid", "中葉": "mid", "半ば": "mid", "末": "late",
           "末期": "late", "後期": "late", "中": "mid"}  # fmt: skip
_CENTURY = re.compile(rf"(?P<number>\d\d)世纪(?P<part>{one_of(_HALVES)})?(?!\d)")
_DECADE_OF_CENTURY = re.compile(r"(\d\d)世纪(\d)0年代")
_REWRITTEN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (r"(\d{3}0)年代(前半|後半)", r"\2\1s"),
        ("前半(?=\\d)", "first half of the "),
        ("後半(?=\\d)", "second half of the "),
        (r"(\d{3}0)年代(?:初期?|初頭|初头)", r"early \1s"),
        (r"(\d{3}0)年代末期?", r"late \1s"),
        (r"(\d{3}0)年代(?:中期|半ば|中)", r"mid \1s"),
        (r"(\d{3}0)年代", r"\1s"),
        (r"(\d{4})年 ?(\d{1,2})月 ?(\d{1,2})日.*", r"\1-\2-\3"),
        (r"(\d{4})年 ?(\d{1,2})月", r"\2/\1"),
        (r"(\d{4})年(?=\d{4})", r"\1-"),
        (r"(\d{4})年?(?:頃|ごろ|ころ|前後|左右|前后)", r"ca \1"),
        (r"約 ?(\d{4})年?", r"ca \1"),
        (r"(\d{4})年?(?:以前|より前|之前|まで)", r"until \1"),
        (r"(\d{4})年?(?:以[後降]|之後|から)", r"since \1"),
        (r"(\d{4})年度?", r"\1"),
        (r"[~〜]|から|至", "-"),
        (r"推定", "?"),
        (r"撮影|拍摄|拍攝|春|夏|秋|冬", ""),
        (
            r"(?:撮影|拍攝)?(?:年代|年月日|日期|年|时间|時間)?(?:不明|不详|未详)|無年|无日期",
            "n d",
        ),
    )
)


def with_western_years(text: str) -> str:
    """The text, with western years in English forms if it is in Japanese, Chinese or Korean.

    >>> [with_western_years(text) for text in ("大正12年", "昭和20年代", "1930년대", "20世紀前半")]
    ['1923', '1945-1954', '1930s', 'first half of the 20th century']
    """
    if not _CJK.search(text):
        return text
    text = with_chinese_signs(text).translate(_SIGNS)
    text = _DIGITS.sub(lambda found: "".join(str(_NUMERALS.get(c, 0)) for c in found[0]), text)
    text = _COMMON_ERA.sub("", _TENS.sub(_number, text))
    if short := _SHORT.fullmatch(text):
        text = f"{_INITIALS[short[1]]}{short[2]}年{short[3]}月{short[4]}日"
    text = _IMPERIAL.sub(lambda found: f"{int(found[1]) - 660}年", text)
    text = _DECADE.sub(_decade, text)
    text = _YEAR.sub(_year, _SHARED_ERA.sub(r"\g<era>\2年-\g<era>\3", text))
    if wholes := _whole(text.strip()):
        return wholes
    text = _BESIDE.sub(r"\1年", text)
    text = _DECADE_OF_CENTURY.sub(lambda found: f"{int(found[1]) - 1}{found[2]}0年代", text)
    text = _CENTURY.sub(_century, text)
    for pattern, form in _REWRITTEN:
        text = pattern.sub(form, text)
    return text


def _number(found: re.Match[str]) -> str:
    """'23' of '二十三'."""
    tens, ones = found["tens"] or "", found["ones"] or ""
    if not tens:
        return str(_NUMERALS[ones]) if ones else ""
    return f"{_NUMERALS.get(tens[:-1], 1)}{_NUMERALS.get(ones, 0)}"


def _year(found: re.Match[str]) -> str:
    first, last = _SPANS[found["era"]]
    number = 1 if found["number"] == "元" else int(found["number"])
    year = first + number - 1
    is_of_era = year <= last or found["era"] == _TAIWAN
    return f"{year}年" if number and is_of_era else found[0]


def _decade(found: re.Match[str]) -> str:
    first, last = _SPANS[found["era"]]
    first += int(found["tens"]) - 1
    return f"{first}-{min(first + 9, last)}"


def _whole(text: str) -> str:
    """The span of an era or a part of it, or of several, or '' if the text is none."""
    found = [_WHOLE.fullmatch(part) for part in re.split("[~〜-]|から|至", text)]
    spans = [_span(match["era"], match["part"] or "") for match in found if match]
    return f"{spans[0][0]}-{spans[-1][1]}" if len(spans) == len(found) else ""


def _span(era: str, part: str) -> tuple[int, int]:
    first, last = _SPANS[era]
    if part in _PARTS:
        start, stop = _PARTS[part]
        return first + start, min(first + stop, last)
    third = (last - first) // 3
    if part == "中期":
        return first + third, last - third
    return (last - third, last) if part else (first, last)


def _century(found: re.Match[str]) -> str:
    part = f"{_HALVES[found['part']]} " if found["part"] else ""
    return f"{part}{found['number']}th century"
