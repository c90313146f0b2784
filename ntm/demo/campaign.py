"""The demonstration's contribution campaign: Linh Thông's, from its plan to the ledger. All names and figures are made up."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from PIL import Image

from accounts.models import User
from areas.models import Area
from campaigns.actions.works import add_work
from campaigns.enums import Pot
from campaigns.models import Plan, Work
from contributions.actions import campaigns, imports, parties, receipts
from contributions.actions.books import open_book
from contributions.actions.labour import add_muster, take_muster
from contributions.actions.notices import last_day, post_notice
from contributions.actions.spending import Spent
from contributions.actions.spending_photos import spend_with_photos
from contributions.enums import BookForm, BookKind, CampaignState, Consent, SpendingKind, Way
from contributions.exporting import signing_of
from contributions.models import Book, Campaign, Party, Receipt, RosterLine
from contributions.papers.notices import snapshot_of
from contributions.queries.notices import to_publish
from core import clock
from documents import actions as papers
from documents import numbering
from documents.enums import DocumentState
from documents.models import Document
from ntm.demo.roster import COMPANIES, FULL, INITIALS, OFFICIALS
from reporting.actions.publishing import publish
from reporting.enums import PublicPart

_COMMUNE, _YEAR = "cu-05539", 2024
_OFFICER, _ACCOUNTANT, _CASHIER, _LEADER, _CLERK = (
    "0900000022", "0900000025", "0900000026", "0900000027", "0900000028",
)  # fmt: skip
_PURPOSE = "Làm đường hoa, sửa nhà văn hóa các thôn (minh họa)"
#: The plan cites the commune's plan number 41 of the year as issued before.
_NUMBERS_BEFORE = 41
_CASH = ((0, 450_000, 6), (1, 450_000, 6), (8, 300_000, 7), (9, 200_000, 7))
_TRANSFERS = ((2, 450_000, 10), (3, 450_000, 10), (20, 2_000_000, 11), (21, 3_000_000, 13))


def load_campaign() -> Campaign | None:
    """Issue Linh Thông's plan and run its campaign up to the ledger; None where the plan has a campaign or was revoked. Safe to repeat."""
    area = Area.objects.get(code=_COMMUNE)
    plan = Plan.objects.filter(area=area, year=_YEAR, kind="contribution").select_related("document__issuer").first()
    if plan is None or Campaign.objects.filter(plan=plan).exists():
        return None
    if plan.document.state not in {DocumentState.DRAFT, DocumentState.ISSUED}:
        return None
    with transaction.atomic():
        _issued(plan.document)
        plan = Plan.objects.get(pk=plan.pk)
        campaign = _opened(plan)
        books = {form: _book(area, form) for form in (BookForm.RECEIPT, BookForm.LABOUR, BookForm.GOODS)}
        work = campaign.works.get()
        _received(campaign, books, work)
        _spent(campaign, work)
        _published(campaign)
    return campaign


def _by(phone: str) -> User:
    return User.objects.get(phone=phone)


def _key(what: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"demo-linh-thong-{what}")


def _issued(document: Document) -> None:
    if document.state == DocumentState.ISSUED:
        return
    on = date(_YEAR, 4, 22)
    if document.issuer is not None:
        numbering.note_number(numbering.series_for(document.issuer, document.type, on), _NUMBERS_BEFORE)
    papers.submit(document, by=_by(_OFFICER))
    papers.approve(document, by=_by(_LEADER))
    papers.issue(document, by=_by(_CLERK), on=on)


def _opened(plan: Plan) -> Campaign:
    officer = _by(_OFFICER)
    campaign = campaigns.open_from_plan(plan, pot=Pot.WORK, purpose=_PURPOSE, by=officer)
    work = add_work(
        area=plan.area, key=_key("work").hex, by=_by(_ACCOUNTANT), funds=[{"kind": "people", "text": "Ngày công, tiền", "amount": 60_000_000}],
        values={"name": "Đường hoa thôn Mẫu Một", "place": "Thôn Mẫu Một", "plan": plan, "criterion": 17, "total": 60_000_000,
                "state": "building"},
    )  # fmt: skip
    values = {
        name: getattr(campaign, name)
        for name in ("name", "starts_on", "deadline", "purpose", "pot", "account", "residents_decision", "labour_day_value")
    }  # fmt: skip
    rates = [
        {"id": rate.pk, **{name: getattr(rate, name) for name in ("group", "label", "min_income", "max_income", "days", "amount")}}
        for rate in campaign.rates.all()
    ]  # fmt: skip
    campaigns.save_campaign(
        campaign, values={**values, "two_people": True, "reversal_limit": 1_000_000}, works=[work], rates=rates,
        seen=campaigns.mark(campaign), by=officer,
    )  # fmt: skip
    _listed(campaign, officer)
    return campaigns.step_campaign(campaign, to=CampaignState.OPEN, by=officer)


def _listed(campaign: Campaign, officer: User) -> None:
    """The roster comes in as a pasted list, as an officer would bring it."""
    heading = ("Họ tên", "Đơn vị", "Thôn", "Thu nhập", "Điện thoại")
    rows: list[Sequence[str]] = [heading, *OFFICIALS, *((name, "", "", "", "") for name in COMPANIES)]
    draft = imports.read_paste(campaign, text="\n".join("\t".join(row) for row in rows), by=officer)
    draft = imports.map_columns(draft, columns=draft.columns["guess"], defaults={}, by=officer)
    imports.confirm_import(draft, reuse=False, by=officer)
    for party in Party.objects.filter(roster_import=draft):
        consent = Consent.FULL if party.name in FULL else Consent.INITIALS if party.name in INITIALS else Consent.NONE
        if consent != Consent.NONE:
            parties.save_party(party, values={"consent": consent}, seen=parties.mark(party), by=officer)


