"""What a person changes in a draft: paragraphs and figures, each by itself, with an ear for the other window."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from core import clock
from core.errors import RuleError
from core.text import tidy
from jobs.actions import once
from journal.actions import record
from reporting.actions.reports import put_paper, writable
from reporting.models import Cell, Passage, PeriodicReport
from reporting.papers.shown import Typed, holds_figure, mark_of_cell, mark_of_passage, name_of, read_typed, shown

if TYPE_CHECKING:
    from decimal import Decimal

    from accounts.models import User

GONE = "Đoạn này vừa được thay khi soạn lại từ số liệu; tải lại trang rồi sửa."


class ChangedElsewhereError(RuleError):
    """Somebody saved the same paragraph or figure since the page was opened; nothing was written. `stands`: what is there now,
    `seen`: its mark."""

    def __init__(self, stands: str, seen: str) -> None:
        super().__init__(
            "Người khác vừa lưu chỗ này sau khi trang được mở; chưa ghi gì. Xem nội dung hiện có rồi lưu lại."
        )
        self.stands, self.seen = stands, seen


@transaction.atomic
def edit_passage(passage: Passage, text: str, *, seen: str, by: User) -> Passage:
    """Change a paragraph's words. `seen` marks what the person read (`mark_of_passage`): ChangedElsewhereError where another
    text stands there now. With the drafted words it counts as untouched again. RuleError beyond the draft or without words."""
    report = writable(passage.report)
    text = _words(text)
    passage = _locked(passage)
    if passage.text == text:
        return passage
    if mark_of_passage(passage) != seen:
        raise ChangedElsewhereError(passage.text, mark_of_passage(passage))
    before, passage.text = passage.text, text
    _sign(passage, by, untouched=bool(passage.drafted) and text == passage.drafted)
    passage.save(update_fields=["text", "edited_by", "edited_at"])
    _note(report, by, {"đoạn": [before, text]})
    return passage


@transaction.atomic
def add_passage(report: PeriodicReport, section: int, text: str, *, key: UUID, by: User) -> Passage:
    """Add a paragraph of one's own at the end of a section. Safe to repeat with the same key."""
    report = writable(report)
    text = _words(text)
    if not 0 <= section < len(report.form.sections):
        raise RuleError("Báo cáo không có mục này.")

    def add() -> dict[str, int]:
        last = report.passages.filter(section=section).aggregate(last=Max("position"))["last"]
        made = Passage.objects.create(
            report=report, section=section, position=0 if last is None else last + 1, text=text, edited_by=by,
            edited_at=clock.now(),
        )  # fmt: skip
        _note(report, by, {"đoạn": ["", text]})
        return {"passage": made.pk}

    return report.passages.get(pk=once(by, purpose=f"report-passage-{report.pk}", key=str(key), do=add)["passage"])


@transaction.atomic
def remove_passage(passage: Passage, *, by: User) -> None:
    """Take a paragraph out; a drafted one stays out when the report is drafted anew, until it is put back. Safe to repeat."""
    report = writable(passage.report)
    passage = _locked(passage)
    if not passage.text:
        return
    before = passage.text
    if passage.drafted:
        passage.text = ""
        _sign(passage, by)
        passage.save(update_fields=["text", "edited_by", "edited_at"])
    else:
        passage.delete()
    _note(report, by, {"đoạn": [before, ""]})


@transaction.atomic
def restore_passage(passage: Passage, *, by: User) -> Passage:
    """Put the drafted words back, into a changed paragraph or one that was taken out. RuleError where nothing was drafted."""
    report = writable(passage.report)
    passage = _locked(passage)
    if not passage.drafted:
        raise RuleError("Đoạn này do người soạn thêm, không có nội dung soạn từ số liệu.")
    if passage.edited_by_id is not None:
        before, passage.text = passage.text, passage.drafted
        _sign(passage, by, untouched=True)
        passage.save(update_fields=["text", "edited_by", "edited_at"])
        _note(report, by, {"đoạn": [before, passage.text]})
    return passage


@transaction.atomic
def edit_cell(
    report: PeriodicReport, code: str, row: str, column: str, typed: str, *, reason: str, seen: str, by: User
) -> Cell:
    """Put a person's figure (or words, by the column) in a cell, with the reason; empty: the figure is not known.

    `typed` as people write numbers ("1,5 tỷ", "54,1"). With the drafted figure the cell counts as untouched again and needs
    no reason. `seen` as in edit_passage. RuleError for a cell the table does not have, for what is no number, without a reason.
    """
    report = writable(report)
    cell = report.cells.select_for_update(of=("self",)).filter(table=code, row=row, column=column).first()
    if cell is None:
        raise RuleError("Ô số liệu này không còn trong biểu; tải lại trang rồi sửa.")
    said = read_typed(cell, typed)
    if said == Typed(cell.value, cell.text):
        return cell
    if mark_of_cell(cell) != seen:
        raise ChangedElsewhereError(shown(cell), mark_of_cell(cell))
    drafted = said == Typed(cell.drafted_value, cell.drafted_text)
    if not drafted and not reason.strip():
        raise RuleError("Đề nghị ghi lý do sửa số liệu.")
    before = shown(cell)
    cell.value, cell.text = said.value, said.text
    cell.reason = "" if drafted else tidy(reason)[:250]
    _sign(cell, by, untouched=drafted)
    cell.save(update_fields=["value", "text", "reason", "edited_by", "edited_at"])
    _note(report, by, {name_of(cell, report.cells.filter(table=code, row=row)): [before, shown(cell)]}, cell.reason)
    return cell


def edit_figure(
    report: PeriodicReport, code: str, row: str, column: str, value: Decimal | None, *, reason: str, seen: str, by: User
) -> Cell:
    """Put another system's figure in a cell; None: not known. Else as edit_cell; RuleError, too, where the form has words."""
    if not holds_figure(Cell(table=code, row=row, column=column)):
        raise RuleError(
            f"Cột “{column}” của biểu “{code}” không phải cột số liệu; chỉ ghi được các ô mà địa chỉ này trả về."
        )
    typed = "" if value is None else f"{value.normalize():f}".replace(".", ",")
    return edit_cell(report, code, row, column, typed, reason=reason, seen=seen, by=by)


def _words(text: str) -> str:
    text = text.strip()
    if not text:
        raise RuleError("Nhập nội dung của đoạn; muốn bỏ đoạn thì bấm “Bỏ đoạn này”.")
    return text


def _locked(passage: Passage) -> Passage:
    found = Passage.objects.select_for_update(of=("self",)).filter(pk=passage.pk).first()
    if found is None:
        raise RuleError(GONE)
    return found


def _sign(row: Passage | Cell, by: User, *, untouched: bool = False) -> None:
    row.edited_by, row.edited_at = (None, None) if untouched else (by, clock.now())


def _note(report: PeriodicReport, by: User, changes: dict[str, list[str]], note: str = "") -> None:
    record("periodic.edited", report, by=by, area=report.area, changes=changes, note=note)
    put_paper(report, by=by)
