"""The recognition dossier: it names exactly what is missing, drafts its papers from the data, and goes out as one file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from PIL import Image

from accounts.models import User
from areas.enums import Level, OrganisationKind
from areas.models import Organisation
from campaigns.models import Work, WorkPayment
from core.clock import now
from core.formats import number
from criteria.actions.cards import open_card
from criteria.actions.evidence import add_evidence
from criteria.dossier_material import material_of
from criteria.enums import DossierPart, OpinionWay, State
from criteria.models import (
    CriteriaSet,
    Dossier,
    DossierPaper,
    Evidence,
    Opinion,
    ProposalMeeting,
    RecognitionRule,
    Registration,
    Result,
    Scorecard,
    SurveyAnswer,
    SurveyCount,
    SurveyItem,
)
from criteria.papers.dossier_checks import checklist
from criteria.papers.dossiers import Check, Checklist
from criteria.papers.revocation import revocation_of
from criteria.queries.dossiers import rule_on, rules_on
from documents import actions as documents
from documents.check import check_pdf
from documents.models import StoredFile
from documents.queries import paper_of
from documents.render import render
from jobs.actions import run
from jobs.models import Job
from journal.models import Notice
from tests import factories
from tests.campaigns.composed import imported
from tests.campaigns.conftest import PLANS_DIR, ROOT
from tests.cast import Cast

SignIn = Callable[[User], Client]
NTM, ADVANCED, MODEL, NEW = "ntm-xa-2021-2025", "ntm-nang-cao-2021-2025", "kieu-mau-2021-2025", "ntm-2026-2030"
PLANS = [ROOT / "ntm/demo/plans/thuong-lo-2024.txt", *PLANS_DIR.glob("thuong-lo-2024*.txt")]
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"


@pytest.fixture
def sets(db: None) -> None:
    call_command("load_criteria", verbosity=0)


@pytest.fixture
def dossier(sets: None, cast: Cast, signed_in: SignIn) -> Dossier:
    """Xã An Bình's dossier of 2024; the button pressed twice opens one."""
    card = open_card(area=cast.commune, criteria_set=CriteriaSet.objects.get(code=NTM), year=2024, by=cast.officer)
    for _ in range(2):
        assert signed_in(cast.officer).post(f"/tieu-chi/{card.pk}/ho-so/").status_code == 302
    return Dossier.objects.get()


@pytest.fixture
def front(cast: Cast) -> Organisation:
    return factories.committee(
        cast.commune, kind=OrganisationKind.FRONT, name="Ủy ban Mặt trận Tổ quốc Việt Nam xã An Bình", style="front",
        letterhead="ỦY BAN MẶT TRẬN TỔ QUỐC\nVIỆT NAM XÃ AN BÌNH", symbol_letters="MTTQ-BTT",
    )  # fmt: skip


def everything_met(card: Scorecard, by: User, *, except_: tuple[str, ...] = ()) -> None:
    """Each row of the card met, each with the same evidence; those named unmet."""
    rows = []
    for criterion in card.criteria_set.criteria.prefetch_related("indicators"):
        for indicator in criterion.indicators.all():
            state = State.UNMET if indicator.code in except_ else State.MET
            values = {"state": state, "reason": "Xã xét.", "at": now()}
            Result.objects.create(scorecard=card, criterion=criterion, indicator=indicator, **values)
            rows.append(indicator)
    add_evidence(area=card.area, title="Hồ sơ chung", rows=rows, by=by, upload=("ho-so.pdf", PDF))


def inputs(dossier: Dossier, cast: Cast) -> None:
    """Opinions of everybody, a meeting that agrees, ballots of the one village."""
    common = {"dossier": dossier, "by": cast.officer, "at": now(), "held_from": date(2024, 11, 1)}
    Opinion.objects.create(giver="Ủy ban Mặt trận Tổ quốc xã", way=OpinionWay.MEETING, asked=20, agreed=20, **common)
    Opinion.objects.create(giver="Hội Nông dân xã", way=OpinionWay.WRITTEN, text="Nhất trí <b>hồ sơ</b>", **common)
    Opinion.objects.create(
        giver="Thôn Nà Cốc",
        area=cast.village,
        way=OpinionWay.POSTED,
        held_to=date(2024, 11, 25),
        asked=100,
        agreed=97,
        **common,
    )
    ProposalMeeting.objects.create(
        dossier=dossier, held_on=date(2024, 12, 10), chair="Cầm Văn Hạnh, Chủ tịch UBND xã", secretary="Lò Thị Mến", invited=50, present=48,
        agreed=47, members="Ban Chỉ đạo xã\nBan Phát triển thôn", by=cast.officer, at=now(),
    )  # fmt: skip
    Work.objects.create(area=cast.village, name="Kênh Nà Cốc", created_at=now(), updated_at=now())
    item = SurveyItem.objects.create(dossier=dossier, position=1, text="Đường giao thông", criterion=2)
    count = SurveyCount.objects.create(
        dossier=dossier, area=cast.village, households=100, handed_out=80, returned=78, valid=77, satisfied=75,
        by=cast.officer, at=now(),
    )  # fmt: skip
    SurveyAnswer.objects.create(count=count, item=item, satisfied=70)


