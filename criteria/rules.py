"""Checks of a card: what its rows say against each other, against last year, the neighbours and their proof. Pure.

A finding is raised only where both sides are given.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from statistics import median

from core.formats import number as shown
from criteria.enums import Direction, PartRole, State, ValueKind
from criteria.judging import FIGURES, CheckedRow, Part, counted_met
from criteria.sources import Claim, Doubt

#: A figure that more than doubles or halves within a year is asked about.
JUMP = Decimal(2)
#: So is one of more than three times, or less than a third of, what lies in the middle of at least five neighbours.
FAR = Decimal(3)
NEIGHBOURS = 5
#: A share counted from parts may differ from the one entered by rounding, in percentage points.
ROUNDING = Decimal("0.1")
#: Below 1 % where at least this much is asked for: rather a fraction of one (0,95) than a share.
_LARGE_SHARE = Decimal(10)
_NO = re.compile(r"\b(chưa|không)\s+(được\s+)?(đạt|bảo đảm|đảm bảo|hoàn thành|đáp ứng|đủ)\b", re.IGNORECASE)
_YES = re.compile(
    r"\b(đã\s+(đạt|hoàn thành|đáp ứng|bảo đảm|đảm bảo|đủ)|đạt\s+(chuẩn|yêu cầu|tiêu chí|chỉ tiêu|100))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class CardFinding:
    code: str
    #: "error" or "warning", as in campaigns' findings.
    level: str
    criterion: int
    message: str


def card_findings(
    rows: Sequence[CheckedRow],
    *,
    whole: dict[int, State],
    on: date,
    criteria: Iterable[int],
    reasons: Mapping[int, str] | None = None,
    states: Mapping[int, State] | None = None,
    papers: Sequence[Claim | Doubt] = (),
) -> list[CardFinding]:
    """What to look at before a card is sent: of the whole card first, then in the order of its criteria.

    `whole` is what a person said of whole criteria and `reasons` why, `states` where the criteria stand; `papers` is
    what papers say of the card.
    """
    numbers = list(criteria)
    said = {number: whole.get(number) or (states or {}).get(number, State.NO_DATA) for number in numbers}
    found = [*_full(rows, said), *_claims([paper for paper in papers if isinstance(paper, Claim)], said)]
    for number in numbers:
        mine = [row for row in rows if row.criterion == number]
        found += _claim(number, mine, whole.get(number))
        found += _text(f"Tiêu chí {number:02d}", number, whole.get(number), (reasons or {}).get(number, ""))
        found += _doubted(number, whole.get(number), papers)
        for row in mine:
            found += [
                *_value(row), *_slip_of_unit(row), *_judged(row), *_changed(row), *_jump(row), *_far(row), *_parts(row),
                *_text(f"Chỉ tiêu {row.code}", number, row.state, row.reason), *_proof(row, on),
            ]  # fmt: skip
    return found


def _full(rows: Sequence[CheckedRow], said: Mapping[int, State]) -> list[CardFinding]:
    """19/19 claimed while rows are open."""
    open_ = [row for row in rows if row.state in {State.UNMET, State.NO_DATA}]
    if not said or counted_met(said.values()) < len(said) or not open_:
        return []
    told = ", ".join(row.code for row in open_[:8]) + (" …" if len(open_) > 8 else "")
    text = f"Khai đạt {len(said)}/{len(said)} tiêu chí nhưng còn {len(open_)} chỉ tiêu chưa đạt hoặc chưa có số liệu: {told}."
    return [CardFinding("claimed-full", "error", open_[0].criterion, text)]


def _claims(claims: Sequence[Claim], said: Mapping[int, State]) -> list[CardFinding]:
    """A paper's count of met criteria against the list on the card; nothing where the card lists none."""
    listed = counted_met(said.values())
    unknown = [number for number, state in said.items() if state == State.NO_DATA]
    found = []
    for claim in claims:
        if not listed or claim.met == listed:
            continue
        short = claim.met > listed
        text = f"{claim.where} khai {claim.met} tiêu chí đạt nhưng phiếu {'chỉ ' if short else ''}ghi {listed}"
        if short and unknown:
            text += "; chưa nêu tiêu chí " + ", ".join(f"{number:02d}" for number in unknown)
        found.append(CardFinding("claim-vs-list", "error", unknown[0] if unknown else next(iter(said)), f"{text}."))
    return found


