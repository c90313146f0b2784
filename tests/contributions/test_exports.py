"""Books and sheets: every total agrees to the đồng with the ledger, as LibreOffice works the formulas out; CSV too."""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import User
from areas.enums import Level
from areas.models import Area, Organisation
from campaigns.enums import Pot
from contributions import ledger
from contributions.actions.receipts import Item, Share, issue_receipt, reverse_receipt
from contributions.actions.spending import spend
from contributions.enums import BookForm, Group, PartyKind, Way
from contributions.exporting import make_export
from contributions.models import Campaign, Party, Rate, Receipt, RosterLine
from contributions.papers.totals import resource_rows
from contributions.queries.exports import ALWAYS, Span, giver_rows, place_lines
from contributions.queries.totals import Planned, Resources, Sources, resources
from core import sheets_long
from core.clock import now, today
from core.formats import money, vndate
from core.sheets import Column, Heading, RowCountError, Sheet, Sums
from documents.models import StoredFile
from jobs.actions import run
from jobs.models import Job
from tests import factories
from tests.cast import Cast
from tests.contributions.conftest import Drive
from tests.contributions.test_ledger import entry
from tests.contributions.test_spending import spent
from tests.workbooks import recalculated

SignIn = Callable[[User], Client]
Giver = Callable[..., RosterLine]
FORMULA = '=HYPERLINK("http://x.vn","A")'


def row_of(page: Any, words: str) -> list[Any]:
    """The values of the row in which some text begins with these words."""
    for row in page.iter_rows(values_only=True):
        if any(isinstance(value, str) and value.startswith(words) for value in row):
            return list(row)
    raise AssertionError(f"no row with {words}")


def texts(page: Any) -> str:
    return "\n".join(str(value) for row in page.iter_rows(values_only=True) for value in row if value is not None)


@pytest.fixture
def busy(cast: Cast, drive: Drive, giver: Giver) -> Drive:
    """The campaign with every way of giving, part and over payments, a reversal, something assigned to nobody, spending."""
    Campaign.objects.filter(pk=drive.campaign.pk).update(pot=Pot.BUDGET)
    drive.campaign.refresh_from_db()
    by, day = cast.accountant, today() - timedelta(days=40)
    school = Organisation.objects.create(area=cast.commune, kind="truong", name="Trường Tiểu học An Bình")
    friends = Rate.objects.create(
        campaign=drive.campaign, position=4, group=Group.BENEFACTOR, label="Nhà hảo tâm", amount=0
    )
    an, binh = giver("Lò Văn An"), giver(FORMULA, drive.low)
    teacher, firm, friend = (
        giver("Cầm Thị Dạy"),
        giver("Công ty Minh Thành", drive.firms),
        giver("Con em xa quê", friends),
    )
    RosterLine.objects.filter(pk=teacher.pk).update(unit=school)
    Party.objects.filter(pk=firm.party_id).update(kind=PartyKind.ORGANISATION)

    def write(book: Any, **values: Any) -> Receipt:
        return issue_receipt(entry(**values), campaign=drive.campaign, book=book, by=by)

    write(drive.receipts, amount=500_000, received_on=day, shares=(Share(an, 300_000), Share(binh, 150_000)))
    write(drive.receipts, amount=150_000, shares=(Share(an, 150_000),), payer=FORMULA)
    wrong = write(drive.receipts, amount=777_001, shares=(Share(teacher, 777_001),))
    reverse_receipt(wrong, reason="Nhầm", book=drive.receipts, key=uuid4(), by=by)
    write(drive.receipts, way=Way.TRANSFER, amount=3_000_000, shares=(Share(firm, 3_000_000),))
    write(drive.receipts, amount=1_234_567, shares=(Share(friend, 1_234_567),))
    write(
        drive.labour, way=Way.LABOUR, amount=0, days=Decimal("2.5"), shares=(Share(teacher, 375_000, Decimal("2.5")),)
    )
    write(
        drive.goods, way=Way.GOODS, amount=0, items=(Item("Xi măng", "bao", Decimal(10), 85_000), Item("Cát", "m³", Decimal("1.5"), 300_000)),
        shares=(Share(binh, 1_300_000),),
    )  # fmt: skip
    land = write(
        drive.goods,
        way=Way.LAND,
        amount=0,
        items=(Item("Đất vườn", "m²", Decimal("52.5"), 200_000),),
        shares=(Share(an, 10_500_000),),
    )
    assert land.amount == 10_500_000
    spend(spent(900_000, spent_on=today()), campaign=drive.campaign, by=by)
    return drive


