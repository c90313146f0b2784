"""VietQR codes of a campaign's account: what is missing for one, and the card of a giver, a unit or a village."""

from __future__ import annotations

from contributions.models import Campaign
from contributions.papers.transfers import Card
from contributions.papers.transfers import card as card_of
from contributions.rules.transfers import Reference, viet_qr
from core.errors import RuleError


def problem(campaign: Campaign) -> str:
    """What is missing before codes can be drawn, in a sentence; "" where nothing is."""
    account = campaign.account
    if account is None:
        return "Đợt vận động chưa chọn tài khoản nhận."
    if not account.bin:
        return f"Tài khoản {account.number} chưa có mã ngân hàng tại NAPAS."
    if len(account.number) > 19:
        return f"Số tài khoản {account.number} dài quá 19 chữ số nên không lập được mã VietQR."
    return ""


def card(campaign: Campaign, kind: str, number: int, *, name: str, note: str, left: int) -> Card:
    """The code of a giver, unit or village. With nothing left by the rate the giver types the amount. RuleError as `problem`."""
    missing = problem(campaign)
    if missing or campaign.account is None:
        raise RuleError(missing)
    reference = Reference(campaign.code, kind, number).text
    amount = left if left > 0 else None
    code = viet_qr(bank=campaign.account.bin, account=campaign.account.number, amount=amount, memo=reference)
    return card_of(name=name, note=note, reference=reference, amount=amount, code=code)
