"""Assignments: under "Tổ chức thực hiện", which unit has which duties."""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaigns.read.facts import Assignment
from campaigns.read.outline import Line, Node, Outline, trim
from campaigns.read.patterns import pattern

#: Headings of the part that hands out the work.
HEADINGS = (
    pattern("carrying-out", r"^(?:công tác\s+)?tổ chức(?:,?\s+triển khai)?\s+thực hiện", None, "Tổ chức thực hiện"),
    pattern("handing-out", r"^phân công(?:\s+(?:nhiệm vụ|thực hiện|trách nhiệm|tổ chức))?", None, "PHÂN CÔNG NHIỆM VỤ"),
    pattern("responsibility", r"^trách nhiệm(?:\s+(?:thực hiện|tổ chức|của các))?", None, "Trách nhiệm thực hiện"),
)
#: Headings inside that part which name no unit.
NO_UNIT = (
    pattern("time", r"^(?:về\s+)?(?:thời gian|thời hạn|tiến độ|lộ trình)", None, "Thời gian thực hiện"),
    pattern("money", r"^(?:về\s+)?(?:kinh phí|nguồn kinh phí|nguồn vốn|nguồn lực)", None, "Kinh phí thực hiện"),
    pattern("reports", r"^(?:chế độ\s+)?(?:thông tin,?\s+)?báo cáo|^chế độ", None, "Chế độ báo cáo"),
    pattern("praise", r"^(?:công tác\s+)?(?:thi đua|khen thưởng|sơ kết|tổng kết|kiểm tra|giám sát|tuyên truyền)", None, "Sơ kết, tổng kết"),
    pattern("phases", r"^(?:giai đoạn|bước|đợt|các bước)\b", None, "Bước 1"),
)  # fmt: skip

_ORDER = re.compile(
    r"^(?:\d+\.\s*)?(?:đối với|đề nghị|giao(?: cho)?|trách nhiệm của|phân công|yêu cầu|nhiệm vụ của)\s+(?!.{0,30}thời gian)",
    re.IGNORECASE,
)
#: What a unit's name begins with.
UNIT = re.compile(
    r"^(?:các\s+|toàn thể\s+|mỗi\s+)?(?:ban|ủy ban|uỷ ban|UBND|HĐND|UBMTTQ|MTTQ|mặt trận|hội|đoàn|đảng|chi bộ|chi hội|đồng chí|đ/c|công chức|cán bộ|"
    r"viên chức|chuyên trách|trưởng|bí thư|chủ tịch|phó|văn phòng|phòng|trường|nhà trường|trạm|tổ|thành viên|cơ quan|đơn vị|thôn|xóm|bản|ấp|"
    r"khu dân cư|hợp tác xã|HTX|doanh nghiệp|BCĐ|BQL|BPT|công an|quân sự|thường trực|hội đồng|hiệu trưởng|kế toán|tài chính|địa chính|văn hóa|"
    r"đài|bộ phận|người|sở|ngành|tổ chức (?:chính trị|thành viên|đoàn thể|hội))\b",
    re.IGNORECASE,
)
#: Where the unit ends and the duty begins, when no colon says so.
_DUTY = re.compile(
    r"\s+(?:(?:có|chịu)\s+trách nhiệm|(?:có\s+)?nhiệm vụ|theo chức năng|căn cứ|kịp thời|tham mưu|chủ trì|chủ động|phối hợp|thành lập|xây dựng kế hoạch|xây dựng|"
    r"tổ chức(?!\s+(?:chính trị|thành viên|đoàn thể|hội|đảng))|triển khai|trực tiếp|hướng dẫn|tăng cường|đẩy mạnh|(?<!thông tin )tuyên truyền|"
    r"tổng hợp|theo dõi|đôn đốc|cụ thể hóa|quán triệt|lập\b|rà soát|bố trí|vận động|thực hiện|cân đối|đăng ký|báo cáo|giám sát|kiểm tra|cử\b|dựa trên|"
    r"phát động|đưa tin|viết|soạn|chuẩn bị|quản lý|huy động|họp|tập trung|thường xuyên)",
    re.IGNORECASE,
)
_DUTY_WEAK = re.compile(r"(?<!ban)\s+(?:chỉ đạo|phân công|phụ trách)\b", re.IGNORECASE)
_CLOSING = re.compile(
    r"^(?:trên đây|trong quá trình|kế hoạch này|yêu cầu các|đề nghị các .{0,120}(?:triển khai|thực hiện)\W*$)",
    re.IGNORECASE,
)


def assignments_of(outline: Outline) -> tuple[Assignment, ...]:
    """The units with their duties, in the order of the text."""
    found: list[Assignment] = []
    for node, path in outline.nodes():
        if any(row.regex.search(node.title) for row in HEADINGS) and not any(_is_heading(above) for above in path):
            found += list(_of_children(node)) if node.children else list(_of_lines(node.lines))
    return tuple(found)


def unit_of(text: str) -> tuple[str, str] | None:
    """The unit a paragraph begins with and the duty that follows; None when it begins with no unit."""
    plain = _ORDER.sub("", text)
    ordered = plain != text
    if not (UNIT.match(plain) or ordered):
        return None
    colon = re.match(r"^([^:“\"]{2,160}?)\s*:\s*(.*)$", plain)
    duty = _DUTY.search(plain)
    if colon and (not duty or colon.end(1) <= duty.start() or UNIT.match(colon[1])) and len(colon[1]) <= 120:
        return trim(colon[1]), colon[2].strip()
    if not duty or duty.start() > 80:
        duty = _DUTY_WEAK.search(plain) or duty
    if not duty or duty.start() > 160:
        return None
    return trim(plain[: duty.start()]), plain[duty.start() :].strip()


def _is_heading(node: Node) -> bool:
    return any(row.regex.search(node.title) for row in HEADINGS)


def _of_children(node: Node) -> Iterator[Assignment]:
    for child in node.children:
        if child.title and any(row.regex.search(child.title) for row in NO_UNIT):
            continue
        lines = [line.text for line in child.flat() if not _CLOSING.match(line.text)]
        if child.title:
            unit = trim(_ORDER.sub("", child.title))
            rest = child.lines[0] if child.lines and child.lines[0].run_in else None
            if rest and UNIT.match(rest.text) and len(lines) > 1 and not _DUTY.search(f" {rest.text}"):
                unit, lines = f"{unit}: {trim(rest.text)}", lines[1:]
            yield Assignment(unit, tuple(lines))
        elif lines and (found := unit_of(lines[0])):
            yield Assignment(found[0], tuple(text for text in (found[1], *lines[1:]) if text))


def _of_lines(lines: tuple[Line, ...]) -> Iterator[Assignment]:
    """Paragraphs without numbers: one that begins with no unit is a duty of the one before."""
    unit, duties = "", list[str]()
    for line in lines:
        if _CLOSING.match(line.text) or any(row.regex.search(line.text) for row in NO_UNIT):
            continue
        found = unit_of(line.text)
        if found and line.marker != "+":
            if unit:
                yield Assignment(unit, tuple(duties))
            unit, duties = found[0], [found[1]] if found[1] else []
        elif unit:
            duties.append(line.text)
    if unit:
        yield Assignment(unit, tuple(duties))
