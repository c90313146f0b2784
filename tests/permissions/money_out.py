"""Spending, books and public notices: sums for who reads the campaign, names and writing for who works with it."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import uuid4

from PIL import Image

from campaigns.enums import Pot
from contributions.actions.notices import post_notice
from contributions.actions.receipts import Entry, Share, issue_receipt
from contributions.actions.spending import Spent, spend
from contributions.actions.spending_photos import add_photo
from contributions.enums import BookForm, CampaignState, PartyKind
from contributions.exporting import signing_of
from contributions.models import Book, Campaign, Party, RosterLine
from contributions.papers.notices import snapshot_of
from contributions.queries.notices import to_publish
from core.clock import now, today
from tests.cast import Cast
from tests.permissions.rows import COLLEAGUES, NOT_INSIDE, PEOPLE, Row

READERS = (*COLLEAGUES, "village_head", "coordination")


def _but(*may: str) -> dict[str, int]:
    return {**{person: 403 for person in READERS if person not in may}, **NOT_INSIDE}


_MONEY = ("accountant",)
_KEEPERS = ("officer", "accountant")
_ALL_NAMES = ("officer", "accountant", "leader")
_OWN_NAMES = (*_ALL_NAMES, "village_head")
TABLE = (
    Row("contributions:spendings", READERS, NOT_INSIDE, of="money_campaign"),
    Row("contributions:spend", _MONEY, _but(*_MONEY), of="money_campaign"),
    Row("contributions:spending", READERS, NOT_INSIDE, of="spending"),
    Row("contributions:reverse_spending", _MONEY, _but(*_MONEY), of="spending"),
    Row("contributions:add_spending_photo", _MONEY, _but(*_MONEY), method="post", of="spending"),
    Row("contributions:remove_spending_photo", _MONEY, _but(*_MONEY), method="post", of="spending_photo", done=302),
    Row("contributions:exports", READERS, NOT_INSIDE, of="money_campaign"),
    Row("contributions:export", _OWN_NAMES, _but(*_OWN_NAMES), method="post", of="giver_book"),
    Row("contributions:export", _ALL_NAMES, _but(*_ALL_NAMES), method="post", of="fund_book"),
    Row("contributions:export", READERS, NOT_INSIDE, method="post", of="place_book"),
    Row("contributions:consolidated", PEOPLE, {}),
    Row("contributions:resources", PEOPLE, {}),
    Row("contributions:notices", READERS, NOT_INSIDE, of="money_campaign"),
    Row("contributions:post_notice", _KEEPERS, _but(*_KEEPERS), of="money_campaign"),
    Row("contributions:notice", READERS, NOT_INSIDE, of="public_notice"),
    Row("contributions:notice_pdf", READERS, NOT_INSIDE, of="public_notice"),
)  # fmt: skip


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    by = cast.accountant
    campaign = Campaign.objects.create(
        area=cast.commune, name="Chung sức làm đường hoa", code="DUONGH", year=today().year, purpose="Đường hoa Nà Cốc", pot=Pot.WORK,
        labour_day_value=150_000, state=CampaignState.OPEN, created_by=cast.officer, created_at=now(),
    )  # fmt: skip
    book = Book.objects.create(
        area=cast.commune,
        year=today().year,
        form=BookForm.RECEIPT,
        code="CK",
        opened_on=today().replace(month=1, day=1),
    )
    party = Party.objects.create(
        area=cast.commune, code="AB-90001", kind=PartyKind.PERSON, name="Lò Văn Quyền", village=cast.village, created_by=by,
        created_at=now(), consent="full",
    )  # fmt: skip
    line = RosterLine.objects.create(
        campaign=campaign, party=party, village=cast.village, expected_amount=450_000, created_at=now()
    )
    issue_receipt(
        Entry(way="cash", payer=party.name, received_on=today(), text="Góp làm đường", key=uuid4(), amount=450_000, shares=(Share(line, 450_000),)),
        campaign=campaign, book=book, by=by,
    )  # fmt: skip
    paid = Spent("spent", 200_000, today(), "PC 01", "Cửa hàng xi măng", "Mua xi măng", uuid4())
    spending = spend(paid, campaign=campaign, by=by)
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "sienna").save(picture, "JPEG")
    photo = add_photo(spending, moment="before", name="anh.jpg", data=picture.getvalue(), by=by)
    said = snapshot_of(campaign, to_publish(campaign), signing_of(cast.commune, by, today()))
    notice = post_notice(
        campaign,
        said,
        posted_from=today(),
        posted_to=today() + timedelta(days=40),
        places="Trụ sở UBND xã",
        key="quyen",
        by=by,
    )
    return {
        "money_campaign": campaign.pk, "spending": (campaign.pk, spending.pk), "spending_photo": (campaign.pk, spending.pk, photo.pk),
        "giver_book": (campaign.pk, "ca-nhan", "csv"), "fund_book": (campaign.pk, "s07-x", "csv"),
        "place_book": (campaign.pk, "thon-don-vi", "xlsx"), "public_notice": (campaign.pk, notice.pk), "public_code": notice.code,
    }  # fmt: skip


PAGES = (
    ("accountant", "contributions:spendings", "money_campaign"),
    ("accountant", "contributions:spend", "money_campaign"),
    ("accountant", "contributions:spending", "spending"),
    ("accountant", "contributions:reverse_spending", "spending"),
    ("accountant", "contributions:exports", "money_campaign"),
    ("coordination", "contributions:consolidated", ""),
    ("leader", "contributions:resources", ""),
    ("officer", "contributions:notices", "money_campaign"),
    ("officer", "contributions:post_notice", "money_campaign"),
    ("officer", "contributions:notice", "public_notice"),
    ("", "contributions:public_notice", "public_code"),
)
NO_PAGES = ("contributions:notice_pdf",)