def fetch(client: Client, campaign: Campaign, book: str, format: str = "xlsx", **asked: str) -> bytes:
    response = client.post(reverse("contributions:export", args=[campaign.pk, book, format]), asked)
    assert response.status_code == 200, response.status_code
    return response.content


def test_the_five_books_agree_with_the_ledger(busy: Drive, cast: Cast, signed_in: SignIn, tmp_path: Path) -> None:
    campaign, client = busy.campaign, signed_in(cast.accountant)
    totals = ledger.campaign_totals(campaign)
    whole = totals.given
    books: dict[str, Any] = {}
    for book in ("ca-nhan", "bien-lai", "thon-don-vi", "s07-x", "ghi-thu-ghi-chi"):
        (tmp_path / book).mkdir()
        books[book] = recalculated(fetch(client, campaign, book), tmp_path / book).active
    people = row_of(books["ca-nhan"], "Cộng (6 dòng)")
    assert people[7:14] == [
        totals.expected,
        whole.money,
        2.5,
        whole.labour,
        whole.things,
        sum(max(0, row.left) for row in ledger.with_balance(campaign.lines.all())),
        ledger.kept(campaign).over,
    ]
    assert "Chưa phân bổ cho ai" in texts(books["ca-nhan"])
    assert "#" not in texts(books["ca-nhan"])
    receipts = row_of(books["bien-lai"], "Cộng (1 dòng)")
    assert receipts[5:8] == [whole.money, whole.money, 0]
    places = row_of(books["thon-don-vi"], "Cộng (3 dòng)")
    assert places[4:12] == [
        totals.expected, whole.money, 2.5, whole.labour, whole.goods + whole.work, 52.5, whole.land, whole.total,
    ]  # fmt: skip
    fund = row_of(books["s07-x"], "Số dư cuối kỳ")
    assert (fund[3], fund[5], fund[6]) == (whole.money, 900_000, ledger.money_left(campaign))
    in_kind = row_of(books["ghi-thu-ghi-chi"], "Cộng (4 dòng)")
    assert in_kind[5:7] == [whole.labour + whole.things] * 2
    assert "UBND XÃ AN BÌNH" in texts(books["s07-x"]).upper().replace("ỦY BAN NHÂN DÂN", "UBND")
    page = client.get(reverse("contributions:exports", args=[campaign.pk])).content.decode()
    overview = client.get(campaign.get_absolute_url()).content.decode()
    for figure in (whole.total, totals.expected):
        assert money(figure) in page
        assert money(figure) in overview


def test_what_is_left_by_the_rate_is_one_figure_everywhere(busy: Drive, cast: Cast, signed_in: SignIn) -> None:
    """Gifts above the rate and of people outside the roster stand apart: on the page, in its tables and in the workbook."""
    campaign, client = busy.campaign, signed_in(cast.accountant)
    stranger = issue_receipt(entry(amount=9_000_000), campaign=campaign, book=busy.receipts, by=cast.accountant)
    teacher = campaign.lines.get(party__name="Cầm Thị Dạy")
    late = RosterLine.objects.create(
        campaign=campaign, party=Party.objects.create(area=cast.commune, code="AB-77777", kind=PartyKind.PERSON, name="Mè Thị Muộn",
        created_by=cast.officer, created_at=now()), rate=busy.high, village=cast.village, expected_days=3, expected_amount=450_000,
        created_at=now(),
    )  # fmt: skip
    left = late.expected_amount + max(0, ledger.balance_of(teacher).left)
    given = ledger.campaign_totals(campaign).given.total
    page = client.get(campaign.get_absolute_url())
    kept = page.context["kept"]
    assert (kept.remaining, kept.unassigned.total) == (left, stranger.amount + 50_000)
    for rows in (page.context["villages"], page.context["units"]):
        assert sum(row.remaining for row in rows) == left
        assert sum(row.totals.given.total for row in rows) + kept.unassigned.total == given
    text = page.content.decode()
    assert f'<dt>Còn theo mức (đồng)</dt><dd class="tnum">{money(left)}</dd>' in text
    assert f'<dt>Góp trên mức (đồng)</dt><dd class="tnum">{money(kept.over)}</dd>' in text
    assert text.count('<th scope="row" class="n-wrap">Chưa phân bổ cho ai</th>') == 2
    book = list(csv.reader(io.StringIO(fetch(client, campaign, "ca-nhan", "csv").decode("utf-8-sig"))))
    assert [int(figure) for figure in book[-1][12:14]] == [left, kept.over]
    outside = next(row for row in book if row[2] == "Chưa phân bổ cho ai")
    assert outside[12:14] == ["0", "0"]
    roster = client.get(reverse("contributions:roster", args=[campaign.pk])).context["page"]
    assert sum(max(0, line.left) for line in roster) == left


