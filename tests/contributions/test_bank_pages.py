"""The accountant drops the bank's file: columns once, references at one press, the rest by candidates, split or set aside."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import Workbook

from accounts.enums import Role
from accounts.models import User
from areas.models import BankAccount, Organisation
from contributions import ledger
from contributions.actions.receipts import Entry, Share, issue_receipt
from contributions.actions.spending import Spent, spend
from contributions.enums import BankLineState, ImportState
from contributions.models import BankLine, Receipt, RosterLine, Statement, StatementProfile
from contributions.rules.transfers import Reference
from core.clock import today
from core.formats import vndatetime
from tests import factories
from tests.cast import Cast
from tests.contributions.conftest import Drive

YEAR = today().year
DAY = date(YEAR, 1, 5)
HEADINGS = ("Ngày GD", "Ghi nợ", "Ghi có", "Diễn giải", "Số GD", "Số dư")
SCRIPT = "<script>alert(1)</script>"
SignIn = Callable[[User], Client]
GiverOf = Callable[..., RosterLine]


@pytest.fixture
def accountant(cast: Cast, signed_in: SignIn) -> Client:
    return signed_in(cast.accountant)


def code(kind: str, number: int) -> str:
    return Reference("CSNTM", kind, number).text


def xlsx(*rows: tuple[Any, ...], headings: tuple[str, ...] = HEADINGS, name: str = "sao-ke.xlsx") -> SimpleUploadedFile:
    book = Workbook()
    page: Any = book.active
    page.append(["SAO KÊ TÀI KHOẢN"])
    page.append(headings)
    for row in rows:
        page.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def credits(*lines: tuple[int, str], start: int = 1_000_000) -> list[tuple[Any, ...]]:
    """Rows of money in, a day each, with the balance."""
    rows, balance = [], start
    for number, (amount, text) in enumerate(lines):
        balance += amount
        on = DAY + timedelta(days=number)
        rows.append((on, None if amount > 0 else -amount, amount if amount > 0 else None, text, f"FT{number}", balance))
    return rows


def bring_in(client: Client, account: BankAccount, file: SimpleUploadedFile, **more: str) -> Statement:
    """Upload, and say the columns as they are suggested where the page asks."""
    at = client.post(reverse("contributions:import_statement", args=[account.pk]), {"file": file, **more})
    assert at.status_code == 302, at.content.decode()
    if at["Location"].endswith("/cot/"):
        page = client.get(at["Location"])
        first = page.context["form"].initial
        at = client.post(at["Location"], first)
        assert at.status_code == 302, at.content.decode()
    return Statement.objects.order_by("-pk")[0]


# --- The file ---


def test_the_columns_are_said_once(accountant: Client, account: BankAccount) -> None:
    upload = reverse("contributions:import_statement", args=[account.pk])
    answer = accountant.post(upload, {"file": xlsx(*credits((450_000, "LO VAN AN"), (-11_000, "Phi SMS")))})
    page = accountant.get(answer["Location"])
    text = page.content.decode()
    assert "LO VAN AN" in text
    assert '<option value="Ghi có" selected' in text
    draft = Statement.objects.get()
    assert (draft.state, BankLine.objects.count()) == (ImportState.DRAFT, 0)
    assert "Tệp chờ chọn cột" in accountant.get(reverse("contributions:bank")).content.decode()
    wrong = accountant.post(answer["Location"], {"date": "Ngày GD", "credit": "Ghi có", "text": "Ghi có"})
    assert "Cột này đã chọn cho" in wrong.content.decode()
    assert "Chọn cột số tiền vào" in accountant.post(answer["Location"], {"date": "Ngày GD"}).content.decode()
    done = accountant.post(answer["Location"], page.context["form"].initial, follow=True)
    assert "Đã nhập 2 dòng mới" in done.content.decode()
    draft.refresh_from_db()
    assert (draft.state, draft.table, draft.closing_balance) == (ImportState.CONFIRMED, {}, 1_439_000)
    assert StatementProfile.objects.get().columns["credit"] == "Ghi có"
    again = accountant.post(upload, {"file": xlsx(*credits((450_000, "LO VAN AN"), (-11_000, "Phi SMS")))}, follow=True)
    assert "không có dòng mới" in again.content.decode()
    assert BankLine.objects.count() == 2


def test_a_line_in_two_files_of_one_name_tells_them_apart(accountant: Client, account: BankAccount) -> None:
    sent = credits((450_000, "LO VAN AN"), (200_000, "CA THI BINH"))
    one = bring_in(accountant, account, xlsx(*sent[:1]))
    at = reverse("contributions:bank_line", args=[BankLine.objects.get().pk])
    assert f'/{one.pk}/">sao-ke.xlsx</a></p>' in accountant.get(at).content.decode()
    two, other = (
        bring_in(accountant, account, xlsx(*sent)),
        bring_in(accountant, account, xlsx(*sent, name="khac.xlsx")),
    )
    page = accountant.get(at).content.decode()
    for statement in (one, two):
        assert f'/{statement.pk}/">sao-ke.xlsx (nạp {vndatetime(statement.at)})</a>' in page
    assert f'/{other.pk}/">khac.xlsx</a>' in page


def test_an_amount_merged_over_lines_is_refused(accountant: Client, account: BankAccount) -> None:
    book = Workbook()
    page: Any = book.active
    for row in (HEADINGS, *credits((450_000, "LO VAN AN"), (300_000, "LO THI BINH"))):
        page.append(row)
    page.merge_cells("C2:C3")
    out = io.BytesIO()
    book.save(out)
    upload = reverse("contributions:import_statement", args=[account.pk])
    columns = accountant.post(upload, {"file": SimpleUploadedFile("sao-ke.xlsx", out.getvalue())})["Location"]
    answer = accountant.post(columns, accountant.get(columns).context["form"].initial)
    assert "Cột “Ghi có” có ô gộp C2:C3" in answer.content.decode()
    assert not BankLine.objects.exists()


def test_other_headings_ask_again(accountant: Client, account: BankAccount) -> None:
    bring_in(accountant, account, xlsx(*credits((450_000, "A"))))
    other = xlsx((DAY, 7_000, "B"), headings=("Ngày", "Số tiền", "Nội dung"))
    answer = accountant.post(reverse("contributions:import_statement", args=[account.pk]), {"file": other})
    assert answer["Location"].endswith("/cot/")


def test_rows_that_cannot_be_read_are_told(accountant: Client, account: BankAccount) -> None:
    rows = [*credits((450_000, "A")), ("32/01/2026", None, 5, "B", "", 1), (DAY, None, "hai triệu", SCRIPT, "", 1)]
    statement = bring_in(accountant, account, xlsx(*rows))
    text = accountant.get(reverse("contributions:statement", args=[statement.pk])).content.decode()
    assert "Tháng 1 chỉ có 31 ngày" in text
    assert "Không đọc được số tiền “hai triệu”" in text
    assert statement.line_count == 1


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", b"khong phai"),
        ("a.csv", b"\xff\xfe\x00"),
        ("a.pdf", b"%PDF-"),
        ("a.xml", b"<camt.053"),
        ("a.csv", b"mot\nhai\n"),
    ],
)
def test_a_bad_file_is_one_sentence(accountant: Client, account: BankAccount, name: str, data: bytes) -> None:
    answer = accountant.post(
        reverse("contributions:import_statement", args=[account.pk]), {"file": SimpleUploadedFile(name, data)}
    )
    assert answer.status_code == 200
    assert len(answer.context["form"].errors["file"]) == 1
    assert not Statement.objects.exists()


def test_camt_with_the_closing_balance_it_tells(accountant: Client, account: BankAccount) -> None:
    data = f"""<?xml version="1.0"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt>
    <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="VND">950000</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{DAY}</Dt></Dt></Bal>
    <Ntry><Amt Ccy="VND">450000.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>{DAY}</Dt></BookgDt></Ntry>
    </Stmt></BkToCstmrStmt></Document>"""
    statement = bring_in(accountant, account, SimpleUploadedFile("a.xml", data.encode()))
    assert (statement.closing_on, statement.closing_balance) == (DAY, 950_000)
    text = accountant.get(reverse("contributions:balance", args=[account.pk])).content.decode()
    assert "950.000" in text
    assert "500.000" in text


def test_five_thousand_lines(accountant: Client, account: BankAccount) -> None:
    rows = "\n".join(f"{(DAY + timedelta(days=n // 100)).isoformat()};{1000 + n};nguoi {n}" for n in range(5000))
    file = SimpleUploadedFile("a.csv", f"Ngày;Số tiền;Nội dung\n{rows}\n".encode())
    statement = bring_in(accountant, account, file)
    assert statement.new_count == 5000
    page = accountant.get(reverse("contributions:statement", args=[statement.pk]))
    assert page.context["page"].paginator.count == 5000


# --- By reference ---


def test_one_press_takes_what_has_a_sure_reference(
    cast: Cast, drive: Drive, accountant: Client, account: BankAccount, giver: GiverOf
) -> None:
    school = Organisation.objects.create(area=cast.commune, kind="truong", name="Trường Tiểu học An Bình")
    an, binh, chi = giver("Lò Văn An"), giver("Lò Thị Bình", drive.low, unit=school), giver("Cầm Chi", unit=school)
    giver("Vàng A Miễn", unit=school, state="exempt")
    rows = credits(
        (200_000, f"mbvcb {code('C', an.pk).lower()} chuyen tien"),
        (750_000, f"{code('D', school.pk)} truong"),  # 300.000 + 450.000
        (750_000, f"{code('D', school.pk)} lan hai"),
        (50_000, f"{code('C', an.pk)} {code('C', chi.pk)}"),
        (70_000, f"{code('C', 99999)} khong con"),
        (80_000, code("C", an.pk)[:-1] + "?"),
        (-11_000, f"Phi {code('C', an.pk)}"),
    )
    statement = bring_in(accountant, account, xlsx(*rows))
    at = reverse("contributions:statement", args=[statement.pk])
    text = accountant.get(at).content.decode()
    assert "Ghi thu 2 dòng theo mã" in text
    assert "Trường Tiểu học An Bình, 2 người" in text
    assert "Nội dung có 2 mã" in text
    assert "còn theo mức của Trường Tiểu học An Bình là 0 đồng" in text
    press = reverse("contributions:match_by_reference", args=[statement.pk])
    assert "Đã ghi 2 khoản theo mã" in accountant.post(press, follow=True).content.decode()
    accountant.post(press)
    assert Receipt.objects.count() == 2
    balances = {row.pk: row.left for row in ledger.with_balance(drive.campaign.lines.filter(state="asked"))}
    assert balances == {an.pk: 250_000, binh.pk: 0, chi.pk: 0}
    first = Receipt.objects.get(amount=200_000)
    assert (first.payer, first.party, first.village, first.received_on) == ("Lò Văn An", an.party, cast.village, DAY)
    shown = accountant.get(at, {"dong": "da-ghi"}).context["rows"]
    assert [row["state"] for row in shown] == ["bank_matched", "bank_matched"]
    assert len(accountant.get(at, {"dong": "khac"}).context["rows"]) == 1


def test_without_a_book_the_page_says_so(
    drive: Drive, accountant: Client, account: BankAccount, giver: GiverOf
) -> None:
    an = giver("Lò Văn An")
    statement = bring_in(accountant, account, xlsx(*credits((450_000, code("C", an.pk)))))
    drive.receipts.handed_back_on = today()
    drive.receipts.save()
    answer = accountant.post(reverse("contributions:match_by_reference", args=[statement.pk]), follow=True)
    assert f"Chưa có quyển biên lai hoặc phiếu thu do hệ thống cấp số của năm {YEAR}" in answer.content.decode()
    line = reverse("contributions:bank_line", args=[BankLine.objects.get().pk])
    text = accountant.post(line, {"payer": "Lò Văn An", "nguoi": an.pk}).content.decode()
    assert "Chưa có quyển biên lai" in text
    assert reverse("contributions:open_book") in text
    assert not Receipt.objects.exists()


# --- One line ---


def test_a_line_without_a_reference_has_candidates(
    drive: Drive, accountant: Client, account: BankAccount, giver: GiverOf
) -> None:
    an = giver("Lò Văn An")
    giver("Quàng Thị Thư")
    bring_in(accountant, account, xlsx(*credits((450_000, f"LO VAN AN ung ho {SCRIPT}"))))
    at = reverse("contributions:bank_line", args=[BankLine.objects.get().pk])
    page = accountant.get(at)
    assert SCRIPT not in page.content.decode()
    assert [row.giver.line for row in page.context["candidates"]] == [an.pk]
    assert "nội dung có đủ họ tên; đúng số còn theo mức vận động 450.000 đồng" in page.content.decode()
    for _ in range(2):
        accountant.post(at, {"payer": "Lò Văn An", "nguoi": an.pk, "dot": drive.campaign.pk})
    assert Receipt.objects.get().party == an.party
    assert ledger.with_balance(drive.campaign.lines.filter(pk=an.pk)).get().left == 0
    assert "Đã ghi sổ" in accountant.get(at).content.decode()


def test_one_transfer_is_split_over_many(
    drive: Drive, accountant: Client, account: BankAccount, giver: GiverOf
) -> None:
    an, binh = giver("Lò Văn An"), giver("Lò Thị Bình", drive.low)
    bring_in(accountant, account, xlsx(*credits((800_000, "TRUONG TIEU HOC NOP"))))
    at = reverse("contributions:bank_line", args=[BankLine.objects.get().pk])
    kept = accountant.post(at, {"payer": "Trường", f"so-{an.pk}": "450k", "q": "binh", "tim": "1"})
    assert [row["line"].pk for row in kept.context["people"]] == [an.pk, binh.pk]
    assert kept.context["people"][0]["typed"] == "450k"
    for typed, said in (("9tr", "nhiều hơn"), ("chín", "chưa đọc được"), ("", "Nhập số tiền cho ít nhất một người")):
        assert said in accountant.post(at, {"payer": "Trường", f"so-{an.pk}": typed}).content.decode()
    assert "không thuộc danh sách" in accountant.post(at, {"payer": "x", "so-99999": "1000"}).content.decode()
    assert not Receipt.objects.exists()
    accountant.post(at, {"payer": "Trường Tiểu học", f"so-{an.pk}": "450k", f"so-{binh.pk}": "300.000"})
    receipt = Receipt.objects.get()
    assert (receipt.payer, ledger.unassigned(receipt)) == ("Trường Tiểu học", 50_000)


def test_left_unassigned_or_set_aside(accountant: Client, account: BankAccount, drive: Drive) -> None:
    bring_in(accountant, account, xlsx(*credits((450_000, "khong ro"), (90_000, "tien thue hoi truong"))))
    one, other = BankLine.objects.order_by("pk")
    accountant.post(
        reverse("contributions:bank_line", args=[one.pk]), {"payer": "Người chuyển khoản", "chua-phan": "1"}
    )
    assert ledger.unassigned(Receipt.objects.get()) == 450_000
    aside = reverse("contributions:set_aside_line", args=[other.pk])
    assert accountant.post(aside, {"reason": " "}).status_code == 409
    assert accountant.post(aside, {"reason": "x" * 301}).status_code == 409
    accountant.post(aside, {"reason": f"Tiền thuê hội trường {SCRIPT}"})
    at = reverse("contributions:bank_line", args=[other.pk])
    assert SCRIPT not in accountant.get(at).content.decode()
    accountant.post(at, {"payer": "x", "chua-phan": "1"})
    assert Receipt.objects.count() == 1
    accountant.post(aside, {"mo-lai": "1"})
    other.refresh_from_db()
    assert other.state == BankLineState.OPEN
    assert accountant.post(reverse("contributions:set_aside_line", args=[one.pk]), {"reason": "x"}).status_code == 409


@pytest.mark.parametrize("wrong", [(-11_000, "Phi SMS"), (-5, "rut"), (450_000, "Hoan tra lenh chuyen")])
def test_what_is_no_contribution_cannot_be_taken(
    accountant: Client, account: BankAccount, drive: Drive, wrong: tuple[int, str]
) -> None:
    bring_in(accountant, account, xlsx(*credits(wrong)))
    at = reverse("contributions:bank_line", args=[BankLine.objects.get().pk])
    assert "không ghi thu" in accountant.get(at).content.decode()
    accountant.post(at, {"payer": "x", "chua-phan": "1"})
    assert not Receipt.objects.exists()


# --- Undone ---


def test_undo_says_what_it_would_do_and_does_it(
    drive: Drive, accountant: Client, account: BankAccount, giver: GiverOf
) -> None:
    an = giver("Lò Văn An")
    statement = bring_in(accountant, account, xlsx(*credits((450_000, code("C", an.pk)), (90_000, "khac"))))
    accountant.post(reverse("contributions:match_by_reference", args=[statement.pk]))
    at = reverse("contributions:undo_statement", args=[statement.pk])
    page = accountant.get(at)
    assert (page.context["goes"], page.context["total"], page.context["against"]) == (1, 450_000, [])
    assert Receipt.objects.count() == 1
    for _ in range(2):
        accountant.post(at)
    assert ledger.campaign_totals(drive.campaign).given.total == 0
    assert sorted(Receipt.objects.values_list("amount", flat=True)) == [-450_000, 450_000]
    waits = accountant.get(reverse("contributions:bank")).context["accounts"][0].waits
    assert waits["n"] == 1


def test_what_can_no_longer_be_undone_is_listed(
    cast: Cast, drive: Drive, accountant: Client, account: BankAccount, giver: GiverOf, signed_in: SignIn
) -> None:
    an, binh = giver("Lò Văn An"), giver("Lò Thị Bình", drive.low)
    statement = bring_in(
        accountant, account, xlsx(*credits((450_000, code("C", an.pk)), (300_000, code("C", binh.pk))))
    )
    accountant.post(reverse("contributions:match_by_reference", args=[statement.pk]))
    drive.campaign.reversal_limit = 400_000
    drive.campaign.save()
    spend_from(cast, drive, 700_000)
    at = reverse("contributions:undo_statement", args=[statement.pk])
    against = accountant.get(at).context["against"]
    assert len(against) == 2
    assert "phải có lãnh đạo duyệt" in against[0]
    assert "có 700.000 đồng đã chi" in against[1]
    answer = accountant.post(at)
    assert "Chưa hoàn tác" in answer.content.decode()
    assert not Receipt.objects.exclude(reverses=None).exists()


def spend_from(cast: Cast, drive: Drive, amount: int) -> None:
    spent = Spent(
        kind="spent", amount=amount, spent_on=today(), voucher="PC 1", payee="Cửa hàng", text="Xi măng", key=uuid4()
    )
    spend(spent, campaign=drive.campaign, by=cast.accountant)


# --- The balance ---


def test_the_balance_explains_each_difference(
    cast: Cast, drive: Drive, accountant: Client, account: BankAccount, giver: GiverOf
) -> None:
    an = giver("Lò Văn An")
    statement = bring_in(
        accountant,
        account,
        xlsx(*credits((450_000, code("C", an.pk)), (90_000, "khac"), (-11_000, "Phi SMS"), (20_000, "thue"))),
    )
    accountant.post(reverse("contributions:match_by_reference", args=[statement.pk]))
    accountant.post(
        reverse("contributions:set_aside_line", args=[BankLine.objects.get(amount=20_000).pk]), {"reason": "Thuê"}
    )
    entry = Entry(
        way="transfer", payer="An", received_on=DAY + timedelta(days=1), text="x", key=uuid4(), amount=30_000,
        shares=(Share(an, 30_000),),
    )  # fmt: skip
    issue_receipt(entry, campaign=drive.campaign, book=drive.receipts, by=cast.accountant)
    days = accountant.get(reverse("contributions:balance", args=[account.pk])).context["days"]
    assert [(day["bank"], day["books"]) for day in days] == [
        (1_549_000, 1_480_000), (1_529_000, 1_480_000), (1_540_000, 1_480_000), (1_450_000, 1_450_000),
    ]  # fmt: skip
    assert [amount for _, amount in days[0]["items"]] == [90_000, 20_000, -11_000, -30_000]
    assert all(sum(amount for _, amount in day["items"]) == day["difference"] for day in days)


def test_a_balance_column_pointed_to_later(accountant: Client, account: BankAccount) -> None:
    rows = credits((450_000, "A"))
    bring_in(accountant, account, xlsx(*[row[:5] for row in rows], headings=HEADINGS[:5]))
    at = reverse("contributions:balance", args=[account.pk])
    assert "không có cột số dư" in accountant.get(at).content.decode()
    bring_in(accountant, account, xlsx(*rows), again="on")
    assert accountant.get(at).context["days"][0]["bank"] == 1_450_000
    assert BankLine.objects.count() == 1


# --- Who, and how much work a page is ---


def test_readers_read_and_do_not_write(cast: Cast, account: BankAccount, accountant: Client, signed_in: SignIn) -> None:
    statement = bring_in(accountant, account, xlsx(*credits((450_000, "A"))))
    line = BankLine.objects.get()
    cashier = factories.person("Lò Thị Quỹ", Role.CASHIER, cast.commune)
    pages = (("bank_account", account.pk), ("statement", statement.pk), ("bank_line", line.pk), ("balance", account.pk))
    for person in (cashier, cast.leader, cast.officer):
        for name, pk in pages:
            text = signed_in(person).get(reverse(f"contributions:{name}", args=[pk])).content.decode()
            assert "Nạp sao kê</a>" not in text
            assert "Ghi thu" not in text
        assert signed_in(person).post(reverse("contributions:bank_line", args=[line.pk])).status_code == 403
    for person in (cast.neighbour, cast.coordination):
        for name, pk in pages:
            assert signed_in(person).get(reverse(f"contributions:{name}", args=[pk])).status_code == 404
        assert "8800000000001" not in signed_in(person).get(reverse("contributions:bank")).content.decode()


def test_a_page_asks_as_often_for_many_rows_as_for_one(
    cast: Cast, drive: Drive, account: BankAccount, accountant: Client, giver: GiverOf
) -> None:
    one = giver("Lò Văn An")
    bring_in(accountant, account, xlsx(*credits((450_000, code("C", one.pk)))))
    statement = Statement.objects.get()
    line = BankLine.objects.get()
    pages = [
        reverse("contributions:bank"), reverse("contributions:bank_account", args=[account.pk]),
        reverse("contributions:statement", args=[statement.pk]), reverse("contributions:balance", args=[account.pk]),
        f"{reverse('contributions:bank_line', args=[line.pk])}?q=lo", reverse("contributions:undo_statement", args=[statement.pk]),
    ]  # fmt: skip

    def asked() -> list[int]:
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as queries:
                assert accountant.get(page).status_code == 200
            found.append(len(queries))
        return found

    asked()
    before = asked()
    people = [giver(f"Lò Thị {name}") for name in ("Bình", "Chi", "Dung")]
    more = bring_in(accountant, account, xlsx(*credits(*[(450_000, code("C", row.pk)) for row in people])))
    for row in more.lines.all():
        row.statements.add(statement)
    for number in (2, 3):
        BankAccount.objects.create(organisation=cast.committee, number=f"880000000000{number}")
    assert asked() == before
