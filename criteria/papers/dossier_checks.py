"""The checklist of a dossier: what recognition asks for, what is there, what is missing and whose work it is. Pure.

Nothing is counted as done that is not there, and where no rule is established nothing is judged: a person decides.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from areas.enums import OrganisationKind
from core.formats import grouped, number, vndate
from criteria.enums import DossierPart, State
from criteria.models import DossierPaper, Opinion, RecognitionRule
from criteria.papers.cards import CardRow
from criteria.papers.dossiers import DONE, MISSING, OPEN, Check, Checklist, Group, Material
from criteria.papers.surveys import SurveySummary
from criteria.queries.cares import Cares
from criteria.survey_rules import Standing
from documents.enums import DocumentState

#: What is said of a paper that says otherwise than its data by now.
STALE = "số liệu đã đổi sau lần dự thảo, cần dự thảo lại."
_OFFICER, _LEADER, _CLERK = "Cán bộ NTM", "Lãnh đạo xã", "Văn thư"
_FRONT, _BOTH = "Ủy ban Mặt trận Tổ quốc xã", "Cán bộ NTM và Mặt trận xã"


def checklist(material: Material) -> Checklist:
    """The whole list in the order of the work."""
    return Checklist((
        Group("tieu-chi", "Tiêu chí của bộ", tuple(_criterion(material, row) for row in material.rows)),
        Group("minh-chung", "Minh chứng", (_evidence(material),)),
        Group("dieu-kien", "Điều kiện công nhận", tuple(_conditions(material))),
        Group("y-kien", "Ý kiến góp ý và cuộc họp đề nghị", tuple(_opinions(material))),
        Group("van-ban", "Văn bản và hình ảnh", (*(_paper(material, part) for part in DossierPart), _photos(material))),
    ))  # fmt: skip


# --- Criteria and their evidence ---


def _criterion(material: Material, row: CardRow) -> Check:
    criterion = row.line.criterion
    title = f"Tiêu chí {criterion.number:02d}. {criterion.name}"
    url = reverse("criteria:criterion", args=[material.dossier.card_id, criterion.number])
    if row.state in {State.MET, State.NOT_ASSESSED}:
        return Check(title, DONE, row.state.label, url=url)
    return Check(title, MISSING, _why(row), _carer(material.cares, criterion.pk), url)


def _why(row: CardRow) -> str:
    """ "Khai đạt; chỉ tiêu 1.1, 1.2 chưa có số liệu.", "Chưa đạt: chỉ tiêu 13.3."."""
    unmet = _codes(row, State.UNMET)
    if row.judged_whole:
        return "Chưa đạt." if row.state == State.UNMET else "Chưa có kết quả nào."
    claim = State(row.line.whole.state).label.lower() if row.line.whole else ""
    if unmet:
        return f"Chưa đạt: chỉ tiêu {', '.join(unmet)}."
    if not claim and len(_codes(row, State.NO_DATA)) == len(row.line.rows):
        return "Chưa có kết quả nào."
    said = f"Khai {claim}; chỉ" if claim else "Chỉ"
    figures = {str(line.indicator) for line in row.line.rows if line.result and line.result.number is not None}
    open_ = _codes(row, State.NO_DATA)
    unknown, unjudged = [code for code in open_ if code not in figures], [code for code in open_ if code in figures]
    told = [f"{', '.join(unknown)} chưa có số liệu"] if unknown else []
    told += [f"{', '.join(unjudged)} có số liệu nhưng chưa xét"] if unjudged else []
    return f"{said} tiêu {'; '.join(told)}."


def _codes(row: CardRow, state: State) -> list[str]:
    return [
        str(line.indicator) for line in row.line.rows if (line.result.state if line.result else State.NO_DATA) == state
    ]


def _carer(cares: Cares, criterion: int) -> str:
    """Who looks after the criterion's rows; the officer where nobody is named."""
    mine = [care for (of, _), care in cares.items() if of == criterion]
    return (
        ", ".join(dict.fromkeys(str(care.owner or care.unit) for care in mine if care.owner or care.unit)) or _OFFICER
    )


def proofless(material: Material) -> list[str]:
    """Rows that are met and have no evidence, or only evidence that has ended: "1.1", "2.3 (đã hết giá trị)"."""
    found = []
    for row in material.rows:
        criterion = row.line.criterion
        met = [
            (str(line.indicator), material.proof.get((criterion.pk, line.indicator.pk), []))
            for line in row.line.rows
            if line.result and line.result.state == State.MET
        ]
        if row.judged_whole and row.state == State.MET:
            met.append((f"tiêu chí {criterion.number:02d}", material.proof.get((criterion.pk, None), [])))
        for name, proof in met:
            if not proof:
                found.append(name)
            elif all(item.valid_to is not None and item.valid_to < material.day for item in proof):
                found.append(f"{name} (đã hết giá trị)")
    return found


