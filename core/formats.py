"""How amounts, shares, dates and names look in Vietnamese, and how typed ones are read.

Plain functions: templates use them through core/templatetags/ui.py, forms through core/forms.py,
imports and papers directly. What is not there is an em dash; zero is "0".
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from core.errors import RuleError
from core.text import nfc

DASH = "—"
NBSP = "\u00a0"
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")

# --- Writing ---


def grouped(whole: int) -> str:
    """1500000 → "1.500.000"."""
    return f"{whole:,}".replace(",", ".")


def money(amount: int | Decimal | None) -> str:
    """An amount of đồng without its unit: "1.500.000"; parts of a đồng are rounded away; None is a dash."""
    if amount is None:
        return DASH
    return grouped(int(Decimal(amount).to_integral_value(rounding="ROUND_HALF_UP")))


def number(value: int | float | Decimal | None, places: int = 2) -> str:
    """A figure with a decimal comma and at most so many decimals, zeros at the end dropped: "54,1"."""
    if value is None:
        return DASH
    rounded = round(Decimal(str(value)), places)
    whole, _, rest = f"{abs(rounded):f}".partition(".")
    sign = "-" if rounded < 0 else ""
    rest = rest.rstrip("0")
    return sign + grouped(int(whole)) + (f",{rest}" if rest else "")


def percent(value: int | float | Decimal | None, places: int = 2) -> str:
    """A share that is already counted in hundredths, as the screen has it: 5.47 → "5,47 %"."""
    return DASH if value is None else f"{number(value, places)}{NBSP}%"


def vndate(value: date | datetime | None) -> str:
    """Day, month and year without leading zeros: "30/6/2024" (papers pad them, documents/nd30.py)."""
    if value is None:
        return DASH
    day = _local_day(value)
    return f"{day.day}/{day.month}/{day.year}"


def vndatetime(value: datetime | None) -> str:
    """The moment in Vietnam: "16/6/2024 15:40"."""
    if value is None:
        return DASH
    moment = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{vndate(moment)} {moment:%H:%M}"


def long_date(value: date | datetime) -> str:
    """ "Thứ Hai, ngày 17/6/2024"."""
    return f"{_WEEKDAYS[_local_day(value).weekday()]}, ngày {vndate(value)}"


def due_words(deadline: date, today: date) -> str:
    """How a deadline stands: "Quá 2 ngày", "Hôm nay", "Ngày mai", then the weekday and date."""
    left = (deadline - today).days
    if left < 0:
        return f"Quá {-left} ngày"
    if left < 2:
        return ("Hôm nay", "Ngày mai")[left]
    year = f"/{deadline.year}" if deadline.year != today.year else ""
    return f"{_WEEKDAYS[deadline.weekday()]}, {deadline.day}/{deadline.month}{year}"


def file_size(size: int | None) -> str:
    """Bytes for people: "734 byte", "58 KB", "2,4 MB"."""
    if size is None:
        return DASH
    if size < 1024:
        return f"{size}{NBSP}byte"
    if size < 1024 * 1024:
        return f"{round(size / 1024)}{NBSP}KB"
    return f"{number(size / 1024 / 1024, 1)}{NBSP}MB"


_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_GROUPS = ("", "nghìn", "triệu", "tỷ")


def in_words(amount: int) -> str:
    """An amount of đồng in words, for vouchers: 1005021 → "Một triệu không trăm linh năm nghìn không trăm hai mươi mốt đồng".

    Groups of three under tỷ; silent zero groups; "linh", "mốt", "tư" after mươi, "lăm" (office practice, no article found).
    Above tỷ the count of tỷ is read as a number of its own. A negative amount is read "Âm …". RuleError from 10^18 on.
    """
    if abs(amount) >= 10**18:
        raise RuleError("Số tiền lớn quá mức; kiểm tra lại số chữ số 0.")
    words = _whole(abs(amount)) or "không"
    said = f"âm {words} đồng" if amount < 0 else f"{words} đồng"
    return said[0].upper() + said[1:]


def _whole(number: int, *, inside: bool = False) -> str:
    """Words of a number; `inside` when something larger was said before it, so that "không trăm" must be heard."""
    billions, rest = divmod(number, 10**9)
    said = [f"{_whole(billions, inside=inside)} tỷ"] if billions else []
    for place in (2, 1, 0):
        three, rest = divmod(rest, 1000**place)
        if three:
            said.append(f"{_three(three, full=bool(said) or inside)} {_GROUPS[place]}".strip())
    return " ".join(said)


def _three(number: int, *, full: bool) -> str:
    hundreds, below = divmod(number, 100)
    tens, ones = divmod(below, 10)
    said = [f"{_DIGITS[hundreds]} trăm"] if hundreds or full else []
    if tens > 1:
        said.append(f"{_DIGITS[tens]} mươi")
    elif tens == 1:
        said.append("mười")
    elif ones and said:
        said.append("linh")
    if ones:
        after_tens = {1: "mốt" if tens > 1 else "một", 4: "tư" if tens > 1 else "bốn", 5: "lăm" if tens else "năm"}
        said.append(after_tens.get(ones, _DIGITS[ones]))
    return " ".join(said)


def initials(full_name: str) -> str:
    """Family and given name's first letters: "Trần Thị Mai" → "TM"."""
    words = full_name.split()
    if not words:
        return ""
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in ends).upper()


def _local_day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


# --- Reading what a person typed ---

