"""Targets: figures to reach, with unit, direction and what they measure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaigns.read.criterion_names import criterion_of
from campaigns.read.facts import Block, Direction, Target
from campaigns.read.numbers import NUMBER, number
from campaigns.read.outline import UPPER, Outline, sentences, table_rows, trim
from campaigns.read.patterns import first_match, pattern
from documents.context import Table, walk

# What follows the number → the unit as it is stored. Order matters: the longer form first.
UNITS = (
    pattern("percent", r"%|phần trăm", "%", "95%"),
    pattern("income-year", r"(?:triệu đồng|tr\.?\s?đ(?:ồng)?|triệu)\s*/\s*người(?:\s*/\s*năm)", "triệu đồng/người/năm", "54,1 tr.đ/người/năm"),
    pattern("income", r"(?:triệu đồng|tr\.?\s?đ(?:ồng)?|triệu)\s*/\s*người(?!\s*/)", "triệu đồng/người", "60 triệu đồng/người"),
    pattern("income-month", r"(?:triệu đồng|tr\.?\s?đ(?:ồng)?|triệu)\s*/\s*người\s*/\s*tháng", "triệu đồng/người/tháng", "5 triệu đồng/người/tháng"),
    pattern("billions", r"tỷ đồng|tỉ đồng|tỷ đ", "tỷ đồng", "12 tỷ đồng"),
    pattern("millions", r"triệu đồng(?!\s*/)|tr\.?đ(?!\s*/)", "triệu đồng", "450 triệu đồng"),
    pattern("square-metres", r"m2|m²|mét vuông", "m²", "120 m2"),
    pattern("cubic-metres", r"m3|m³|mét khối", "m³", "3 m3"),
    pattern("kilometres", r"km\b", "km", "2,5 km"),
    pattern("metres", r"mét|(?<![^\W\d])m\b", "m", "250m"),
    pattern("hectares", r"ha\b|héc ta|hecta", "ha", "15 ha"),
    pattern("tonnes", r"tấn\b", "tấn", "300 tấn"),
    pattern("criteria", r"tiêu chí\b", "tiêu chí", "10 tiêu chí"),
    pattern("gardens", r"vườn mẫu|vườn hộ", "vườn mẫu", "5 vườn mẫu"),
    pattern("models", r"mô hình", "mô hình", "2 mô hình"),
    pattern("products", r"sản phẩm", "sản phẩm", "1 sản phẩm OCOP"),
    pattern("households", r"hộ\b(?! trợ| khẩu)", "hộ", "20 hộ"),
    pattern("houses", r"(?:căn |ngôi )nhà|nhà (?:ở|đại đoàn kết|tình thương|tình nghĩa|nhân ái)", "nhà", "5 căn nhà"),
    pattern("works", r"công trình", "công trình", "3 công trình"),
    pattern("villages", r"(?:thôn|xóm|bản|ấp|khu dân cư)\b", "thôn", "2 thôn"),
)  # fmt: skip
#: Counted things are a target only right after a word of intent; 250 m of road or 78 % of workers always are.
_COUNTED = frozenset(
    {"tiêu chí", "vườn mẫu", "mô hình", "sản phẩm", "hộ", "nhà", "công trình", "thôn", "triệu đồng", "tỷ đồng"}
)

_VALUE = re.compile(rf"(?<![\d/.,\-–])(?P<value>{NUMBER})(?P<of>\s*/\s*\d{{1,2}}(?=\s*tiêu chí))?\s*")
_BEFORE: tuple[tuple[re.Pattern[str], Direction], ...] = (
    (
        re.compile(r"(?:trên|ít nhất|tối thiểu|không dưới|không thấp hơn|cao hơn|≥|>=)\s*(?:là\s*)?$", re.IGNORECASE),
        "at_least",
    ),
    (
        re.compile(r"(?:dưới|không quá|tối đa|không vượt quá|thấp hơn|xuống(?: còn)?|≤|<=|<)\s*$", re.IGNORECASE),
        "at_most",
    ),
    (re.compile(r"giảm\b.*\bcòn\s*$", re.IGNORECASE), "at_most"),
)
_AFTER: tuple[tuple[re.Pattern[str], Direction], ...] = (
    (re.compile(r"^[^,;.\d]{0,30}?trở lên", re.IGNORECASE), "at_least"),
    (re.compile(r"^[^,;.\d]{0,30}?trở xuống", re.IGNORECASE), "at_most"),
)
_INTENT = re.compile(r"đạt|phấn đấu|nâng|tăng|giảm|xuống|duy trì|giữ vững|[đb]ảo đảm|đảm bảo|hoàn thành|tối thiểu|ít nhất|chỉ tiêu|mục tiêu|tỷ lệ|tỉ lệ|không quá|chiều dài", re.IGNORECASE)  # fmt: skip
_INTENT_NEAR = re.compile(r"(?:đạt|đạt chuẩn|đạt đủ|đủ|hoàn thành|tối thiểu|ít nhất|phấn đấu(?: có| xây dựng)?|xây dựng|xây mới|duy trì|giữ vững|làm|có thêm|sửa chữa|công nhận|lên|không quá|tối đa|xuống(?: còn)?)\s+(?:mới\s+|thêm\s+)?$", re.IGNORECASE)  # fmt: skip
_PRESENT = re.compile(r"(?<!\w)(?:ước|đã|(?<!thực )hiện|mới|hiện nay|hiện tại|chỉ|năm trước|đầu năm)\s+(?:đạt|có|là|còn|hoàn thành|thực hiện)?(?:(?!\bvà\b)[^,;]){0,15}$", re.IGNORECASE)  # fmt: skip
#: Parts of a plan that tell how things stand.
_STATE = re.compile(r"thực trạng|hiện trạng|tình hình|kết quả (?:thực hiện|đạt được|rà soát|đánh giá)", re.IGNORECASE)
#: Parts of a plan that hold nothing but what shall be reached.
_GOAL = re.compile(r"^(?:các\s+)?(?:mục tiêu|chỉ tiêu)", re.IGNORECASE)
_FROM = re.compile(r"\btừ\s+$", re.IGNORECASE)
_STEP = re.compile(r"^[^,;.\d]{0,12}?(?:lên|xuống|còn|đến)\b", re.IGNORECASE)
#: "từ 90% lên": where it comes from is no part of what is measured.
_RISE = re.compile(rf"\btừ\s+{NUMBER}\s*[^\d,;.]{{0,30}}?(?=\b(?:lên|xuống|còn|đến)\b)", re.IGNORECASE)
#: One village or one quarter: its figure is not compared with another's.
_SCOPE = re.compile(rf"(?:[Tt]hôn|[Xx]óm|[Bb]ản|[Ấấ]p|[Kk]hu dân cư)\s+(?:[{UPPER}]\w*|\d{{1,2}})(?:\s[{UPPER}]\w*)*|[Qq]uý\s+(?:[IVX]+|\d)|6 tháng|tháng \d+|[Đđ]ợt \d")  # fmt: skip
_EACH = re.compile(r"^\W*(?:mỗi|từng)\s+(thôn|xóm|bản|ấp|hộ|xã|chi hội|đoàn thể)\b", re.IGNORECASE)
_YEAR = re.compile(r"năm (20\d\d)", re.IGNORECASE)

#: Words that lead up to what a figure measures; what follows the last of them is the thing itself.
_LEAD = re.compile(
    r"(?:tuyên truyền|vận động|tăng cường|đẩy mạnh|phối hợp|chỉ đạo|triển khai|tổ chức|phấn đấu|thực hiện|nâng(?: cao)?|giảm|"
    r"duy trì|giữ vững|đảm bảo|bảo đảm|đưa|tăng|xây dựng|hoàn thành|tỷ lệ|tỉ lệ|\bsố\b|\bmức\b|nhất là|năm \d{4}|cuối năm|đến hết)\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:\s|,|đạt chuẩn|đạt|trên|lên|xuống|còn|là|ít nhất|tối thiểu|dưới|không quá|tỷ lệ|tỉ lệ|tối đa|từ|khoảng|giảm|tăng|\()+$",
    re.IGNORECASE,
)
_SAME = ((re.compile(r"người dân|nhân dân|dân số|dân cư"), "dân"), (re.compile(r"bhyt"), "bảo hiểm y tế"), (re.compile(r"\b(?:của|các|trên địa bàn|toàn xã|trong xã|xã|được|bình quân|đầu người)\b"), " "))  # fmt: skip


class _Found:
    """The targets in order, and those of one figure, unit and criterion together: only they can say the same twice."""

    def __init__(self, year: int | None) -> None:
        self._year = year
        self.rows: list[Target] = []
        self._alike: dict[tuple[float, str, int | None], list[Target]] = {}

    def add(self, new: Iterator[Target]) -> None:
        for target in new:
            if target.year and self._year and target.year < self._year:
                continue
            alike = self._alike.setdefault((target.value, target.unit, target.criterion), [])
            if not any(_repeats(target, known) for known in alike):
                alike.append(target)
                self.rows.append(target)


def targets_of(
    outline: Outline, blocks: tuple[Block, ...], results: frozenset[str], skip: frozenset[str], year: int | None
) -> tuple[Target, ...]:
    """The targets: those of blocks with their criterion, then those of other lines and tables.

    `results` are lines that tell what was reached, `skip` sentences that other readers took (rates), `year` the plan's:
    a figure of an earlier year is no target.
    """
    found = _Found(year)
    taken: set[str] = set(results)
    for block in blocks:
        taken.update(block.lines)
        for text in (*block.tasks, *block.solutions):
            found.add(_targets_in(text, block.criterion, planned=True))
    for placed in outline.placed:
        if placed.text not in taken and not any(_STATE.search(node.title) for node in placed.path):
            near = next((own for node in reversed(placed.path) if (own := criterion_of(node.title, None))), None)
            goal = any(_GOAL.search(node.title) for node in placed.path)
            found.add(_targets_in(placed.text, near, planned=goal, skip=skip))
    found.add(_table_targets(outline))
    return tuple(found.rows)


def _repeats(target: Target, known: Target) -> bool:
    """The same figure for the same thing, said again."""
    mine, theirs = set(target.about), set(known.about)
    return not mine or not theirs or len(mine & theirs) >= 0.6 * min(len(mine), len(theirs))


def _targets_in(
    text: str, criterion: int | None, *, planned: bool, skip: frozenset[str] = frozenset()
) -> Iterator[Target]:
    for sentence in sentences(text):
        if sentence in skip:
            continue
        start = 0
        for match in _VALUE.finditer(sentence):
            after = sentence[match.end() :]
            unit = next(((row.meaning, hit) for row in UNITS if (hit := row.regex.match(after))), None)
            if not unit:
                continue
            rest = after[unit[1].end() :]
            ahead = sentence[start : match.start()]
            ahead = ahead[ahead.rfind(";") + 1 :]
            clause = ahead + sentence[match.start() : match.end()] + unit[1].group() + re.split(r"[,;.](?!\d)", rest)[0]
            if target := _target(ahead, rest, clause, match, unit[0], criterion, sentence, planned=planned):
                start = match.end() + unit[1].end()
                yield target


def _target(
    ahead: str,
    rest: str,
    clause: str,
    match: re.Match[str],
    unit: str,
    criterion: int | None,
    source: str,
    *,
    planned: bool,
) -> Target | None:
    """The figure as a target, or None when it says what is, not what shall be."""
    if _PRESENT.search(ahead) or (_FROM.search(ahead) and _STEP.search(rest) and "trở" not in rest[:30]):
        return None
    if unit in _COUNTED:
        kept = re.match(r"^[^,;.]{0,30}đã (?:đạt|được)", rest) and not re.search(
            r"duy trì|giữ vững", ahead, re.IGNORECASE
        )
        if not _INTENT_NEAR.search(ahead) or kept:
            return None
    elif not planned and not _INTENT.search(clause):
        return None
    if each := _EACH.search(ahead):
        unit = f"{unit}/{each[1].lower()}" if unit in _COUNTED and unit != "tiêu chí" else unit
    year = _YEAR.search(clause)
    return Target(
        text=trim(clause.strip("( ")),
        value=number(match["value"]),
        unit=unit,
        direction=_direction(ahead, rest),
        criterion=criterion,
        source=source,
        about=_about(ahead, rest),
        year=int(year[1]) if year else None,
    )


def _direction(ahead: str, rest: str) -> Direction | None:
    for table, text in ((_BEFORE, ahead), (_AFTER, rest)):
        for regex, direction in table:
            if regex.search(text):
                return direction
    return None


def _about(ahead: str, rest: str) -> tuple[str, ...]:
    """The words of what is measured: those before the number, or after it where none stand before."""
    plain = _TAIL.sub("", _RISE.sub(" ", ahead))
    cuts = [0, *(match.end() for match in _LEAD.finditer(plain))]
    for cut in reversed(cuts):
        words = _words(plain[cut:])
        # Where nothing but such words stand before the figure, the thing stands behind it.
        if len(words) >= 2 and _words(_LEAD.sub(" ", plain[cut:])):
            # "tăng 5%" is a step and no level: it is never compared with "đạt 95%".
            step = ("±",) if re.search(r"(?:tăng|giảm)\s*(?:thêm\s*)?$", ahead, re.IGNORECASE) else ()
            return step + words + tuple(match.group().lower() for match in _SCOPE.finditer(ahead))
    return _words(re.split(r"[,;.]", rest)[0])


def _words(text: str) -> tuple[str, ...]:
    plain = text.lower()
    for regex, word in _SAME:
        plain = regex.sub(word, plain)
    return tuple(re.findall(r"[^\W\d_]+", plain))


def _table_targets(outline: Outline) -> Iterator[Target]:
    """A table "chỉ tiêu – đơn vị – kế hoạch"."""
    for table in walk(outline.paper.content):
        if not isinstance(table, Table):
            continue
        header, rows = table_rows(table)
        name = _column(header, r"chỉ tiêu|nội dung|mục tiêu")
        unit = _column(header, r"đơn vị(?: tính)?$|ĐVT")
        value = _column(header, r"kế hoạch|mục tiêu năm|chỉ tiêu giao|phấn đấu")
        if name is None or unit is None or value is None or value == name:
            continue
        for row in rows:
            if re.fullmatch(NUMBER, row[value].rstrip("% ")) and row[name]:
                canonical = first_match(UNITS, row[unit])
                yield Target(
                    text=row[name],
                    value=number(row[value].rstrip("% ")),
                    unit=canonical[0].meaning if canonical else row[unit],
                    direction=None,
                    criterion=None,
                    source=" | ".join(cell for cell in row if cell),
                    about=_words(row[name]),
                )


def _column(header: tuple[str, ...], words: str) -> int | None:
    return next((index for index, cell in enumerate(header) if re.search(words, cell, re.IGNORECASE)), None)