def listed(dossier: Dossier) -> Checklist:
    return checklist(material_of(Dossier.objects.select_related("card__area__parent", "card__criteria_set").get()))


def group(found: Checklist, code: str) -> dict[str, Check]:
    return {check.title: check for part in found.groups if part.code == code for check in part.checks}


# --- The rules ---


def test_rules_are_loaded_once_and_then_belong_to_people(sets: None) -> None:
    count = RecognitionRule.objects.count()
    RecognitionRule.objects.filter(key="meeting-share").update(number=85, confirmed=True)
    call_command("load_criteria", verbosity=0)
    assert RecognitionRule.objects.count() == count
    assert RecognitionRule.objects.get(key="meeting-share").number == 85
    confirmed = set(RecognitionRule.objects.filter(confirmed=True).values_list("key", flat=True))
    assert confirmed == {"all-criteria-met", "no-debts", "satisfaction-required", "security-safe", "meeting-share"}


@pytest.mark.parametrize(("code", "overall", "item"), [(NTM, "90", "80"), (ADVANCED, "95", "85"), (MODEL, "95", "85")])
def test_thresholds_by_set_and_day(sets: None, code: str, overall: str, item: str) -> None:
    chosen, day = CriteriaSet.objects.get(code=code), date(2024, 12, 31)
    found = [rule_on(key, chosen, day) for key in ("satisfaction-overall", "satisfaction-each-item")]
    assert [number(rule.number) for rule in found if rule] == [overall, item]
    assert not any(rule.confirmed for rule in found if rule)
    security = rule_on("security-safe", chosen, day)
    assert security
    assert "An toàn" in security.text
    assert rules_on(chosen, date(2026, 1, 1)) == {}
    assert rules_on(chosen, date(2022, 8, 1)) == {}


# --- The checklist ---


@pytest.mark.parametrize("source", PLANS, ids=lambda source: source.stem)
def test_the_dossier_of_thuong_lo_names_what_is_missing(
    sets: None, source: Path, cast: Cast, signed_in: SignIn
) -> None:
    """16 listed as met, 13.3 and 15.4 unmet, criterion 6 not mentioned at all."""
    officer = signed_in(cast.officer)
    _, plan = imported(source, cast)
    card_url = officer.post(f"/ke-hoach/{plan.pk}/vao-phieu/")["Location"]
    page = officer.post(f"{card_url}ho-so/", follow=True).content.decode()

    found = listed(Dossier.objects.get())
    criteria = {int(title[9:11]): check for title, check in group(found, "tieu-chi").items()}
    assert (criteria[13].said, criteria[15].said) == ("Chưa đạt: chỉ tiêu 13.3.", "Chưa đạt: chỉ tiêu 15.4.")
    assert criteria[6].said == "Chưa có kết quả nào."
    claimed = [number for number, check in criteria.items() if check.said.startswith("Khai đạt; chỉ tiêu")]
    assert claimed == [1, 2, 3, 4, 5, 7, 8, 9, 10, 11, 12, 14, 16, 17, 18, 19]
    assert all(check.state == "dossier_missing" and check.who == "Cán bộ NTM" for check in criteria.values())
    assert group(found, "dieu-kien")["Không nợ đọng xây dựng cơ bản"].state == "dossier_missing"
    assert (found.done, found.counted, found.percent) == (0, 37, 0)
    for words in ("0/37</b> mục (0 %)", "chỉ tiêu 13.3", "chỉ tiêu 15.4", "Chưa đối chiếu văn bản gốc", "Việc của"):
        assert words in page