def _evidence(material: Material) -> Check:
    title, url = "Minh chứng của các dòng đạt", reverse("criteria:card", args=[material.dossier.card_id])
    missing = proofless(material)
    met = sum(row.counts[State.MET] + (row.judged_whole and row.state == State.MET) for row in material.rows)
    if not met:
        return Check(title, MISSING, "Phiếu chưa có dòng nào đạt.", _OFFICER, url)
    if missing:
        return Check(
            title, MISSING, f"Thiếu hoặc hết giá trị ở {len(missing)} dòng: {', '.join(missing)}.", _OFFICER, url
        )
    return Check(title, DONE, f"Đủ ở {met} dòng đạt.", url=url)


# --- Conditions ---


def _conditions(material: Material) -> list[Check]:
    return [_debts(material), *_satisfaction(material), _security(material)]


def _debts(material: Material) -> Check:
    title, rule = "Không nợ đọng xây dựng cơ bản", material.rules.get("no-debts")
    unknown = "Chưa có số liệu: sổ công trình của xã chưa ghi công trình nào."
    url = f"{reverse('campaigns:works')}?no=1"
    if rule is None:
        said = f"Đang nợ {len(material.debts)} công trình." if material.debts else "Không có nợ."
        return _open(title, url, unknown if material.debts is None else said)
    if material.debts is None:
        return Check(title, MISSING, unknown, "Kế toán", reverse("campaigns:works"), not rule.confirmed)
    if material.debts:
        owed = sum(row.debt for row in material.debts)
        names = "; ".join(f"{row.work} ({grouped(row.debt)} đồng)" for row in material.debts)
        said = f"Còn nợ {grouped(owed)} đồng ở {len(material.debts)} công trình: {names}."
        return Check(title, MISSING, said, "Kế toán", url, not rule.confirmed)
    return Check(title, DONE, "Theo sổ công trình không có nợ đọng.", url=url, unconfirmed=not rule.confirmed)


def _satisfaction(material: Material) -> list[Check]:
    survey, rules, url = material.survey, material.rules, reverse("criteria:survey", args=[material.dossier.pk])
    lines = (
        ("households-asked-share", "Số hộ được lấy ý kiến", survey.asked_against, survey.total.asked.words),
        ("satisfaction-overall", "Hài lòng chung", survey.overall_against, survey.total.overall.words),
        ("satisfaction-each-item", "Hài lòng từng nội dung", survey.items_against, _items_said(survey)),
    )
    found = []
    for key, name, against, words in lines:
        rule = rules.get(key)
        asked = rule.number if rule else None
        title = f"{name} từ {_figure(rule)} % trở lên" if rule else name
        said = _survey_said(survey, words)
        if rule is None:
            found.append(_open(title, url, said))
        else:
            found.append(_judged(title, against(asked), said, _FRONT, url, rule))
    return found


def _items_said(survey: SurveySummary) -> str:
    return "; ".join(f"{row.item.text}: {row.share.words}" for row in survey.items)


def _survey_said(survey: SurveySummary, words: str) -> str:
    if not survey.lines:
        return "Chưa kiểm phiếu ở thôn nào."
    if survey.uncounted:
        return f"{words}; còn {len(survey.uncounted)} thôn chưa kiểm phiếu: {_names(survey.uncounted)}."
    return f"{words}." if words else "Chưa có nội dung hỏi."


def _security(material: Material) -> Check:
    rule, dossier = material.rules.get("security-safe"), material.dossier
    url = f"{reverse('criteria:dossier', args=[dossier.pk])}#thong-tin"
    if rule is None:
        return _open("An ninh, trật tự", url, dossier.security)
    if dossier.security:
        return Check(rule.text, DONE, f"Theo {dossier.security}.", url=url, unconfirmed=not rule.confirmed)
    said = "Chưa ghi văn bản xác nhận của cơ quan có thẩm quyền."
    return Check(rule.text, MISSING, said, _OFFICER, url, not rule.confirmed)


# --- Opinions and the meeting ---


def _opinions(material: Material) -> list[Check]:
    opinions, url = material.opinions, reverse("criteria:opinions", args=[material.dossier.pk])
    missing = opinions.missing_bodies
    unions = [body for body in missing if body.kind == OrganisationKind.UNION]
    front = [row for row in opinions.opinions if spoke_for_front(row)]
    people = [row for row in opinions.opinions if row.area_id]
    others = len(opinions.opinions) - len(front) - len(people)
    return [
        _heard("Ý kiến của Mặt trận Tổ quốc", [], len(front), _FRONT, url),
        _heard("Ý kiến của các đoàn thể", unions, others, _BOTH, url),
        _heard("Ý kiến của Nhân dân các thôn", opinions.missing_villages, len(people), _BOTH, url),
        _posting(material, url),
        _meeting(material),
    ]


