"""The register of documents that papers rest on: national law comes along, the rest is each area's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from core import clock
from documents import actions
from documents.base_actions import load_bases, save_base
from documents.enums import DocumentState
from documents.models import Basis, CitedDocument
from documents.papers import force_of
from documents.queries import in_force_on, out_of_force
from documents.read.bases import read_bases
from journal.models import Entry
from tests import factories
from tests.cast import Cast

SignIn = Callable[[User], Client]

TYPED = {
    "type_name": "Nghị quyết", "number": "12/NQ-HĐND", "dated": "20/12/2025", "issuer": "Hội đồng nhân dân xã An Bình",
    "subject": "về nhiệm vụ năm 2026", "valid_from": "", "valid_to": "", "note": "",
}  # fmt: skip


def _national(number: str) -> CitedDocument:
    return CitedDocument.objects.get(area=None, number=number)


def _own(cast: Cast, number: str = "12/NQ-HĐND", **values: Any) -> CitedDocument:
    return CitedDocument.objects.create(
        **{"area": cast.commune, "type_name": "Nghị quyết", "number": number, "dated": date(2025, 12, 20), **values}
    )


def test_national_law_comes_along_with_its_confidence(db: None) -> None:
    call_command("load_bases", verbosity=0)
    decree, recalled = _national("30/2020/NĐ-CP"), _national("185/2026/NĐ-CP")
    assert (decree.confirmed, decree.dated) == (True, date(2020, 3, 5))
    assert (recalled.confirmed, recalled.dated, recalled.subject) == (False, None, "")
    assert _national("98/2023/NĐ-CP").replaced_by == _national("152/2025/NĐ-CP")


def test_loading_again_writes_nothing_and_leaves_what_a_person_changed(cast: Cast) -> None:
    rows = read_bases()
    assert load_bases(rows) == len(rows) == CitedDocument.objects.count()
    assert load_bases(rows) == 0
    changed = _national("185/2026/NĐ-CP")
    changed.dated, changed.confirmed = date(2026, 6, 1), True
    save_base(changed, by=cast.officer)
    assert load_bases(rows) == 0
    assert _national("185/2026/NĐ-CP").dated == date(2026, 6, 1)


def test_an_officer_adds_what_the_commune_cites_and_finds_it_without_diacritics(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    assert client.post("/can-cu/them/", TYPED).status_code == 302
    cited = CitedDocument.objects.get()
    assert (cited.area, cited.dated, cited.confirmed) == (cast.commune, date(2025, 12, 20), False)
    page = client.get("/can-cu/", {"q": "hoi dong nhan dan xa an binh"}).content.decode()
    assert "Nghị quyết số 12/NQ-HĐND ngày 20 tháng 12 năm 2025 của Hội đồng nhân dân xã An Bình" in page
    assert "Chưa đối chiếu văn bản gốc" in page
    assert "Chưa rõ hiệu lực" in page
    assert "Không có văn bản nào như vậy" in client.get("/can-cu/", {"q": "thuong lo"}).content.decode()
    assert Entry.objects.filter(action="basis.saved").count() == 1


def test_a_person_confirms_what_was_compared(cast: Cast, signed_in: SignIn) -> None:
    bare, full = _own(cast), _own(cast, "13/NQ-HĐND", issuer="HĐND xã An Bình", subject="về dự toán")
    client = signed_in(cast.clerk)
    assert client.post(f"/can-cu/{bare.pk}/doi-chieu/").status_code == 409
    assert client.post(f"/can-cu/{full.pk}/doi-chieu/").status_code == 302
    assert client.post(f"/can-cu/{full.pk}/doi-chieu/").status_code == 302
    assert list(CitedDocument.objects.filter(confirmed=True)) == [full]
    assert Entry.objects.filter(action="basis.saved").count() == 1


def test_changes_stand_in_the_journal_with_old_and_new(cast: Cast, signed_in: SignIn) -> None:
    cited = _own(cast, issuer="HĐND xã")
    assert signed_in(cast.officer).post(f"/can-cu/{cited.pk}/", {**TYPED, "valid_to": "31/12/2026"}).status_code == 302
    changes = Entry.objects.get(action="basis.saved").changes
    assert changes["cơ quan ban hành"] == ["HĐND xã", "Hội đồng nhân dân xã An Bình"]
    assert changes["hết hiệu lực sau ngày"] == [None, "2026-12-31"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"dated": "30/2/2026"}, "Tháng 2/2026 chỉ có 28 ngày"),
        ({"dated": "20/12/2199"}, "Ngày ban hành không được sau hôm nay"),
        ({"valid_from": "1/1/2026", "valid_to": "31/12/2025"}, "Ngày hết hiệu lực phải sau ngày bắt đầu"),
        ({"number": "", "subject": ""}, "Nhập số, ký hiệu hoặc trích yếu"),
        ({"type_name": "Thơ"}, "Chọn một loại trong danh sách"),
        ({"subject": "", "confirmed": "on"}, "rồi mới ghi là đã đối chiếu"),
    ],
)
def test_bad_input_is_refused_at_its_field(cast: Cast, signed_in: SignIn, typed: dict[str, str], sentence: str) -> None:
    answer = signed_in(cast.officer).post("/can-cu/them/", {**TYPED, **typed})
    assert (answer.status_code, CitedDocument.objects.count()) == (200, 0)
    assert sentence in answer.content.decode()


def test_the_same_document_is_kept_once_per_area(cast: Cast, signed_in: SignIn) -> None:
    _own(cast)
    answer = signed_in(cast.officer).post("/can-cu/them/", TYPED)
    assert "đã có trong danh mục" in answer.content.decode()
    assert CitedDocument.objects.count() == 1


def test_a_script_is_shown_as_text(cast: Cast, signed_in: SignIn) -> None:
    evil = "<script>alert(1)</script>"
    client = signed_in(cast.officer)
    client.post("/can-cu/them/", {**TYPED, "number": evil, "issuer": evil, "subject": evil, "note": evil})
    assert evil not in client.get("/can-cu/").content.decode()


def test_rows_belong_to_their_area(cast: Cast, signed_in: SignIn) -> None:
    load_bases(read_bases())
    own = _own(cast)
    above = CitedDocument.objects.create(area=cast.province, type_name="Kế hoạch", number="7/KH-UBND")
    neighbour = signed_in(cast.neighbour)
    assert neighbour.get(f"/can-cu/{own.pk}/").status_code == 404
    assert "12/NQ-HĐND" not in neighbour.get("/can-cu/", {"q": "12/NQ"}).content.decode()
    officer = signed_in(cast.officer)
    assert "7/KH-UBND" in officer.get("/can-cu/", {"q": "7/kh"}).content.decode()
    assert officer.get(f"/can-cu/{above.pk}/").status_code == 403
    assert officer.get(f"/can-cu/{_national('30/2020/NĐ-CP').pk}/").status_code == 403
    assert signed_in(cast.village_head).get("/can-cu/", {"q": "12/nq"}).content.decode().count("12/NQ-HĐND") == 1
    assert "30/2020" in signed_in(cast.stranger).get("/can-cu/", {"q": "30/2020"}).content.decode()


def test_only_the_systems_administrator_changes_national_law(cast: Cast, signed_in: SignIn) -> None:
    load_bases(read_bases())
    User.objects.filter(pk=cast.administrator.pk).update(is_superuser=True)
    cited = _national("185/2026/NĐ-CP")
    typed = {**TYPED, "type_name": "Nghị định", "number": cited.number, "dated": "1/6/2026"}
    assert signed_in(cast.administrator).post(f"/can-cu/{cited.pk}/", typed).status_code == 302
    assert _national("185/2026/NĐ-CP").dated == date(2026, 6, 1)


def test_an_issued_paper_is_a_basis_until_another_takes_its_place(cast: Cast) -> None:
    old = factories.document(cast.commune, cast.committee, state=DocumentState.APPROVED)
    actions.issue(old, by=cast.clerk)
    row = CitedDocument.objects.get(document=old)
    assert (row.type_name, row.number, row.area, row.confirmed) == ("Kế hoạch", "01/KH-UBND", cast.commune, True)
    new = factories.document(cast.commune, cast.committee, state=DocumentState.APPROVED)
    actions.replace_with(_fresh(old), successor=new, by=cast.officer)
    assert force_of(_fresh(row), clock.today()) == "law_in_force"
    actions.issue(new, by=cast.clerk)
    row.refresh_from_db()
    assert row.replaced_by == CitedDocument.objects.get(document=new)
    assert force_of(row, clock.today()) == "law_superseded"
    actions.revoke(_fresh(new), reason="Ban hành nhầm.", by=cast.leader)
    assert force_of(CitedDocument.objects.get(document=new), clock.today()) == "law_ended"


def test_two_bodies_of_one_place_may_issue_the_same_number_on_one_day(cast: Cast) -> None:
    for name in ("Ban Chỉ đạo nông thôn mới", "Ban Chỉ đạo giảm nghèo"):
        body = factories.committee(cast.commune, kind="bcd", name=name, symbol_letters="BCĐ")
        actions.issue(factories.document(cast.commune, body, state=DocumentState.APPROVED), by=cast.clerk)
    assert CitedDocument.objects.filter(number="01/KH-BCĐ").count() == 2


def test_papers_issued_before_are_taken_up(cast: Cast) -> None:
    old, new = (factories.document(cast.commune, cast.committee, state=DocumentState.APPROVED) for _ in range(2))
    actions.issue(old, by=cast.clerk)
    actions.replace_with(_fresh(old), successor=new, by=cast.officer)
    actions.issue(new, by=cast.clerk)
    CitedDocument.objects.filter(document=old).update(replaced_by=None)
    CitedDocument.objects.all().delete()
    _fresh(old).deliveries.all().delete()
    for _ in range(2):
        call_command("load_bases", verbosity=0)
    row = CitedDocument.objects.get(document=old)
    assert row.replaced_by == CitedDocument.objects.get(document=new)
    assert _fresh(old).deliveries.count() == 2


def test_nobody_types_over_a_paper_of_the_system(cast: Cast, signed_in: SignIn) -> None:
    paper = factories.document(cast.commune, cast.committee, state=DocumentState.APPROVED)
    actions.issue(paper, by=cast.clerk)
    row = CitedDocument.objects.get(document=paper)
    assert signed_in(cast.officer).get(f"/can-cu/{row.pk}/").status_code == 403


def test_bases_out_of_force_are_found_with_what_replaces_them(cast: Cast) -> None:
    today = clock.today()
    load_bases(read_bases())
    paper = factories.document(cast.commune, cast.committee)
    alive, ended = _own(cast), _own(cast, "2/NQ-HĐND", valid_to=today - timedelta(days=1))
    later = _own(cast, "3/NQ-HĐND", valid_from=today + timedelta(days=1))
    cited = [alive, ended, later, _national("98/2023/NĐ-CP"), _national("152/2025/NĐ-CP")]
    for place, row in enumerate(cited):
        Basis.objects.create(document=paper, position=place, cited=row)
    Basis.objects.create(document=paper, position=9, text="Theo đề nghị của Văn phòng")
    dead = out_of_force(paper.bases.all(), today)
    assert [basis.cited for basis in dead] == [ended, later, _national("98/2023/NĐ-CP")]
    assert dead[2].cited is not None
    assert dead[2].cited.replaced_by == _national("152/2025/NĐ-CP")
    assert not out_of_force(paper.bases.filter(position=3), date(2024, 5, 1)).filter(cited__valid_to=None).exists()


def test_page_and_query_judge_alike(cast: Cast) -> None:
    today = clock.today()
    load_bases(read_bases())
    near = [today + timedelta(days=days) for days in (-1, 0, 1)]
    for place, day in enumerate(near):
        _own(cast, f"a{place}", valid_from=day)
        ended = _own(cast, f"b{place}", valid_to=day)
        _own(cast, f"c{place}", replaced_by=_own(cast, f"d{place}", valid_from=day))
        _own(cast, f"e{place}", replaced_by=ended)
    for on in (*near, date(2024, 1, 1), date(2026, 2, 14), date(2026, 2, 15)):
        alive = set(CitedDocument.objects.filter(in_force_on(on)))
        everything = CitedDocument.objects.select_related("replaced_by", "document")
        assert {row for row in everything if force_of(row, on) in {"law_in_force", "law_unknown"}} == alive


def test_the_list_asks_as_often_for_one_row_as_for_ten(
    cast: Cast, signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = signed_in(cast.officer)
    _own(cast)
    with CaptureQueriesContext(connection) as one:
        client.get("/can-cu/")
    for place in range(10):
        _own(cast, f"{place}/NQ-HĐND", replaced_by=CitedDocument.objects.get(number="12/NQ-HĐND"))
    with django_assert_num_queries(len(one)):
        client.get("/can-cu/")


def _fresh(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)