def test_everything_there_but_the_papers(dossier: Dossier, cast: Cast, signed_in: SignIn) -> None:
    everything_met(dossier.card, cast.officer)
    inputs(dossier, cast)
    officer = signed_in(cast.officer)
    officer.post(f"/ho-so-cong-nhan/{dossier.pk}/thong-tin/", {"security": "Thông báo số 12/TB-CAX", "note": ""})
    found = listed(dossier)
    open_ = [check.title for part in found.groups for check in part.to_do]
    assert open_ == [*DossierPart.labels, "Hình ảnh minh họa"]
    assert (found.done, found.counted) == (30, 37)


def test_evidence_that_is_missing_or_over_is_named(dossier: Dossier, cast: Cast) -> None:
    everything_met(dossier.card, cast.officer, except_=("13.3",))
    rows = group(listed(dossier), "minh-chung")
    assert rows["Minh chứng của các dòng đạt"].state == "dossier_done"
    evidence = Evidence.objects.get()
    evidence.uses.filter(indicator__code="1.1").delete()
    assert (
        group(listed(dossier), "minh-chung")["Minh chứng của các dòng đạt"].said
        == "Thiếu hoặc hết giá trị ở 1 dòng: 1.1."
    )
    evidence.valid_to = date(2024, 1, 1)
    evidence.save()
    assert "1.2 (đã hết giá trị)" in group(listed(dossier), "minh-chung")["Minh chứng của các dòng đạt"].said


def test_a_debt_of_a_work_stands_in_the_way(dossier: Dossier, cast: Cast, signed_in: SignIn) -> None:
    work = Work.objects.create(
        area=cast.village, name="Đường Nà Cốc", total=900_000_000, accepted_value=800_000_000, accepted_on=date(2024, 6, 1),
        state="accepted", created_at=now(), updated_at=now(),
    )  # fmt: skip
    line = group(listed(dossier), "dieu-kien")["Không nợ đọng xây dựng cơ bản"]
    assert (line.state, line.who, line.unconfirmed) == ("dossier_missing", "Kế toán", False)
    assert line.said == "Còn nợ 800.000.000 đồng ở 1 công trình: Đường Nà Cốc (800.000.000 đồng)."
    paper = drafted(dossier, DossierPart.DEBTS, cast, signed_in)
    assert "còn nợ đọng 800.000.000 đồng" in str(paper.content)
    assert paper.appendices
    assert "Đường Nà Cốc" in str(paper.appendices)
    assert [item.message for item in check_pdf(render(paper, "pdf"))] == []
    WorkPayment.objects.create(work=work, paid_on=date(2024, 7, 1), amount=800_000_000, by=cast.accountant, at=now())
    assert group(listed(dossier), "dieu-kien")["Không nợ đọng xây dựng cơ bản"].state == "dossier_done"
    assert "không có nợ đọng" in str(drafted(dossier, DossierPart.DEBTS, cast, signed_in).content)


def test_nothing_recorded_is_not_nothing_owed(dossier: Dossier, cast: Cast, signed_in: SignIn) -> None:
    line = group(listed(dossier), "dieu-kien")["Không nợ đọng xây dựng cơ bản"]
    assert line.state == "dossier_missing"
    assert "chưa ghi công trình nào" in line.said
    for part in (DossierPart.PROPOSAL, DossierPart.REPORT, DossierPart.DEBTS):
        said = str(drafted(dossier, part, cast, signed_in).content)
        assert "không có nợ đọng" not in said
        assert "Nợ đọng xây dựng cơ bản thuộc Chương trình tính đến ngày" in said
    Work.objects.create(area=cast.village, name="Kênh Nà Cốc", created_at=now(), updated_at=now())
    assert "không có nợ đọng" in str(drafted(dossier, DossierPart.PROPOSAL, cast, signed_in).content)


