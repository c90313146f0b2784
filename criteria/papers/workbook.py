"""A whole district or province as one workbook: communes × criteria, and every row of every commune. Pure.

Each commune comes as the plain data of a snapshot (papers.snapshots), accepted or made of the living card for the moment.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from openpyxl.utils import get_column_letter

from core.formats import vndate
from core.sheets import Column, Foot, Formula, Heading, Sheet
from criteria.enums import State
from criteria.models import CriteriaSet
from criteria.papers.snapshots import states_in

#: With more communes than this a sheet for each is no help.
MOST_SHEETS = 60
#: Rows of one long list; the next ones follow in another sheet.
MOST_ROWS = 50_000
LIVING, NONE = "Phiếu đang ghi", "Chưa có phiếu"
_FIXED = 4
_ROW_COLUMNS = (
    Column("Tiêu chí", 9), Column("Chỉ tiêu", 9), Column("Nội dung", 60), Column("Mức", 24),
    Column("Giá trị", 12, "number"), Column("Giá trị (nữ)", 12, "number"), Column("Giá trị (chữ)", 18),
    Column("Kết quả", 16), Column("Lý do, nhận xét", 40),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CommuneCard:
    """One commune; `snapshot` is "" where it has no card, `source` says what its figures are."""

    name: str
    above: str
    source: str
    snapshot: str


@dataclass(frozen=True, slots=True)
class Told:
    """What the heading says."""

    office: str
    area: str
    year: int
    round: str
    on: date


def workbook_sheets(criteria_set: CriteriaSet, communes: Sequence[CommuneCard], told: Told) -> list[Sheet]:
    """The summary, then one sheet a commune or the long lists."""
    numbers = [(item.number, item.name) for item in criteria_set.criteria.all()]
    details = _commune_sheets(communes) if len(communes) <= MOST_SHEETS else _long_sheets(communes)
    return [_summary(criteria_set, numbers, communes, told, detail_rows(communes)), *details]


def detail_rows(communes: Sequence[CommuneCard]) -> int:
    """How many rows the sheets after the summary must have together."""
    return sum(len(list(_rows(commune))) for commune in communes)


def _summary(
    criteria_set: CriteriaSet, numbers: list[tuple[int, str]], communes: Sequence[CommuneCard], told: Told, rows: int
) -> Sheet:
    heading = Heading(
        left=(told.office.upper(),), right=("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
        title=(
            "TỔNG HỢP KẾT QUẢ THỰC HIỆN TIÊU CHÍ", f"{told.area}, năm {told.year}, theo {criteria_set}",
            f"({told.round or 'Bản được chấp nhận gần nhất, nếu không có thì phiếu đang ghi'}; lập ngày {vndate(told.on)})",
        ),
    )  # fmt: skip
    head = heading.height + 1
    first, last = head + 1, head + max(len(communes), 1)
    begin, end = get_column_letter(_FIXED + 1), get_column_letter(_FIXED + len(numbers))
    columns = (
        Column("STT", 6), Column("Xã", 24), Column("Cấp trên", 18), Column("Nguồn số liệu", 26),
        *(Column(f"{number}. {name}", 11) for number, name in numbers),
        Column("Số tiêu chí đạt", 9, "number"), Column("Chưa đạt", 9, "number"), Column("Chưa có số liệu", 9, "number"),
        Column("Số chỉ tiêu đạt", 9, "number"), Column("Số chỉ tiêu", 9, "number"),
    )  # fmt: skip

    def cells() -> Iterator[tuple[Any, ...]]:
        for place, commune in enumerate(communes, 1):
            states = states_in(commune.snapshot) if commune.snapshot else {}
            own = [states[str(number)].label if str(number) in states else None for number, _ in numbers]
            inner = [states[row["code"]] for row in _indicators(commune)]
            span = f"{begin}{head + place}:{end}{head + place}"
            yield (
                str(place), commune.name, commune.above, commune.source, *own, _met(span),
                _count(span, State.UNMET), _count(span, State.NO_DATA),
                sum(state in {State.MET, State.NOT_ASSESSED} for state in inner), len(inner),
            )  # fmt: skip
        yield (
            None, "Số xã đạt", None, None,
            *(_met(f"{letter}{first}:{letter}{last}") for letter in map(get_column_letter, range(_FIXED + 1, _FIXED + len(numbers) + 1))),
            *(Formula(f"SUM({letter}{first}:{letter}{last})") for letter in map(get_column_letter, range(_FIXED + len(numbers) + 1, len(columns) + 1))),
        )  # fmt: skip

    with_card = sum(bool(commune.snapshot) for commune in communes)
    foot = Foot((
        f"Tổng cộng {len(communes)} xã, {with_card} xã có phiếu; các trang chi tiết có {rows} dòng. “Không đánh giá” tính là đạt.",
    ))  # fmt: skip
    return Sheet("Tổng hợp", columns, cells(), heading, foot)


def _met(span: str) -> Formula:
    return Formula(f'COUNTIF({span},"{State.MET.label}")+COUNTIF({span},"{State.NOT_ASSESSED.label}")')


def _count(span: str, state: State) -> Formula:
    return Formula(f'COUNTIF({span},"{state.label}")')


def _commune_sheets(communes: Sequence[CommuneCard]) -> Iterator[Sheet]:
    used = {"tổng hợp"}
    for commune in communes:
        rows = list(_rows(commune))
        foot = Foot((f"Tổng cộng {len(rows)} dòng.",))
        heading = Heading((commune.name,), (commune.source,), ())
        yield Sheet(_title(commune.name, used), _ROW_COLUMNS, rows, heading, foot)


def _long_sheets(communes: Sequence[CommuneCard]) -> Iterator[Sheet]:
    columns = (Column("Xã", 24), Column("Nguồn số liệu", 24), *_ROW_COLUMNS)
    batch: list[tuple[Any, ...]] = []
    sheets = 0
    for commune in communes:
        batch += [(commune.name, commune.source, *row) for row in _rows(commune)]
        if len(batch) >= MOST_ROWS:
            sheets += 1
            yield Sheet(f"Chi tiết {sheets}", columns, batch, foot=Foot((f"Tổng cộng {len(batch)} dòng.",)))
            batch = []
    if batch or not sheets:
        yield Sheet(f"Chi tiết {sheets + 1}", columns, batch, foot=Foot((f"Tổng cộng {len(batch)} dòng.",)))


def _rows(commune: CommuneCard) -> Iterator[tuple[Any, ...]]:
    """The commune's rows in the order of the card, as the office judged them where it did."""
    if not commune.snapshot:
        return
    data, states = json.loads(commune.snapshot), states_in(commune.snapshot)
    reasons = {row["indicator"] or str(row["criterion"]): row["reason"] for row in data["corrections"]}
    for criterion in data["criteria"]:
        number = str(criterion["number"])
        whole = criterion["whole"] or {}
        reason = reasons.get(number) or whole.get("reason", "")
        yield (number, "", criterion["name"], "", None, None, "", states[number].label, reason)
        for row in criterion["indicators"]:
            said = row["result"] or {}
            yield (
                number, row["code"], row["text"], row["level"], _figure(said.get("number")), _figure(said.get("second")),
                said.get("text", ""), states[row["code"]].label, reasons.get(row["code"]) or said.get("reason", ""),
            )  # fmt: skip


def _indicators(commune: CommuneCard) -> list[dict[str, Any]]:
    """An indicator may bear the number of its criterion, so the states by code do not tell the two apart."""
    data = json.loads(commune.snapshot) if commune.snapshot else {"criteria": []}
    return [row for criterion in data["criteria"] for row in criterion["indicators"]]


def _figure(written: str | None) -> Decimal | None:
    return None if written is None else Decimal(written)


def _title(name: str, used: set[str]) -> str:
    """A name Excel takes: 31 characters, none of []:*?/\\, none twice."""
    plain = "".join(" " if char in "[]:*?/\\'" else char for char in name).strip() or "Xã"
    title, again = plain[:31], 1
    while title.lower() in used:
        again += 1
        tail = f" ({again})"
        title = plain[: 31 - len(tail)] + tail
    used.add(title.lower())
    return title
