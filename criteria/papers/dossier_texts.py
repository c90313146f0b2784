"""The papers a dossier is sent with: proposal, report of results, summary of opinions, statement of debts. Pure.

They say what the rows say; what is not known is a blank place.
"""

from __future__ import annotations

from collections.abc import Sequence

from areas.enums import OrganisationKind
from criteria.enums import DossierPart, OpinionWay, State
from criteria.models import Opinion
from criteria.papers.cards import CardRow
from criteria.papers.dossier_checks import spoke_for_front
from criteria.papers.dossier_frame import (
    Sender,
    debts_said,
    framed,
    goal_of,
    named,
    office_above,
    paragraphs,
    results_said,
    sentence,
)
from criteria.papers.dossier_tables import debts_table, results_table
from criteria.papers.dossiers import Material
from criteria.papers.surveys import OpinionSummary, opinion_share
from documents.context import Appendix, Paper, Paragraph, Section, Table
from documents.enums import DocumentState, PaperType
from documents.nd30 import DOTS, slashed

_KEPT = ("Như trên", "Đảng ủy, Hội đồng nhân dân, Ủy ban Mặt trận Tổ quốc xã", "Lưu: VT")


def proposal(material: Material, sender: Sender) -> Paper:
    """Tờ trình: what was done, what was reached, what is asked, and the list of what is enclosed."""
    card = material.dossier.card
    place, goal, office = named(card.area), goal_of(card.criteria_set), office_above(card.area)
    asked = f"xem xét, thẩm tra, trình cấp có thẩm quyền công nhận {place} đạt chuẩn {goal} năm {card.year}"
    enclosed = [*(_enclosed(material, part) for part in DossierPart if part != DossierPart.PROPOSAL),
                "Hình ảnh minh họa và minh chứng của từng tiêu chí"]  # fmt: skip
    return framed(
        sender, PaperType.PROPOSAL,
        subject=f"Đề nghị thẩm tra, công nhận {place} đạt chuẩn {goal} năm {card.year}",
        addressees=(office,), legal_bases=material.bases,
        preamble=(f"{sender.issuer.name} báo cáo kết quả và đề nghị như sau:",),
        content=(
            Section("I", "QUÁ TRÌNH TỰ ĐÁNH GIÁ", paragraphs(
                f"Xã đã tự đánh giá kết quả thực hiện theo {card.criteria_set.name}.", _opinions_said(material), meeting_said(material)
            )),
            Section("II", "KẾT QUẢ", (
                _clause("1", "Kết quả thực hiện các tiêu chí", *results_said(material)),
                _clause("2", "Nợ đọng xây dựng cơ bản", debts_said(material)),
                _clause("3", "Mức độ hài lòng của người dân", satisfaction_said(material)),
                _clause("4", "An ninh, trật tự", _security_said(material)),
            )),
            Section("III", "ĐỀ NGHỊ", (
                Paragraph(f"{sender.issuer.name} kính đề nghị {office} {asked}."),
                Paragraph("Hồ sơ kèm theo gồm:"), *paragraphs(*(f"- {line};" for line in enclosed[:-1]), f"- {enclosed[-1]}."),
            )),
        ),
        closing=(f"{sender.issuer.name} kính trình {office} xem xét, quyết định./.",), recipients=_KEPT,
    )  # fmt: skip


def report(material: Material, sender: Sender) -> Paper:
    """Báo cáo kết quả, with every indicator in a table on its own sheets; `material.form` is needed."""
    card, form = material.dossier.card, material.form
    if form is None:
        raise ValueError("the report needs the whole card")
    place, goal = named(card.area), goal_of(card.criteria_set)
    return framed(
        sender, PaperType.REPORT,
        subject=f"Kết quả thực hiện các tiêu chí {goal} năm {card.year} của {place}",
        addressees=(office_above(card.area),), legal_bases=material.bases,
        preamble=(f"{sender.issuer.name} báo cáo kết quả thực hiện các tiêu chí {goal} năm {card.year} như sau:",),
        content=(
            Section("I", "ĐẶC ĐIỂM TÌNH HÌNH", paragraphs(DOTS)),
            Section("II", "KẾT QUẢ THỰC HIỆN CÁC TIÊU CHÍ", (_criteria_table(material), Paragraph("Kết quả từng chỉ tiêu tại Phụ lục kèm theo."))),
            Section("III", "CÁC ĐIỀU KIỆN KHÁC", paragraphs(
                debts_said(material), satisfaction_said(material), _security_said(material)
            )),
            Section("IV", "TỰ ĐÁNH GIÁ CHUNG", paragraphs(*results_said(material))),
            Section("V", "TỒN TẠI, HẠN CHẾ VÀ NHIỆM VỤ TRONG THỜI GIAN TỚI", paragraphs(DOTS)),
        ),
        closing=(f"Trên đây là báo cáo kết quả thực hiện các tiêu chí {goal} năm {card.year} của {place}./.",),
        recipients=_KEPT,
        appendices=(
            Appendix(
                "Phụ lục", f"BIỂU KẾT QUẢ THỰC HIỆN CÁC TIÊU CHÍ NĂM {card.year}",
                (results_table(form), *paragraphs(*form.foot)), landscape=True,
            ),
        ),
    )  # fmt: skip