def test_the_proposal_says_whose_opinions_were_taken(dossier: Dossier, cast: Cast, signed_in: SignIn) -> None:
    second = factories.area("Nà Hai", level=Level.VILLAGE, kind_word="thôn", code="V-2", parent=cast.commune)
    common = {"dossier": dossier, "by": cast.officer, "at": now(), "held_from": date(2024, 11, 1)}
    Opinion.objects.create(giver="Ủy ban Mặt trận Tổ quốc xã", way=OpinionWay.MEETING, asked=20, agreed=20, **common)
    Opinion.objects.create(giver="Thôn Nà Cốc", area=cast.village, way=OpinionWay.MEETING, **common)
    said = str(drafted(dossier, DossierPart.PROPOSAL, cast, signed_in).content)
    assert f"của Mặt trận Tổ quốc và Nhân dân {cast.village.kind_word} {cast.village.name}: 2 lượt góp ý" in said
    assert f"Ý kiến của các đoàn thể và Nhân dân {second.kind_word} Nà Hai: ………" in said
    Opinion.objects.create(giver="Hội Nông dân xã", way=OpinionWay.WRITTEN, **common)
    Opinion.objects.create(giver="Thôn Nà Hai", area=second, way=OpinionWay.MEETING, **common)
    said = str(drafted(dossier, DossierPart.PROPOSAL, cast, signed_in).content)
    assert "Đã lấy ý kiến của Mặt trận Tổ quốc, các đoàn thể và Nhân dân: 4 lượt góp ý" in said
    assert "Ý kiến của" not in said


def test_a_set_without_established_rules_is_left_to_people(sets: None, cast: Cast, signed_in: SignIn) -> None:
    card = open_card(area=cast.commune, criteria_set=CriteriaSet.objects.get(code=NEW), year=2026, by=cast.officer)
    officer = signed_in(cast.officer)
    assert "Chưa xác lập quy định" in officer.get(f"/tieu-chi/{card.pk}/ho-so/").content.decode()
    page = officer.post(f"/tieu-chi/{card.pk}/ho-so/", follow=True).content.decode()
    assert "Chưa xác lập quy định" in page
    assert "người có thẩm quyền xét" in page
    found = listed(Dossier.objects.get())
    assert found.left_to_people == 6
    assert {check.state for check in group(found, "dieu-kien").values()} == {"dossier_open"}


def test_a_villages_card_has_no_dossier(sets: None, cast: Cast, signed_in: SignIn) -> None:
    chosen = CriteriaSet.objects.get(code="kdc-kieu-mau-ha-tinh")
    card = open_card(area=cast.village, criteria_set=chosen, year=2024, by=cast.officer)
    officer = signed_in(cast.officer)
    assert "Không lập hồ sơ" in officer.get(f"/tieu-chi/{card.pk}/ho-so/").content.decode()
    assert officer.post(f"/tieu-chi/{card.pk}/ho-so/").status_code == 409
    assert not Dossier.objects.exists()


# --- Papers ---


def drafted(dossier: Dossier, part: DossierPart, cast: Cast, signed_in: SignIn) -> Any:
    answer = signed_in(cast.officer).post(f"/ho-so-cong-nhan/{dossier.pk}/du-thao/{part}/", follow=True)
    row = DossierPaper.objects.select_related("document").get(dossier=dossier, part=part)
    assert answer.redirect_chain[-1][0] == f"/ho-so-cong-nhan/van-ban/{row.pk}/", answer.content.decode()
    return paper_of(row.document)


@pytest.mark.parametrize("whole", [False, True], ids=["empty", "whole"])
@pytest.mark.parametrize("part", DossierPart.values)
def test_each_paper_keeps_the_decree(
    dossier: Dossier, front: Organisation, cast: Cast, signed_in: SignIn, part: str, whole: bool
) -> None:
    if whole:
        everything_met(dossier.card, cast.officer, except_=("13.3",))
        inputs(dossier, cast)
    paper = drafted(dossier, DossierPart(part), cast, signed_in)
    assert [item.message for item in check_pdf(render(paper, "pdf"))] == []
    assert render(paper, "docx").startswith(b"PK")
    assert paper.style == ("front" if part == DossierPart.SURVEY else "state")
    if whole and part == DossierPart.MINUTES:
        assert (paper.day, paper.month, paper.left_signature.title, paper.signature.title) == (
            None,
            None,
            "THƯ KÝ",
            "CHỦ TỌA",
        )
        assert "47/48" in str(paper.content)
        assert (paper.left_signature.name, paper.signature.name) == ("Lò Thị Mến", "Cầm Văn Hạnh")
    if whole and part == DossierPart.OPINIONS:
        assert "ngày 01/11/2024" in str(paper.content)
    if part == DossierPart.REPORT:
        (sheet,) = paper.appendices
        assert sheet.landscape
        assert len(sheet.content[0].rows) == 1 + 19 + 57
    if not whole:
        assert "………………" in str(paper.as_json()), "what is not known is a blank place"


def test_the_survey_waits_for_its_issuer(dossier: Dossier, cast: Cast, signed_in: SignIn) -> None:
    page = signed_in(cast.officer).post(f"/ho-so-cong-nhan/{dossier.pk}/du-thao/survey/", follow=True).content.decode()
    assert "Chưa khai Ủy ban Mặt trận Tổ quốc" in page
    assert not DossierPaper.objects.exists()


