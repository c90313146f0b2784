"""A periodic report as an official paper (báo cáo, NĐ 30/2020): passages in the body, tables as appendices lying on their side.

Figures stand as they are in the report; an empty cell is blank, a section that nothing fills a blank place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, cast

from areas.models import Area, Organisation, PostHolder
from core.formats import vndate
from documents import numbering
from documents.context import Appendix, Paper, Paragraph, Section, Signature
from documents.enums import PaperType
from documents.nd30 import DOTS
from reporting.papers.shown import Shown, tables_of
from reporting.papers.tables import paper_table, unit_line

if TYPE_CHECKING:
    from documents.context import Block, Style
    from reporting.models import PeriodicReport

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_RHYTHM = re.compile(r"(tuần|tháng|quý|6 tháng|năm)\b", re.IGNORECASE)


def subject_of(report: PeriodicReport) -> str:
    """Trích yếu: what is reported on, and the period: "Kết quả xây dựng nông thôn mới tháng 7/2024".

    A form that is named by its rhythm alone ("Báo cáo tháng") reports on the programme, or on its drive.
    """
    name = re.sub(r"^báo cáo\s+", "", report.form.name, flags=re.IGNORECASE)
    if report.drive is not None:
        name = f"Kết quả đợt thi đua “{report.drive.name.strip(' “”')}”"
    elif _RHYTHM.match(name):
        name = "Kết quả xây dựng nông thôn mới"
    return f"{name[:1].upper()}{name[1:]} {report.period_words}"


def report_paper(report: PeriodicReport, issuer: Organisation, signer: PostHolder | None, today: date) -> Paper:
    """The paper as a draft, addressed to the people's committee above. Without a signer in force the signature stays empty."""
    subject = subject_of(report)
    tables = _tables(report)
    parent = report.area.parent
    inside = f"{subject[:1].lower()}{subject[1:]}"
    span = f"số liệu từ ngày {vndate(report.starts_on)} đến hết ngày {vndate(report.ends_on)}"
    return Paper(
        style=cast("Style", issuer.style), parent_body=issuer.letterhead_parent or None,
        issuing_body=issuer.letterhead or issuer.name, symbol=numbering.symbol(issuer, PaperType.REPORT),
        place=issuer.place or None, month=today.month, year=today.year, type=PaperType.REPORT.label.upper(), subject=subject,
        addressees=(f"Ủy ban nhân dân {_inside(parent)}",) if parent is not None else (),
        preamble=(f"Thực hiện chế độ báo cáo định kỳ, {issuer.name} báo cáo {inside}, {span}, như sau:",),
        content=_sections(report, tables),
        closing=(f"Trên đây là báo cáo {inside}./.",),
        recipients=_recipients(report.area),
        signature=Signature(signer.post.authority or None, signer.post.title, signer.full_name) if signer else None,
        appendices=tuple(
            Appendix(_label(place, len(tables)), table.form.title.upper(), _appendix(table), landscape=True)
            for place, table in enumerate(tables)
        ),
    )  # fmt: skip


def _tables(report: PeriodicReport) -> list[Shown]:
    """The form's tables that have cells, in the form's order."""
    cells = list(report.cells.all())
    filled = {cell.table for cell in cells}
    return tables_of([code for code in report.form.tables if code in filled], cells)


def _appendix(table: Shown) -> tuple[Block, ...]:
    unit = unit_line(table.form)
    return (*((Paragraph(unit),) if unit else ()), paper_table(table))


def _label(place: int, count: int) -> str:
    return f"Phụ lục {_ROMAN[place]}" if count > 1 else "Phụ lục"


def _sections(report: PeriodicReport, tables: Sequence[Shown]) -> tuple[Block, ...]:
    """Headings of the form with their passages; each table is mentioned in the section that its drafter fills, else in the last."""
    texts: dict[int, list[str]] = {}
    for passage in report.passages.all():
        lines = [line.strip() for line in passage.text.splitlines() if line.strip()]
        texts.setdefault(passage.section, []).extend(lines)
    sections = report.form.sections
    if not sections:
        return tuple(Paragraph(line) for lines in texts.values() for line in lines)
    for place, table in enumerate(tables):
        form = table.form
        at = next(
            (n for n, section in enumerate(sections) if form.drafts in section.get("drafts", ())), len(sections) - 1
        )
        title = re.sub(r"^biểu\s+", "", form.title, flags=re.IGNORECASE)
        texts.setdefault(at, []).append(
            f"{title[:1].upper()}{title[1:]} chi tiết tại {_label(place, len(tables))} kèm theo."
        )
    return tuple(
        Section(
            section.get("label"), section.get("title"),
            tuple(Paragraph(line) for line in texts.get(place) or _blank(sections, place)),
        )
        for place, section in enumerate(sections)
    )  # fmt: skip


def _blank(sections: Sequence[dict[str, str]], place: int) -> tuple[str, ...]:
    """A blank place, except under a heading that only holds those after it ("I" before "1")."""
    after = sections[place + 1].get("label", "") if place + 1 < len(sections) else ""
    return () if sections[place].get("label") in _ROMAN and after == "1" else (DOTS,)


def _inside(area: Area) -> str:
    return f"{area.kind_word} {area.name}"


def _recipients(area: Area) -> tuple[str, ...]:
    above = ("Như trên", f"Văn phòng Điều phối nông thôn mới {_inside(area.parent)}") if area.parent is not None else ()
    return (
        *above, f"Thường trực Đảng ủy, Hội đồng nhân dân {area.kind_word}",
        f"Ủy ban Mặt trận Tổ quốc Việt Nam {area.kind_word}", "Lưu: VT",
    )  # fmt: skip
