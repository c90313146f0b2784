"""The report of a campaign's results: drafted from the ledger, names only as agreed, the same sums as the pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from areas.enums import Level
from campaigns.actions.works import add_work
from contributions import ledger
from contributions.actions.receipts import Entry, Item, Share, issue_receipt, reverse_receipt
from contributions.actions.spending import Spent, spend
from contributions.enums import Consent, LineState
from contributions.models import FinalReport, Party, Receipt, RosterLine
from core import clock
from documents.check import check_pdf
from documents.context import Paper, Section, Table, walk
from documents.enums import DocumentState
from documents.models import Document
from documents.queries import paper_of
from documents.render import render
from tests import factories
from tests.cast import Cast
from tests.contributions.conftest import Drive

SignIn = Callable[[User], Client]
Giver = Callable[..., RosterLine]


def give(
    cast: Cast, drive: Drive, line: RosterLine | None, way: str = "cash", amount: int = 0, **values: Any
) -> Receipt:
    book = {"labour": drive.labour, "goods": drive.goods, "land": drive.goods}.get(way, drive.receipts)
    days = values.get("days")
    worth = int(days * 150_000) if days else sum(item.amount for item in values.get("items", ())) or amount
    entry = Entry(
        way=way, payer=str(line or "Ẩn danh"), received_on=clock.today(), text="Ủng hộ", key=uuid4(), amount=amount,
        shares=(Share(line, worth, days),) if line else (), **values,
    )  # fmt: skip
    return issue_receipt(entry, campaign=drive.campaign, book=book, by=cast.accountant)


def address(drive: Drive) -> str:
    return f"/dong-gop/{drive.campaign.pk}/bao-cao-ket-qua/"


def agrees(line: RosterLine, consent: Consent) -> None:
    Party.objects.filter(pk=line.party_id).update(consent=consent)


def tables(paper: Paper) -> list[Table]:
    return [block for block in walk(paper.content) if isinstance(block, Table)]


def text_of(paper: Paper) -> str:
    return str(paper.as_json())


@pytest.fixture
def story(cast: Cast, drive: Drive, giver: Giver) -> dict[str, Any]:
    """Four givers and a firm; cash, transfer, labour, goods, land; one receipt reversed, one not assigned; money spent."""
    an, binh, chi, dung = (
        giver("Lò Văn An"), giver("Hà Thị Bình", drive.low), giver("Vì Văn Chí", state=LineState.EXEMPT),
        giver("Lường Thị Dung"),
    )  # fmt: skip
    firm = giver("Công ty Mẫu", drive.firms)
    agrees(an, Consent.FULL)
    agrees(binh, Consent.INITIALS)
    give(cast, drive, an, amount=450_000)
    give(cast, drive, binh, "labour", days=Decimal(2))
    give(cast, drive, firm, "transfer", 2_000_000)
    give(cast, drive, dung, "goods", items=(Item("Xi măng", "bao", Decimal(10), 95_000),))
    give(cast, drive, dung, "land", items=(Item("Đất vườn", "m²", Decimal("30.5"), 100_000),))
    give(cast, drive, None, amount=123_000)
    wrong = give(cast, drive, dung, amount=777_000)
    reverse_receipt(wrong, reason="Ghi nhầm người", book=drive.receipts, key=uuid4(), by=cast.accountant)
    work = add_work(
        area=cast.commune, values={"name": "Đường hoa Nà Cốc", "total": 9_000_000, "state": "building"}, funds=[], key="a",
        by=cast.officer,
    )  # fmt: skip
    drive.campaign.works.set([work])
    paid = Spent("spent", 1_500_000, clock.today(), "PC01", "Cửa hàng vật liệu", "Mua xi măng", uuid4(), work)
    spend(paid, campaign=drive.campaign, by=cast.accountant)
    drive.campaign.notices.create(
        posted_from=date(2026, 3, 1), posted_to=date(2026, 3, 31), places="Nhà văn hóa thôn\nTrụ sở UBND xã", snapshot="{}",
        code="thu", by=cast.accountant, at=clock.now(),
    )  # fmt: skip
    return {"an": an, "chi": chi, "firm": firm, "work": work}


def test_the_report_says_what_the_ledger_says(
    cast: Cast, drive: Drive, story: dict[str, Any], signed_in: SignIn
) -> None:
    officer = signed_in(cast.officer)
    assert "Lập báo cáo kết quả" in officer.get(f"/dong-gop/{drive.campaign.pk}/").content.decode()
    words = {"assessment": "Bà con hưởng ứng tốt.\nHoàn thành sớm.", "shortcomings": "", "proposals": "Biểu dương."}
    for _ in range(2):
        made: Any = officer.post(address(drive), words)
        assert made.status_code == 302
    found, document = FinalReport.objects.get(), Document.objects.get()
    assert made.url == found.get_absolute_url()
    paper = paper_of(document)
    assert (paper.type, document.issuer) == ("BÁO CÁO", cast.committee)
    totals = ledger.campaign_totals(drive.campaign)
    # 450.000 + 300.000 + 2.000.000 + 950.000 + 3.050.000 + 123.000
    assert totals.given.total == 6_873_000
    ways, groups, villages, spent = tables(paper)
    assert ways.rows[-1] == ("", "Cộng", "6", "", "6.873.000")
    assert ("3", "Ngày công", "1", "2 công", "300.000") in ways.rows
    assert ("5", "Hiến đất", "1", "30,5 m²", "3.050.000") in ways.rows
    for table in (groups, villages):
        assert table.rows[-1][5] == "6.873.000"
        assert ("Chưa xác định người đóng góp", "123.000") in {(row[1], row[5]) for row in table.rows}
        parts = [int(row[5].replace(".", "")) for row in table.rows[1:-1]]
        assert sum(parts) == totals.given.total
    assert spent.rows[1][1:] == ("Đường hoa Nà Cốc", "Chi", "1", "1.500.000")
    said = text_of(paper)
    # 450.000 + 2.000.000 + 123.000 - 1.500.000
    assert "Số tiền còn lại: 1.073.000 đồng." in said
    assert "được miễn: 1" in said
    assert "Từ ngày 1/3/2026 đến ngày 31/3/2026: Nhà văn hóa thôn; Trụ sở UBND xã." in said
    assert "Bà con hưởng ứng tốt." in said
    assert check_pdf(render(paper, "pdf")) == []


def test_the_accountant_submits_the_report(cast: Cast, drive: Drive, story: dict[str, Any], signed_in: SignIn) -> None:
    factories.signer(cast.committee, "Cầm Văn Hạnh")
    accountant = signed_in(cast.accountant)
    page = accountant.post(address(drive), {"difficulties": ""}, follow=True).content.decode()
    document = factories.filled(FinalReport.objects.get().document)
    submit = reverse("documents:submit", args=[document.pk])
    assert submit in page
    accountant.post(submit)
    document.refresh_from_db()
    assert document.state == DocumentState.SUBMITTED


def test_nobody_is_named_who_has_not_agreed(cast: Cast, drive: Drive, story: dict[str, Any], signed_in: SignIn) -> None:
    signed_in(cast.accountant).post(address(drive), {})
    paper = paper_of(Document.objects.get())
    (appendix,) = paper.appendices
    (table,) = appendix.content
    assert isinstance(table, Table)
    assert [row[1:] for row in table.rows[1:]] == [
        ("Lò Văn An", "Thôn Nà Cốc", "", "450.000"),
        ("H.T.B.", "Thôn Nà Cốc", "2", "300.000"),
    ] or [row[1:] for row in table.rows[1:]] == [
        ("H.T.B.", "Thôn Nà Cốc", "2", "300.000"),
        ("Lò Văn An", "Thôn Nà Cốc", "", "450.000"),
    ]
    said = text_of(paper)
    for name in ("Hà Thị Bình", "Lường Thị Dung", "Vì Văn Chí", "Công ty Mẫu"):
        assert name not in said
    for word in ("nợ", "bắt buộc", "phải nộp"):
        assert f" {word}" not in said.lower()


def test_its_way_to_being_issued_and_a_new_one_after_that(
    cast: Cast, drive: Drive, story: dict[str, Any], giver: Giver, signed_in: SignIn
) -> None:
    factories.signer(cast.committee, "Cầm Văn Hạnh")
    officer = signed_in(cast.officer)
    page = officer.post(address(drive), {"assessment": "Tốt."}, follow=True).content.decode()
    assert "Trình duyệt" in page
    document = Document.objects.get()
    give(cast, drive, story["an"], amount=50_000)
    officer.post(address(drive), {"assessment": "Rất tốt."})
    document.refresh_from_db()
    assert "6.923.000" in text_of(paper_of(document)), "a draft is written anew with what came since"
    assert officer.get(address(drive)).content.decode().count("Rất tốt.") == 1, "and what was typed stands in the form"
    factories.filled(document)
    officer.post(f"/van-ban/{document.pk}/trinh/")
    again = officer.post(address(drive), {})
    assert "không lập lại được" in again.content.decode()
    signed_in(cast.leader).post(f"/van-ban/{document.pk}/duyet/")
    back: Any = signed_in(cast.clerk).post(f"/van-ban/{document.pk}/ban-hanh/", {})
    found = FinalReport.objects.get()
    assert back.url == found.get_absolute_url()
    document.refresh_from_db()
    assert document.number_and_symbol == "01/BC-UBND"
    assert signed_in(cast.village_head).get(found.get_absolute_url()).status_code == 200, "issued: its villages read it"
    assert signed_in(cast.neighbour).get(found.get_absolute_url()).status_code == 404
    officer.post(address(drive), {})
    assert FinalReport.objects.count() == 2, "an issued report stays"


def test_what_cannot_be_reported_gets_a_sentence(cast: Cast, drive: Drive, signed_in: SignIn) -> None:
    refused = signed_in(cast.officer).post(address(drive), {})
    assert "chưa có chứng từ thu nào" in refused.content.decode()
    assert not Document.objects.exists()
    assert signed_in(cast.neighbour).get(address(drive)).status_code == 404
    assert signed_in(cast.leader).get(address(drive)).status_code == 403


def test_script_is_shown_as_text(cast: Cast, drive: Drive, story: dict[str, Any], signed_in: SignIn) -> None:
    nasty = "<script>alert(1)</script>"
    officer = signed_in(cast.officer)
    page = officer.post(address(drive), {"assessment": nasty, "shortcomings": nasty, "proposals": nasty}, follow=True)
    document = Document.objects.get()
    preview = officer.get(f"/van-ban/{document.pk}/xem/").content.decode()
    form = officer.get(address(drive)).content.decode()
    for seen in (page.content.decode(), preview, form):
        assert nasty not in seen
    too_long = officer.post(address(drive), {"assessment": "a" * 5001}).content.decode()
    assert "5000" in too_long


def test_it_costs_the_same_for_few_and_for_many(
    cast: Cast, drive: Drive, story: dict[str, Any], giver: Giver, signed_in: SignIn
) -> None:
    officer = signed_in(cast.officer)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert officer.post(address(drive), {}).status_code == 302
        return len(caught)

    queries()
    story["again"] = give(cast, drive, story["an"], amount=1_000)
    few = queries()
    for place in range(3):
        village = factories.area(
            f"Thôn {place}", level=Level.VILLAGE, kind_word="thôn", code=f"V{place}", parent=cast.commune
        )
        line = giver(f"Lò Văn {'ABC'[place]}")
        RosterLine.objects.filter(pk=line.pk).update(village=village)
        agrees(line, Consent.FULL)
        give(cast, drive, line, amount=10_000)
    assert queries() == few


def test_the_sections_are_numbered_as_in_the_decree(
    cast: Cast, drive: Drive, story: dict[str, Any], signed_in: SignIn
) -> None:
    signed_in(cast.officer).post(address(drive), {})
    paper = paper_of(Document.objects.get())
    labels = [block.label for block in paper.content if isinstance(block, Section)]
    assert labels == ["I", "II", "III", "IV", "V"]
