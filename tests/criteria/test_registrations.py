"""Villages and gardens register for a set, are assessed by their cards, recognised, and tell the commune's card."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.access import may
from accounts.enums import Right, Role
from accounts.models import User
from areas.enums import Level
from core import clock
from criteria.actions import registrations as actions
from criteria.actions.evidence import add_evidence
from criteria.actions.registration_lists import draft_list
from criteria.enums import RegistrationState, State
from criteria.models import (
    CriteriaSet,
    Criterion,
    Indicator,
    IndicatorVersion,
    Registration,
    RegistrationList,
    Scorecard,
)
from criteria.queries.feeds import feeds_for
from criteria.queries.registrations import on_list
from documents.check import check_pdf
from documents.models import Document
from documents.queries import paper_of
from documents.render import render
from journal.models import Entry, Notice
from journal.queries import history_of
from tests import factories
from tests.cast import Cast
from tests.criteria.pages import untouched

SignIn = Callable[[User], Client]
HAMLET, GARDEN, COMMUNE = "thon-kieu-mau-thua-thien-hue", "vuon-mau-ha-tinh", "ntm-xa-2021-2025"
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def sets(db: None) -> None:
    call_command("load_criteria", verbosity=0)


def the(code: str) -> CriteriaSet:
    return CriteriaSet.objects.get(code=code)


def entry(area: Any, code: str, **values: Any) -> dict[str, Any]:
    first = {"area": area.pk, "criteria_set": the(code).pk, "year": 2026, "registered_on": "5/1/2026", "subjects": ""}
    return {**first, **values}


def register(client: Client, area: Any, code: str, **values: Any) -> Any:
    return client.post("/tieu-chi/dang-ky/moi/", entry(area, code, **values))


def step(client: Client, row: Registration, name: str, **data: Any) -> Any:
    return client.post(f"/tieu-chi/dang-ky/{row.pk}/{name}/", data)


def meet(client: Client, card: Scorecard, *, state: str = "met") -> None:
    """Every criterion judged whole, as a set whose rows are not known whole is judged."""
    for criterion in card.criteria_set.criteria.all():
        data = {
            f"ct{row.pk}-{name}": ""
            for row in criterion.indicators.all()
            for name in ("state", "reason", "text", "number")
        }
        data |= {f"tc{criterion.pk}-state": state, f"tc{criterion.pk}-reason": "Tổ kiểm tra xã xem tại vườn."}
        address = f"/tieu-chi/{card.pk}/{criterion.number}/"
        assert client.post(address, untouched(client, address) | data).status_code == 302


def assessed_garden(client: Client, cast: Cast, name: str = "Hộ Lò Văn An") -> Registration:
    register(client, cast.village, GARDEN, subjects=name)
    row = Registration.objects.get(subject=name)
    step(client, row, "phieu")
    row.refresh_from_db()
    assert row.card is not None
    meet(client, row.card)
    step(client, row, "danh-gia", assessed_on="1/10/2026")
    row.refresh_from_db()
    return row


# --- Registering ---


def test_a_hamlet_whose_set_has_no_rows_yet_registers_and_a_person_says_what_was_found(
    cast: Cast, signed_in: SignIn
) -> None:
    """Like thôn Cha Mãng: the province's set is not established, the registration is."""
    officer = signed_in(cast.officer)
    assert register(officer, cast.village, HAMLET).url == "/tieu-chi/dang-ky/"
    row = Registration.objects.get()
    assert (row.area, row.subject, row.state) == (cast.village, "", RegistrationState.REGISTERED)
    assert step(officer, row, "phieu").status_code == 409, "no rows, no card"
    said = step(officer, row, "danh-gia", assessed_on="1/10/2026", said_met="1", reason="")
    assert "Nhập mục này" in said.content.decode()
    step(officer, row, "danh-gia", assessed_on="1/10/2026", said_met="1", reason="Biên bản kiểm tra ngày 01/10/2026.")
    row.refresh_from_db()
    assert (row.state, row.found_met, row.card) == (RegistrationState.ASSESSED, True, None)
    assert "Biên bản kiểm tra" in history_of(row).get(action="registration.assessed").note