def spoke_for_front(opinion: Opinion) -> bool:
    """Whether an opinion is the Front's."""
    return bool(opinion.body and opinion.body.kind == OrganisationKind.FRONT) or "mặt trận" in opinion.giver.lower()


def _heard(title: str, missing: Sequence[object], heard: int, who: str, url: str) -> Check:
    if missing:
        return Check(title, MISSING, f"Chưa có ý kiến: {_names(missing)}.", who, url)
    if not heard:
        return Check(title, MISSING, "Chưa có ý kiến nào.", who, url)
    return Check(title, DONE, f"Đã ghi {heard} ý kiến.", url=url)


def _posting(material: Material, url: str) -> Check:
    rule, opinions = material.rules.get("opinions-days"), material.opinions
    days = opinions.posted_days
    said = f"Đã niêm yết {days} ngày." if days is not None else "Chưa có đợt niêm yết nào kết thúc."
    if rule is None:
        return _open("Thời gian niêm yết lấy ý kiến", url, said)
    title = f"Niêm yết lấy ý kiến từ {_figure(rule)} ngày trở lên"
    return _judged(title, opinions.posting_against(rule.number), said, _OFFICER, url, rule)


def _meeting(material: Material) -> Check:
    rule, meeting = material.rules.get("meeting-share"), material.meeting
    url = reverse("criteria:meeting", args=[material.dossier.pk])
    title = f"Họp đề nghị, từ {_figure(rule)} % đại biểu dự họp đồng ý" if rule else "Họp đề nghị công nhận"
    if meeting is None:
        return Check(title, MISSING, "Chưa ghi cuộc họp nào.", _OFFICER, url, bool(rule and not rule.confirmed))
    said = f"Họp ngày {vndate(meeting.meeting.held_on)}: {meeting.agreed.words} đồng ý."
    if rule is None:
        return _open(title, url, said)
    return _judged(title, meeting.against(rule.number), said, _OFFICER, url, rule)


# --- Papers and pictures ---


def _paper(material: Material, part: DossierPart) -> Check:
    row, who = material.papers.get(part), _FRONT if part == DossierPart.SURVEY else _OFFICER
    if row is None:
        url = f"{reverse('criteria:dossier', args=[material.dossier.pk])}#soan"
        return Check(part.label, MISSING, "Chưa dự thảo.", who, url)
    if part in material.stale:
        url = reverse("criteria:dossier_paper", args=[row.pk])
        return Check(part.label, MISSING, f"{row.document.get_state_display()}; {STALE}", who, url)
    return _written(row, part)


def _written(row: DossierPaper, part: DossierPart) -> Check:
    url, document, front = reverse("criteria:dossier_paper", args=[row.pk]), row.document, part == DossierPart.SURVEY
    match document.state:
        case DocumentState.ISSUED:
            return Check(
                part.label, DONE, f"Số {document.number_and_symbol} ngày {vndate(document.issued_on)}.", url=url
            )
        case DocumentState.SUBMITTED:
            return Check(part.label, MISSING, "Đã trình, chờ duyệt.", "Lãnh đạo Mặt trận xã" if front else _LEADER, url)
        case DocumentState.APPROVED:
            return Check(part.label, MISSING, "Đã duyệt, chờ cấp số.", _CLERK, url)
        case DocumentState.DRAFT:
            return Check(part.label, MISSING, "Đã dự thảo, chưa trình.", _FRONT if front else _OFFICER, url)
        case _:
            return Check(part.label, MISSING, f"{document.get_state_display()}.", _OFFICER, url)


def _photos(material: Material) -> Check:
    url = f"{reverse('criteria:dossier', args=[material.dossier.pk])}#hinh-anh"
    if material.photos:
        return Check("Hình ảnh minh họa", DONE, f"{material.photos} ảnh.", url=url)
    return Check("Hình ảnh minh họa", MISSING, "Chưa có ảnh nào.", _OFFICER, url)


# --- Small words ---


def _judged(title: str, standing: Standing, said: str, who: str, url: str, rule: RecognitionRule) -> Check:
    if standing == Standing.MET:
        return Check(title, DONE, said, url=url, unconfirmed=not rule.confirmed)
    return Check(title, MISSING, said, who, url, not rule.confirmed)


def _open(title: str, url: str, said: str) -> Check:
    """No rule is established for the day: what there is is shown, and a person decides."""
    return Check(title, OPEN, said, "Người có thẩm quyền xét", url)


def _figure(rule: RecognitionRule | None) -> str:
    return number(rule.number) if rule else ""


def _names(things: Sequence[object]) -> str:
    return ", ".join(str(thing) for thing in things)
