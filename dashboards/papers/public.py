"""What a commune publishes as tables of plain data: the page, the CSV files and the JSON all say these and nothing else. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from campaigns.enums import AwardLevel, WorkState
from contributions.models import PublicNotice
from contributions.queries.public import GivenByGiver
from contributions.rules.public import ALL, LEAST_GIVERS, MOST_PERCENT, REST, WITHHELD, safe_groups
from core.formats import vndate
from criteria.judging import STATES
from criteria.models import Registration
from dashboards.papers.matrix import word
from dashboards.queries.public import Accepted
from emulation.enums import EntryKind
from emulation.models import Award
from reporting.enums import PublicPart

Row = dict[str, Any]
#: Why a source does not stand for itself.
_UNSAFE = f"dưới {LEAST_GIVERS} người, tổ chức đóng góp hoặc có một người, tổ chức góp trên {MOST_PERCENT} %"
SOURCES = {
    "enterprises": "Doanh nghiệp, tổ chức", "people": "Cộng đồng dân cư", "others": "Nhà hảo tâm, con em xa quê",
    REST: f"Khác (gộp các nguồn có {_UNSAFE})", ALL: f"Tất cả các nguồn (gộp, vì có nguồn {_UNSAFE})",
    WITHHELD: f"Nguồn không công bố (có {_UNSAFE})",
}  # fmt: skip
#: What stands in the place of a name.
HIDDEN = "…"


@dataclass(frozen=True, slots=True)
class Column:
    """`key` in JSON, `title` in CSV and on the page."""

    key: str
    title: str
    meaning: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """One table: `slug` in its address, `basis` says from what and up to when. Days are ISO text, amounts đồng."""

    slug: str
    title: str
    basis: str
    columns: tuple[Column, ...]
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything published of one commune, as it was read at a moment."""

    code: str
    name: str
    province: str
    #: The commune's last day, where it was merged into another since.
    ended: date | None
    words: str
    since: date
    at: datetime
    parts: tuple[str, ...]
    datasets: dict[str, Dataset]


#: The tables of each part, as they stand on the page.
SLUGS: dict[str, tuple[str, ...]] = {
    PublicPart.CRITERIA: ("tieu-chi", "cong-nhan"),
    PublicPart.WORKS: ("cong-trinh",),
    PublicPart.CONTRIBUTIONS: ("dong-gop", "thong-bao"),
    PublicPart.AWARDS: ("khen-thuong",),
}
_ID = Column("id", "Mã dòng", "Không đổi giữa các lần cập nhật")


def criteria_set(cards: Sequence[Accepted]) -> Dataset:
    """Each criterion of the last accepted card by each set."""
    columns = (
        _ID, Column("set", "Bộ tiêu chí"), Column("round", "Kỳ đánh giá"), Column("year", "Năm"),
        Column("accepted_on", "Ngày chấp nhận", "Ngày cơ quan thẩm tra chấp nhận phiếu của xã"), Column("office", "Địa bàn thẩm tra"),
        Column("number", "Số tiêu chí"), Column("name", "Tiêu chí"),
        Column("state", "Mã kết quả", "met: đạt; unmet: chưa đạt; not_assessed: không đánh giá, tính là đạt; no_data: chưa có số liệu"),
        Column("result", "Kết quả"),
    )  # fmt: skip
    rows = [
        {
            "id": f"{card.id}-{number}", "set": card.set_name, "round": card.round_name, "year": card.year,
            "accepted_on": card.on.isoformat(), "office": card.office, "number": number, "name": name,
            "state": STATES[mark].value, "result": word(mark),
        }
        for card in cards
        for (number, name), mark in zip(card.criteria, card.marks, strict=False)
    ]  # fmt: skip
    basis = "Kỳ đánh giá gần nhất đã được cơ quan thẩm tra chấp nhận; không có kết quả xã tự đánh giá."
    return Dataset("tieu-chi", "Kết quả từng tiêu chí", basis, columns, rows)


def recognition_set(rows: Iterable[Registration]) -> Dataset:
    """Recognitions in force."""
    columns = (
        _ID, Column("place", "Địa bàn"), Column("set", "Bộ tiêu chí"), Column("year", "Năm phấn đấu"),
        Column("decision", "Quyết định"), Column("recognised_on", "Ngày công nhận"),
    )  # fmt: skip
    said = [
        {
            "id": row.pk, "place": str(row.area), "set": row.criteria_set.name, "year": row.year, "decision": row.decision,
            "recognised_on": _iso(row.recognised_on),
        }
        for row in rows
    ]  # fmt: skip
    basis = "Quyết định công nhận xã, thôn chưa bị thu hồi."
    return Dataset("cong-nhan", "Quyết định công nhận còn hiệu lực", basis, columns, said)


def work_set(rows: Iterable[Any]) -> Dataset:
    """Works with size, cost, state and the people's share; names of persons in their names are left out."""
    columns = (
        _ID, Column("name", "Tên công trình", f"Họ tên người trong tên công trình được thay bằng {HIDDEN}"), Column("place", "Địa bàn"),
        Column("volume", "Khối lượng", "Chiều dài hoặc quy mô", "theo cột Đơn vị tính"), Column("measure", "Đơn vị tính"),
        Column("total", "Tổng mức", "Theo quyết định phê duyệt", "đồng"),
        Column("people", "Nhân dân đóng góp", "Theo cơ cấu nguồn vốn đã quyết định", "đồng"),
        Column("people_percent", "Tỷ lệ Nhân dân đóng góp", "Trên tổng các nguồn vốn đã quyết định", "%"),
        Column("state", "Mã tình trạng", "; ".join(f"{code}: {label.lower()}" for code, label in WorkState.choices)),
        Column("standing", "Tình trạng"), Column("starts_on", "Khởi công"), Column("ends_on", "Hoàn thành"),
    )  # fmt: skip
    said = [
        {
            "id": row.pk, "name": without_persons(row.name), "place": str(row.area), "volume": row.volume, "measure": row.measure,
            "total": row.total, "people": (row.of_people or 0) if row.funded else None,
            "people_percent": round(Decimal(row.of_people or 0) * 100 / row.funded, 1) if row.funded else None,
            "state": row.state, "standing": str(WorkState(row.state).label), "starts_on": _iso(row.starts_on), "ends_on": _iso(row.ends_on),
        }
        for row in rows
    ]  # fmt: skip
    basis = "Công trình trên địa bàn xã, trừ công trình của kế hoạch chưa ban hành."
    return Dataset("cong-trinh", "Công trình", basis, columns, said)


