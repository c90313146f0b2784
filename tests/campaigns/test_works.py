"""Works: what they cost, what is paid and owed, how they look, who sees them."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from openpyxl import load_workbook
from PIL import Image

from accounts.models import User
from areas.models import Area
from campaigns.actions import works as actions
from campaigns.models import Work, WorkPayment, WorkPhoto
from campaigns.papers.changes import mark_of
from campaigns.papers.works import said
from campaigns.queries import works as queries
from campaigns.rules.works import balance, remarks
from core import clock
from core.errors import RuleError
from documents.models import CitedDocument, StoredFile
from journal.models import Entry
from tests import factories
from tests.cast import Cast
from tests.jobs.test_queue import at_once

SignIn = Callable[[User], Client]
SCRIPT = "<script>alert(1)</script>"


def make_work(area: Area, by: User, name: str = "Đường bê tông Nà Cốc", *, funds: Any = (), **values: Any) -> Work:
    return actions.add_work(area=area, values={"name": name, **values}, funds=list(funds), key=name, by=by)


def pay(work: Work, amount: int, by: User, *, days_ago: int = 0, key: str = "", voucher: str = "") -> WorkPayment:
    paid_on = clock.today() - timedelta(days=days_ago)
    return actions.record_payment(
        work, paid_on=paid_on, amount=amount, voucher=voucher, key=key or f"{amount}-{days_ago}", by=by
    )


def money_of(work: Work) -> Any:
    return queries.with_money(Work.objects.filter(pk=work.pk)).get()


def photo(colour: str = "red", name: str = "anh.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def typed(cast: Cast, **changes: str) -> dict[str, Any]:
    """What the form of a new work sends."""
    return {
        "area": cast.village.pk, "name": "Đường bê tông Nà Cốc", "place": "Xóm trên", "state": "accepted", "total": "500tr",
        "accepted_value": "480.000.000", "accepted_on": "1/6/2026", "starts_on": "1/3/2026", "ends_on": "30/5/2026",
        "criterion": "2", "volume": "1,25", "measure": "km", "key": "mot-lan",
        "nguon-TOTAL_FORMS": "3", "nguon-INITIAL_FORMS": "0", "nguon-0-kind": "state", "nguon-0-amount": "300.000.000",
        "nguon-1-kind": "people", "nguon-1-text": "Ngày công", "nguon-1-amount": "150.000.000", "nguon-2-kind": "state", **changes,
    }  # fmt: skip


# --- The page of a work ---


def test_the_accountant_records_a_work_and_pays_for_it(cast: Cast, signed_in: SignIn) -> None:
    accountant = signed_in(cast.accountant)
    response = accountant.post("/cong-trinh/moi/", typed(cast))
    work = Work.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/cong-trinh/{work.pk}/")
    assert (work.area, work.total, str(work.volume)) == (cast.village, 500_000_000, "1.250")
    assert [(fund.kind, fund.amount) for fund in work.funds.all()] == [("state", 300_000_000), ("people", 150_000_000)]
    page = accountant.get(response["Location"]).content.decode()
    assert "Cộng các nguồn vốn thiếu 50.000.000 đồng so với tổng mức." in page

    data = {"paid_on": "2/6/2026", "amount": "100tr", "voucher": "PC 12", "text": "Đợt 1", "key": "k1"}
    assert accountant.post(f"/cong-trinh/{work.pk}/thanh-toan/", data).status_code == 302
    assert accountant.post(f"/cong-trinh/{work.pk}/thanh-toan/", data).status_code == 302
    assert work.payments.count() == 1
    assert (money_of(work).paid, money_of(work).debt) == (100_000_000, 380_000_000)
    page = accountant.get(response["Location"]).content.decode()
    assert "380.000.000" in page
    assert "ngày 2/6/2026, 100.000.000 đồng, chứng từ PC 12, Đợt 1" in page


def test_a_form_sent_twice_makes_one_work(cast: Cast, signed_in: SignIn) -> None:
    accountant = signed_in(cast.accountant)
    assert (
        accountant.post("/cong-trinh/moi/", typed(cast))["Location"]
        == accountant.post("/cong-trinh/moi/", typed(cast))["Location"]
    )
    assert Work.objects.count() == 1
    assert Entry.objects.filter(action="work.saved").count() == 1


def test_a_wrong_payment_is_put_right_by_a_negative_one(cast: Cast, signed_in: SignIn) -> None:
    work = make_work(cast.commune, cast.officer, accepted_value=100, accepted_on=date(2026, 6, 1))
    wrong = pay(work, 90, cast.accountant, days_ago=3)
    accountant = signed_in(cast.accountant)
    address = f"/cong-trinh/{work.pk}/thanh-toan/{wrong.pk}/dieu-chinh/"
    assert "Khoản ghi sai" in accountant.get(address).content.decode()
    data = {"paid_on": f"{clock.today():%d/%m/%Y}", "reason": "Ghi nhầm số tiền", "right_amount": "60", "key": "k"}
    assert accountant.post(address, data).status_code == 302
    assert accountant.post(address, data).status_code == 302
    assert sorted(work.payments.values_list("amount", flat=True)) == [-90, 60, 90]
    assert money_of(work).debt == 40
    again = accountant.post(address, {**data, "key": "khac"})
    assert "đã được điều chỉnh; mỗi khoản chỉ điều chỉnh một lần" in again.content.decode()
    back = work.payments.get(amount=-90)
    with pytest.raises(RuleError, match="dòng điều chỉnh"):
        actions.correct_payment(back, reason="x", paid_on=clock.today(), key="k3", by=cast.accountant)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"paid_on": "1/1/2100"}, "Ngày này chưa đến."),
        ({"paid_on": "31/2/2026"}, "31/2/2026"),
        ({"amount": "0"}, "từ 1 đồng"),
        ({"amount": "nhiều"}, "Nhập số tiền"),
        ({"amount": ""}, "Nhập mục này."),
    ],
)
def test_a_payment_typed_wrong_is_said_at_its_field(
    cast: Cast, signed_in: SignIn, change: dict[str, str], sentence: str
) -> None:
    work = make_work(cast.commune, cast.officer)
    data = {"paid_on": "1/6/2026", "amount": "5tr", "text": "Chữ vừa gõ", "key": "k", **change}
    response = signed_in(cast.accountant).post(f"/cong-trinh/{work.pk}/thanh-toan/", data)
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert "Chữ vừa gõ" in page
    assert not WorkPayment.objects.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Nhập mục này."),
        ({"total": "-5"}, "Nhập số tiền"),
        ({"ends_on": "1/2/2026"}, "Ngày hoàn thành phải sau ngày khởi công."),
        ({"accepted_on": "1/2/2026"}, "Ngày nghiệm thu phải sau ngày khởi công."),
        ({"accepted_on": "1/2/2099"}, "Ngày này chưa đến."),
        ({"accepted_on": ""}, "Công trình đã nghiệm thu thì nhập mục này."),
        ({"accepted_value": ""}, "Công trình đã nghiệm thu thì nhập mục này."),
        ({"starts_on": "1/1/0202"}, "Viết năm đủ bốn chữ số"),
        ({"criterion": "0"}, "Số phải từ 1 trở lên."),
        ({"volume": "1,2345"}, "nhiều nhất 3 chữ số"),
        ({"nguon-1-amount": ""}, "Nhập mục “Số tiền (đồng)”, hoặc xóa dòng này."),
        ({"nguon-0-amount": "nhiều"}, "Nhập số tiền"),
        ({"area": "999999"}, "Nà Cốc"),
    ],
)
def test_a_work_typed_wrong_is_said_at_its_field(
    cast: Cast, signed_in: SignIn, change: dict[str, str], sentence: str
) -> None:
    response = signed_in(cast.officer).post("/cong-trinh/moi/", typed(cast, **change))
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not Work.objects.exists()


def test_what_belongs_to_the_next_commune_cannot_be_bound(cast: Cast, signed_in: SignIn) -> None:
    plan = factories.plan(cast.next_commune, cast.next_committee)
    cited = CitedDocument.objects.create(area=cast.next_commune, type_name="Quyết định", number="1/QĐ-UBND")
    officer = signed_in(cast.officer)
    for change in ({"plan": str(plan.pk)}, {"decision": str(cited.pk)}, {"area": str(cast.next_commune.pk)}):
        assert officer.post("/cong-trinh/moi/", typed(cast, **change)).status_code == 200
    assert not Work.objects.exists()


def test_script_in_every_field_is_shown_as_text(cast: Cast, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    words = {"name": SCRIPT, "place": SCRIPT, "measure": SCRIPT, "nguon-1-text": SCRIPT}
    address = officer.post("/cong-trinh/moi/", typed(cast, **words))["Location"]
    officer.post(
        f"{address}thanh-toan/", {"paid_on": "1/6/2026", "amount": "5", "voucher": SCRIPT, "text": SCRIPT, "key": "k"}
    )
    for page in (address, f"{address}sua/", "/cong-trinh/", "/cong-trinh/no-dong/"):
        assert SCRIPT not in officer.get(page).content.decode()
    assert "&lt;script&gt;" in officer.get(address).content.decode()


def test_two_people_edit_and_the_second_is_told(cast: Cast, signed_in: SignIn) -> None:
    work = make_work(cast.village, cast.officer)
    officer = signed_in(cast.officer)
    seen = officer.get(f"/cong-trinh/{work.pk}/sua/").context["form"].initial["seen"]
    data = typed(cast, name="Tên của kế toán", seen=seen)
    assert signed_in(cast.accountant).post(f"/cong-trinh/{work.pk}/sua/", data).status_code == 302
    second = officer.post(f"/cong-trinh/{work.pk}/sua/", typed(cast, name="Tên của cán bộ", seen=seen))
    assert "vừa được người khác sửa" in second.content.decode()
    assert "Tên của cán bộ" in second.content.decode()
    work.refresh_from_db()
    assert work.name == "Tên của kế toán"
    told = Entry.objects.filter(action="work.saved").latest("pk").changes
    assert told["Tên công trình"] == ["Đường bê tông Nà Cốc", "Tên của kế toán"]
    assert (
        "Tên công trình: Đường bê tông Nà Cốc → Tên của kế toán"
        in officer.get(f"/cong-trinh/{work.pk}/").content.decode()
    )


def test_saving_the_same_again_writes_nothing(cast: Cast) -> None:
    work = make_work(cast.village, cast.officer, funds=[{"kind": "state", "text": "", "amount": 5}])
    funds = [{"kind": "state", "text": "", "amount": 5}]
    mark = mark_of(said(work, work.funds.all()))
    actions.save_work(work, area=cast.village, values={"name": work.name}, funds=funds, seen=mark, by=cast.officer)
    assert Entry.objects.filter(action="work.saved").count() == 1
    assert work.funds.count() == 1


# --- Photos ---


def test_photos_before_and_after_stand_side_by_side_for_those_who_see_the_work(cast: Cast, signed_in: SignIn) -> None:
    work = make_work(cast.commune, cast.officer)
    accountant = signed_in(cast.accountant)
    for moment, colour in (("before", "red"), ("after", "green"), ("after", "green")):
        data = {"moment": moment, "file": photo(colour), "note": f"Ảnh {colour}"}
        assert accountant.post(f"/cong-trinh/{work.pk}/anh/", data).status_code == 302
    assert sorted(work.photos.values_list("moment", flat=True)) == ["after", "before"]
    page = signed_in(cast.village_head).get(f"/cong-trinh/{work.pk}/").content.decode()
    assert page.index("Ảnh red") < page.index("Ảnh green")
    address = f"/tep/{work.photos.first().file_id}/anh/"  # type: ignore[union-attr]
    assert signed_in(cast.village_head).get(address).status_code == 200
    assert signed_in(cast.coordination).get(address).status_code == 200
    assert signed_in(cast.neighbour).get(address).status_code == 404


def test_what_is_no_photo_is_refused_at_the_field(cast: Cast, signed_in: SignIn) -> None:
    work = make_work(cast.commune, cast.officer)
    data = {"moment": "before", "file": SimpleUploadedFile("anh.jpg", b"<html>khong phai anh</html>")}
    response = signed_in(cast.accountant).post(f"/cong-trinh/{work.pk}/anh/", data)
    assert response.status_code == 200
    assert "không phải ảnh" in response.content.decode()
    assert not StoredFile.objects.exists()


def test_a_photo_taken_away_leaves_no_file_behind(
    cast: Cast, signed_in: SignIn, django_capture_on_commit_callbacks: Callable
) -> None:
    work = make_work(cast.commune, cast.officer)
    accountant = signed_in(cast.accountant)
    accountant.post(f"/cong-trinh/{work.pk}/anh/", {"moment": "before", "file": photo()})
    kept = WorkPhoto.objects.get()
    storage, name = kept.file.file.storage, str(kept.file.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        assert accountant.post(f"/cong-trinh/{work.pk}/anh/{kept.pk}/bo/").status_code == 302
    assert not StoredFile.objects.exists()
    assert not storage.exists(name)
    assert Entry.objects.filter(action="work.photo_removed").count() == 1


# --- The register ---


@pytest.fixture
def register(cast: Cast) -> dict[str, Work]:
    """Three works of xã An Bình and one of the next commune, with money."""
    plan = factories.plan(cast.commune, cast.committee)
    road = make_work(
        cast.village, cast.officer, "Đường bê tông Nà Cốc", total=500, accepted_value=400, accepted_on=date(2026, 3, 1),
        criterion=2, plan=plan, state="accepted",
    )  # fmt: skip
    house = make_work(
        cast.commune,
        cast.officer,
        "Nhà văn hóa xã",
        total=900,
        accepted_value=100,
        accepted_on=date(2026, 4, 1),
        criterion=6,
    )
    canal = make_work(cast.commune, cast.officer, "Kênh mương nội đồng", total=50, criterion=3)
    other = make_work(
        cast.next_commune, cast.neighbour, "Chợ Bình Yên", total=7, accepted_value=7, accepted_on=date(2026, 1, 1)
    )
    pay(road, 150, cast.accountant, key="a", days_ago=200)
    pay(road, 50, cast.accountant, key="b")
    pay(house, 130, cast.accountant, key="c")
    pay(canal, 20, cast.accountant, key="d")
    return {"road": road, "house": house, "canal": canal, "other": other}


def test_the_list_is_filtered_and_summed_by_the_database(
    cast: Cast, signed_in: SignIn, register: dict[str, Work]
) -> None:
    officer = signed_in(cast.officer)

    def names(query: str) -> list[str]:
        return [work.name for work in officer.get(f"/cong-trinh/?{query}").context["page"]]

    road, house, canal = "Đường bê tông Nà Cốc", "Nhà văn hóa xã", "Kênh mương nội đồng"
    assert names("") == [road, canal, house]
    assert names("q=be+tong") == names("tinh-trang=accepted") == names("tieu-chi=2") == names("no=1") == [road]
    assert names(f"ke-hoach={register['road'].plan_id}") == names(f"dia-ban={cast.village.pk}") == [road]
    assert names(f"dia-ban={cast.commune.pk}") == [road, canal, house]
    assert names("dia-ban=9999999999&tieu-chi=x&trang=abc") == [road, canal, house]
    totals = officer.get("/cong-trinh/").context["totals"]
    assert totals == {"total": 1450, "accepted": 500, "paid": 350, "debt": 200, "over": 30}
    assert "Vượt 30" in officer.get("/cong-trinh/").content.decode()


def test_who_sees_which_works(cast: Cast, signed_in: SignIn, register: dict[str, Work]) -> None:
    seen = {
        person: len(signed_in(getattr(cast, person)).get("/cong-trinh/").context["page"])
        for person in ("officer", "village_head", "coordination", "neighbour", "stranger")
    }
    assert seen == {"officer": 3, "village_head": 3, "coordination": 4, "neighbour": 1, "stranger": 0}
    assert signed_in(cast.coordination).get("/cong-trinh/").context["totals"]["total"] == 1457
    assert signed_in(cast.neighbour).get(f"/cong-trinh/{register['road'].pk}/").status_code == 404


def test_the_workbook_holds_what_the_list_shows_and_its_sums(
    cast: Cast, signed_in: SignIn, register: dict[str, Work]
) -> None:
    response = signed_in(cast.officer).get("/cong-trinh/?export=xlsx")
    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [row[1] for row in rows[1:]] == ["Đường bê tông Nà Cốc", "Kênh mương nội đồng", "Nhà văn hóa xã", "Cộng"]
    assert rows[-1][9:14] == (1450, 500, 350, 200, 30)


def test_debts_at_the_end_of_a_day(cast: Cast, signed_in: SignIn, register: dict[str, Work]) -> None:
    assert [(work.pk, work.debt) for work in queries.debts_of(cast.commune)] == [(register["road"].pk, 200)]
    assert not queries.debts_of(cast.commune, date(2026, 2, 1)).exists()
    day = clock.today() - timedelta(days=100)
    assert {work.name: work.debt for work in queries.debts_of(cast.commune, day)} == {
        "Đường bê tông Nà Cốc": 250,
        "Nhà văn hóa xã": 100,
    }
    officer = signed_in(cast.officer)
    page = officer.get("/cong-trinh/no-dong/")
    assert page.context["totals"]["debt"] == 200
    response = officer.get("/cong-trinh/no-dong/?export=xlsx")
    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert rows[1][1:] == ("Đường bê tông Nà Cốc", "Thôn Nà Cốc", rows[1][3], 400, 200, 200)
    assert "Không có nợ đọng" in officer.get("/cong-trinh/no-dong/?ngay=1/2/2026").content.decode()
    assert "Nhập ngày theo mẫu" in officer.get("/cong-trinh/no-dong/?ngay=hom+nay").content.decode()


def test_money_by_source_counts_the_works_of_the_year(cast: Cast) -> None:
    plan = factories.plan(cast.commune, cast.committee, year=2026)
    make_work(
        cast.commune,
        cast.officer,
        "A",
        plan=plan,
        funds=[{"kind": "state", "text": "", "amount": 5}, {"kind": "people", "text": "", "amount": 2}],
    )
    make_work(
        cast.village, cast.officer, "B", starts_on=date(2026, 5, 1), funds=[{"kind": "state", "text": "", "amount": 1}]
    )
    make_work(
        cast.commune,
        cast.officer,
        "C",
        starts_on=date(2025, 5, 1),
        funds=[{"kind": "state", "text": "", "amount": 100}],
    )
    assert queries.totals_by_source(cast.commune, 2026) == {"state": 6, "people": 2}
    assert queries.totals_by_source(cast.next_commune, 2026) == {}


@pytest.mark.parametrize("address", ["/cong-trinh/", "/cong-trinh/no-dong/", "/cong-trinh/?export=xlsx"])
def test_lists_cost_the_same_for_one_and_for_three_rows(
    cast: Cast, signed_in: SignIn, django_assert_max_num_queries: Callable, address: str
) -> None:
    officer = signed_in(cast.officer)
    counts = []
    for number in range(3):
        funds = [{"kind": "state", "text": "", "amount": 5}]
        work = make_work(
            cast.village,
            cast.officer,
            f"Công trình {number}",
            accepted_value=10,
            accepted_on=date(2026, 1, 1),
            funds=funds,
        )
        pay(work, 5, cast.accountant, key=str(number))
        with django_assert_max_num_queries(20) as captured:
            officer.get(address)
        counts.append(len(captured))
    assert counts[0] == counts[2]


def test_a_works_page_and_form_cost_the_same_for_few_and_many_rows(
    cast: Cast, signed_in: SignIn, django_assert_max_num_queries: Callable
) -> None:
    officer = signed_in(cast.officer)
    few = make_work(cast.village, cast.officer, "Ít", funds=[{"kind": "state", "text": "", "amount": 5}])
    many = make_work(
        cast.village, cast.officer, "Nhiều", funds=[{"kind": "state", "text": str(n), "amount": 5} for n in range(4)]
    )
    for work, times in ((few, 1), (many, 4)):
        for number in range(times):
            wrong = pay(work, 5 + number, cast.accountant, key=f"{work.pk}-{number}")
            actions.correct_payment(
                wrong, reason="Nhầm", paid_on=clock.today(), key=f"{work.pk}-{number}", by=cast.accountant
            )
            actions.add_photo(
                work, moment="after", name="a.jpg", data=photo(f"#0{number}0{number}00").read(), by=cast.officer
            )
    for part in ("", "sua/"):
        counts = []
        for work in (few, many):
            with django_assert_max_num_queries(25) as captured:
                officer.get(f"/cong-trinh/{work.pk}/{part}")
            counts.append(len(captured))
        assert counts[0] == counts[1]


# --- What always holds ---


def test_the_balance_is_never_below_nothing_without_a_word() -> None:
    assert balance(100, 40) == balance(100, 40).__class__(debt=60, over=0, advance=0)
    assert (balance(100, 130).debt, balance(100, 130).over) == (0, 30)
    assert balance(None, 25).advance == 25
    assert remarks(total=100, accepted=120, paid=130, funds=90) == [
        "Cộng các nguồn vốn thiếu 10 đồng so với tổng mức.", "Giá trị nghiệm thu vượt tổng mức 20 đồng.",
        "Đã thanh toán vượt giá trị nghiệm thu 10 đồng.",
    ]  # fmt: skip
    assert remarks(total=100, accepted=None, paid=130, funds=None) == ["Đã thanh toán vượt tổng mức 30 đồng."]
    assert remarks(total=None, accepted=None, paid=0, funds=5) == []


@pytest.mark.parametrize("seed", range(6))
def test_any_order_of_payments_and_corrections_adds_up(cast: Cast, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a repeatable order, no secret
    work = make_work(cast.commune, cast.officer, accepted_value=1000, accepted_on=date(2026, 1, 1))
    ledger: list[int] = []
    corrected: set[int] = set()
    for step in range(25):
        key = f"{seed}-{step}"
        payments = list(WorkPayment.objects.filter(work=work))
        if payments and chance.random() < 0.45:
            wrong = chance.choice(payments)
            right = chance.choice([None, chance.randint(1, 300)])
            forbidden = wrong.pk in corrected or wrong.corrects_id is not None
            try:
                actions.correct_payment(
                    wrong, reason="Nhầm", paid_on=clock.today(), right_amount=right, key=key, by=cast.accountant
                )
            except RuleError:
                assert forbidden
            else:
                assert not forbidden
                corrected.add(wrong.pk)
                ledger += [-wrong.amount, *([right] if right else [])]
        else:
            amount = chance.randint(1, 300)
            pay(work, amount, cast.accountant, key=key, days_ago=chance.randint(0, 60))
            ledger.append(amount)
        found = money_of(work)
        assert found.paid == sum(ledger)
        assert found.debt - found.over == 1000 - sum(ledger)
        assert sorted(work.payments.values_list("amount", flat=True)) == sorted(ledger)
    assert work.payments.filter(corrects__isnull=False).count() == len(corrected)


def test_the_database_itself_refuses_to_change_or_delete_a_payment(cast: Cast) -> None:
    # Triggers come with the migrations: this test fails under --nomigrations.
    payment = pay(make_work(cast.commune, cast.officer), 5, cast.accountant)
    for refused in (lambda: WorkPayment.objects.filter(pk=payment.pk).update(amount=1), payment.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            refused()
    assert WorkPayment.objects.get().amount == 5


@pytest.mark.django_db(transaction=True)
def test_two_payments_at_once_both_stay(cast: Cast) -> None:
    work = make_work(cast.commune, cast.officer, accepted_value=100, accepted_on=date(2026, 1, 1))
    amounts = iter((30, 50))

    def pay_one() -> None:
        amount = next(amounts)
        pay(work, amount, cast.accountant, key=f"luc-{amount}")

    at_once(2, pay_one)
    assert (money_of(work).paid, money_of(work).debt) == (80, 20)
