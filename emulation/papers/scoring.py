"""What pages, workbooks and papers show of a scoring: sheet, ranking, rules in words. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from core.formats import DASH, number, vndate, vndatetime
from core.sheets import Column, Foot, Heading, Sheet
from core.text import tidy
from emulation.enums import Combine, EntryKind, ItemSource, ScoringState, TieRule

if TYPE_CHECKING:
    from emulation.models import RankRow, ScoreItem, Scoring
    from emulation.standing import Cell, Line, Standing

_CENT = Decimal("0.01")
_POINTS = re.compile(r"(\d{1,4}(?:[.,]\d{1,2})?)\s*điểm", re.IGNORECASE)
_POINTS_AT_END = re.compile(r"[\s,:;(–-]*(?:tối đa\s*)?\d{1,4}(?:[.,]\d{1,2})?\s*điểm\s*\)?\s*[.;]*$", re.IGNORECASE)
_TIES = {
    TieRule.SHARED: "Bằng điểm thì cùng hạng.",
    TieRule.FIRST_ITEM: "Bằng điểm thì so điểm từng nội dung theo thứ tự trong thang điểm; vẫn bằng nhau thì cùng hạng.",
    TieRule.ON_TIME: ("Bằng điểm thì đơn vị có tỷ lệ báo cáo đúng hạn cao hơn xếp trên; vẫn bằng nhau thì cùng hạng."),
}


def shown(value: Decimal | None) -> str:
    """Points with two decimals at most, half up: "8,75"; None is a dash."""
    return DASH if value is None else number(value.quantize(_CENT, ROUND_HALF_UP))


def cells_of_totals(totals: Sequence[Decimal]) -> list[Decimal]:
    """Totals as they are shown: two decimals; four where two different totals would look the same."""
    looks = Counter(total.quantize(_CENT, ROUND_HALF_UP) for total in set(totals))
    rounded = [total.quantize(_CENT, ROUND_HALF_UP) for total in totals]
    return [exact if looks[short] > 1 else short for exact, short in zip(totals, rounded, strict=True)]


def rules_in_words(scoring: Scoring) -> list[str]:
    """How points come about and what decides between equals: stands under every ranking."""
    how = "trung vị" if scoring.combine == Combine.MEDIAN else "trung bình cộng"
    return [
        f"Số liệu tính từ ngày {vndate(scoring.counts_from)} đến hết ngày {vndate(scoring.review_on)}.",
        f"Nội dung có người chấm: lấy {how} điểm của những người chấm; người chấm không chấm đơn vị mình phụ trách.",
        "Nội dung hệ thống tính: tỷ lệ đạt nhân với điểm tối đa.",
        _TIES[TieRule(scoring.tie_rule)],
    ]


def steps_of(scoring: Scoring) -> list[dict[str, str]]:
    """The way of a scoring, for ui/steps.html."""
    order = [ScoringState.DRAFT, ScoringState.MARKING, ScoringState.CLOSED, ScoringState.FROZEN]
    at = order.index(ScoringState(scoring.state))
    closed = vndatetime(scoring.closed_at) if scoring.closed_at else ""
    frozen = vndatetime(scoring.frozen_at) if scoring.frozen_at else f"từ ngày {vndate(scoring.review_on)}"
    labels = (("Soạn thang điểm", ""), ("Chấm điểm", ""), ("Xem kết quả", closed), ("Chốt xếp hạng", frozen))
    done = at == len(order) - 1
    states = ["done" if place < at or done else "now" if place == at else "" for place in range(len(order))]
    return [{"label": label, "note": note, "state": state} for (label, note), state in zip(labels, states, strict=True)]


# --- What a row says, for the journal and for noticing that two people edit ---


def said_of_scoring(scoring: Scoring) -> dict[str, str]:
    return {
        "tên": scoring.name, "chấm cho": str(EntryKind(scoring.kind).label), "tính từ ngày": vndate(scoring.counts_from),
        "xét, chốt ngày": vndate(scoring.review_on), "gộp điểm": str(Combine(scoring.combine).label),
        "chênh lệch phải nêu lý do": f"{scoring.spread_percent} %", "khi bằng điểm": str(TieRule(scoring.tie_rule).label),
    }  # fmt: skip


def said_of_items(items: Iterable[ScoreItem]) -> dict[str, str]:
    return {
        f"nội dung {item.position}": f"{item.text}, {number(item.points)} điểm, {ItemSource(item.source).label}"
        for item in items
    }


def items_from_plan(lines: Iterable[str]) -> list[tuple[str, Decimal | None]]:
    """What a plan says of scoring as rows to begin a sheet with: the words, and the points where the line names them.

    "Khối lượng công việc: 40 điểm" gives ("Khối lượng công việc", 40).
    """
    found = []
    for line in (tidy(part) for text in lines for part in text.splitlines()):
        words = line.strip("-–+• ")
        if not words:
            continue
        named = _POINTS.findall(words)
        points = Decimal(named[-1].replace(",", ".")) if named else None
        found.append(((_POINTS_AT_END.sub("", words) or words)[:300], points or None))
    return found


# --- The ranking ---


@dataclass(frozen=True, slots=True)
class Part:
    """The points of one item as shown. `spread`: how far apart the scorers' marks lie; None for a computed item."""

    item: ScoreItem
    points: Decimal | None
    spread: Decimal | None = None
    corrected: bool = False
    no_figure: bool = False

    @property
    def words(self) -> str:
        return shown(self.points)

    @property
    def note(self) -> str:
        """What stands below the points."""
        told = ["đã điều chỉnh"] if self.corrected else []
        told += ["chưa có số liệu"] if self.no_figure else []
        told += [f"lệch {shown(self.spread)}"] if self.spread else []
        return ", ".join(told)