def _claim(number: int, rows: list[CheckedRow], said: State | None) -> list[CardFinding]:
    """A criterion said to be met while rows of it are open or unmet."""
    if said != State.MET or not rows:
        return []
    unmet = [row.code for row in rows if row.state == State.UNMET]
    unknown = [row.code for row in rows if row.state == State.NO_DATA and row.number is None]
    unjudged = [row.code for row in rows if row.state == State.NO_DATA and row.number is not None]
    found = []
    if unmet:
        text = f"Tiêu chí {number:02d} khai đạt nhưng chỉ tiêu {', '.join(unmet)} chưa đạt."
        found.append(CardFinding("claim-vs-rows", "error", number, text))
    if unknown or unjudged:
        told = [f"chỉ tiêu {', '.join(unknown)} chưa có số liệu"] if unknown else []
        told += [f"chỉ tiêu {', '.join(unjudged)} có số liệu nhưng chưa xét"] if unjudged else []
        text = f"Tiêu chí {number:02d} khai đạt nhưng {'; '.join(told)}."
        found.append(CardFinding("claim-vs-rows", "warning", number, text))
    return found


def _doubted(number: int, said: State | None, papers: Sequence[Claim | Doubt]) -> list[CardFinding]:
    """A criterion claimed on the card of which the paper itself says otherwise in another place."""
    if said is None:
        return []
    return [
        CardFinding("claim-vs-paper", "warning", number, f"{paper.where}: {paper.message}.")
        for paper in papers
        if isinstance(paper, Doubt) and paper.criterion == number
    ]


def _text(what: str, number: int, state: State | None, reason: str) -> list[CardFinding]:
    """The words of the reason against the state; a reason that says both is left to the reader."""
    no, yes = bool(_NO.search(reason)), bool(_YES.search(_NO.sub(" ", reason)))
    if no == yes:
        return []
    if (no and state == State.MET) or (yes and state == State.UNMET):
        text = f"{what}: kết quả “{state.label}” nhưng phần nhận xét viết “{'chưa đạt' if no else 'đã đạt'}”."
        return [CardFinding("state-vs-text", "warning", number, text)]
    return []


def _value(row: CheckedRow) -> list[CardFinding]:
    figures = [figure for figure in (row.number, row.second) if figure is not None]
    if row.value_kind == ValueKind.PERCENT and any(not 0 <= figure <= 100 for figure in figures):
        text = f"Chỉ tiêu {row.code}: tỷ lệ phải từ 0 đến 100 %."
        return [CardFinding("value-impossible", "error", row.criterion, text)]
    return []


def _slip_of_unit(row: CheckedRow) -> list[CardFinding]:
    """0,95 for 95 %, or đồng for million đồng: against the level, or last year."""
    if not row.number or row.number < 0:
        return []
    beside = [figure for figure in (row.level if row.direction == Direction.AT_LEAST else None, row.last) if figure]
    small = row.value_kind == ValueKind.PERCENT and row.number <= 1 and any(figure >= _LARGE_SHARE for figure in beside)
    if small and row.number * 100 > 1:
        text = (
            f"Chỉ tiêu {row.code}: {shown(row.number, 4)} % có thể là {shown(row.number * 100, 4)} %; đề nghị kiểm tra."
        )
        return [CardFinding("unit-slip", "warning", row.criterion, text)]
    if row.value_kind != ValueKind.PERCENT and any(not figure / 1000 < row.number < figure * 1000 for figure in beside):
        text = f"Chỉ tiêu {row.code}: {shown(row.number, 4)} lệch hàng nghìn lần so với mức hoặc năm trước; đề nghị kiểm tra đơn vị tính."
        return [CardFinding("unit-slip", "warning", row.criterion, text)]
    return []


def _judged(row: CheckedRow) -> list[CardFinding]:
    if row.computed in {State.MET, State.UNMET} and row.state not in {row.computed, State.NO_DATA}:
        text = f"Chỉ tiêu {row.code}: xã xét “{row.state.label}” trong khi số liệu và mức cho kết quả “{row.computed.label}”."
        return [CardFinding("state-vs-value", "warning", row.criterion, text)]
    return []


