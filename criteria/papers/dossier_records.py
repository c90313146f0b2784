"""The records in a dossier: minutes of the meeting that proposes, and the Front's report on residents' satisfaction. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from core.formats import grouped
from criteria.papers.dossier_frame import Sender, framed, goal_of, named, paragraphs, results_said, sentence
from criteria.papers.dossiers import Material
from criteria.papers.surveys import MeetingSummary, SurveyLine, SurveySummary
from documents.context import Block, Paper, Paragraph, Section, Signature, Table
from documents.enums import PaperType
from documents.nd30 import DOTS, printed_date, slashed


def minutes(material: Material, sender: Sender) -> Paper:
    """Biên bản (NĐ 30/2020, Phụ lục III, mẫu 1.9): no date in the head, the secretary signs left, the chair right."""
    card, found = material.dossier.card, material.meeting
    place, goal = named(card.area), goal_of(card.criteria_set)
    asked = f"đề nghị xét, công nhận {place} đạt chuẩn {goal} năm {card.year}"
    chair, secretary = (found.meeting.chair, found.meeting.secretary) if found else ("", "")
    paper = framed(
        sender, PaperType.MINUTES, subject=f"Họp {asked}", place=None, month=None, year=None,
        content=(
            *_opening(found),
            Section("I", "NỘI DUNG", paragraphs(
                f"Cuộc họp nghe báo cáo kết quả tự đánh giá và thảo luận, biểu quyết việc {asked}.", *results_said(material)
            )),
            Section("II", "Ý KIẾN THẢO LUẬN", paragraphs(*_discussion(found))),
            Section("III", "KẾT QUẢ BIỂU QUYẾT", paragraphs(*_votes(found, asked))),
        ),
        closing=(_ending(found),), recipients=("Thành viên dự họp", "Lưu: VT"),
        left_signature=Signature(None, "THƯ KÝ", _name_in(secretary)),
    )  # fmt: skip
    return replace(paper, signature=Signature(None, "CHỦ TỌA", _name_in(chair)))


def _name_in(person: str) -> str | None:
    """ "Lê Văn Làm" of "Lê Văn Làm, Chủ tịch UBND xã": under a paper stands the name alone."""
    return re.split(r"[,;(–]| - ", person)[0].strip() or None


def _opening(found: MeetingSummary | None) -> tuple[Block, ...]:
    if found is None:
        return paragraphs(
            f"Thời gian: {DOTS}", f"Địa điểm: {DOTS}", f"Chủ trì: {DOTS}; thư ký: {DOTS}.", f"Thành phần: {DOTS}"
        )
    row = found.meeting
    at = f"{row.starts_at:%H} giờ {row.starts_at:%M} phút, " if row.starts_at else ""
    day = printed_date(row.held_on.day, row.held_on.month, row.held_on.year)
    members = [line.strip(" ;.-") for line in row.members.splitlines() if line.strip()]
    away = f" ({', '.join(found.named_away)})" if found.named_away else ""
    return (
        *paragraphs(
            f"Thời gian: {at}{day}.", f"Địa điểm: {row.place or DOTS}.", f"Chủ trì: {row.chair or DOTS}; thư ký: {row.secretary or DOTS}.",
            "Thành phần dự họp:" if members else f"Thành phần dự họp: {DOTS}.",
        ),
        *paragraphs(*(f"- {line}{';' if place < len(members) else '.'}" for place, line in enumerate(members, 1))),
        Paragraph(f"Số người được mời: {row.invited}; có mặt: {row.present}; vắng mặt: {found.away}{away}."),
    )  # fmt: skip


def _discussion(found: MeetingSummary | None) -> list[str]:
    lines = [line.strip(" -") for line in found.meeting.discussion.splitlines() if line.strip()] if found else []
    return [f"- {sentence(line)}" for line in lines] or [DOTS]


def _votes(found: MeetingSummary | None, asked: str) -> list[str]:
    if found is None:
        return [f"Số người đồng ý: {DOTS}; số người không đồng ý: {DOTS}."]
    return [
        f"Nội dung biểu quyết: {asked}.",
        f"Số người đồng ý: {found.agreed.words} người có mặt.",
        f"Số người không đồng ý: {found.meeting.disagreed}; không biểu quyết: {found.no_vote}.",
    ]


def _ending(found: MeetingSummary | None) -> str:
    ends = found.meeting.ends_at if found else None
    at = f"{ends:%H} giờ {ends:%M} phút" if ends else DOTS
    return f"Cuộc họp kết thúc lúc {at} cùng ngày. Biên bản được đọc cho mọi người cùng nghe và thống nhất ký tên./."


def survey_report(material: Material, sender: Sender) -> Paper:
    """The Front's report on the satisfaction of residents: ballots per village, each item with its base."""
    dossier, card, survey = material.dossier, material.dossier.card, material.survey
    place, goal = named(card.area), goal_of(card.criteria_set)
    span = f"từ ngày {_day(dossier.surveyed_from)} đến ngày {_day(dossier.surveyed_to)}"
    how = f"Ban công tác Mặt trận các thôn phát phiếu lấy ý kiến đến hộ gia đình {span}."
    counted: tuple[Block, ...] = (
        _clause("1", "Số phiếu theo thôn", _ballots(survey)),
        _clause("2", "Mức độ hài lòng từng nội dung", _items(survey) if survey.items else Paragraph(DOTS)),
        _clause("3", "Kết quả chung", *paragraphs(*_overall(survey))),
    )
    return framed(
        sender, PaperType.REPORT,
        subject=f"Kết quả lấy ý kiến về sự hài lòng của người dân đối với kết quả xây dựng {goal} năm {card.year} của {place}",
        preamble=(f"{sender.issuer.name} báo cáo kết quả lấy ý kiến về sự hài lòng của người dân như sau:",),
        content=(
            Section("I", "TỔ CHỨC LẤY Ý KIẾN", paragraphs(how)),
            Section("II", "KẾT QUẢ", counted if survey.lines else paragraphs(DOTS)),
        ),
        closing=("Trên đây là báo cáo kết quả lấy ý kiến về sự hài lòng của người dân./.",),
        recipients=("Ban Thường trực Ủy ban Mặt trận Tổ quốc cấp trên", "Đảng ủy, Ủy ban nhân dân xã", "Lưu: VT"),
    )  # fmt: skip


