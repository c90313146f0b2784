"""Checks before signing: what stands open holds the paper up, by button and by direct request, until mended or kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from areas.enums import OrganisationKind
from areas.models import Organisation
from campaigns.actions.checking import check_plan, keep_finding
from campaigns.checks import findings_of
from campaigns.compose.compose import composition_of
from campaigns.corrections import facts_of, reading_of_draft
from campaigns.enums import VillageRole
from campaigns.models import Block, Duty, FindingDecision, Plan, PlanVillage, Sentence, Target, TargetValue, Task
from campaigns.queries.plans import with_finding_counts
from core import clock as house_clock
from core.errors import RuleError
from documents import actions as papers
from documents.context import Paragraph, Section, paper_from_json
from documents.enums import DocumentState
from documents.models import Basis, CitedDocument, Delivery, Document
from journal.models import Entry, Notice
from tests import factories
from tests.cast import Cast

SignIn = Callable[[User], Client]
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A composed annual plan of two criteria; nobody leads the second."""
    plan = factories.plan(cast.commune, cast.committee, by=cast.officer)
    plan.composed, plan.deadline = True, date(2026, 12, 31)
    plan.save()
    for place, (title, lead) in enumerate((("Quy hoạch", "Chủ tịch UBND xã"), ("Giao thông", "")), 1):
        block = Block.objects.create(
            plan=plan,
            position=place,
            number=f"1.{place}",
            criterion=place,
            title=title,
            lead=lead,
            responsible="Công chức",
        )
        Task.objects.create(plan=plan, block=block, position=1, text=f"Rà soát {title.lower()}.", unit="Công chức")
    return plan


def errors(plan: Plan) -> list[str]:
    return [row["message"] for row in findings_of(plan) if row["level"] == "error"]


def codes(plan: Plan) -> set[str]:
    return {row["code"] for row in findings_of(plan)}


def key_of(plan: Plan, code: str) -> str:
    return str(next(row["key"] for row in findings_of(plan) if row["code"] == code))


def submit(client: Client, plan: Plan) -> Any:
    return client.post(f"/van-ban/{plan.document_id}/trinh/")


# --- The way ---