def test_a_persons_words_are_not_overwritten_silently(dossier: Dossier, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    drafted(dossier, DossierPart.PROPOSAL, cast, signed_in)
    drafted(dossier, DossierPart.PROPOSAL, cast, signed_in)
    row = DossierPaper.objects.get()
    form = officer.get(f"/ho-so-cong-nhan/van-ban/{row.pk}/sua/").context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {
        "s1": "Căn cứ thực tế <script>alert(1)</script>\nĐoạn hai"
    }
    assert officer.post(f"/ho-so-cong-nhan/van-ban/{row.pk}/sua/", data).status_code == 302
    page = officer.get(f"/ho-so-cong-nhan/van-ban/{row.pk}/").content.decode()
    assert "đã được sửa sau lần dự thảo" in page
    preview = officer.get(f"/van-ban/{row.document_id}/xem/").content.decode()
    assert "Đoạn hai" in preview
    assert "<script>alert(1)" not in preview
    late = officer.post(f"/ho-so-cong-nhan/van-ban/{row.pk}/sua/", data).content.decode()
    assert "Văn bản vừa được sửa hoặc dự thảo lại" in late

    url = f"/ho-so-cong-nhan/{dossier.pk}/du-thao/proposal/"
    officer.post(url)
    assert "Đoạn hai" in str(DossierPaper.objects.get().document.context), "the data still gives that sentence"


def worded(client: Client, row: DossierPaper, **texts: str) -> None:
    """Put words in place of the sentences that hold the keys' figures or words."""
    address = f"/ho-so-cong-nhan/van-ban/{row.pk}/sua/"
    form = client.get(address).context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    for held, text in texts.items():
        (name,) = [name for name, value in data.items() if name != "seen" and held in value]
        data[name] = text
    assert client.post(address, data).status_code == 302


def test_a_draft_that_its_data_has_left_behind(dossier: Dossier, cast: Cast, signed_in: SignIn) -> None:
    inputs(dossier, cast)
    officer, part = signed_in(cast.officer), DossierPart.MINUTES
    drafted(dossier, part, cast, signed_in)
    row = DossierPaper.objects.get()
    page, url = f"/ho-so-cong-nhan/van-ban/{row.pk}/", f"/ho-so-cong-nhan/{dossier.pk}/du-thao/{part}/"
    assert "Số liệu đã đổi" not in officer.get(page).content.decode()
    worded(officer, row, **{"Chủ trì:": "Chủ trì: bà Cầm Văn Hạnh\nKhách mời: ông Lò Văn Pản"})
    worded(officer, row, **{"Khách mời": "Khách mời: ông Lò Văn Pản, bà Lường Thị Ơn"})
    ProposalMeeting.objects.update(agreed=30, disagreed=10)
    assert "Số liệu đã đổi sau lần dự thảo" in officer.get(page).content.decode()
    whole = officer.get(f"/ho-so-cong-nhan/{dossier.pk}/").content.decode()
    assert "Bản nháp; số liệu đã đổi sau lần dự thảo, cần dự thảo lại." in whole
    assert officer.post(url).status_code == 302
    said = str(DossierPaper.objects.get().document.context)
    for words in ("30/48", "Chủ trì: bà Cầm Văn Hạnh", "ông Lò Văn Pản, bà Lường Thị Ơn"):
        assert words in said
    assert "47/48" not in said
    assert "Số liệu đã đổi" not in officer.get(page).content.decode()

    worded(officer, row, **{"30/48": "Số người đồng ý: ba mươi."})
    ProposalMeeting.objects.update(agreed=31)
    assert "phần đã sửa ở những câu mà số liệu nay đã khác sẽ mất" in officer.post(url, follow=True).content.decode()
    assert "ba mươi" in str(DossierPaper.objects.get().document.context)
    officer.post(url, {"anew": "1"})
    said = str(DossierPaper.objects.get().document.context)
    assert "31/48" in said
    assert "bà Lường Thị Ơn" in said


def test_a_basis_takes_the_communes_own_wording(dossier: Dossier, cast: Cast, signed_in: SignIn) -> None:
    paper = drafted(dossier, DossierPart.PROPOSAL, cast, signed_in)
    (blank,) = [line for line in paper.legal_bases if "18/2022" in line]
    assert "………" in blank
    row = DossierPaper.objects.get()
    own = "Căn cứ Quyết định số 18/2022/QĐ-TTg về điều kiện, trình tự công nhận"
    worded(signed_in(cast.officer), row, **{"18/2022": own})
    assert own in paper_of(DossierPaper.objects.get().document).legal_bases
    Opinion.objects.create(
        giver="Hội Nông dân xã",
        way=OpinionWay.WRITTEN,
        dossier=dossier,
        by=cast.officer,
        at=now(),
        held_from=date(2024, 11, 1),
    )
    assert own in drafted(dossier, DossierPart.PROPOSAL, cast, signed_in).legal_bases


# --- Issued, sent ---


def issued(dossier: Dossier, part: DossierPart, cast: Cast, signed_in: SignIn) -> DossierPaper:
    factories.signer(cast.committee, "Cầm Văn Hạnh")
    drafted(dossier, part, cast, signed_in)
    row = DossierPaper.objects.select_related("document").get(dossier=dossier, part=part)
    documents.submit(factories.filled(row.document), by=cast.officer)
    documents.approve(row.document, by=cast.leader)
    documents.issue(row.document, by=cast.clerk)
    row.document.refresh_from_db()
    return row


def test_the_dossier_is_sent_once_with_its_proposal(dossier: Dossier, cast: Cast, signed_in: SignIn) -> None:
    leader, url = signed_in(cast.leader), f"/ho-so-cong-nhan/{dossier.pk}/gui/"
    assert "Tờ trình chưa ban hành" in leader.post(url, follow=True).content.decode()
    row = issued(dossier, DossierPart.PROPOSAL, cast, signed_in)
    refused = signed_in(cast.officer).post(f"/ho-so-cong-nhan/{dossier.pk}/du-thao/proposal/", follow=True)
    assert "không dự thảo lại được" in refused.content.decode()
    for _ in range(2):
        assert leader.post(url).status_code == 302
    dossier.refresh_from_db()
    assert dossier.sent_on is not None
    (notice,) = Notice.objects.filter(recipient=cast.coordination, key=f"dossier:{dossier.pk}:sent")
    assert notice.url == dossier.get_absolute_url()
    assert row.document.number_and_symbol == "01/TTr-UBND"
    paper = [check for check in group(listed(dossier), "van-ban").values() if check.state == "dossier_done"]
    assert [check.said.partition(" ngày")[0] for check in paper] == ["Số 01/TTr-UBND"]


# --- Pictures and the ZIP ---


def photo(colour: str = "green") -> bytes:
    out = BytesIO()
    Image.new("RGB", (80, 40), colour).save(out, "JPEG")
    return out.getvalue()


def add_photo(client: Client, dossier: Dossier, key: str = "k1", caption: str = "Đường hoa <i>thôn</i> Nà Cốc") -> Any:
    data = {"photos": SimpleUploadedFile("anh.jpg", photo(), "image/jpeg"), "caption": caption, "key": key}
    return client.post(f"/ho-so-cong-nhan/{dossier.pk}/anh/", data)


def test_pictures_come_once_and_go(dossier: Dossier, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    for _ in range(2):
        assert add_photo(officer, dossier).status_code == 302
    picture = dossier.photos.get()
    assert b"<i>th" not in officer.get(dossier.get_absolute_url()).content
    assert officer.get(f"/tep/{picture.file_id}/anh/").status_code == 200
    assert signed_in(cast.neighbour).get(f"/tep/{picture.file_id}/anh/").status_code == 404
    assert (
        "Chọn ít nhất một ảnh"
        in officer.post(f"/ho-so-cong-nhan/{dossier.pk}/anh/", {"caption": "a", "key": "b"}).content.decode()
    )
    assert signed_in(cast.leader).post(f"/ho-so-cong-nhan/anh/{picture.pk}/go/").status_code == 403
    officer.post(f"/ho-so-cong-nhan/anh/{picture.pk}/go/")
    assert not dossier.photos.exists()


def packed(dossier: Dossier, who: User, signed_in: SignIn) -> tuple[StoredFile, ZipFile]:
    for _ in range(2):
        assert signed_in(who).post(f"/ho-so-cong-nhan/{dossier.pk}/dong-goi/").status_code == 302
    job = Job.objects.get(kind="criteria.dossier_zip", owner=who, state="queued")
    run(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.reason
    assert job.result is not None
    answer: Any = signed_in(who).get(job.result["url"])
    data = b"".join(answer.streaming_content)
    return StoredFile.objects.get(pk=job.result["url"].strip("/").split("/")[-1]), ZipFile(BytesIO(data))


def test_the_zip_holds_every_file_with_its_hash(dossier: Dossier, cast: Cast, signed_in: SignIn) -> None:
    everything_met(dossier.card, cast.officer)
    inputs(dossier, cast)
    add_photo(signed_in(cast.officer), dossier)
    issued(dossier, DossierPart.PROPOSAL, cast, signed_in)
    drafted(dossier, DossierPart.DEBTS, cast, signed_in)

    stored, archive = packed(dossier, cast.officer, signed_in)
    names = archive.namelist()
    assert archive.testzip() is None
    assert all(name.isascii() for name in names)
    assert names[:3] == [
        "00-muc-luc.xlsx", "01-van-ban/01-to-trinh-de-nghi-tham-tra-cong-nhan.pdf",
        "01-van-ban/05-du-thao-bao-cao-tinh-hinh-no-dong-xay-dung-co-ban.pdf",
    ]  # fmt: skip
    assert names[3] == "02-minh-chung/tieu-chi-01-quy-hoach/01-ho-so-chung.pdf"
    assert len(names) == 3 + 19 + 1
    assert names[-1] == "03-hinh-anh/001-duong-hoa-ithoni-na-coc.jpg"
    index = load_workbook(BytesIO(archive.read("00-muc-luc.xlsx"))).active
    assert index is not None
    rows = list(index.iter_rows(min_row=2, values_only=True))
    assert [row[1] for row in rows] == names[1:]
    for row in rows:
        assert hashlib.sha256(archive.read(str(row[1]))).hexdigest() == row[6]
        assert len(archive.read(str(row[1]))) == row[5]
    assert rows[0][4], "pages are counted"
    assert rows[-1][4] == 1
    assert archive.read(names[3]) == PDF

    again, _ = packed(dossier, cast.officer, signed_in)
    assert again.pk == stored.pk, "the same dossier is kept once"


def test_the_office_above_gets_no_drafts(dossier: Dossier, cast: Cast, signed_in: SignIn) -> None:
    issued(dossier, DossierPart.PROPOSAL, cast, signed_in)
    drafted(dossier, DossierPart.DEBTS, cast, signed_in)
    stored, archive = packed(dossier, cast.coordination, signed_in)
    assert [name for name in archive.namelist() if name.startswith("01-")] == [
        "01-van-ban/01-to-trinh-de-nghi-tham-tra-cong-nhan.pdf"
    ]
    for person in (cast.officer, cast.neighbour):
        assert signed_in(person).get(f"/tep/{stored.pk}/").status_code == 404


# --- Who sees it, what it costs ---


def test_the_neighbour_sees_nothing(dossier: Dossier, cast: Cast, signed_in: SignIn) -> None:
    drafted(dossier, DossierPart.DEBTS, cast, signed_in)
    neighbour, pk, paper = signed_in(cast.neighbour), dossier.pk, DossierPaper.objects.get().pk
    for path in (
        f"/ho-so-cong-nhan/{pk}/",
        f"/tieu-chi/{dossier.card_id}/ho-so/",
        f"/ho-so-cong-nhan/van-ban/{paper}/",
    ):
        assert neighbour.get(path).status_code == 404
    for path in ("dong-goi/", "gui/", "anh/", "thong-tin/", "du-thao/debts/"):
        assert neighbour.post(f"/ho-so-cong-nhan/{pk}/{path}").status_code == 404
    assert "Xã An Bình" not in neighbour.get("/ho-so-cong-nhan/").content.decode()
    assert signed_in(cast.coordination).get(f"/ho-so-cong-nhan/van-ban/{paper}/").status_code == 404, "a draft"
    assert signed_in(cast.officer).post(f"/ho-so-cong-nhan/{pk}/du-thao/khac/").status_code == 404


def test_the_pages_cost_the_same_with_one_and_with_many(dossier: Dossier, cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    inputs(dossier, cast)
    pages = (dossier.get_absolute_url(), "/ho-so-cong-nhan/")

    def costs() -> list[int]:
        found = []
        for page in pages:
            officer.get(page)
            with CaptureQueriesContext(connection) as queries:
                assert officer.get(page).status_code == 200
            found.append(len(queries))
        return found

    before = costs()
    everything_met(dossier.card, cast.officer)
    for year in (2022, 2023, 2025):
        chosen = CriteriaSet.objects.get(code=NTM)
        card = open_card(area=cast.commune, criteria_set=chosen, year=year, by=cast.officer)
        officer.post(f"/tieu-chi/{card.pk}/ho-so/")
    for key in ("a", "b", "c"):
        add_photo(officer, dossier, key)
    drafted(dossier, DossierPart.DEBTS, cast, signed_in)
    drafted(dossier, DossierPart.REPORT, cast, signed_in)
    assert costs() == before


def test_facts_are_kept_with_their_history(dossier: Dossier, cast: Cast, signed_in: SignIn) -> None:
    officer, url = signed_in(cast.officer), f"/ho-so-cong-nhan/{dossier.pk}/thong-tin/"
    officer.post(url, {"security": "Thông báo <script>alert(1)</script>", "note": "x"})
    page = officer.get(dossier.get_absolute_url()).content.decode()
    assert "<script>alert(1)" not in page
    assert "Ghi thông tin hồ sơ" in page
    assert "nhiều nhất 200" in officer.post(url, {"security": "a" * 201, "note": ""}).content.decode()
    assert signed_in(cast.village_head).post(url, {"security": "", "note": ""}).status_code == 403


# --- Revocation ---


def test_when_revocation_is_to_be_considered(sets: None) -> None:
    rules = rules_on(CriteriaSet.objects.get(code=NTM), date(2025, 6, 1))

    def said(*unmet: int, no_data: tuple[int, ...] = ()) -> Any:
        states = {n: State.UNMET if n in unmet else State.NO_DATA if n in no_data else State.MET for n in range(1, 20)}
        return revocation_of(states, rules)

    assert said() is None
    assert said(10, 17, 19, 1, 2) is None, "5/19 are 26 %"
    assert said(1, 2, 3, 4, 5, 6) is None, "31 %, none of those named"
    found = said(1, 2, 3, 4, 5, 10)
    assert (found.named, found.confirmed) == ((10,), False)
    assert found.sentence.startswith("6/19 tiêu chí không còn đạt (31 %), trong đó có tiêu chí 10")
    assert said(*range(1, 10)) is None, "9/19 are 47 %, none of those named"
    assert said(*range(1, 11)).named == (), "10/19 are 52 %"
    assert said(1, 2, no_data=tuple(range(3, 20))) is None, "missing data is not held against anybody"
    assert revocation_of({10: State.UNMET}, {}) is None


def test_a_recognised_communes_card_says_so(dossier: Dossier, cast: Cast, signed_in: SignIn) -> None:
    unmet = ("1.1", "2.1", "3.1", "4.1", "5", "10")
    everything_met(dossier.card, cast.officer, except_=unmet)
    url, officer = dossier.card.get_absolute_url(), signed_in(cast.officer)
    assert "xét thu hồi" not in officer.get(url).content.decode(), "not recognised, nothing to revoke"
    Registration.objects.create(
        area=cast.commune, criteria_set=dossier.card.criteria_set, year=2023, state="recognised", decision="12/QĐ-UBND",
        registered_on=date(2023, 1, 5), recognised_on=date(2024, 1, 5), created_by=cast.officer, created_at=now(),
    )  # fmt: skip
    page = officer.get(url).content.decode()
    assert "6/19 tiêu chí không còn đạt (31 %), trong đó có tiêu chí 10: tới mức xét thu hồi công nhận." in page
    assert "Chưa đối chiếu văn bản gốc" in page


def test_the_administrator_changes_a_rule(sets: None, signed_in: SignIn) -> None:
    rule = RecognitionRule.objects.get(key="meeting-share")
    administrator = signed_in(User.objects.create_superuser(phone="0912345678", full_name="Lê Thị Lan"))
    url = reverse("admin:criteria_recognitionrule_change", args=[rule.pk])
    assert "meeting-share" in administrator.get(url).content.decode()
    basis = "Quyết định số 18/2022/QĐ-TTg, Điều 6"
    data = {"number": "85", "text": rule.text, "valid_to": "31/12/2025", "basis": basis, "confirmed": "on"}
    assert administrator.post(url, data).status_code == 302
    rule.refresh_from_db()
    assert (rule.number, rule.confirmed, rule.valid_from) == (85, True, date(2022, 8, 2))
    delete = reverse("admin:criteria_recognitionrule_delete", args=[rule.pk])
    assert administrator.post(delete, {"post": "yes"}).status_code == 403