def _criteria_table(material: Material) -> Table:
    """Each criterion with its state, and what was said and written about it."""
    head = ("TT", "Tiêu chí", "Tự đánh giá", "Nhận xét")
    rows = [
        (str(row.line.criterion.number), row.line.criterion.name, row.state.label, " ".join(_remarks(row)))
        for row in material.rows
    ]
    return Table(rows=(head, *rows), widths=(0.07, 0.31, 0.2, 0.42), align="clll")


def _remarks(row: CardRow) -> list[str]:
    """Of rows that are not met what was written; of a claim that the rows do not bear out, that it is one."""
    whole, lines = row.line.whole, []
    if whole and not row.judged_whole and whole.state != row.state:
        lines.append(f"Xã khai {State(whole.state).label.lower()}.")
    if whole and whole.reason:
        lines.append(sentence(whole.reason))
    for item in row.line.rows:
        if item.result and item.result.state == State.UNMET:
            why = f" {sentence(item.result.reason)}" if item.result.reason else ""
            lines.append(f"Chỉ tiêu {item.indicator}: chưa đạt.{why}")
    return lines


def opinions_report(material: Material, sender: Sender) -> Paper:
    """Báo cáo tổng hợp ý kiến: how they were asked for, who said what, what the commune did with it."""
    card, found = material.dossier.card, material.opinions
    place, goal = named(card.area), goal_of(card.criteria_set)
    said = [_remark(row) for row in found.opinions if row.text]
    unheard = [*map(str, found.missing_bodies), *map(str, found.missing_villages)]
    summed = [f"Tỷ lệ nhất trí: {found.agreed.words} người dự họp, được hỏi."] if found.agreed.base else []
    if unheard:
        summed.append(f"Chưa tổng hợp ý kiến của: {', '.join(unheard)}.")
    return framed(
        sender, PaperType.REPORT,
        subject=f"Tổng hợp ý kiến về kết quả thực hiện các tiêu chí {goal} năm {card.year} của {place}",
        addressees=(office_above(card.area),),
        preamble=(f"{sender.issuer.name} tổng hợp ý kiến của Mặt trận Tổ quốc, các đoàn thể và Nhân dân như sau:",),
        content=(
            Section("I", "HÌNH THỨC, THỜI GIAN LẤY Ý KIẾN", paragraphs(*_ways(found.opinions))),
            Section("II", "KẾT QUẢ", (_opinions_table(found.opinions), *paragraphs(*summed))),
            Section("III", "NỘI DUNG GÓP Ý VÀ TIẾP THU, GIẢI TRÌNH", paragraphs(*(said or ["Không có ý kiến góp ý khác."]))),
        ) if found.opinions else (Section("I", "KẾT QUẢ LẤY Ý KIẾN", paragraphs(DOTS)),),
        closing=(f"Trên đây là báo cáo tổng hợp ý kiến về kết quả thực hiện các tiêu chí {goal} của {place}./.",),
        recipients=_KEPT,
    )  # fmt: skip


def debts_report(material: Material, sender: Sender) -> Paper:
    """Báo cáo nợ đọng: "không có" when there is none, else every work with its debt."""
    card, debts = material.dossier.card, material.debts
    place = named(card.area)
    subject = f"Tình hình nợ đọng xây dựng cơ bản thuộc Chương trình xây dựng nông thôn mới của {place}"
    listed = "Danh sách công trình còn nợ đọng tại Phụ lục kèm theo."
    table = (
        (Appendix("Phụ lục", "NỢ ĐỌNG XÂY DỰNG CƠ BẢN", (Paragraph("Đơn vị tính: đồng"), debts_table(debts)), landscape=True),)
        if debts
        else ()
    )  # fmt: skip
    return framed(
        sender, PaperType.REPORT, subject=subject, addressees=(office_above(card.area),),
        preamble=(f"{sender.issuer.name} báo cáo tình hình nợ đọng xây dựng cơ bản như sau:",),
        content=(
            Section("1", "Kết quả rà soát", paragraphs(debts_said(material), *([listed] if debts else []))),
            Section("2", "Nguồn và lộ trình xử lý", paragraphs(DOTS if debts or debts is None else "Không có nợ phải xử lý.")),
        ),
        closing=(f"Trên đây là báo cáo tình hình nợ đọng xây dựng cơ bản của {place}./.",), recipients=_KEPT,
        appendices=table,
    )  # fmt: skip


# --- Sentences ---