def _changed(row: CheckedRow) -> list[CardFinding]:
    """The level, the wording, or what the row follows from has changed since the row was saved."""
    if row.now is None or row.computed is None or row.now == row.computed:
        return []
    text = (
        f"Chỉ tiêu {row.code}: nội dung, mức hoặc số liệu liên quan đã đổi sau khi ghi; "
        f"nay kết quả là “{row.now.label}”, phiếu đang ghi “{row.state.label}”. Đề nghị xem và lưu lại."
    )
    return [CardFinding("judged-before", "warning", row.criterion, text)]


def _jump(row: CheckedRow) -> list[CardFinding]:
    """A slip of the unit (1,5 for 15) or a true leap: either way somebody should look."""
    if not row.number or not row.last:
        return []
    ratio = row.number / row.last
    if ratio > JUMP or ratio < 1 / JUMP:
        text = f"Chỉ tiêu {row.code}: số liệu đổi nhiều so với năm trước; đề nghị kiểm tra đơn vị tính."
        return [CardFinding("sudden-jump", "warning", row.criterion, text)]
    return []


def _far(row: CheckedRow) -> list[CardFinding]:
    """Far from what the areas under the same office have."""
    if row.number is None or len(row.neighbours) < NEIGHBOURS:
        return []
    middle = median(row.neighbours)
    if middle <= 0 or middle / FAR <= row.number <= middle * FAR:
        return []
    far = "cao hơn nhiều" if row.number > middle else "thấp hơn nhiều"
    text = f"Chỉ tiêu {row.code}: {shown(row.number, 4)} {far} so với các xã cùng địa bàn (mức giữa {shown(middle, 4)}); đề nghị kiểm tra."
    return [CardFinding("far-from-neighbours", "warning", row.criterion, text)]


def _parts(row: CheckedRow) -> list[CardFinding]:
    """Parts that do not make up the row's value, and a part "trong đó" larger than what it is of."""
    said = [*_share(row), *_sum(row)]
    said += [f"phần “{part.name}” lớn hơn phần mà nó nằm trong" for part in _larger_than_whole(row.parts)]
    return [CardFinding("parts-vs-whole", "error", row.criterion, f"Chỉ tiêu {row.code}: {words}.") for words in said]


def _share(row: CheckedRow) -> list[str]:
    """Numerator and denominator against each other and against the share entered."""
    by_role = {part.role: Decimal(value) for part, value in row.parts if part.role and value}
    met, of = by_role.get(PartRole.NUMERATOR), by_role.get(PartRole.DENOMINATOR)
    if met is None or of is None:
        return []
    if met > of:
        return [f"số đạt {shown(met, 4)} lớn hơn tổng số {shown(of, 4)}"]
    if of and row.number is not None and abs(met * 100 / of - row.number) > ROUNDING:
        return [f"{shown(met, 4)}/{shown(of, 4)} là {shown(met * 100 / of)} %, phiếu ghi {shown(row.number, 4)} %"]
    return []


def _sum(row: CheckedRow) -> list[str]:
    """The parts that add up to the row's value, when all of them are given."""
    addends = [value for part, value in row.parts if part.role == PartRole.ADDEND]
    if not addends or "" in addends or row.number is None:
        return []
    total = sum((Decimal(value) for value in addends), Decimal())
    most = ROUNDING if row.value_kind == ValueKind.PERCENT else Decimal()
    if abs(total - row.number) <= most:
        return []
    return [f"các phần cộng lại là {shown(total, 4)}, phiếu ghi {shown(row.number, 4)}"]


def _larger_than_whole(parts: Sequence[tuple[Part, str]]) -> list[Part]:
    """Parts named "trong đó …" that exceed the part before them, in the same unit."""
    return [
        part
        for (whole, of), (part, value) in pairwise(parts)
        if part.name.lower().startswith("trong đó")
        and part.value_kind in FIGURES
        and (whole.value_kind, whole.unit) == (part.value_kind, part.unit)
        and of
        and value
        and Decimal(value) > Decimal(of)
    ]


def _proof(row: CheckedRow, on: date) -> list[CardFinding]:
    if row.state != State.MET:
        return []
    if not row.proof:
        text = f"Chỉ tiêu {row.code} đạt nhưng chưa có minh chứng."
        return [CardFinding("proof-missing", "warning", row.criterion, text)]
    if all(end is not None and end < on for end in row.proof):
        return [CardFinding("proof-ended", "error", row.criterion, f"Chỉ tiêu {row.code}: minh chứng đã hết giá trị.")]
    return []
