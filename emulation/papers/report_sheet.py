"""The paper sheet of a report for those without a phone: a row of works for each day, each day with its code. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contributions.papers.print_pieces import Head, fact, head, page, sheet, signatures, text
from core.errors import RuleError
from core.formats import number
from documents.render import qr
from emulation.due import due_days
from emulation.enums import ReportEvery
from emulation.models import Duty, EntryWork
from emulation.papers.following import duty_name
from emulation.queries.following import owed_of

#: Letters and figures that nobody takes for one another; 31 is a prime, so one wrong or two swapped signs are seen.
_SIGNS = "0123456789ABCDEFGHJKLMNPQRSTVWX"
_CODE = re.compile(r"BC(\d{1,9})(\d{2})(\d{2})(\d{2})([0-9A-Z])", re.ASCII)
_NO_CODE = "Mã phiếu không đúng; đề nghị gõ lại mã in ở đầu mỗi ngày trên phiếu, ví dụ BC17-221126-K."
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
_COLUMNS = (
    ("Ngày", "47mm"), ("Việc", ""), ("Khối lượng", "20mm"), ("Đơn vị", "14mm"), ("Số người", "14mm"), ("Ngày công", "15mm"),
)  # fmt: skip


def sheet_code(duty: int, day: date) -> str:
    """The short code of a duty's report for a day, with a sign that shows slips of the pen: "BC17-221126-K"."""
    body = f"{duty}{day:%d%m%y}"
    return f"BC{duty}-{day:%d%m%y}-{_check(body)}"


def _check(digits: str) -> str:
    return _SIGNS[sum(place * int(digit) for place, digit in enumerate(reversed(digits), 2)) % len(_SIGNS)]


def read_code(typed: str) -> tuple[int, date]:
    """Duty's id and day of a code as somebody typed it; RuleError with a sentence where it is none."""
    found = _CODE.fullmatch(re.sub(r"[\s.\-–]", "", typed).upper())
    if found is None or _check("".join(found.groups()[:4])) != found[5]:
        raise RuleError(_NO_CODE)
    try:
        return int(found[1]), date(2000 + int(found[4]), int(found[3]), int(found[2]))
    except ValueError:
        raise RuleError(_NO_CODE) from None


@dataclass(frozen=True, slots=True)
class SheetDay:
    """A day of the sheet and the full address of its report."""

    day: date
    address: str


#: How many periods a sheet has room for, and how many days ahead they are looked for.
_PERIODS = {ReportEvery.DAY: (7, 7), ReportEvery.WEEK: (4, 28), ReportEvery.MONTH: (3, 92)}


def sheet_days(duty: Duty, day: date) -> list[date]:
    """The days a sheet is printed for: the week of `day` for daily reports, else the next periods from `day` on.

    Empty where the duty owes nothing there.
    """
    count, ahead = _PERIODS[ReportEvery(duty.every)]
    first = day - timedelta(days=day.weekday()) if duty.every == ReportEvery.DAY else day
    return list(due_days(owed_of(duty), first, first + timedelta(days=ahead - 1)))[:count]


def sheet_html(duty: Duty, works: Sequence[EntryWork], days: Sequence[SheetDay], who: Head) -> str:
    """A4 upright: a block for each day with its code, QR and works; days do not break over pages."""
    title = f"Phiếu báo cáo {duty_name(duty)}"
    content = (
        f"{head(who)}<h1>PHIẾU BÁO CÁO THI ĐUA</h1>"
        f'<p class="date">{text(duty.entry.drive.name)}<br/>{_often(duty)}, trước {duty.due_at:%H:%M}</p>'
        f"{fact('Đơn vị báo cáo', duty_name(duty))}"
        f"<style>{_CSS}</style>{_table(duty, works, days)}"
        '<p class="fact">Ghi phần làm được trong kỳ, không ghi số cộng dồn. Việc không làm thì để trống.'
        " Mỗi ngày chỉ nhập vào hệ thống một lần, bằng mã QR hoặc mã in cạnh ngày.</p>"
        + signatures(("NGƯỜI BÁO CÁO", "(Ký, họ tên)", ""), ("NGƯỜI NHẬP VÀO HỆ THỐNG", "(Ký, họ tên)", ""))
    )
    return page(title, who.unit[-1], [sheet("a4", content)])


def _often(duty: Duty) -> str:
    if duty.every == ReportEvery.DAY:
        return "Báo cáo hằng ngày"
    if duty.every == ReportEvery.WEEK:
        return f"Báo cáo hằng tuần, {_WEEKDAYS[(duty.day or 1) - 1]}"
    return f"Báo cáo hằng tháng, ngày {duty.day}"


def _table(duty: Duty, works: Sequence[EntryWork], days: Sequence[SheetDay]) -> str:
    widths = "".join(f'<col style="width: {width}"/>' if width else "<col/>" for _, width in _COLUMNS)
    heads = "".join(f"<th>{text(title)}</th>" for title, _ in _COLUMNS)
    body = "".join(_block(duty, works, day) for day in days)
    return f'<table class="days"><colgroup>{widths}</colgroup><thead><tr>{heads}</tr></thead>{body}</table>'


def _block(duty: Duty, works: Sequence[EntryWork], day: SheetDay) -> str:
    """One day: its works below each other, then lines for the result and for troubles."""
    rows = [_work(work) for work in works] or ["<td></td><td></td><td></td><td></td><td></td>"]
    rows.append('<td colspan="5">Kết quả, khó khăn, đề nghị:<span class="lines"></span></td>')
    first = f'<td rowspan="{len(rows)}" class="day">{_day(duty, day)}</td>'
    made = "".join(f"<tr>{first if place == 0 else ''}{row}</tr>" for place, row in enumerate(rows))
    return f"<tbody>{made}</tbody>"


def _work(work: EntryWork) -> str:
    task = work.task
    whole = f" ({number(task.volume)} {task.measure})" if task.volume else ""
    return f'<td>{text(f"{task.text}{whole}")}</td><td></td><td class="c">{text(task.measure)}</td><td></td><td></td>'


def _day(duty: Duty, day: SheetDay) -> str:
    path, side = qr.path(day.address)
    return (
        f'<div><svg xmlns="http://www.w3.org/2000/svg" class="qr" viewBox="0 0 {side} {side}" width="17mm" height="17mm">'
        f'<path d="{path}"/></svg><p><b>{_WEEKDAYS[day.day.weekday()]}<br/>{day.day:%d/%m/%Y}</b><br/>'
        f"{sheet_code(duty.pk, day.day)}</p></div>"
    )


_CSS = """
.days tbody { break-inside: avoid; } .days td { height: 6.5mm; }
.days .day { padding: 2mm 1.5mm; }
.qr, .day p { display: inline-block; vertical-align: top; }
.day p { margin: 0 0 0 2mm; width: 24mm; font-size: 10pt; line-height: 1.35; }
.lines { display: block; height: 6mm; }
"""