def _clause(label: str, title: str, *lines: str) -> Section:
    return Section(label, title, paragraphs(*lines))


def _enclosed(material: Material, part: DossierPart) -> str:
    row = material.papers.get(part)
    if row is None or row.document.state != DocumentState.ISSUED or row.document.issued_on is None:
        return part.label
    return f"{part.label} (số {row.document.number_and_symbol} ngày {slashed(row.document.issued_on)})"


def _opinions_said(material: Material) -> str:
    found = material.opinions
    if not found.opinions:
        return f"Lấy ý kiến của Mặt trận Tổ quốc, các đoàn thể và Nhân dân: {DOTS}."
    heard, unheard = _who_spoke(found)
    shares = f"; nhất trí {found.agreed.words}" if found.agreed.base else ""
    said = f"Đã lấy ý kiến của {_joined(heard)}: {len(found.opinions)} lượt góp ý{shares}."
    return f"{said} Ý kiến của {_joined(unheard)}: {DOTS}." if unheard else said


def _who_spoke(found: OpinionSummary) -> tuple[list[str], list[str]]:
    """Who gave an opinion and who did not: the Front, unions, people; by name where only some of them did."""
    front = [row for row in found.opinions if spoke_for_front(row)]
    people = [row for row in found.opinions if row.area]
    unions = [row.giver for row in found.opinions if not row.area and not spoke_for_front(row)]
    silent = [body.name for body in found.missing_bodies if body.kind == OrganisationKind.UNION]
    villages = list(dict.fromkeys(f"Nhân dân {named(row.area)}" for row in people if row.area))
    heard, unheard = [], []
    for all_, spoke, missing in (
        ("Mặt trận Tổ quốc", ["Mặt trận Tổ quốc"] if front else [], []),
        ("các đoàn thể", list(dict.fromkeys(unions)), silent),
        ("Nhân dân", villages, [f"Nhân dân {named(area)}" for area in found.missing_villages]),
    ):
        heard += spoke if missing else [all_] if spoke else []
        unheard += (missing or []) if spoke else [all_]
    return heard, unheard


def _joined(names: Sequence[str]) -> str:
    """ "A, B và C"."""
    return " và ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def meeting_said(material: Material) -> str:
    """The meeting and its vote in one sentence; a blank place while none was held."""
    found = material.meeting
    if found is None:
        return f"Cuộc họp đề nghị công nhận: {DOTS}."
    return (
        f"Cuộc họp đề nghị công nhận ngày {slashed(found.meeting.held_on)}: {found.agreed.words} người có mặt đồng ý."
    )


def satisfaction_said(material: Material) -> str:
    """The survey with its base; a blank place while villages are not counted."""
    survey = material.survey
    if not survey.complete:
        return f"Tỷ lệ người dân hài lòng: {DOTS}."
    asked, overall = survey.total.asked.words, survey.total.overall.words
    return f"Số hộ được lấy ý kiến: {asked} hộ; số phiếu hài lòng chung: {overall} phiếu hợp lệ."


def _security_said(material: Material) -> str:
    rule = material.rules.get("security-safe")
    what = rule.text if rule else "An ninh, trật tự trên địa bàn"
    return f"{what}: theo {material.dossier.security.rstrip(' .') or DOTS}."


def _ways(opinions: tuple[Opinion, ...]) -> list[str]:
    """Each way with its days: "Họp lấy ý kiến: 7 lượt, từ ngày 01/11/2024 đến ngày 20/11/2024."."""
    lines = []
    for way in OpinionWay:
        rows = [row for row in opinions if row.way == way]
        if rows:
            first, last = min(row.held_from for row in rows), max(row.held_to or row.held_from for row in rows)
            span = f"ngày {slashed(first)}" if first == last else f"từ ngày {slashed(first)} đến ngày {slashed(last)}"
            lines.append(f"- {way.label}: {len(rows)} lượt, {span}.")
    return lines


def _opinions_table(opinions: tuple[Opinion, ...]) -> Table:
    head = ("TT", "Nơi góp ý", "Hình thức", "Thời gian", "Số người dự, được hỏi", "Số người nhất trí", "Tỷ lệ")
    rows = []
    for place, row in enumerate(opinions, 1):
        share = opinion_share(row)
        end = f" - {slashed(row.held_to)}" if row.held_to and row.held_to != row.held_from else ""
        figures = (str(share.base), str(share.part), share.percent_words) if share else ("", "", "")
        rows.append((str(place), row.giver, row.get_way_display(), f"{slashed(row.held_from)}{end}", *figures))
    return Table(rows=(head, *rows), widths=(0.06, 0.24, 0.18, 0.18, 0.12, 0.11, 0.11), align="clllrrr")


def _remark(row: Opinion) -> str:
    answer = sentence(row.answer) if row.answer else DOTS
    return f"- {row.giver}: {sentence(row.text)} Tiếp thu, giải trình: {answer}"
