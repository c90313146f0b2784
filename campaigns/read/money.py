"""Money: what is asked of whom, and the accounts it goes to."""

from __future__ import annotations

import re

from campaigns.read.facts import Bracket, Rates
from campaigns.read.numbers import LOOSE_MONEY, MONEY, NUMBER, amount, number
from campaigns.read.outline import Outline, sentences
from campaigns.read.patterns import Pattern, first_match, pattern


def _named(money: str, name: str) -> str:
    """The money pattern with its groups renamed, so that one pattern may hold two amounts."""
    for group in ("money", "scale", "dong"):
        money = money.replace(f"(?P<{group}>", f"(?P<{name}_{group}>")
    return money


# The value of a labour day; MONEY in each.
DAY_VALUES = (
    pattern("day-converted", rf"ngày công[^.;\d]{{0,60}}(?:quy|tính|trị giá|tương đương|thay)[^.;\d]{{0,40}}{MONEY}", None, "Một ngày công tính thành tiền là 120.000 đồng"),
    pattern("day-rate", rf"ngày công.{{0,120}}?{MONEY}\s*/\s*(?:01\s*|1\s*)?ngày", None, "góp tiền thay ngày công 180.000 đồng/ngày"),
    pattern("rate-per-day", rf"{MONEY}\s*/\s*(?:01\s*|1\s*)?(?:ngày công|công)", None, "200.000 đồng/ngày công"),
)  # fmt: skip

_LOW = _named(LOOSE_MONEY, "low")
_HIGH = _named(LOOSE_MONEY, "high")
_PER_MONTH = r"(?:\s*/\s*(?:người\s*/\s*)?tháng)?"
#: Income limits of a group, the lower one included.
INCOMES = (
    pattern("between", rf"từ\s+(?:trên\s+)?(?:{_LOW}|(?P<bare>{NUMBER})){_PER_MONTH}\s*(?:đến|tới|-|–)\s*(?:dưới\s+)?{_HIGH}", "between", "từ 6 triệu đồng/tháng đến dưới 10 triệu đồng/tháng"),
    pattern("at-least", rf"từ\s+{_LOW}{_PER_MONTH}\s*trở lên|(?:trên|ít nhất|tối thiểu|≥)\s*{_named(LOOSE_MONEY, 'over')}", "at_least", "thu nhập từ 7 triệu đồng/tháng trở lên"),
    pattern("below", rf"(?:dưới|không quá|chưa đến|thấp hơn|<)\s*{_HIGH}", "below", "thu nhập dưới 7 triệu đồng/tháng"),
)  # fmt: skip
_DAYS = re.compile(
    r"(?<![\d/.,])(?P<days>\d{1,3})\s*(?:\([^)]{1,20}\)\s*)?ngày(?:\s+công|\s+lao động|/người|\s*/\s*năm)",
    re.IGNORECASE,
)
_INCOME_WORD = re.compile(r"thu nhập|lương|phụ cấp", re.IGNORECASE)

_ORGANISATION = r"(?:doanh nghiệp|hợp tác xã|tổ chức|đơn vị|công ty|cơ sở (?:sản xuất|kinh doanh))"
# The least that an organisation is asked for.
MINIMUMS = (
    pattern("from-organisation", rf"(?:từ|tối thiểu|ít nhất)\s+{LOOSE_MONEY}\s*/\s*(?:0?1\s*)?{_ORGANISATION}", None, "Từ 3.000.000 đồng/01 hợp tác xã trở lên"),
    pattern("organisation-from", rf"{_ORGANISATION}[^.;\d]{{0,80}}(?:từ|tối thiểu|ít nhất)\s*(?:là\s*)?{LOOSE_MONEY}", None, "Doanh nghiệp đóng trên địa bàn: tối thiểu 3 triệu đồng"),
)  # fmt: skip

# An account number; group digits.
ACCOUNTS = (
    pattern("account", r"(?:số tài khoản|tài khoản(?: số)?|STK|TK số)\s*[:\-–]?\s*(?:số\s*:?\s*)?(?P<digits>\d[\d .\-]{4,28}\d)", None, "số tài khoản: 123 456 7890"),
)  # fmt: skip


def rates_of(outline: Outline) -> Rates | None:
    """What is asked of persons and organisations; None where nothing is."""
    day_value, minimum = None, None
    brackets: list[Bracket] = []
    sources: list[str] = []
    for placed in outline.placed:
        heading = placed.path[-1].title if placed.path else ""
        for sentence in sentences(placed.text):
            before = (day_value, minimum, len(brackets))
            if day_value is None and (found := first_match(DAY_VALUES, sentence)):
                day_value = amount(found[1])
            if minimum is None and (found := _minimum(heading, sentence)) and not _INCOME_WORD.search(sentence):
                minimum = amount(found[1])
            if bracket := _bracket(sentence, placed.headings):
                brackets.append(bracket)
            if before != (day_value, minimum, len(brackets)):
                sources.append(sentence)
    if day_value is None and minimum is None and not brackets:
        return None
    return Rates(day_value, tuple(brackets), minimum, tuple(sources))


def accounts_of(outline: Outline) -> tuple[str, ...]:
    """The account numbers, digits only, each once."""
    found: dict[str, None] = {}
    for placed in outline.placed:
        for row in ACCOUNTS:
            for match in row.regex.finditer(placed.text):
                digits = re.sub(r"\D", "", match["digits"])
                if 6 <= len(digits) <= 20:
                    found[digits] = None
    return tuple(found)


def _minimum(heading: str, sentence: str) -> tuple[Pattern[None], re.Match[str]] | None:
    """The least for an organisation, which the sentence or the heading above it names."""
    return first_match(MINIMUMS, sentence) or first_match(MINIMUMS, f"{heading}: {sentence}")


def _bracket(sentence: str, headings: str) -> Bracket | None:
    days = _DAYS.search(sentence)
    if not days or not re.search(r"ngày công|công lao động", sentence, re.IGNORECASE):
        return None
    asked = re.search(r"mỗi|vận động|đóng góp|ủng hộ|người", sentence, re.IGNORECASE)
    low, high = _limits(sentence)
    if (low, high) == (None, None) and not (asked and re.search(r"mỗi|/\s*(?:người|hộ|năm)", sentence, re.IGNORECASE)):
        return None
    return Bracket(low, high, int(days["days"]), sentence)


def _limits(sentence: str) -> tuple[int | None, int | None]:
    word = _INCOME_WORD.search(sentence)
    if not word or not (found := first_match(INCOMES, sentence)):
        return None, None
    row, match = found
    if row.meaning == "below":
        return None, _amount(match, "high")
    if row.meaning == "at_least":
        return _amount(match, "low" if match["low_money"] else "over"), None
    high = _amount(match, "high")
    if match["bare"]:  # "từ 6 đến dưới 10 triệu": the scale stands once
        scale = high / number(match["high_money"]) if number(match["high_money"]) else 1
        return round(number(match["bare"]) * scale), high
    return _amount(match, "low"), high


def _amount(match: re.Match[str], name: str) -> int:
    scale = (match[f"{name}_scale"] or "").lower()
    powers = {"nghìn": 10**3, "ngàn": 10**3, "triệu": 10**6, "tr": 10**6, "tr.": 10**6, "tỷ": 10**9, "tỉ": 10**9}
    return round(number(match[f"{name}_money"]) * powers.get(scale, 1))