def contribution_set(given: GivenByGiver, upto: date) -> Dataset:
    """Sums by year and source from which no single giver can be read (contributions.rules.public)."""
    columns = (
        _ID, Column("year", "Năm"), Column("source", "Mã nguồn", "; ".join(f"{code}: {label}" for code, label in SOURCES.items())),
        Column("source_name", "Nguồn"),
        Column("amount", "Đã đóng góp", "Tiền và giá trị ngày công, hiện vật, đất; để trống: không công bố", "đồng"),
        Column("givers", "Số người, tổ chức đóng góp", "Để trống: không công bố"),
    )  # fmt: skip
    rows = [
        {
            "id": f"{year}-{group.source}", "year": year, "source": group.source, "source_name": SOURCES[group.source],
            "amount": group.amount, "givers": group.givers,
        }
        for year in sorted(given, reverse=True)
        for group in safe_groups(given[year])
    ]  # fmt: skip
    basis = (
        f"Sổ đóng góp các đợt vận động trên địa bàn, đến hết ngày {vndate(upto)}. Nguồn có {_UNSAFE} tổng của nguồn "
        "gộp vào mục Khác; gộp rồi vẫn như vậy thì không công bố."
    )
    return Dataset("dong-gop", "Tổng đóng góp theo năm, theo nguồn", basis, columns, rows)


def notice_set(rows: Iterable[PublicNotice], address: str) -> Dataset:
    """Notices that are posted now, with the address of each; `address` is that of a notice with "{}" for its code."""
    columns = (
        _ID, Column("campaign", "Đợt vận động"), Column("posted_from", "Niêm yết từ"), Column("posted_to", "Đến hết ngày"),
        Column("url", "Địa chỉ"),
    )  # fmt: skip
    said = [
        {
            "id": row.code, "campaign": without_persons(row.campaign.name), "posted_from": _iso(row.posted_from),
            "posted_to": _iso(row.posted_to), "url": address.format(row.code),
        }
        for row in rows
    ]  # fmt: skip
    return Dataset(
        "thong-bao", "Thông báo công khai đang niêm yết", "Thông báo còn trong thời gian niêm yết.", columns, said
    )


def award_set(rows: Iterable[Award]) -> Dataset:
    """Awards to villages and bodies; a village's name is the map's."""
    columns = (
        _ID, Column("drive", "Phong trào thi đua"), Column("name", "Thôn, tập thể được khen"), Column("award", "Hình thức khen"),
        Column("level", "Cấp khen"), Column("decision", "Quyết định"), Column("decided_on", "Ngày quyết định"),
    )  # fmt: skip
    said = [
        {
            "id": row.pk, "drive": without_persons(row.nomination.drive.name), "name": _rewarded(row), "award": row.nomination.form.name,
            "level": str(AwardLevel(row.nomination.form.level).label), "decision": row.decision.document.number_and_symbol or "",
            "decided_on": _iso(row.decision.decided_on),
        }
        for row in rows
    ]  # fmt: skip
    basis = "Quyết định khen thưởng đã ban hành, tặng thôn và tập thể; không có cá nhân, hộ gia đình."
    return Dataset("khen-thuong", "Khen thưởng thôn, tập thể", basis, columns, said)


def _rewarded(row: Award) -> str:
    entry = row.nomination.entry
    return str(entry.area) if entry and entry.kind == EntryKind.VILLAGE else without_persons(row.nomination.name)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


# --- Names that stand in the names of things ---

#: Words before the name of a person, as they are written inside a sentence; "Bà Triệu" of a street is none of them.
_TITLES = frozenset(("ông", "bà", "anh", "chị", "em", "cô", "chú", "bác", "cụ", "thầy", "hộ", "đình", "chí"))
_MOST_WORDS = 5
_PHONE = re.compile(r"(?<!\d)(?:\+?84|0)[ .-]?\d(?:[ .-]?\d){7,9}(?!\d)")


def without_persons(text: str) -> str:
    """ "Đường từ nhà ông Lò Văn An đến suối" → "Đường từ nhà ông … đến suối"; telephone numbers go, too.

    A name without a word like "ông", "hộ" before it stays: the commune looks at the preview before it publishes.
    """
    said: list[str] = []
    left = 0
    for word_ in _PHONE.sub(HIDDEN, text).split(" "):
        bare = word_.strip("(“\"'")
        if left and bare[:1].isupper():
            said += [] if said[-1] == HIDDEN else [HIDDEN]
            ends = word_.rstrip(",;.:)”\"'") != word_
            if ends:
                said[-1] += word_[len(word_.rstrip(",;.:)”\"'")) :]
            left = 0 if ends else left - 1
            continue
        left = _MOST_WORDS if bare in _TITLES else 0
        said.append(word_)
    return " ".join(said)