_CURRENCY = re.compile(r"\s*(đồng|vnđ|vnd|đ)\.?$")
_UNITS = {
    **dict.fromkeys(("tỷ", "tỉ", "ty", "ti"), 10**9),
    **dict.fromkeys(("triệu", "trieu", "tr"), 10**6),
    **dict.fromkeys(("nghìn", "ngàn", "nghin", "ngan", "k", "n"), 10**3),
}
_SPOKEN_PART = re.compile(rf"([0-9.,]+)\s*({'|'.join(sorted(_UNITS, key=len, reverse=True))})\s*")
_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+|\d{1,3}( \d{3})+|\d{1,3}(,\d{3}){2,}", re.ASCII)
_MONEY_SHAPE = "Nhập số tiền như 1.500.000, 1500000, 2tr5 hoặc 450k."
_NUMBER_SHAPE = "Nhập số, phần thập phân sau dấu phẩy, ví dụ 5,47."
_DATE_SHAPE = "Nhập ngày theo mẫu 30/6/2024."
_DATES = (
    re.compile(r"(?P<d>\d{1,2})\s*[/.-]\s*(?P<m>\d{1,2})\s*[/.-]\s*(?P<y>\d{2,4})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?:ngày\s+)?(?P<d>\d{1,2})\s+tháng\s+(?P<m>\d{1,2})\s+năm\s+(?P<y>\d{4})"),
)
#: More is a slip of the finger: the whole state budget has 16 digits.
_MOST_MONEY = 10**15


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", nfc(text)).strip().lower()


def parse_money(text: str) -> int:
    """Whole đồng from "1.500.000", "1500000", "2tr5", "450k", "1,5 triệu", "1 tỷ 250tr", with or without "đồng".

    Raises RuleError when it is no amount or could mean two: "1,500", "2tr50" (2.500.000 or 2.050.000).
    """
    typed = re.sub(r",00?$", "", _CURRENCY.sub("", _plain(text)))
    if re.fullmatch(r"[0-9]+", typed):
        amount = int(typed) if len(typed) < 20 else _MOST_MONEY + 1
    elif _GROUPED.fullmatch(typed):
        amount = int(re.sub(r"\D", "", typed))
    else:
        amount = _spoken_money(typed)
    if amount > _MOST_MONEY:
        raise RuleError("Số tiền lớn quá mức; kiểm tra lại số chữ số 0.")
    return amount


def _spoken_money(typed: str) -> int:
    """ "2tr5", "1 tỷ 250 triệu": units fall from part to part; 1 or 3 figures at the end count in the last unit."""
    total, position, last_unit = Decimal(0), 0, 10**12
    while found := _SPOKEN_PART.match(typed, position):
        unit = _UNITS[found[2]]
        if unit >= last_unit:
            raise RuleError(_MONEY_SHAPE)
        total += parse_number(found[1]) * unit
        position, last_unit = found.end(), unit
    rest = typed[position:]
    if position and re.fullmatch(r"[0-9]|[0-9]{3}", rest):
        total += Decimal(int(rest) * last_unit) / 10 ** len(rest)
    elif rest or not position:
        raise RuleError(_MONEY_SHAPE)
    if total != int(total):
        raise RuleError(_MONEY_SHAPE)
    return int(total)


def parse_number(text: str) -> Decimal:
    """A figure with decimal comma: "5,47", "1.234,5"; "5.47" is taken as well, "1.500" is fifteen hundred, "0.125" an eighth.

    Raises RuleError when it is no number.
    """
    typed = _plain(text).removesuffix("%").strip().replace(" ", "")
    sign, digits = (-1, typed[1:]) if typed.startswith("-") else (1, typed)
    whole, comma, rest = digits.partition(",")
    if "." in whole:
        if re.fullmatch(r"[1-9]\d{0,2}(\.\d{3})+", whole):
            whole = whole.replace(".", "")
        elif comma or not re.fullmatch(r"\d+\.\d+", whole):
            raise RuleError(_NUMBER_SHAPE)
        else:
            whole, rest = whole.split(".")
    if not re.fullmatch(r"[0-9]+", whole) or not re.fullmatch(r"[0-9]*", rest) or (comma and not rest):
        raise RuleError(_NUMBER_SHAPE)
    return sign * Decimal(f"{whole}.{rest or 0}")


def parse_date(text: str) -> date:
    """A date typed as 30/6/2024, 30-6-2024, 30.6.2024, 2024-06-30 or "ngày 30 tháng 6 năm 2024".

    Raises RuleError that says what is wrong with it and shows a right one.
    """
    typed = _plain(text)
    found = next((match for shape in _DATES if (match := shape.fullmatch(typed))), None)
    if found is None:
        raise RuleError(_DATE_SHAPE)
    day, month, year = int(found["d"]), int(found["m"]), int(found["y"])
    if len(found["y"]) != 4 or not 1900 <= year <= 2200:
        raise RuleError("Viết năm đủ bốn chữ số, ví dụ 30/6/2024.")
    if not 1 <= month <= 12:
        raise RuleError(f"Không có tháng {month}. Nhập ngày trước, tháng sau, ví dụ 30/6/{year}.")
    last = calendar.monthrange(year, month)[1]
    if not 1 <= day <= last:
        where = f"Tháng {month}/{year}" if month == 2 else f"Tháng {month}"
        raise RuleError(f"{where} chỉ có {last} ngày. Nhập lại, ví dụ {last}/{month}/{year}.")
    return date(year, month, day)