def test_each_giver_has_the_receipts_that_stand(drive: Drive, cast: Cast, giver: Giver) -> None:
    """Day and numbers are those of receipts that count; books of two kinds may have one code and one number."""
    line, by, first = giver("Lò Văn An"), cast.accountant, today() - timedelta(days=40)

    def row(span: Span = ALWAYS) -> Any:
        (found,) = giver_rows(drive.campaign.lines.all(), span)
        return found.numbers, found.last, found.money

    def pay(on: date, amount: int) -> Receipt:
        said = entry(amount=amount, received_on=on, shares=(Share(line, amount),))
        return issue_receipt(said, campaign=drive.campaign, book=drive.receipts, by=by)

    pay(first, 100_000)
    wrong = pay(first + timedelta(days=5), 777_000)
    reverse_receipt(wrong, reason="Nhầm", book=drive.receipts, key=uuid4(), by=by)
    assert row() == (["01/0000001"], first, 100_000)
    assert row(Span(until=today() - timedelta(days=1))) == (
        ["01/0000001", "01/0000002"], first + timedelta(days=5), 877_000,
    ), "not yet taken back"  # fmt: skip
    assert row(Span(since=today())) == (["01/0000003"], today(), -777_000), "only taken back in these days"
    work = entry(way=Way.LABOUR, amount=0, days=Decimal(1), shares=(Share(line, 150_000, Decimal(1)),))
    issue_receipt(work, campaign=drive.campaign, book=drive.labour, by=by)
    assert row() == (
        [f"01/0000001 ({BookForm(book.form).label}, {book.year})" for book in (drive.receipts, drive.labour)], today(), 100_000,
    )  # fmt: skip


