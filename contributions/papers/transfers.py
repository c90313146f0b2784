"""QR codes for transfers: cards of the page, and the A4 sheets that hang in a unit or village."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from contributions.models import Campaign
from core.formats import money
from documents.render import qr
from documents.render.columns import FONT_DIR
from documents.render.css import font_faces
from documents.render.pieces import clean

#: White around the code, in modules: EMVCo asks for four.
QUIET = 4


@dataclass(frozen=True, slots=True)
class Card:
    """One code: for whom, what the transfer says, the amount in đồng (None: the giver types it), and the drawn picture."""

    name: str
    note: str
    reference: str
    amount: int | None
    #: The dark modules as an SVG path, with the SVG's viewBox.
    path: str
    view_box: str


def card(*, name: str, note: str, reference: str, amount: int | None, code: str) -> Card:
    """The card of a code's text."""
    path, side = qr.path(code)
    whole = side + 2 * QUIET
    return Card(name, note, reference, amount, path, f"-{QUIET} -{QUIET} {whole} {whole}")


def poster_html(campaign: Campaign, title: str, cards: Sequence[Card], *, big: bool) -> str:
    """The A4 sheet as well-formed XML: one big code, or a grid with the name of each giver of one unit or village."""
    account = campaign.account
    number = account.number if account else ""
    bank = f"tại {account.bank}" if account and account.bank else ""
    holder = f"chủ tài khoản: {account.holder}" if account and account.holder else ""
    head = (
        f'<p class="place">{_text(str(campaign.area)).upper()}</p><h1>{_text(campaign.name)}</h1>'
        f'<p class="unit">{_text(title)}</p>'
        f'<p class="account">{"; ".join(filter(None, [f"Số tài khoản: <b>{_text(number)}</b> {_text(bank)}", _text(holder)]))}</p>'
    )
    foot = (
        '<p class="hint">Mở ứng dụng ngân hàng, chọn quét mã QR. Đề nghị giữ nguyên nội dung chuyển khoản để được ghi nhận đúng '
        "người. Đóng góp là tự nguyện; số tiền có thể sửa trước khi chuyển.</p>"
    )
    body = _big(cards[0]) if big else "".join(_row(cards[at : at + 3]) for at in range(0, len(cards), 3))
    return (
        f'<html lang="vi"><head><meta charset="utf-8"/><title>Mã QR: {_text(title)}</title>'
        f'<meta name="author" content="{_text(str(campaign.area))}"/><meta name="generator" content="ntm"/>'
        f"<style>{font_faces(FONT_DIR.as_uri() + '/')}{_CSS}</style></head><body>{head}{foot}{body}</body></html>"
    )


def _picture(item: Card) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{item.view_box}" role="img" aria-label="Mã QR {item.reference}">'
        f'<path fill="#000" d="{item.path}"/></svg>'
    )


def _words(item: Card) -> str:
    amount = f"{money(item.amount)} đồng" if item.amount else "Người chuyển tự ghi số tiền"
    note = f'<p class="note">{_text(item.note)}</p>' if item.note else ""
    return (
        f'<p class="name">{_text(item.name)}</p>{note}<p class="ref">{item.reference}</p><p class="amount">{amount}</p>'
    )


def _big(item: Card) -> str:
    return f'<div class="big">{_picture(item)}{_words(item)}</div>'


def _row(cards: Iterable[Card]) -> str:
    return f'<div class="row">{"".join(f"<div class=cell>{_picture(item)}{_words(item)}</div>" for item in cards)}</div>'.replace(
        "<div class=cell>", '<div class="cell">'
    )


def _text(text: str) -> str:
    return escape(clean(text))


_CSS = """
@page { size: A4; margin: 14mm 12mm; }
body { margin: 0; font-family: "Liberation Serif"; font-size: 11pt; color: #000; text-align: center; }
p, h1 { margin: 0 0 1mm; overflow-wrap: anywhere; }
h1 { font-size: 17pt; margin-top: 1mm; }
.place { font-size: 11pt; font-weight: bold; }
.unit { font-size: 14pt; font-weight: bold; }
.hint { font-size: 10pt; font-style: italic; margin-bottom: 4mm; }
.row { display: grid; grid-template-columns: 33.33% 33.33% 33.33%; break-inside: avoid; }
.cell { border: .4pt solid #777; margin: 0 1mm 2mm; padding: 1mm 2mm 2mm; break-inside: avoid; }
.cell svg { width: 48mm; height: 48mm; }
.big { margin-top: 8mm; }
.big svg { width: 130mm; height: 130mm; }
.name { font-weight: bold; }
.note { font-size: 9pt; }
.ref { font-size: 10pt; }
.big .name, .big .ref, .big .amount { font-size: 18pt; }
"""