def test_an_error_holds_the_paper_up_until_it_is_mended(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    at = f"/ke-hoach/{plan.pk}/kiem-tra/"
    page = officer.get(at).content.decode()
    assert "1.2 Giao thông: chưa ghi người chỉ đạo" in page
    assert "1 lỗi chưa sửa" in page
    assert "chưa trình duyệt được" in page
    block = Block.objects.get(title="Giao thông")
    assert f"/ke-hoach/{plan.pk}/soan/tieu-chi-{block.pk}/" in page

    refused = submit(officer, plan)
    assert refused.status_code == 409
    assert "Kế hoạch còn 1 lỗi nên chưa trình duyệt được" in refused.content.decode()
    plan.document.refresh_from_db()
    assert (plan.document.state, Entry.objects.filter(action="document.submitted").count()) == ("draft", 0)

    block.lead = "Phó Chủ tịch UBND xã"
    block.save()
    assert errors(plan) == []
    assert submit(officer, plan).status_code == 302
    plan.document.refresh_from_db()
    assert plan.document.state == "submitted"


def test_the_leader_keeps_an_error_with_a_reason(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    officer, leader = signed_in(cast.officer), signed_in(cast.leader)
    check_plan(plan)
    key = key_of(plan, "criterion-without-lead")
    keep = f"/ke-hoach/{plan.pk}/kiem-tra/{key}/giu/"
    assert officer.post(keep, {"reason": "Chưa phân công."}).status_code == 403
    assert leader.post(keep, {"reason": "   "}).status_code == 409

    # The officer asks; the leader finds the draft by the notice, and keeps the error.
    for _ in range(2):
        assert officer.post(f"/ke-hoach/{plan.pk}/kiem-tra/{key}/de-nghi/").status_code == 302
    notice = Notice.objects.get(recipient=cast.leader)
    assert (notice.url, "Lò Thị Mến đề nghị giữ nguyên" in notice.title) == (f"/ke-hoach/{plan.pk}/kiem-tra/", True)
    assert "Giữ nguyên" in leader.get(notice.url).content.decode()
    for _ in range(2):
        assert leader.post(keep, {"reason": f"Phân công sau kỳ họp tháng 3. {SCRIPT}"}).status_code == 302
    decision = FindingDecision.objects.get()
    assert (decision.by, decision.reason) == (cast.leader, f"Phân công sau kỳ họp tháng 3. {SCRIPT}")
    kept = Entry.objects.get(action="plan.finding_kept")
    assert "Phân công sau kỳ họp tháng 3." in kept.note
    row = with_finding_counts(Plan.objects.all()).get()
    assert row.errors == 0  # type: ignore[attr-defined]
    assert "1 đã giữ nguyên" in officer.get(plan.get_absolute_url()).content.decode()

    page = officer.get(f"/ke-hoach/{plan.pk}/kiem-tra/").content.decode()
    assert "Đã giữ nguyên" in page
    assert SCRIPT not in page
    assert submit(officer, plan).status_code == 302


def test_a_kept_error_that_says_something_else_is_a_new_one(cast: Cast, plan: Plan) -> None:
    keep_finding(plan, key=key_of(plan, "criterion-without-lead"), reason="Phân công sau.", by=cast.leader)
    Block.objects.filter(title="Giao thông").update(title="Giao thông nông thôn")
    with pytest.raises(RuleError, match="còn 1 lỗi"):
        papers.submit(plan.document, by=cast.officer)


def test_a_warning_holds_nothing_up_and_its_writer_may_keep_it(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    Block.objects.update(lead="Chủ tịch UBND xã")
    plan.deadline = None
    plan.save()
    key = key_of(plan, "duty-without-date")
    assert (
        signed_in(cast.accountant).post(f"/ke-hoach/{plan.pk}/kiem-tra/{key}/giu/", {"reason": "Cả năm."}).status_code
        == 403
    )
    assert (
        signed_in(cast.officer).post(f"/ke-hoach/{plan.pk}/kiem-tra/{key}/giu/", {"reason": "Cả năm."}).status_code
        == 302
    )
    assert submit(signed_in(cast.officer), plan).status_code == 302


def test_a_basis_replaced_after_submitting_holds_up_approval_and_issue(
    cast: Cast, plan: Plan, signed_in: SignIn
) -> None:
    Block.objects.update(lead="Chủ tịch UBND xã")
    cited = CitedDocument.objects.create(
        type_name="Quyết định", number="318/QĐ-TTg", dated=date(2022, 3, 8), confirmed=True
    )
    Basis.objects.create(document=plan.document, position=1, cited=cited)
    papers.submit(plan.document, by=cast.officer)
    successor = CitedDocument.objects.create(
        type_name="Quyết định", number="51/QĐ-TTg", dated=date(2026, 1, 5), confirmed=True
    )
    cited.replaced_by = successor
    cited.save()

    leader = signed_in(cast.leader)
    refused = leader.post(f"/van-ban/{plan.document_id}/duyet/")
    assert (refused.status_code, "chưa phê duyệt được" in refused.content.decode()) == (409, True)
    assert "đã được thay bằng Quyết định số 51/QĐ-TTg" in leader.get(f"/ke-hoach/{plan.pk}/kiem-tra/").content.decode()
    leader.post(
        f"/ke-hoach/{plan.pk}/kiem-tra/{key_of(plan, 'basis-replaced')}/giu/", {"reason": "Điều khoản chuyển tiếp."}
    )
    assert leader.post(f"/van-ban/{plan.document_id}/duyet/").status_code == 302

    Document.objects.filter(pk=plan.document_id).update(state=DocumentState.APPROVED)
    FindingDecision.objects.all().delete()
    refused = signed_in(cast.clerk).post(f"/van-ban/{plan.document_id}/ban-hanh/")
    assert (refused.status_code, "chưa cấp số, ban hành được" in refused.content.decode()) == (409, True)
    plan.document.refresh_from_db()
    assert (plan.document.number, plan.document.state) == (None, "approved")


def test_a_plan_read_from_a_file_waits_for_the_leaders_word(cast: Cast, signed_in: SignIn) -> None:
    plan = factories.plan(cast.commune, cast.committee, by=cast.officer)
    paper = factories.paper(content=(Section("I", "MỤC TIÊU", (Paragraph("- Hoàn thành trước ngày 31/4/2026."),)),))
    papers.edit_document(plan.document, paper=paper, by=cast.officer)
    plan.document.refresh_from_db()
    plan.facts = facts_of(reading_of_draft(paper_from_json(plan.document.context)))
    plan.save()
    assert submit(signed_in(cast.officer), plan).status_code == 302
    leader = signed_in(cast.leader)
    assert leader.post(f"/van-ban/{plan.document_id}/duyet/").status_code == 409
    assert "Xem kết quả kiểm tra" in leader.get(plan.get_absolute_url()).content.decode()
    leader.post(f"/ke-hoach/{plan.pk}/kiem-tra/{key_of(plan, 'impossible-date')}/giu/", {"reason": "Giữ như bản giấy."})
    assert leader.post(f"/van-ban/{plan.document_id}/duyet/").status_code == 302
    assert signed_in(cast.clerk).post(f"/van-ban/{plan.document_id}/ban-hanh/").status_code == 302


# --- What is found ---


def test_units_and_villages_without_anything_to_do(cast: Cast, plan: Plan) -> None:
    union = Organisation.objects.create(
        area=cast.commune, kind=OrganisationKind.UNION, name="Hội Liên hiệp Phụ nữ xã An Bình"
    )
    party = Organisation.objects.create(
        area=cast.commune, kind=OrganisationKind.PARTY_COMMITTEE, name="Đảng ủy xã An Bình"
    )
    for place, (name, body) in enumerate((("Đảng ủy xã (b/c)", party), ("Hội Phụ nữ xã", union), ("Lưu: VT", None)), 1):
        Delivery.objects.create(document=plan.document, position=place, name=name, organisation=body)
    PlanVillage.objects.create(plan=plan, position=1, name="Nà Cốc", area=cast.village, role=VillageRole.MODEL)
    found = [row for row in findings_of(plan) if row["code"] == "unit-without-duty"]
    assert [(row["message"].split(" có tên")[0], row["slug"]) for row in found] == [
        ("Hội Liên hiệp Phụ nữ xã An Bình", "noi-nhan"), ("Thôn Nà Cốc", "thon"),
    ]  # fmt: skip
    Duty.objects.create(plan=plan, position=1, unit="Hội LHPN xã", duties=["Tuyên truyền."])
    Duty.objects.create(plan=plan, position=2, unit="Các thôn", duties=["Họp dân."])
    assert "unit-without-duty" not in codes(plan)


def test_a_target_behind_its_base_or_last_years_result(cast: Cast, plan: Plan) -> None:
    last = factories.plan(cast.commune, cast.committee, title="Năm 2025", year=2025, by=cast.officer)
    before = Target.objects.create(
        plan=last, position=1, text="Thu nhập bình quân đầu người đạt 52", unit="triệu đồng", criterion=1, value=52
    )
    for month, value in ((11, "55"), (12, "56.25")):
        TargetValue.objects.create(
            target=before, month=date(2025, month, 1), value=Decimal(value), by=cast.officer, at=house_clock.now()
        )
    target = Target.objects.create(
        plan=plan,
        position=1,
        text="Thu nhập bình quân đầu người đạt 56",
        unit="triệu đồng",
        criterion=1,
        value=56,
        base=54,
    )
    (row,) = [row for row in findings_of(plan) if row["code"] == "target-below-last-result"]
    assert (
        row["message"]
        == "Mục tiêu 56 triệu đồng thấp hơn kết quả tháng 12/2025 của kế hoạch năm trước (56,25 triệu đồng)"
    )
    assert row["slug"] == f"tieu-chi-{Block.objects.get(criterion=1).pk}"
    target.value = Decimal("56.25")
    target.save()
    assert "target-below-last-result" not in codes(plan)


def test_own_wording_over_data_that_changed(cast: Cast, plan: Plan) -> None:
    passage = next(one for one in composition_of(plan).passages if "Rà soát quy hoạch" in one.generated)
    sentence = Sentence.objects.create(
        plan=plan,
        key=passage.key,
        text="Rà soát kỹ quy hoạch chung.",
        basis=passage.generated,
        edited_by=cast.officer,
        edited_at=house_clock.now(),
    )
    assert "sentence-stale" not in codes(plan)
    Task.objects.filter(text="Rà soát quy hoạch.").update(text="Điều chỉnh quy hoạch.")
    (row,) = [row for row in findings_of(plan) if row["code"] == "sentence-stale"]
    assert row["quotes"][0] == "Rà soát kỹ quy hoạch chung." or "Rà soát kỹ quy hoạch chung." in row["quotes"][0]
    assert "Điều chỉnh quy hoạch" in row["quotes"][2]
    assert row["slug"] == passage.slug
    sentence.delete()
    assert "sentence-stale" not in codes(plan)


def test_what_the_importer_finds_is_found_in_a_composed_plan_too(cast: Cast, plan: Plan) -> None:
    Task.objects.filter(text="Rà soát giao thông.").update(text="Hoàn thành tuyến đường trước ngày 31/4/2026.")
    (row,) = [row for row in findings_of(plan) if row["code"] == "impossible-date"]
    assert row["slug"] == f"tieu-chi-{Block.objects.get(title='Giao thông').pk}"


# --- The page ---


def test_checking_again_stores_what_is_found(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    assert officer.post(f"/ke-hoach/{plan.pk}/kiem-tra/lai/").status_code == 302
    stored = plan.findings.get(code="criterion-without-lead")
    assert stored.slug == f"tieu-chi-{Block.objects.get(title='Giao thông').pk}"
    part = officer.post(f"/ke-hoach/{plan.pk}/kiem-tra/lai/", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="ket-qua-kiem-tra"')
    slug = stored.slug
    asked = {"gon": "1", "muc": slug}
    short = officer.post(f"/ke-hoach/{plan.pk}/kiem-tra/lai/", asked, headers={"HX-Request": "true"}).content.decode()
    assert short.lstrip().startswith('<p id="kiem-tra-gon"')
    assert "1.2 Giao thông: chưa ghi người chỉ đạo" in short
    other = officer.post(
        f"/ke-hoach/{plan.pk}/kiem-tra/lai/", {**asked, "muc": "can-cu"}, headers={"HX-Request": "true"}
    )
    assert "chưa ghi người chỉ đạo" not in other.content.decode()
    assert "1 lỗi" in short


def test_an_issued_plan_shows_what_it_was_issued_with(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    keep_finding(plan, key=key_of(plan, "criterion-without-lead"), reason="Phân công sau.", by=cast.leader)
    papers.submit(plan.document, by=cast.officer)
    papers.approve(plan.document, by=cast.leader)
    papers.issue(plan.document, by=cast.clerk)
    plan.document.refresh_from_db()
    Block.objects.update(lead="")
    check_plan(plan)
    assert plan.findings.filter(code="criterion-without-lead").count() == 1
    page = signed_in(cast.coordination).get(f"/ke-hoach/{plan.pk}/kiem-tra/").content.decode()
    assert "Phân công sau." in page
    assert "/giu/" not in page
    with pytest.raises(RuleError, match="đã ban hành"):
        keep_finding(plan, key="criterion-without-lead:1", reason="Muộn.", by=cast.leader)


def test_a_finding_that_is_gone_is_not_kept(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    answer = signed_in(cast.leader).post(f"/ke-hoach/{plan.pk}/kiem-tra/weekday:0/giu/", {"reason": "Giữ."})
    assert answer.status_code == 409
    assert "Kết quả này không còn" in answer.content.decode()


def test_words_of_a_finding_are_shown_not_run(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    Block.objects.filter(title="Giao thông").update(title=f"Giao thông {SCRIPT}")
    page = signed_in(cast.officer).get(f"/ke-hoach/{plan.pk}/kiem-tra/").content.decode()
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page


def test_the_page_asks_as_often_for_many_rows_as_for_one(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(f"/ke-hoach/{plan.pk}/kiem-tra/").status_code == 200
        return len(queries)

    asked()
    few = asked()
    for place in range(3, 9):
        block = Block.objects.create(plan=plan, position=place, criterion=place, title=f"Tiêu chí {place}")
        Task.objects.create(plan=plan, block=block, position=1, text=f"Việc {place}.")
        Target.objects.create(plan=plan, position=place, text=f"Chỉ tiêu {place}", value=place, criterion=place)
        Duty.objects.create(plan=plan, position=place, unit=f"Đơn vị {place}", duties=["Việc."])
        PlanVillage.objects.create(plan=plan, position=place, name=f"Thôn {place}")
    assert asked() == few


def test_a_goal_without_its_figure_is_a_blank_that_holds_the_paper_up(
    cast: Cast, plan: Plan, signed_in: SignIn
) -> None:
    Block.objects.update(lead="Chủ tịch UBND xã")
    Target.objects.create(plan=plan, position=90, text="Hộ dùng nước sạch", unit="%")
    found = next(row for row in findings_of(plan) if row["code"] == "blank-left")
    assert (found["level"], found["message"]) == ("error", "Còn 1 chỗ để trống chưa điền")
    assert "Hộ dùng nước sạch" in found["quotes"][0]
    assert "còn 1 lỗi nên chưa trình duyệt được" in submit(signed_in(cast.officer), plan).content.decode()
