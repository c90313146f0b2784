"""The head of the paper: Quốc hiệu, issuing body, number, date, type and subject (Phụ lục I, mục II.1–5)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from documents import nd30
from documents.check.departure import Departure, figure, line_departures
from documents.check.outline import Outline, is_blank, key, outline_of
from documents.check.read import Measured, MeasuredPage, TextLine

_STATE_NUMBER = re.compile(r"^Số: ?(\w*) ?/(.*)$")
_PARTY_NUMBER = re.compile(r"^Số (\w*) ?-(.*)$")
#: Abbreviations of a type that the decree itself writes with small letters (Phụ lục III).
_MIXED = re.compile(r"^(?:TTr|CTr|QyĐ|TrS)(?=[-/])")
_DATE = re.compile(r"ngày ?(\d*)[ .…]*tháng ?(\d*)[ .…]*năm", re.IGNORECASE)


def head_departures(paper: Measured, profile: nd30.Profile) -> Iterator[Departure]:
    found, page = outline_of(paper, profile), paper.pages[0]
    yield from _right_half(found, page, profile)
    yield from _left_half(found, page, profile)
    yield from _number(found, profile)
    if not found.minutes:
        yield from _date(found, profile)
    yield from _title(found, page, profile)


def _right_half(found: Outline, page: MeasuredPage, profile: nd30.Profile) -> Iterator[Departure]:
    if found.nation is None:
        name = profile.components["nation"].name
        yield Departure("nation", 1, f"Không thấy {name} ở đầu trang 1.")
    else:
        yield from line_departures(found.nation, profile.components["nation"], "nation")
    if profile.style == "party":
        if found.nation:
            yield from _full_rule(found.nation, page, "Tiêu đề của Đảng")
        return
    if found.motto is None:
        yield Departure("motto", 1, "Không thấy Tiêu ngữ dưới Quốc hiệu.")
        return
    if found.motto.text != nd30.MOTTO:
        yield Departure("motto", 1, f"Tiêu ngữ phải viết “{nd30.MOTTO}”, giữa các cụm từ có gạch nối và cách chữ.")
    yield from line_departures(found.motto, profile.components["motto"], "motto")
    yield from _full_rule(found.motto, page, "Tiêu ngữ")


def _full_rule(line: TextLine, page: MeasuredPage, name: str) -> Iterator[Departure]:
    length = _rule_under(line, page)
    if length is None:
        yield Departure("rule", 1, f"Thiếu đường kẻ dưới {name}.")
    elif not 0.93 <= length / line.width <= 1.07:
        yield Departure(
            "rule", 1, f"Đường kẻ dưới {name} dài {figure(length)} mm, phải bằng dòng chữ ({figure(line.width)} mm)."
        )


def _part_rule(lines: list[TextLine], page: MeasuredPage, name: str) -> Iterator[Departure]:
    length = _rule_under(lines[-1], page)
    if length is None:
        yield Departure("rule", 1, f"Thiếu đường kẻ dưới {name}.")
        return
    # On several lines either the last or the longest one may be what the clerk measured by.
    widths = {lines[-1].width, max(line.width for line in lines)}
    if not any(0.31 <= length / width <= 0.52 for width in widths):
        yield Departure("rule", 1, f"Đường kẻ dưới {name} dài {figure(length)} mm, phải bằng 1/3–1/2 độ dài dòng chữ.")


def _rule_under(line: TextLine, page: MeasuredPage) -> float | None:
    """Length of the nearest rule that lies under the line and is centred on it."""
    near = [
        rule for rule in page.rules if -0.5 < rule.y - line.base < 6 and abs((rule.x0 + rule.x1) / 2 - line.centre) < 3
    ]
    return near[0].width if near else None


def _left_half(found: Outline, page: MeasuredPage, profile: nd30.Profile) -> Iterator[Departure]:
    lines = [line for line in found.left if line.text != "*"]
    if not lines:
        yield Departure("issuer", 1, "Không thấy tên cơ quan ban hành ở đầu trang 1.")
        return
    split = next((index for index, line in enumerate(lines) if line.bold), len(lines) - 1)
    for line in lines[:split]:
        yield from line_departures(line, profile.components["parent"], "parent")
    issuer = lines[split:]
    for line in issuer:
        yield from line_departures(line, profile.components["issuer"], "issuer")
    if profile.components["issuer"].rule:
        yield from _part_rule(issuer, page, "tên cơ quan ban hành")
    elif not any(line.text == "*" for line in found.left):
        yield Departure("issuer", 1, "Thiếu dấu sao (*) dưới tên cơ quan ban hành.")


def _number(found: Outline, profile: nd30.Profile) -> Iterator[Departure]:
    line = found.number
    if line is None:
        yield Departure("number", 1, "Không thấy dòng số, ký hiệu.")
        return
    yield from line_departures(line, profile.components["number"], "number")
    party = profile.style == "party"
    match = (_PARTY_NUMBER if party else _STATE_NUMBER).match(line.text)
    if not match:
        wish = "“Số 05-NQ/ĐU”" if party else "“Số: 05/KH-UBND”"
        yield Departure("number", 1, f"Số, ký hiệu phải viết như {wish} (“{line.short}”).")
        return
    number, symbol = match.groups()
    if number.isdecimal() and len(number) == 1:
        yield Departure("number", 1, f"Số nhỏ hơn 10 phải thêm số 0 phía trước (“{line.short}”).")
    upright = _MIXED.sub("", symbol)
    if (" " in symbol.strip() or symbol != symbol.strip() or upright != upright.upper()) and not is_blank(symbol):
        yield Departure("number", 1, f"Ký hiệu viết in hoa, không cách chữ (“{line.short}”).")


def _date(found: Outline, profile: nd30.Profile) -> Iterator[Departure]:
    line = found.date
    if line is None:
        yield Departure("date", 1, "Không thấy địa danh và thời gian ban hành.")
        return
    yield from line_departures(line, profile.components["date"], "date")
    if found.number and abs(line.base - found.number.base) > 1.5:
        yield Departure("date", 1, "Địa danh và thời gian phải cùng dòng với số, ký hiệu.")
    if "," not in line.text.split("ngày")[0]:
        yield Departure("date", 1, f"Sau địa danh phải có dấu phẩy (“{line.short}”).")
    match = _DATE.search(line.text)
    day, month = match.groups() if match else ("", "")
    if len(day) == 1:
        yield Departure("date", 1, f"Ngày nhỏ hơn 10 phải thêm số 0 phía trước (“{line.short}”).")
    if month in {"1", "2"}:
        yield Departure("date", 1, f"Tháng 1, 2 phải thêm số 0 phía trước (“{line.short}”).")
    if len(month) == 2 and month.startswith("0") and month not in {"01", "02"}:
        yield Departure("date", 1, f"Chỉ tháng 1, 2 mới thêm số 0 phía trước (“{line.short}”).")


def _title(found: Outline, page: MeasuredPage, profile: nd30.Profile) -> Iterator[Departure]:
    if found.type is None:
        for line in found.about:
            yield from line_departures(line, profile.components["about"], "about")
        if not found.about:
            yield Departure("type", 1, "Không thấy tên loại văn bản, cũng không có trích yếu (V/v) của công văn.")
        return
    yield from line_departures(found.type, profile.components["type"], "type")
    middle = (profile.page.left + page.width - profile.page.right) / 2
    if abs(found.type.centre - middle) > 4:
        yield Departure("type", 1, "Tên loại văn bản phải canh giữa.")
    subject = [line for line in found.subject if line.text != nd30.PARTY_DASHES]
    if not subject:
        yield Departure("subject", 1, "Không thấy trích yếu nội dung dưới tên loại.")
        return
    for line in subject:
        yield from line_departures(line, profile.components["subject"], "subject")
    if profile.components["subject"].rule:
        yield from _part_rule(subject, page, "trích yếu nội dung")
    elif not any(key(line.text) == nd30.PARTY_DASHES for line in found.subject):
        yield Departure("subject", 1, "Dưới trích yếu của văn bản Đảng phải có gạch “-----”.")