def _day(day: date | None) -> str:
    return slashed(day) if day else DOTS


def _clause(label: str, title: str, *blocks: Block) -> Section:
    return Section(label, title, blocks)


def _ballots(survey: SurveySummary) -> Table:
    head = ("TT", "Thôn", "Tổng số hộ", "Phiếu phát ra", "Phiếu thu về", "Phiếu hợp lệ", "Hài lòng chung", "Tỷ lệ")
    rows = [(str(place), str(line.area), *_figures(line)) for place, line in enumerate(survey.lines, 1)]
    rows.append(("", "Tổng cộng", *_figures(survey.total)))
    return Table(rows=(head, *rows), widths=(0.06, 0.22, 0.12, 0.12, 0.12, 0.12, 0.12, 0.12), align="clrrrrrr")


def _figures(line: SurveyLine) -> tuple[str, ...]:
    numbers = (line.households, line.handed_out, line.returned, line.valid, line.satisfied)
    return (*map(grouped, numbers), line.overall.percent_words)


def _items(survey: SurveySummary) -> Table:
    head = ("TT", "Nội dung hỏi", "Phiếu hài lòng", "Phiếu hợp lệ", "Tỷ lệ")
    rows = [
        (str(place), row.item.text, grouped(row.share.part), grouped(row.share.base), row.share.percent_words)
        for place, row in enumerate(survey.items, 1)
    ]
    return Table(rows=(head, *rows), widths=(0.07, 0.51, 0.14, 0.14, 0.14), align="clrrr")


def _overall(survey: SurveySummary) -> list[str]:
    said = [
        f"Số hộ được lấy ý kiến: {survey.total.asked.words} hộ.",
        f"Số phiếu hài lòng chung: {survey.total.overall.words} phiếu hợp lệ.",
    ]
    if survey.uncounted:
        said.append(f"Chưa có kết quả kiểm phiếu của: {', '.join(map(str, survey.uncounted))}.")
    return said