def test_what_looks_like_a_formula_is_text(busy: Drive, cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.accountant)
    page: Any = load_workbook(io.BytesIO(fetch(client, busy.campaign, "ca-nhan"))).active
    cells = [cell for row in page.iter_rows() for cell in row if cell.value == FORMULA]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}
    data = fetch(client, busy.campaign, "ca-nhan", "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert any(f"'{FORMULA}" in row for row in rows)
    assert not any(FORMULA in row for row in rows)
    whole = ledger.campaign_totals(busy.campaign).given
    assert rows[-1][2] == "Cộng (6 dòng)"
    assert int(rows[-1][8]) == whole.money
    fund = list(csv.reader(io.StringIO(fetch(client, busy.campaign, "s07-x", "csv").decode("utf-8-sig"))))
    assert int(fund[-1][6]) == ledger.money_left(busy.campaign)


def test_by_part_and_by_days(busy: Drive, cast: Cast, signed_in: SignIn) -> None:
    client, campaign = signed_in(cast.accountant), busy.campaign
    school = Organisation.objects.get(name__startswith="Trường")
    page = load_workbook(io.BytesIO(fetch(client, campaign, "ca-nhan", don_vi=str(school.pk)))).active
    assert "Cầm Thị Dạy" in texts(page)
    assert "Lò Văn An" not in texts(page)
    assert "Trường Tiểu học" in texts(page)
    since = vndate(today() - timedelta(days=5))
    fund = list(csv.reader(io.StringIO(fetch(client, campaign, "s07-x", "csv", tu=since).decode("utf-8-sig"))))
    assert fund[1][6] == "500000"
    assert int(fund[-1][6]) == ledger.money_left(campaign)
    before = vndate(today() - timedelta(days=6))
    early = list(csv.reader(io.StringIO(fetch(client, campaign, "ca-nhan", "csv", den=before).decode("utf-8-sig"))))
    assert early[-1][8] == "500000"
    for asked in ({"tu": "hôm kia"}, {"tu": since, "den": before}, {"thon": "999999"}):
        response = client.get(reverse("contributions:exports", args=[campaign.pk]), asked)
        assert response.status_code == 200
        assert "chỗ cần sửa" in response.content.decode()


def test_parts_add_up_to_the_campaign(busy: Drive) -> None:
    campaign = busy.campaign
    rows = place_lines(campaign, campaign.lines.all(), ALWAYS, rest=True)
    totals = ledger.campaign_totals(campaign)
    assert [row.name for row in rows] == ["Thôn Nà Cốc", "Trường Tiểu học An Bình", "Chưa phân bổ cho ai"]
    assert sum(row.totals.given.total for row in rows) == totals.given.total
    assert sum(row.totals.givers for row in rows) == totals.givers
    assert sum((row.land for row in rows), Decimal(0)) == ledger.land_area(campaign)


def test_names_are_for_those_who_work_with_them(busy: Drive, cast: Cast, signed_in: SignIn) -> None:
    campaign = busy.campaign
    allowed: dict[str, dict[str, int]] = {}
    for user in ("accountant", "officer", "leader", "village_head", "clerk", "coordination", "neighbour"):
        client = signed_in(getattr(cast, user))
        allowed[user] = {
            book: client.post(reverse("contributions:export", args=[campaign.pk, book, "csv"])).status_code
            for book in ("ca-nhan", "s07-x", "thon-don-vi")
        }
    every, totals_only = (
        {"ca-nhan": 200, "s07-x": 200, "thon-don-vi": 200},
        {"ca-nhan": 403, "s07-x": 403, "thon-don-vi": 200},
    )
    assert allowed == {
        "accountant": every, "officer": every, "leader": every, "village_head": {**every, "s07-x": 403},
        "clerk": totals_only, "coordination": totals_only, "neighbour": dict.fromkeys(every, 404),
    }  # fmt: skip
    mine = fetch(signed_in(cast.village_head), campaign, "ca-nhan", "csv").decode()
    assert "Lò Văn An" in mine
    assert "Chưa phân bổ" not in mine
    assert (
        signed_in(cast.accountant).post(reverse("contributions:export", args=[campaign.pk, "khac", "csv"])).status_code
        == 404
    )


def test_a_long_book_is_made_by_the_worker(
    busy: Drive, cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("contributions.views.exports.AT_ONCE", 3)
    client, to = signed_in(cast.accountant), reverse("contributions:export", args=[busy.campaign.pk, "ca-nhan", "xlsx"])
    for _ in range(2):
        assert client.post(to).url == reverse("jobs:my_files")  # type: ignore[attr-defined]
    job: Any = Job.objects.get(kind="contributions.export")
    run(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.reason
    stored = StoredFile.objects.get()
    assert "Cộng (6 dòng)" in texts(load_workbook(stored.file.open()).active)
    assert client.get(job.result["url"]).status_code == 200
    assert signed_in(cast.leader).get(job.result["url"]).status_code == 404


def test_the_fast_writer_says_the_same(tmp_path: Path) -> None:
    columns = (
        Column("STT", 6, kind="number"), Column("Tên", 30), Column("Ngày", 12, kind="date"), Column("Tiền", 15, kind="money"),
        Column("Công", 9, kind="number"),
    )  # fmt: skip
    rows = [
        (n, FORMULA if n % 2 else "Lò Văn An", today() if n % 3 else None, n * 1_000, Decimal("0.5"))
        for n in range(6_000)
    ]
    heading = Heading(("TỈNH THỬ", "XÃ AN BÌNH"), ("Mẫu số 1",), ("SỔ", "Đợt 1"))
    sheet = Sheet("So", columns, iter(rows), heading=heading, sums=Sums((3, 4), label_at=1, count=6_000))
    out = io.BytesIO()
    sheets_long.write_sheet(sheet, out)
    page = recalculated(out.getvalue(), tmp_path).active
    assert row_of(page, "Cộng (6.000 dòng)")[3:] == [sum(n * 1_000 for n in range(6_000)), 3_000]
    raw: Any = load_workbook(io.BytesIO(out.getvalue())).active
    assert raw.freeze_panes == "A7"
    assert raw.page_setup.orientation == "landscape"
    assert raw.page_setup.paperSize == 9
    assert raw["B8"].value == "Lò Văn An" or raw["B8"].data_type == "s"
    assert raw["D8"].number_format == "[$-42A]#,##0"
    assert raw["C9"].number_format == "dd/mm/yyyy"
    short = Sheet("So", columns, iter(rows[:-1]), heading=heading, sums=Sums((3,), count=6_000))
    with pytest.raises(RowCountError):
        sheets_long.write_sheet(short, io.BytesIO())


def test_totals_over_campaigns_have_no_names(busy: Drive, cast: Cast, signed_in: SignIn, tmp_path: Path) -> None:
    other = Campaign.objects.create(
        area=cast.next_commune, name="Xã bên làm đường", code="BENLD", year=today().year, purpose="Đường", pot=Pot.WORK,
        created_by=cast.neighbour, created_at=now(),
    )  # fmt: skip
    to = reverse("contributions:consolidated")
    assert other.name not in signed_in(cast.leader).get(to).content.decode()
    client = signed_in(cast.coordination)
    page = client.get(to).content.decode()
    whole = ledger.campaign_totals(busy.campaign).given
    assert other.name in page
    assert money(whole.total) in page
    assert "Lò Văn An" not in page
    book = recalculated(client.get(to, {"export": "xlsx"}).content, tmp_path)
    assert book.sheetnames == ["Theo đợt vận động", "Theo địa bàn"]
    for sheet in book:
        sums = row_of(sheet, "Cộng (2 dòng)")
        assert (sums[13], sums[15], sums[16]) == (whole.total, 900_000, whole.money - 900_000)
        assert "Lò Văn An" not in texts(sheet)
    assert client.get(to, {"export": "csv"}).content[:3] == b"\xef\xbb\xbf"
    assert signed_in(cast.stranger).get(to).status_code == 200


def test_resources_come_from_the_ledger(busy: Drive, cast: Cast, signed_in: SignIn, tmp_path: Path) -> None:
    rows = {(row.label, row.name): row for row in resource_rows(resources(cast.commune, ALWAYS, today()))}
    whole = ledger.campaign_totals(busy.campaign).given
    assert rows["V", "Doanh nghiệp, hợp tác xã"].year == 3_000_000
    assert rows["VII", "Khác (tài trợ, con em xa quê)"].year == 1_234_567
    assert rows["1", "Tiền"].year == whole.money - 4_234_567
    labour, land = rows["2", "Ngày công (quy tiền)"], rows["3", "Hiến đất (quy tiền)"]
    assert (labour.year, labour.note) == (375_000, "2,5 công trong năm")
    assert (land.year, land.note) == (10_500_000, "1 hộ, 52,5 m² trong năm")
    assert rows["", "Tổng cộng (V, VI, VII)"].five_years == whole.total
    assert rows["I", "Ngân sách Trung ương"].year is None
    client, to = signed_in(cast.leader), reverse("contributions:resources")
    assert money(whole.total) in client.get(to).content.decode()
    page = recalculated(client.get(to, {"export": "xlsx"}).content, tmp_path).active
    assert row_of(page, "Tổng cộng")[3:6] == [whole.total] * 3
    assert row_of(page, "Cộng đồng dân cư")[4] == whole.total - 4_234_567
    pdf = client.get(to, {"export": "pdf"}).content
    (tmp_path / "bieu.pdf").write_bytes(pdf)
    said = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "bieu.pdf"), "-"], capture_output=True, check=True, text=True
    ).stdout
    assert money(whole.total) in said
    assert "375.000" in said