def test_thirty_gardens_are_pasted_one_name_a_line(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    names = "\n".join(f"{number}. Hộ Lò Văn {chr(65 + number % 26)}{number}" for number in range(1, 31))
    page = officer.post("/tieu-chi/dang-ky/moi/", entry(cast.village, GARDEN, subjects=names), follow=True)
    assert "Đã ghi 30 đăng ký." in page.content.decode()
    assert Registration.objects.filter(subject="Hộ Lò Văn B1").exists(), "the list's own numbers are left out"
    again = f"{names}\nhộ lò văn b1\n1\tHộ Hà Thị Mới\tBản Nà Cốc\n\n"
    page = officer.post("/tieu-chi/dang-ky/moi/", entry(cast.village, GARDEN, subjects=again), follow=True)
    assert "Đã ghi 1 đăng ký. 30 đăng ký đã có từ trước" in page.content.decode()
    assert Registration.objects.count() == 31


@pytest.mark.parametrize(
    ("code", "values", "sentence"),
    [
        (GARDEN, {"subjects": ""}, "Bộ tiêu chí này xét từng hộ, vườn"),
        (HAMLET, {"subjects": "Hộ Lò Văn An"}, "để trống tên hộ, vườn"),
        (COMMUNE, {}, "không áp dụng cho Thôn Nà Cốc"),
        (HAMLET, {"registered_on": "5/1/2099"}, "không được sau hôm nay"),
        (HAMLET, {"registered_on": "32/1/2026"}, "32/1/2026"),
        (HAMLET, {"year": "26"}, "Số phải từ 2010 trở lên"),
        (GARDEN, {"subjects": "x" * 200}, "Mỗi dòng nhiều nhất 150 ký tự"),
        (GARDEN, {"subjects": "\n".join(f"Hộ {n}" for n in range(301))}, "nhiều nhất 300 hộ"),
    ],
)
def test_what_cannot_be_registered_gets_a_sentence(
    cast: Cast, signed_in: SignIn, code: str, values: dict[str, str], sentence: str
) -> None:
    answer = register(signed_in(cast.officer), cast.village, code, **values)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Registration.objects.exists()


def test_script_in_a_name_is_shown_as_text(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    register(officer, cast.village, GARDEN, subjects=SCRIPT)
    row = Registration.objects.get()
    for address in ("/tieu-chi/dang-ky/", row.get_absolute_url()):
        page = officer.get(address).content.decode()
        assert SCRIPT not in page
        assert "&lt;script&gt;" in page


def test_a_withdrawn_one_registers_again(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    register(officer, cast.village, HAMLET)
    row = Registration.objects.get()
    assert step(officer, row, "thoi", reason="").status_code == 409, "a reason is asked"
    for _ in range(2):
        assert step(officer, row, "thoi", reason="Thôn chuyển sang năm sau.").status_code == 302
    assert history_of(row).filter(action="registration.withdrawn").count() == 1
    register(officer, cast.village, HAMLET)
    row.refresh_from_db()
    assert (Registration.objects.count(), row.state) == (1, RegistrationState.REGISTERED)


# --- The way of a garden, and who walks it ---


def test_the_village_head_fills_the_gardens_card_and_the_leader_recognises(cast: Cast, signed_in: SignIn) -> None:
    head, leader = signed_in(cast.village_head), signed_in(cast.leader)
    register(signed_in(cast.officer), cast.village, GARDEN, subjects="Hộ Lò Văn An\nHộ Hà Thị Bích")
    row, other = Registration.objects.order_by("pk")
    early = step(head, row, "danh-gia", assessed_on="1/10/2026")
    assert "lập phiếu" in early.content.decode()
    for _ in range(2):
        assert step(head, row, "phieu").url.startswith("/tieu-chi/")
    row.refresh_from_db()
    card = Scorecard.objects.get()
    assert (row.card, card.subject, card.area) == (card, "Hộ Lò Văn An", cast.village)
    step(head, row, "danh-gia", assessed_on="1/10/2026")
    row.refresh_from_db()
    assert not row.found_met, "an empty card is never met"
    refused = step(leader, row, "cong-nhan", decision="12/QĐ-UBND", recognised_on="20/10/2026")
    assert "chưa đạt nên chưa ghi công nhận" in refused.content.decode()
    meet(head, card)
    step(head, row, "danh-gia", assessed_on="2/10/2026")
    row = Registration.objects.get(pk=row.pk)
    assert row.found_met
    assert step(head, row, "cong-nhan", decision="12/QĐ-UBND", recognised_on="20/10/2026").status_code == 403
    assert step(signed_in(cast.officer), row, "cong-nhan", decision="1", recognised_on="20/10/2026").status_code == 403
    for _ in range(2):
        assert step(leader, row, "cong-nhan", decision="12/QĐ-UBND", recognised_on="20/10/2026").status_code == 302
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.state, row.decision, row.recognised_on) == ("recognised", "12/QĐ-UBND", date(2026, 10, 20))
    assert other.state == RegistrationState.REGISTERED
    assert history_of(row).filter(action="registration.recognised").count() == 1
    assert Notice.objects.get(recipient=cast.village_head).title.startswith("Đã công nhận: Hộ Lò Văn An")
    assert step(head, row, "thoi", reason="Thôi.").status_code == 409, "what is recognised is revoked, not withdrawn"
    revoked = {"decision": "77/QĐ-UBND", "revoked_on": "1/11/2026", "reason": "Không còn duy trì vườn."}
    for _ in range(2):
        assert step(leader, row, "thu-hoi", **revoked).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.revocation) == ("revoked", "77/QĐ-UBND")
    assert history_of(row).filter(action="registration.revoked").count() == 1


def test_one_decision_recognises_several_gardens(cast: Cast, signed_in: SignIn) -> None:
    officer, leader = signed_in(cast.officer), signed_in(cast.leader)
    rows = [assessed_garden(officer, cast, name) for name in ("Hộ Lò Văn An", "Hộ Hà Thị Bích", "Hộ Tòng Văn Cương")]
    page = leader.get(f"/tieu-chi/dang-ky/{rows[0].pk}/cong-nhan/").content.decode()
    assert "Hộ Hà Thị Bích" in page
    step(leader, rows[0], "cong-nhan", decision="12/QĐ-UBND", recognised_on="20/10/2026", others=[rows[1].pk])
    assert [row.state for row in Registration.objects.order_by("pk")] == ["recognised", "recognised", "assessed"]


@pytest.mark.parametrize("day", ["30/9/2026", "1/1/2099", "hôm qua", ""])
def test_a_decision_of_a_wrong_day_is_refused(cast: Cast, signed_in: SignIn, day: str) -> None:
    row = assessed_garden(signed_in(cast.officer), cast)
    answer = step(signed_in(cast.leader), row, "cong-nhan", decision="12/QĐ-UBND", recognised_on=day)
    assert answer.status_code == 200
    row.refresh_from_db()
    assert row.state == RegistrationState.ASSESSED


def test_nobody_recognises_the_own_commune(cast: Cast, signed_in: SignIn) -> None:
    assert may(cast.leader, Right.RECOGNISE, cast.village)
    assert not may(cast.leader, Right.RECOGNISE, cast.commune)
    assert not may(cast.leader, Right.RECOGNISE, cast.next_commune)
    assert may(cast.coordination, Right.RECOGNISE, cast.commune)
    assert not may(cast.coordination, Right.RECOGNISE, cast.province)
    register(signed_in(cast.officer), cast.commune, COMMUNE)
    row = Registration.objects.get()
    Registration.objects.update(state="assessed", found_met=True, assessed_on=date(2026, 10, 1))
    data = {"decision": "512/QĐ-UBND", "recognised_on": "20/10/2026"}
    assert step(signed_in(cast.leader), row, "cong-nhan", **data).status_code == 403
    assert step(signed_in(cast.coordination), row, "cong-nhan", **data).status_code == 302


def test_the_village_heads_right_ends_at_the_village(cast: Cast, signed_in: SignIn) -> None:
    next_village = factories.area("Nà Tòng", level=Level.VILLAGE, kind_word="thôn", code="T1-2", parent=cast.commune)
    head = signed_in(cast.village_head)
    assert may(cast.village_head, Right.WRITE_SCORECARDS, cast.village)
    assert not may(cast.village_head, Right.WRITE_SCORECARDS, cast.commune)
    assert not may(cast.village_head, Right.WRITE_SCORECARDS, next_village)
    for area, code in ((cast.commune, COMMUNE), (next_village, HAMLET)):
        assert register(head, area, code).status_code == 200, "another place is no choice of the form"
    assert not Registration.objects.exists()
    register(signed_in(cast.officer), next_village, HAMLET)
    assert head.get(Registration.objects.get().get_absolute_url()).status_code == 404
    register(head, cast.village, HAMLET)
    assert Registration.objects.filter(area=cast.village).exists()


def test_the_neighbour_sees_nothing(cast: Cast, signed_in: SignIn) -> None:
    row = assessed_garden(signed_in(cast.officer), cast)
    next_leader = factories.person("Vì Văn Lãnh", Role.LEADER, cast.next_commune)
    for person in (cast.neighbour, next_leader):
        client = signed_in(person)
        assert client.get(row.get_absolute_url()).status_code == 404
        assert "Lò Văn An" not in client.get("/tieu-chi/dang-ky/").content.decode()
        for name in ("phieu", "danh-gia", "cong-nhan", "thu-hoi", "thoi"):
            assert step(client, row, name, decision="1", recognised_on="20/10/2026").status_code == 404


def test_gardens_of_one_village_keep_their_own_evidence_and_last_year(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    one, two = (assessed_garden(officer, cast, name) for name in ("Hộ Lò Văn An", "Hộ Hà Thị Bích"))
    assert one.card
    assert two.card
    criterion = one.card.criteria_set.criteria.get(number=1)
    add_evidence(
        area=cast.village, title="Ảnh vườn hộ An", rows=[criterion], by=cast.officer, subject=one.subject,
        upload=("vuon.pdf", b"%PDF-1.7\n"),
    )  # fmt: skip
    assert "Ảnh vườn hộ An" in officer.get(f"/tieu-chi/{one.card.pk}/1/").content.decode()
    assert "Ảnh vườn hộ An" not in officer.get(f"/tieu-chi/{two.card.pk}/1/").content.decode()


# --- The list, its workbook, its paper ---


def test_the_list_is_filtered_and_taken_along_as_a_workbook(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    register(officer, cast.village, HAMLET)
    register(officer, cast.village, GARDEN, subjects="=1+1\nHộ Hà Thị Bích", year=2025, registered_on="5/1/2025")
    garden = the(GARDEN).pk
    for query, names in (
        ("nam=2025", {"=1+1", "Hộ Hà Thị Bích"}),
        ("q=bich", {"Hộ Hà Thị Bích"}),
        (f"bo={garden}", {"=1+1", "Hộ Hà Thị Bích"}),
        ("tinh-trang=recognised", set()),
        ("nam=x&bo=y&tinh-trang=z", {"", "=1+1", "Hộ Hà Thị Bích"}),
    ):
        book: Any = load_workbook(BytesIO(officer.get(f"/tieu-chi/dang-ky/?{query}&export=xlsx").content)).active
        assert {row[3].value or "" for row in book.iter_rows(min_row=2)} == names, query
    part = officer.get("/tieu-chi/dang-ky/?nam=2026", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Thôn Nà Cốc" in part


def test_the_pages_cost_the_same_for_one_and_for_many(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    register(officer, cast.village, HAMLET)
    card = Scorecard.objects.create(
        area=cast.commune, criteria_set=the(COMMUNE), year=2026, created_by=cast.officer, created_at=clock.now(),
        updated_at=clock.now(),
    )  # fmt: skip
    register(officer, cast.village, GARDEN, subjects="Hộ 0")
    addresses = ("/tieu-chi/dang-ky/", f"/tieu-chi/{card.pk}/tu-thon/", Registration.objects.first().get_absolute_url())  # type: ignore[union-attr]

    def costs() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert officer.get(address).status_code == 200
            found.append(len(queries))
        return found

    costs()
    few = costs()
    register(officer, cast.village, GARDEN, subjects="\n".join(f"Hộ {n}" for n in range(20)))
    assert costs() == few


def test_the_list_of_a_year_is_a_paper_that_can_be_issued(cast: Cast, signed_in: SignIn) -> None:
    factories.signer(cast.committee, "Cầm Văn Hạnh")
    officer = signed_in(cast.officer)
    none = officer.post("/tieu-chi/dang-ky/danh-sach/", {"area": cast.commune.pk, "year": 2026})
    assert "chưa có đăng ký nào" in none.content.decode()
    register(officer, cast.village, HAMLET)
    register(officer, cast.commune, COMMUNE)
    register(officer, cast.village, GARDEN, subjects="\n".join(f"Hộ Lò Văn {n}" for n in range(1, 31)))
    assert len(on_list(cast.commune, 2026)) == 32
    for _ in range(2):
        made: Any = officer.post("/tieu-chi/dang-ky/danh-sach/", {"area": cast.commune.pk, "year": 2026})
        assert made.status_code == 302
    document = Document.objects.get()
    found = RegistrationList.objects.get()
    assert made.url == found.get_absolute_url()
    paper = paper_of(document)
    assert (paper.type, document.issuer) == ("THÔNG BÁO", cast.committee)
    assert "Hộ Lò Văn 30" in str(paper.content)
    assert check_pdf(render(paper, "pdf")) == []
    page = officer.get(found.get_absolute_url()).content.decode()
    assert "Trình duyệt" in page
    sent: Any = officer.post(f"/van-ban/{document.pk}/trinh/")
    assert sent.url == found.get_absolute_url()
    again = officer.post("/tieu-chi/dang-ky/danh-sach/", {"area": cast.commune.pk, "year": 2026})
    assert "không lập lại được" in again.content.decode()
    signed_in(cast.leader).post(f"/van-ban/{document.pk}/duyet/")
    signed_in(cast.clerk).post(f"/van-ban/{document.pk}/ban-hanh/", {})
    document.refresh_from_db()
    assert document.number_and_symbol == "01/TB-UBND"
    officer.post("/tieu-chi/dang-ky/danh-sach/", {"area": cast.commune.pk, "year": 2026})
    assert RegistrationList.objects.count() == 2, "an issued list stays; what changed since is a new paper"
    assert signed_in(cast.village_head).get(found.get_absolute_url()).status_code == 200, "issued: its villages read it"
    assert signed_in(cast.neighbour).get(found.get_absolute_url()).status_code == 404
    assert signed_in(cast.village_head).get("/tieu-chi/dang-ky/danh-sach/").status_code == 403


# --- What it tells the commune's card ---


@pytest.fixture
def commune_card(cast: Cast) -> Scorecard:
    """A card of a set made up for the test with one row that counts villages and one with their share."""
    chosen = CriteriaSet.objects.create(code="thu", name="Bộ thử (đặt ra để kiểm thử)", level="xa", issued_by="central")
    criterion = Criterion.objects.create(criteria_set=chosen, number=1, name="Thôn kiểu mẫu")
    for place, (kind, direction, level) in enumerate((("number", "at_least", 1), ("percent", "at_least", 60)), 1):
        row = Indicator.objects.create(criterion=criterion, key=f"1-{place}", code=f"1.{place}", position=place)
        version = IndicatorVersion.objects.create(
            indicator=row, text=f"Dòng {place}", value_kind=kind, direction=direction, provenance="checked"
        )
        version.levels.create(layer="central", number=level, provenance="checked")
    return Scorecard.objects.create(
        area=cast.commune, criteria_set=chosen, year=2026, created_by=cast.officer, created_at=clock.now(),
        updated_at=clock.now(),
    )  # fmt: skip


def recognised(area: Any, code: str, year: int, cast: Cast, **values: Any) -> Registration:
    return Registration.objects.create(
        **{
            "area": area, "criteria_set": the(code), "year": year, "state": "recognised", "registered_on": date(year, 1, 5),
            "assessed_on": date(year, 9, 1), "found_met": True, "decision": "12/QĐ-UBND", "recognised_on": date(year, 10, 1),
            "created_by": cast.officer, "created_at": clock.now(), **values,
        }
    )  # fmt: skip


def test_a_figure_of_the_villages_goes_into_a_row_by_one_press_with_its_source(
    cast: Cast, signed_in: SignIn, commune_card: Scorecard
) -> None:
    officer = signed_in(cast.officer)
    assert "Chưa có đăng ký của thôn, vườn" in officer.get(f"/tieu-chi/{commune_card.pk}/tu-thon/").content.decode()
    second = factories.area("Nà Tòng", level=Level.VILLAGE, kind_word="thôn", code="T1-2", parent=cast.commune)
    recognised(cast.village, HAMLET, 2025, cast)
    recognised(
        second,
        HAMLET,
        2026,
        cast,
        state="registered",
        found_met=None,
        recognised_on=None,
        decision="",
        assessed_on=None,
    )
    recognised(cast.next_commune, COMMUNE, 2026, cast)
    page = officer.get(f"/tieu-chi/{commune_card.pk}/tu-thon/").content.decode()
    assert "1/2 thôn được công nhận; năm 2026: 1 đăng ký, 0 đánh giá đạt" in page
    assert not commune_card.results.exists(), "nothing is carried silently"
    row = commune_card.criteria_set.criteria.get().indicators.get(code="1.2")
    take = {"figure": f"{HAMLET}:share", "row": row.pk}
    for person in (cast.leader, cast.village_head):
        assert signed_in(person).post(f"/tieu-chi/{commune_card.pk}/tu-thon/lay/", take).status_code == 403
    assert signed_in(cast.neighbour).post(f"/tieu-chi/{commune_card.pk}/tu-thon/lay/", take).status_code == 404
    for _ in range(2):
        assert officer.post(f"/tieu-chi/{commune_card.pk}/tu-thon/lay/", take).status_code == 302
    result = commune_card.results.get()
    assert (result.indicator, result.number, result.state) == (row, 50, State.UNMET)
    assert "Lấy từ đăng ký đạt chuẩn của thôn, vườn" in result.reason
    assert history_of(commune_card).filter(action="scorecard.saved").count() == 1
    for wrong in ({"figure": "khac:share", "row": row.pk}, {"figure": f"{HAMLET}:share", "row": 0}, {}):
        assert officer.post(f"/tieu-chi/{commune_card.pk}/tu-thon/lay/", wrong).status_code == 409


def test_what_was_revoked_or_comes_later_does_not_count(cast: Cast, commune_card: Scorecard) -> None:
    row = recognised(cast.village, HAMLET, 2025, cast)
    counted = {item.key: item.number for fed in feeds_for(commune_card) for item in fed.figures}
    assert (counted[f"{HAMLET}:recognised"], counted[f"{HAMLET}:share"]) == (1, 100)
    row.state, row.revocation, row.revoked_on = "revoked", "77/QĐ-UBND", date(2026, 3, 1)
    row.save()
    recognised(cast.village, GARDEN, 2027, cast, subject="Hộ Lò Văn An")
    found = feeds_for(commune_card)
    assert [fed.figures[0].number for fed in found] == [0]
    commune_card.year = 2025
    assert feeds_for(commune_card)[0].figures[0].number == 1, "at the end of 2025 it was recognised"


def test_gardens_tell_the_card_of_their_village(cast: Cast) -> None:
    recognised(cast.village, GARDEN, 2026, cast, subject="Hộ Lò Văn An", recognised_on=date(2026, 10, 1))
    card = Scorecard.objects.create(
        area=cast.village, criteria_set=the(HAMLET), year=2026, created_by=cast.officer, created_at=clock.now(),
        updated_at=clock.now(),
    )  # fmt: skip
    assert feeds_for(card)[0].sentence.startswith("1 hộ, vườn được công nhận")


# --- At once ---


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite knows no row locks")
def test_two_people_enter_and_recognise_at_once(cast: Cast) -> None:
    names = [f"Hộ {number}" for number in range(10)]
    both(
        lambda: actions.register(
            area=cast.village, criteria_set=the(GARDEN), year=2026, subjects=names, on=date(2026, 1, 5), by=cast.officer
        )
    )
    assert Registration.objects.count() == 10
    assert Entry.objects.filter(action="registration.made").count() == 10
    row = Registration.objects.get(subject="Hộ 1")
    both(lambda: actions.open_assessment(row, by=cast.village_head))
    assert Scorecard.objects.count() == 1
    Registration.objects.filter(pk=row.pk).update(state="assessed", found_met=True, assessed_on=date(2026, 10, 1))
    both(lambda: actions.recognise([row], decision="12/QĐ-UBND", on=date(2026, 10, 20), by=cast.leader))
    assert Entry.objects.filter(action="registration.recognised").count() == 1
    both(lambda: draft_list(cast.commune, year=2026, by=cast.officer))
    assert Document.objects.count() == 1


def both(do: Callable[[], object]) -> None:
    """The same twice at the same moment; neither may fail."""
    start, failed = threading.Barrier(2), []

    def run() -> None:
        try:
            start.wait()
            do()
        except Exception as error:  # noqa: BLE001 - told below
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
