"""From draft to issued: who moves a paper, which number it gets, and that it never changes again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.models import User
from areas.enums import PaperStyle
from areas.models import Organisation
from core import clock
from core.errors import RuleError
from documents import actions
from documents.context import Signature
from documents.enums import DocumentState, Origin, PaperType
from documents.models import Document, NumberSeries
from documents.queries import outgoing_file, paper_of
from jobs.models import Job
from journal.models import Entry
from tests import factories
from tests.cast import Cast

SignIn = Callable[[User], Client]


def _post(client: Client, document: Document, step: str, **data: str) -> int:
    return client.post(f"/van-ban/{document.pk}/{step}/", data).status_code


def test_a_plan_goes_from_officer_to_leader_to_clerk(cast: Cast, signed_in: SignIn) -> None:
    plan = factories.plan(cast.commune, cast.committee, by=cast.officer)
    document = plan.document

    assert _post(signed_in(cast.officer), document, "trinh") == 302
    assert _post(signed_in(cast.leader), document, "duyet") == 302
    assert _post(signed_in(cast.clerk), document, "ban-hanh") == 302

    document.refresh_from_db()
    today = clock.today()
    assert (document.state, document.number, document.number_and_symbol) == ("issued", 1, "01/KH-UBND")
    assert document.issued_on == today
    paper = paper_of(document)
    assert (paper.number, paper.symbol, paper.day, paper.month, paper.year) == (
        "01",
        "KH-UBND",
        today.day,
        today.month,
        today.year,
    )
    assert not paper.is_draft
    assert paper.check_code == document.check_code
    steps = list(
        Entry.objects.filter(subject_type="documents.document").order_by("pk").values_list("action", "actor_name")
    )
    assert steps == [
        ("document.submitted", "Lò Thị Mến"), ("document.approved", "Cầm Văn Hạnh"), ("document.issued", "Quàng Thị Thư"),
    ]  # fmt: skip
    assert Job.objects.filter(kind="documents.render").count() == 2


def test_a_second_click_gives_no_second_number(cast: Cast, signed_in: SignIn) -> None:
    document = factories.plan(cast.commune, cast.committee, state=DocumentState.APPROVED).document
    clerk = signed_in(cast.clerk)
    assert _post(clerk, document, "ban-hanh") == 302
    assert _post(clerk, document, "ban-hanh") == 302
    assert NumberSeries.objects.get().last_number == 1
    assert Entry.objects.filter(action="document.issued").count() == 1


@pytest.mark.parametrize("state", [DocumentState.DRAFT, DocumentState.SUBMITTED, DocumentState.REVOKED])
def test_a_number_is_given_only_after_the_leader_has_signed(
    cast: Cast, signed_in: SignIn, state: DocumentState
) -> None:
    if state == DocumentState.REVOKED:
        document = factories.plan(cast.commune, cast.committee, state=DocumentState.APPROVED).document
        actions.issue(document, by=cast.clerk)
        actions.revoke(document, reason="Ban hành nhầm.", by=cast.leader)
    else:
        document = factories.plan(cast.commune, cast.committee, state=state).document
    numbers = list(NumberSeries.objects.values_list("last_number", flat=True))
    response = signed_in(cast.clerk).post(f"/van-ban/{document.pk}/ban-hanh/")
    assert response.status_code == 409
    assert "nên không chuyển sang" in response.content.decode()
    assert list(NumberSeries.objects.values_list("last_number", flat=True)) == numbers


def test_a_failed_issue_gives_its_number_back(cast: Cast) -> None:
    first = factories.document(cast.commune, cast.committee, state=DocumentState.APPROVED)
    second = factories.document(cast.commune, cast.committee, state=DocumentState.APPROVED)
    actions.issue(first, by=cast.clerk)
    with pytest.raises(RuleError, match="không ghi ngày sớm hơn"):
        actions.issue(second, by=cast.clerk, on=clock.today() - timedelta(days=1))
    assert NumberSeries.objects.get().last_number == 1
    assert actions.issue(second, by=cast.clerk).number == 2


def test_a_day_to_come_is_refused(cast: Cast, signed_in: SignIn) -> None:
    document = factories.plan(cast.commune, cast.committee, state=DocumentState.APPROVED).document
    tomorrow = clock.today() + timedelta(days=1)
    response = signed_in(cast.clerk).post(f"/van-ban/{document.pk}/ban-hanh/", {"on": f"{tomorrow:%d/%m/%Y}"})
    assert (response.status_code, "không được sau hôm nay" in response.content.decode()) == (409, True)


def test_series_run_per_issuer_type_and_year(cast: Cast) -> None:
    def issued(issuer: Organisation, type: PaperType, on: date) -> str:
        document = factories.document(cast.commune, issuer, state=DocumentState.APPROVED)
        Document.objects.filter(pk=document.pk).update(type=type)
        return actions.issue(document, by=cast.clerk, on=on).number_and_symbol

    front = factories.committee(
        cast.commune, kind="mttq", name="Ủy ban MTTQ xã", symbol_letters="MTTQ-BTT", style=PaperStyle.FRONT
    )
    party = factories.committee(
        cast.commune, kind="dang_uy", name="Đảng ủy xã", symbol_letters="ĐU", style=PaperStyle.PARTY, term="2025-2030"
    )
    last_year, this_year = date(2025, 12, 31), date(2026, 1, 2)
    assert issued(cast.committee, PaperType.PLAN, last_year) == "01/KH-UBND"
    assert issued(cast.committee, PaperType.PLAN, this_year) == "01/KH-UBND"
    assert issued(cast.committee, PaperType.DECISION, this_year) == "01/QĐ-UBND"
    assert issued(cast.committee, PaperType.PLAN, this_year) == "02/KH-UBND"
    assert issued(front, PaperType.PLAN, this_year) == "01/KH-MTTQ-BTT"
    assert issued(party, PaperType.RESOLUTION, last_year) == "01-NQ/ĐU"
    assert issued(party, PaperType.RESOLUTION, this_year) == "02-NQ/ĐU"


def test_an_issuer_may_number_all_types_together(cast: Cast) -> None:
    Organisation.objects.filter(pk=cast.committee.pk).update(numbers_together=True)
    numbers = []
    for type in (PaperType.PLAN, PaperType.REPORT):
        document = factories.document(cast.commune, cast.committee, state=DocumentState.APPROVED)
        Document.objects.filter(pk=document.pk).update(type=type)
        numbers.append(actions.issue(document, by=cast.clerk).number_and_symbol)
    assert numbers == ["01/KH-UBND", "02/BC-UBND"]


def test_an_issued_paper_never_changes_whatever_is_renamed(cast: Cast) -> None:
    document = factories.document(cast.commune, cast.committee, state=DocumentState.APPROVED)
    actions.issue(document, by=cast.clerk)
    document.refresh_from_db()
    before = document.context

    cast.commune.name = "Tên Mới"
    cast.commune.save()
    cast.committee.letterhead = "ỦY BAN KHÁC"
    cast.committee.save()
    with pytest.raises(RuleError, match="không sửa được"):
        actions.edit_document(document, paper=factories.paper(subject="Khác"), by=cast.officer)

    document.refresh_from_db()
    assert document.context == before


@pytest.mark.parametrize(
    "change",
    [
        {"context": {}},
        {"number": 9},
        {"number_and_symbol": "9/KH"},
        {"issued_on": date(2020, 1, 1)},
        {"state": "draft"},
    ],
)
def test_the_database_itself_refuses_to_change_an_issued_paper(cast: Cast, change: dict[str, object]) -> None:
    document = factories.document(cast.commune, cast.committee, state=DocumentState.APPROVED)
    actions.issue(document, by=cast.clerk)
    with pytest.raises(IntegrityError, match="issued paper never changes"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(**change)


def test_an_old_paper_is_kept_with_its_number_and_the_series_goes_on_after_it(cast: Cast) -> None:
    old = factories.document(cast.commune, cast.committee, number="66", day=22, month=1, year=2026)
    Document.objects.filter(pk=old.pk).update(origin=Origin.IMPORTED)
    kept = actions.record_issued(old, by=cast.officer)
    assert (kept.state, kept.number_and_symbol, kept.issued_on) == ("issued", "66/KH-UBND", date(2026, 1, 22))
    fresh = factories.document(cast.commune, cast.committee, state=DocumentState.APPROVED)
    assert actions.issue(fresh, by=cast.clerk).number_and_symbol == "67/KH-UBND"


def test_two_old_papers_cannot_bear_one_number(cast: Cast) -> None:
    for subject in ("Bản một", "Bản hai"):
        old = factories.document(cast.commune, cast.committee, number="66", day=22, month=1, year=2026, subject=subject)
        Document.objects.filter(pk=old.pk).update(origin=Origin.IMPORTED)
        if subject == "Bản một":
            actions.record_issued(old, by=cast.officer)
    with pytest.raises(RuleError, match="đã có văn bản khác"):
        actions.record_issued(old, by=cast.officer)


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [
        ({"number": None}, "chưa đủ"),
        ({"day": None}, "chưa có đủ ngày"),
        ({"signature": None}, "chưa đủ"),
        ({"day": 31, "month": 2}, "lịch"),
    ],
)
def test_an_old_paper_that_lacks_a_part_stays_a_draft(cast: Cast, missing: dict[str, Any], sentence: str) -> None:
    old = factories.document(cast.commune, cast.committee, **{"number": "66", "day": 22, "month": 1, **missing})
    Document.objects.filter(pk=old.pk).update(origin=Origin.IMPORTED)
    with pytest.raises(RuleError, match=sentence):
        actions.record_issued(old, by=cast.officer)
    old.refresh_from_db()
    assert old.state == DocumentState.DRAFT


def test_a_successor_replaces_when_it_is_issued(cast: Cast) -> None:
    old = actions.issue(factories.document(cast.commune, cast.committee, state=DocumentState.APPROVED), by=cast.clerk)
    new = factories.document(cast.commune, cast.committee, state=DocumentState.APPROVED)
    actions.replace_with(old, successor=new, by=cast.officer)
    old.refresh_from_db()
    assert old.state == DocumentState.ISSUED
    actions.issue(new, by=cast.clerk)
    old.refresh_from_db()
    assert (old.state, old.replaced_by) == (DocumentState.REPLACED, new)


def test_returning_and_revoking_need_a_written_reason(cast: Cast, signed_in: SignIn) -> None:
    document = factories.plan(cast.commune, cast.committee, state=DocumentState.SUBMITTED).document
    leader = signed_in(cast.leader)
    assert _post(leader, document, "tra-lai", reason="  ") == 409
    assert _post(leader, document, "tra-lai", reason="Bổ sung thời hạn mục II.") == 302
    document.refresh_from_db()
    assert document.state == DocumentState.DRAFT
    entry = Entry.objects.get(action="document.returned")
    assert (entry.actor_name, entry.note) == ("Cầm Văn Hạnh", "Bổ sung thời hạn mục II.")


def test_a_paper_without_issuer_is_not_submitted(cast: Cast, signed_in: SignIn) -> None:
    document = factories.plan(cast.commune, None).document
    assert _post(signed_in(cast.officer), document, "trinh") == 409


def test_signature_block_of_a_deputy_is_kept_in_its_lines(cast: Cast) -> None:
    signature = Signature("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lò Thị Phó")
    document = factories.document(cast.commune, cast.committee, state=DocumentState.APPROVED, signature=signature)
    assert paper_of(actions.issue(document, by=cast.clerk)).signature == signature


def number_concurrently(documents: list[int], processes: int) -> list[BaseException]:
    """Issue the papers from several connections at once; what went wrong, if anything."""
    faults: list[BaseException] = []

    def clerk(mine: list[int]) -> None:
        try:
            for pk in mine:
                actions.issue(Document.objects.get(pk=pk), by=None)
        except BaseException as fault:  # noqa: BLE001 - told by the test
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=clerk, args=(documents[place::processes],)) for place in range(processes)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def test_concurrent_clerks_leave_no_gap_and_no_double(transactional_db: None, cast: Cast) -> None:
    documents = [factories.document(cast.commune, cast.committee, state=DocumentState.APPROVED).pk for _ in range(40)]
    assert number_concurrently(documents, 8) == []
    assert sorted(Document.objects.values_list("number", flat=True)) == list(range(1, 41))  # type: ignore[type-var]
    assert NumberSeries.objects.get().last_number == 40


DOTS = "………………"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"signature": None}, "chưa có chức vụ, họ tên người ký nên chưa trình duyệt được"),
        ({"signature": Signature(None, DOTS, None)}, "chưa có chức vụ, họ tên người ký"),
        ({"signature": Signature(None, "CHỦ TỊCH", DOTS)}, "chưa có họ tên người ký"),
        ({"closing": (f"Địa điểm: {DOTS}.", "Số …/QĐ-UBND./.")}, f"còn 2 chỗ để trống (“Địa điểm: {DOTS}.”; “Số …/QĐ-UBND./.”)"),
    ],
)  # fmt: skip
def test_a_paper_without_signer_or_with_blanks_goes_nowhere(cast: Cast, values: dict[str, Any], sentence: str) -> None:
    draft = factories.document(cast.commune, cast.committee, by=cast.officer, **values)
    with pytest.raises(RuleError) as refused:
        actions.submit(draft, by=cast.officer)
    assert sentence in refused.value.message
    draft.refresh_from_db()
    assert draft.state == DocumentState.DRAFT
    waiting = factories.document(cast.commune, cast.committee, state=DocumentState.APPROVED, **values)
    with pytest.raises(RuleError, match="chưa cấp số, ban hành được"):
        actions.issue(waiting, by=cast.clerk)
    waiting.refresh_from_db()
    assert waiting.number is None


def test_what_only_looks_like_a_blank_is_none(cast: Cast) -> None:
    lines = ("Trồng cây, nuôi con… và việc khác.", "Vườn, ao, chuồng,...", "Trên đây là Kế hoạch, vườn mẫu…./.")
    draft = factories.document(cast.commune, cast.committee, by=cast.officer, closing=lines)
    assert actions.submit(draft, by=cast.officer).state == DocumentState.SUBMITTED


def test_minutes_may_keep_the_places_filled_in_at_the_meeting(cast: Cast) -> None:
    draft = factories.document(cast.commune, cast.committee, by=cast.officer, closing=(f"Kết thúc lúc {DOTS}./.",))
    Document.objects.filter(pk=draft.pk).update(type=PaperType.MINUTES)
    assert actions.submit(draft, by=cast.officer).state == DocumentState.SUBMITTED


def test_a_wrong_signed_copy_is_taken_back_with_its_reason(cast: Cast, signed_in: SignIn) -> None:
    approved = factories.plan(cast.commune, cast.committee, state=DocumentState.APPROVED, by=cast.officer)
    document = actions.issue(approved.document, by=cast.clerk)
    copy = actions.attach_signed_copy(document, name="nham.pdf", data=b"%PDF-1.4 cua van ban khac", by=cast.clerk)
    stored, at = copy.file, f"/ban-da-ky/{copy.pk}/bo/"
    clerk = signed_in(cast.clerk)
    assert at in clerk.get(approved.get_absolute_url()).content.decode()
    assert at not in signed_in(cast.officer).get(approved.get_absolute_url()).content.decode()
    assert signed_in(cast.officer).post(at, {"reason": "Nhầm."}).status_code == 403
    assert clerk.post(at, {"reason": " "}).status_code == 409
    assert outgoing_file(document) == stored
    assert clerk.post(at, {"reason": "Lưu nhầm bản của kế hoạch khác."}).status_code == 302
    assert outgoing_file(document) is None  # the system's own PDF is made by its job
    assert not document.signed_copies.exists()
    note = Entry.objects.get(action="document.signed_copy_removed").note
    assert note.startswith("nham.pdf, SHA-256 ")
    assert note.endswith("Lý do: Lưu nhầm bản của kế hoạch khác.")
    assert clerk.post(at, {"reason": "Nhầm."}).status_code == 404