def test_a_negative_sum_says_why() -> None:
    none = Sources(ledger.Given(), ledger.Given(), ledger.Given(), Decimal(0), 0)
    less = replace(none, people=ledger.Given(cash=-450_000))
    rows = resource_rows(Resources(less, less, less, Planned(0, 0, 0), {}))
    told = {row.name for row in rows if "Số âm: chứng từ điều chỉnh giảm" in row.note}
    assert told == {"Cộng đồng dân cư", "Tiền", "Tổng cộng (V, VI, VII)"}
    assert not any("Số âm" in row.note for row in resource_rows(Resources(none, none, none, Planned(0, 0, 0), {})))


def test_pages_ask_the_same_number_of_queries(busy: Drive, cast: Cast, giver: Giver, signed_in: SignIn) -> None:
    client, counts = signed_in(cast.officer), []
    for name in ("Một", "Hai", "Ba"):
        for to in (reverse("contributions:exports", args=[busy.campaign.pk]), reverse("contributions:consolidated"), reverse("contributions:resources")):  # fmt: skip
            with CaptureQueriesContext(connection) as asked:
                client.get(to)
            counts.append(len(asked))
        village = factories.area(
            f"Thôn {name}", level=Level.VILLAGE, kind_word="thôn", code=f"V{name}", parent=cast.commune
        )
        RosterLine.objects.filter(pk=giver(f"Lò Văn {name}").pk).update(village=Area.objects.get(pk=village.pk))
        Campaign.objects.create(
            area=cast.commune, name=name, code=name, year=2026, purpose="Đường", pot=Pot.WORK, created_by=cast.officer, created_at=now(),
        )  # fmt: skip
    assert counts[:3] == counts[6:]


def test_the_job_is_not_for_somebody_without_the_right(busy: Drive, cast: Cast) -> None:
    job = Job(owner=None, payload={})
    with pytest.raises(Exception, match="không còn"):
        make_export(job)
