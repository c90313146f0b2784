"""Biểu kết quả thực hiện tiêu chí: the twelve columns in common use (no official column numbers are known), as rows, sheet and
paper. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from areas.models import Organisation, PostHolder
from core.formats import number as shown
from core.formats import vndate
from core.sheets import Column, Foot, Formula, Heading, Sheet
from criteria.enums import State, ValueKind
from criteria.judging import counted_met
from criteria.models import Evidence, Result, RowCare, Scorecard
from criteria.papers.cards import NOT_JUDGED, card_rows, level_words, value_words
from criteria.papers.snapshots import states_in
from criteria.queries.cards import CriterionLine, IndicatorLine
from criteria.queries.cares import Cares, care_for
from documents import numbering
from documents.context import Appendix, Paper, Paragraph, Signature, Style, Table
from documents.enums import PaperType

TITLE = "BIỂU KẾT QUẢ THỰC HIỆN TIÊU CHÍ"
HEAD = (
    "STT", "Tên tiêu chí", "Mã và nội dung chỉ tiêu", "ĐVT", "Chuẩn theo quy định", "Kết quả kỳ trước",
    "Kết quả đến kỳ báo cáo", "Tự đánh giá", "Kế hoạch hoàn thành", "Người, đơn vị phụ trách", "Minh chứng", "Ghi chú",
)  # fmt: skip
_COLUMNS = tuple(
    Column(title, width) for title, width in zip(HEAD, (5, 15, 38, 7, 16, 12, 12, 10, 12, 15, 14, 14), strict=True)
)
#: Shares of the width on paper: a date and a symbol like "04/KH-UBND" stay whole, the wording of the indicators gets most.
WIDTHS = (0.04, 0.085, 0.18, 0.055, 0.08, 0.065, 0.07, 0.065, 0.09, 0.08, 0.105, 0.085)
_ALIGN = "cllcllllclll"


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One line of the form: a criterion (with a number) or one of its indicators (without)."""

    cells: tuple[str, ...]
    is_criterion: bool
    state: State


@dataclass(frozen=True, slots=True)
class ResultForm:
    """The form: its lines, where "kỳ trước" comes from, and the counts of its foot."""

    rows: list[ResultRow]
    before: str
    criteria_met: int
    criteria: int
    indicators_met: int
    indicators: int

    @property
    def foot(self) -> tuple[str, str]:
        return (
            f"Tổng số tiêu chí đạt: {self.criteria_met}/{self.criteria}.",
            f"Tổng số chỉ tiêu đạt: {self.indicators_met}/{self.indicators}.",
        )


@dataclass(frozen=True, slots=True)
class Before:
    """What the period before said: the accepted snapshot, or last year's results by indicator id."""

    name: str = ""
    snapshot: str = ""
    results: Mapping[int, Result] | None = None


def result_form(
    lines: list[CriterionLine], *, before: Before, cares: Cares, proof: Mapping[tuple[int, int | None], list[Evidence]]
) -> ResultForm:
    earlier = _Earlier(before)
    rows: list[ResultRow] = []
    for shown_row in card_rows(lines):
        criterion, whole = shown_row.line.criterion, shown_row.line.whole
        rows.append(ResultRow((
            str(criterion.number), criterion.name, "", "", "", earlier.criterion(criterion.number), "",
            _word(shown_row.state), *_care(care_for(cares, criterion.pk)),
            _proof(proof.get((criterion.pk, None), [])), whole.reason if whole and shown_row.judged_whole else "",
        ), is_criterion=True, state=shown_row.state))  # fmt: skip
        for row in shown_row.line.rows:
            state = State(row.result.state) if row.result else State.NO_DATA
            rows.append(ResultRow((
                "", "", _named(row), _unit(row), level_words(row), earlier.indicator(row), value_words(row),
                _word(state, value_words(row)), *_care(cares.get((criterion.pk, row.indicator.pk))),
                _proof(proof.get((criterion.pk, row.indicator.pk), [])), row.result.reason if row.result else "",
            ), is_criterion=False, state=state))  # fmt: skip
    criteria = [row.state for row in rows if row.is_criterion]
    indicators = [row.state for row in rows if not row.is_criterion]
    return ResultForm(rows, before.name, counted_met(criteria), len(criteria), counted_met(indicators), len(indicators))


class _Earlier:
    """The column "Kết quả kỳ trước"."""

    def __init__(self, before: Before) -> None:
        self._states = states_in(before.snapshot) if before.snapshot else {}
        self._said: dict[str, dict[str, Any]] = {}
        self._results = before.results or {}
        if before.snapshot:
            for criterion in json.loads(before.snapshot)["criteria"]:
                self._said |= {row["code"]: row["result"] or {} for row in criterion["indicators"]}

    def criterion(self, number: int) -> str:
        state = self._states.get(str(number))
        return _word(state) if state else ""

    def indicator(self, row: IndicatorLine) -> str:
        code = str(row.indicator)
        if code in self._said:
            return _joined(said := _figures(self._said[code]), _word(self._states.get(code, State.NO_DATA), said))
        last = self._results.get(row.indicator.pk)
        return _joined(said := value_words(row, last), _word(State(last.state), said)) if last else ""


def _figures(said: dict[str, Any]) -> str:
    number, second = said.get("number"), said.get("second")
    words = shown(Decimal(number), places=4) if number is not None else ""
    if second is not None:
        words += f" (nữ {shown(Decimal(second), places=4)})"
    return ", ".join(filter(None, (words, said.get("text") or "")))


def _joined(value: str, state: str) -> str:
    return state if not value or value == state else f"{value}; {state}"


def _word(state: State, value: str = "") -> str:
    return NOT_JUDGED if value and state == State.NO_DATA else str(state.label)