def _book(area: Area, form: BookForm, year: int = _YEAR) -> Book:
    on = date(year, 5, 2) if year == _YEAR else date(year, 1, 2)
    return open_book(area=area, form=form, kind=BookKind.SYSTEM, code="01", opened_on=on, by=_by(_ACCOUNTANT))


def _received(campaign: Campaign, books: dict[BookForm, Book], work: Work) -> None:
    lines = {line.party.name: line for line in campaign.lines.select_related("party", "village", "unit")}
    order = [lines[row[0]] for row in OFFICIALS] + [lines[name] for name in COMPANIES]
    for way, rows in ((Way.CASH, _CASH), (Way.TRANSFER, _TRANSFERS)):
        for place, amount, day in rows:
            _money(campaign, books[BookForm.RECEIPT], order[place], way, amount, date(_YEAR, 5, day))
    _goods(campaign, books[BookForm.GOODS], order[22], work)
    _worked(campaign, books[BookForm.LABOUR], work)
    wrong = _money(campaign, books[BookForm.RECEIPT], order[10], Way.CASH, 450_000, date(_YEAR, 5, 14))
    receipts.reverse_receipt(
        wrong, reason="Ghi nhầm mức, người góp nộp 300.000 đồng (minh họa)", key=_key("reversal"), by=_by(_ACCOUNTANT),
        # A reversal bears the day on which it is written, so its book is this year's.
        book=_book(campaign.area, BookForm.RECEIPT, clock.today().year),
    )  # fmt: skip
    _money(campaign, books[BookForm.RECEIPT], order[10], Way.CASH, 300_000, date(_YEAR, 5, 15))
    for receipt in campaign.receipts.filter(way__in=(Way.CASH, Way.GOODS), reverses=None, reversed_by=None)[:4]:
        receipts.confirm_receipt(receipt, by=_by(_CASHIER))


def _money(campaign: Campaign, book: Book, line: RosterLine, way: Way, amount: int, on: date) -> Receipt:
    entry = receipts.Entry(
        way=way, payer=line.party.name, party=line.party, village=line.village, received_on=on, amount=amount,
        text="Đóng góp “Chung sức xây dựng NTM” năm 2024", address=str(line.unit or line.village or ""),
        shares=(receipts.Share(line, amount),), key=_key(f"{way}-{line.party.name}-{on}"),
    )  # fmt: skip
    return receipts.issue_receipt(entry, campaign=campaign, book=book, by=_by(_ACCOUNTANT))


def _goods(campaign: Campaign, book: Book, line: RosterLine, work: Work) -> None:
    item = receipts.Item("Cây hoa giống", "cây", Decimal(400), 6_000)
    entry = receipts.Entry(
        way=Way.GOODS, payer=line.party.name, party=line.party, received_on=date(_YEAR, 5, 16), text="Ủng hộ cây trồng đường hoa",
        items=(item,), shares=(receipts.Share(line, item.amount),), work=work, key=_key("goods"),
    )  # fmt: skip
    receipts.issue_receipt(entry, campaign=campaign, book=book, by=_by(_ACCOUNTANT))


def _worked(campaign: Campaign, book: Book, work: Work) -> None:
    village = Area.objects.get(code="demo-mau-mot")
    lines = list(campaign.lines.filter(village=village).order_by("pk"))[2:5]
    muster = add_muster(
        campaign, village=village, held_on=date(_YEAR, 5, 18), text="Trồng hoa, dọn lề đường", work=work,
        days=dict(zip(lines, (Decimal(1), Decimal(1), Decimal("0.5")), strict=True)),
        key=_key("muster").hex, by=_by(_OFFICER),
    )  # fmt: skip
    take_muster(muster, book=book, by=_by(_ACCOUNTANT))


def _spent(campaign: Campaign, work: Work) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (640, 480), "darkolivegreen").save(picture, "JPEG")
    spent = Spent(
        SpendingKind.SPENT, 2_400_000, date(_YEAR, 5, 20), "PC 07", "Cửa hàng vật liệu Minh Họa",
        "Mua xi măng, cát làm bồn hoa", _key("spending"), work,
    )  # fmt: skip
    photos = [("after", "bon-hoa-minh-hoa.jpg", picture.getvalue())]
    spend_with_photos(spent, photos, campaign=campaign, by=_by(_ACCOUNTANT))


def _published(campaign: Campaign) -> None:
    officer, today = _by(_OFFICER), clock.today()
    said = snapshot_of(campaign, to_publish(campaign), signing_of(campaign.area, officer, today))
    post_notice(
        campaign, said, posted_from=today, posted_to=last_day(today), key=_key("notice").hex, by=officer,
        places="Trụ sở Ủy ban nhân dân xã\nNhà văn hóa thôn Mẫu Một",
    )  # fmt: skip
    publish(
        campaign.area, parts=[PublicPart.WORKS, PublicPart.CONTRIBUTIONS], words="Xã công khai để Nhân dân giám sát (minh họa).",
        by=_by(_LEADER),
    )  # fmt: skip