@dataclass(frozen=True, slots=True)
class Ranked:
    """One line of a ranking as pages and workbooks show it."""

    place: int
    name: str
    entry: int
    #: In the sheet's order.
    parts: tuple[Part, ...]
    total: Decimal

    @property
    def words(self) -> str:
        return number(self.total, places=4)


def ranked_now(standing: Standing) -> list[Ranked]:
    """The ranking as it stands before it is frozen."""
    totals = cells_of_totals([line.total for line in standing.lines])
    return [
        Ranked(line.place, line.entry.name, line.entry.pk, tuple(_part_now(cell) for cell in line.cells), total)
        for line, total in zip(standing.lines, totals, strict=True)
    ]


def _part_now(cell: Cell) -> Part:
    return Part(cell.item, cell.kept, cell.spread, cell.correction is not None, cell.no_figure)


def ranked_frozen(rows: Sequence[RankRow], items: Sequence[ScoreItem]) -> list[Ranked]:
    """The ranking as it was frozen, from nothing but its own rows."""
    totals = cells_of_totals([row.points for row in rows])
    return [
        Ranked(row.place, row.name, row.entry_id, tuple(_part_frozen(row, item) for item in items), total)
        for row, total in zip(rows, totals, strict=True)
    ]


def _part_frozen(row: RankRow, item: ScoreItem) -> Part:
    detail = row.detail[str(item.pk)]
    spread = Decimal(detail["spread"]) if detail["spread"] is not None else None
    return Part(item, Decimal(detail["points"]), spread, detail["corrected"], detail["no_figure"])


def detail_of(line: Line) -> dict[str, Any]:
    """How a competitor's total came about, as a frozen row keeps it (models.RankRow.detail)."""
    found: dict[str, Any] = {"on_time": list(line.on_time) if line.on_time else None}
    for cell in line.cells:
        found[str(cell.item.pk)] = {
            "points": str(cell.kept or Decimal(0)), "marks": [str(mark) for mark in cell.marks],
            "spread": None if cell.spread is None else str(cell.spread),
            "share": None if cell.share is None else f"{float(cell.share):.6f}", "corrected": cell.correction is not None,
            "reason": cell.reason.text if cell.reason else "", "no_figure": cell.no_figure,
        }  # fmt: skip
    return found


#: Heads of what `ranking_rows` gives.
RANKING_HEAD = ("Hạng", "Đơn vị, cá nhân", "Tổng điểm")


def ranking_rows(scoring: Scoring) -> list[tuple[str, str, str]]:
    """A frozen ranking as a table's rows for papers (place, name, total), in its order; empty while it is not frozen."""
    rows = list(scoring.ranking.all())
    totals = cells_of_totals([row.points for row in rows])
    return [(str(row.place), row.name, number(total, places=4)) for row, total in zip(rows, totals, strict=True)]


def ranking_sheet(scoring: Scoring, items: Sequence[ScoreItem], rows: Sequence[Ranked]) -> Sheet:
    """The ranking with the points of each item; says so where it is not frozen yet."""
    frozen = scoring.state == ScoringState.FROZEN
    heads = tuple(Column(f"{item.text} (tối đa {number(item.points)})", 16, "number") for item in items)
    status = f"Chốt ngày {vndate(scoring.frozen_at)}, {scoring.frozen_by}" if frozen else "Tạm tính, chưa chốt xếp hạng"
    return Sheet(
        "Xếp hạng",
        (Column("Hạng", 8, "number"), Column("Đơn vị, cá nhân", 32), *heads, Column("Tổng điểm", 12, "number")),
        [(row.place, row.name, *(_cent(part.points) for part in row.parts), row.total) for row in rows],
        heading=Heading(
            (str(scoring.drive.area).upper(),), ("",), ("BẢNG XẾP HẠNG THI ĐUA", scoring.name, scoring.drive.name)
        ),
        foot=Foot((status, *rules_in_words(scoring))),
    )


def _cent(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(_CENT, ROUND_HALF_UP)