def _named(row: IndicatorLine) -> str:
    text, code = row.version.text if row.version else "", row.indicator.code
    return ". ".join(filter(None, (code, text))) or "Chưa có nội dung chỉ tiêu."


def _unit(row: IndicatorLine) -> str:
    if row.version is None:
        return ""
    return row.version.unit or ("%" if row.version.value_kind == ValueKind.PERCENT else "")


def _care(care: RowCare | None) -> tuple[str, str]:
    if care is None:
        return ("", "")
    who = ", ".join(filter(None, (care.owner.full_name if care.owner else "", care.unit)))
    return (vndate(care.due_on) if care.due_on else "", who)


def _proof(evidence: Iterable[Evidence]) -> str:
    return "; ".join(item.title for item in evidence)


# --- Sheet and paper ---


@dataclass(frozen=True, slots=True)
class Signing:
    """Whose form it is: the issuing body (None where the area declares none), who signs for it, who made the form, the day."""

    issuer: Organisation | None
    signer: PostHolder | None
    maker: str
    on: date


def subject_of(card: Scorecard) -> str:
    return f"{card.whose}, năm {card.year}, theo {card.criteria_set}"


def results_sheet(card: Scorecard, form: ResultForm, signing: Signing) -> Sheet:
    """The form as a workbook: official heading, foot reckoned by the workbook itself, places to sign."""
    heading = Heading(
        left=tuple((_letterhead(card, signing)).upper().splitlines()),
        right=("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
        title=(TITLE, subject_of(card), f"(Số liệu đến ngày {vndate(signing.on)}{_before_words(form)})"),
    )  # fmt: skip
    first = heading.height + 2
    last = first + len(form.rows) - 1
    states = f'((H{first}:H{last}="{State.MET.label}")+(H{first}:H{last}="{State.NOT_ASSESSED.label}"))'
    numbers = f"A{first}:A{last}"
    foot = Foot(
        lines=(
            Formula(f'"Tổng số tiêu chí đạt: "&SUMPRODUCT(({numbers}<>"")*{states})&"/{form.criteria}."'),
            Formula(f'"Tổng số chỉ tiêu đạt: "&SUMPRODUCT(({numbers}="")*{states})&"/{form.indicators}."'),
            f"Biểu có {len(form.rows)} dòng: {form.criteria} tiêu chí, {form.indicators} chỉ tiêu. “Không đánh giá” tính là đạt.",
        ),
        left=("NGƯỜI LẬP BIỂU", "", "", "", signing.maker),
        right=(*_authority(signing), "", "", "", signing.signer.full_name if signing.signer else ""),
    )
    rows = [tuple(cell or None for cell in row.cells) for row in form.rows]
    return Sheet("Biểu kết quả", _COLUMNS, rows, heading, foot)


def results_paper(card: Scorecard, form: ResultForm, signing: Signing) -> Paper:
    """A short report with the form as its appendix on pages lying on their side; number and day are left to be filled.

    Alone the form would lack what a paper must have (NĐ 30/2020, Phụ lục I): number, recipients, the end of its text.
    """
    issuer, signer = signing.issuer, signing.signer
    body = issuer.name if issuer else f"Ủy ban nhân dân {card.area}"
    counts = form.foot
    content = (
        Paragraph(f"{body} báo cáo kết quả thực hiện {card.criteria_set} của {card.whose} năm {card.year}, số liệu đến ngày "
                  f"{vndate(signing.on)}{_before_words(form)}, như sau:"),
        Paragraph(f"- {counts[0]}"), Paragraph(f"- {counts[1]}"),
        Paragraph("Kết quả từng tiêu chí, chỉ tiêu tại biểu kèm theo."),
    )  # fmt: skip
    table = Table((HEAD, *(row.cells for row in form.rows)), widths=WIDTHS, align=_ALIGN)
    foot = (*(Paragraph(line) for line in counts), Paragraph(f"Người lập biểu: {signing.maker}."))
    return Paper(
        style=cast("Style", issuer.style if issuer else "state"),
        parent_body=issuer.letterhead_parent or None if issuer else None, issuing_body=_letterhead(card, signing),
        symbol=numbering.symbol(issuer, PaperType.REPORT) if issuer else None,
        place=(issuer.place if issuer else "") or card.area.name, month=signing.on.month, year=signing.on.year,
        type=PaperType.REPORT.label.upper(), subject=f"Kết quả thực hiện tiêu chí nông thôn mới năm {card.year} của {card.whose}",
        content=content, closing=(f"Trên đây là báo cáo của {body}./.",), recipients=(*_above(card), "Lưu: VT"),
        signature=Signature(signer.post.authority or None, signer.post.title, signer.full_name) if signer else None,
        appendices=(Appendix("Phụ lục", "Biểu kết quả thực hiện tiêu chí", (table, *foot), landscape=True),),
        uid=f"ntm-bieu-{card.pk}", moment=f"{signing.on:%Y-%m-%d}T08:00:00+07:00",
    )  # fmt: skip


def _above(card: Scorecard) -> tuple[str, ...]:
    return (f"Ủy ban nhân dân {card.area.parent}",) if card.area.parent else ()


def _letterhead(card: Scorecard, signing: Signing) -> str:
    issuer = signing.issuer
    return (issuer.letterhead or issuer.name) if issuer else f"Ủy ban nhân dân\n{card.area}".upper()


def _authority(signing: Signing) -> tuple[str, ...]:
    if signing.signer is None:
        return ("THỦ TRƯỞNG ĐƠN VỊ",)
    post = signing.signer.post
    return tuple(filter(None, (*post.authority.splitlines(), post.title.upper())))


def _before_words(form: ResultForm) -> str:
    return f"; kỳ trước: {form.before}" if form.before else ""
