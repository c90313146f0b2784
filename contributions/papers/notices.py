"""What a public notice says: its frozen words, the A4 for posting, the text for the loudspeaker, the list of what was published.

Names stand only as each giver agreed (Consent); who has not agreed is counted and not named. No receiver of a payment is named.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from contributions.enums import Consent
from contributions.models import Campaign, PublicNotice
from contributions.queries.exports import GiverRow
from contributions.queries.notices import ToPublish
from core.formats import money, number, vndate
from core.sheets import Column, Sheet
from core.text import nfc
from documents import numbering
from documents.context import Appendix, Block, Paper, Paragraph, Section, Signature, Table
from documents.enums import PaperType

if TYPE_CHECKING:
    from contributions.ledger import Totals
    from criteria.papers.results import Signing

Snapshot = dict[str, Any]
#: More names stand in an appendix of their own.
_IN_THE_TEXT = 40
#: Fewer givers than this are not shown as a place of their own.
_FEW = 3


def initials_of(name: str) -> str:
    """ "Lò Văn An" → "L.V.A."."""
    return "".join(f"{word[0].upper()}." for word in nfc(name).split() if word[0].isalnum())


def snapshot_of(campaign: Campaign, found: ToPublish, signing: Signing) -> Snapshot:
    """Every figure and word of the notice as plain data: đồng as int, days and m² as text with a decimal comma."""
    totals, given = found.totals, found.totals.given
    issuer, signer = signing.issuer, signing.signer
    village = campaign.area.level == "village"
    return {
        "campaign": campaign.name, "area": str(campaign.area), "village": village, "parent": str(campaign.area.parent or ""),
        "on": signing.on.isoformat(), "purpose": campaign.purpose, "pot": campaign.get_pot_display(), "year": campaign.year,
        "givers": totals.givers, "taking_part": totals.taking_part, "expected": totals.expected,
        "expected_days": number(found.expected_days), "money": given.money, "labour_days": number(given.labour_days),
        "labour": given.labour, "goods": given.goods + given.work, "land_m2": number(found.land), "land": given.land,
        "total": given.total, "share": number(totals.share) if totals.share is not None else "", "spent": found.spent, "left": found.left,
        "payments": [
            {"on": vndate(row.spent_on), "text": row.text, "work": row.work.name if row.work else "", "amount": row.amount}
            for row in found.payments
        ],
        "places": [_place(name, rows) for name, rows in many_enough([(row.name, row.totals) for row in found.places])],
        "names": _names(found.named),
        "issuer": issuer.name if issuer else str(campaign.area), "letterhead": (issuer.letterhead or issuer.name) if issuer else "",
        "letterhead_parent": issuer.letterhead_parent if issuer else "", "style": issuer.style if issuer else "state",
        "symbol": numbering.symbol(issuer, PaperType.NOTICE) if issuer else "",
        "place": (issuer.place if issuer else "") or (campaign.area.parent.name if village and campaign.area.parent else campaign.area.name),
        "authority": signer.post.authority if signer else "", "post": signer.post.title if signer else "",
        "signer": signer.full_name if signer else "",
    }  # fmt: skip


def _place(name: str, rows: list[Totals]) -> dict[str, Any]:
    return {
        "name": name, "givers": sum(row.givers for row in rows), "taking_part": sum(row.taking_part for row in rows),
        "money": sum(row.given.money for row in rows), "days": number(sum((row.given.labour_days for row in rows), Decimal(0))),
        "things": sum(row.given.things for row in rows), "total": sum(row.given.total for row in rows),
    }  # fmt: skip


def many_enough(places: list[tuple[str, Totals]]) -> list[tuple[str, list[Totals]]]:
    """Places by name, those where fewer than three took part together in one line: the sum of one giver would be his name."""
    few = [place for place in places if 0 < place[1].taking_part < _FEW]
    while few and sum(totals.taking_part for _, totals in few) < _FEW:
        more = [place for place in places if place[1].taking_part and place not in few]
        if not more:
            break
        few.append(min(more, key=lambda place: (place[1].taking_part, place[0])))
    shown = [(name, [totals]) for name, totals in places if (name, totals) not in few]
    return [*shown, ("Các nơi ít người tham gia (gộp chung)", [totals for _, totals in few])] if few else shown


def _names(rows: Iterable[GiverRow]) -> list[dict[str, str]]:
    """Full names first, then initials in their own order, so that their place in the list tells nothing."""
    full = [_name(row, row.line.party.name) for row in rows if row.line.party.consent == Consent.FULL]
    short = [_name(row, initials_of(row.line.party.name)) for row in rows if row.line.party.consent == Consent.INITIALS]
    return [*full, *sorted(short, key=lambda row: (row["name"], row["given"]))]


def _name(row: GiverRow, name: str) -> dict[str, str]:
    parts = [f"{money(row.money)} đồng"] if row.money > 0 else []
    if row.labour_days > 0:
        parts.append(f"{number(row.labour_days)} ngày công")
    if row.things > 0:
        parts.append(f"hiện vật, đất trị giá {money(row.things)} đồng")
    return {"name": name, "place": str(row.line.unit or row.line.village or ""), "given": "; ".join(parts)}


def frozen(notice: PublicNotice) -> Snapshot:
    """The words of a notice as they were published."""
    found: Snapshot = json.loads(notice.snapshot)
    return found


# --- The A4 for posting ---


def notice_paper(said: Snapshot, *, posted_from: date, posted_to: date, places: str, code: str, address: str) -> Paper:
    """Thông báo (Nghị định 30/2020/NĐ-CP, mẫu 1.4), number left to be filled in by the clerk; a village's is its head's."""
    on = date.fromisoformat(said["on"])
    village = said["village"]
    names, blocks = _name_table(said["names"]), list(_blocks(said))
    long = len(said["names"]) > _IN_THE_TEXT
    if names and not long:
        blocks.append(Section("IV", "DANH SÁCH ĐỒNG Ý NÊU TÊN", (names,)))
    where = "; ".join(line.strip() for line in places.splitlines() if line.strip())
    posted = f"Thông báo này được niêm yết từ ngày {vndate(posted_from)} đến ngày {vndate(posted_to)} tại: {where}."
    asked = f"Nhân dân xem tại {address}; ý kiến phản ánh gửi về {said['issuer']}./."
    return Paper(
        style=said["style"], parent_body=said["parent"] if village else said["letterhead_parent"] or None,
        issuing_body=said["area"] if village else said["letterhead"] or said["issuer"],
        symbol=None if village else said["symbol"] or None, place=said["place"], month=on.month, year=on.year,
        type=PaperType.NOTICE.label.upper(), subject=f"Công khai kết quả vận động và sử dụng đóng góp: {said['campaign']}",
        content=tuple(blocks), closing=(posted, asked), recipients=(*_recipients(places), f"Lưu: {'Thôn' if village else 'VT'}"),
        signature=Signature(None, "TRƯỞNG THÔN", None) if village
        else Signature(said["authority"] or None, said["post"] or None, said["signer"] or None),
        appendices=(Appendix("Phụ lục", "Danh sách đồng ý nêu tên", (names,)),) if names and long else (),
        uid=f"ntm-cong-khai-{code}", moment=f"{on:%Y-%m-%d}T08:00:00+07:00",
    )  # fmt: skip


def _recipients(places: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in places.splitlines() if line.strip())[:8]


def _blocks(said: Snapshot) -> Iterable[Block]:
    yield Section("I", "KẾT QUẢ VẬN ĐỘNG", tuple(Paragraph(f"- {line}") for line in result_lines(said)))
    spent = [Paragraph(f"- {line}") for line in spent_lines(said)]
    rows = tuple(
        (str(place), row["on"], row["text"] + (f" ({row['work']})" if row["work"] else ""), money(row["amount"]))
        for place, row in enumerate(said["payments"], 1)
    )
    table: tuple[Block, ...] = ()
    if rows:
        head = ("STT", "Ngày", "Nội dung chi", "Số tiền (đồng)")
        total = ("", "", "Cộng", money(said["spent"]))
        table = (Table((head, *rows, total), widths=(0.08, 0.16, 0.52, 0.24), align="cclr"),)
    yield Section("II", "KẾT QUẢ SỬ DỤNG", (*spent, *table))
    columns = ("Thôn, đơn vị", "Tham gia", "Tiền (đồng)", "Ngày công", "Hiện vật, đất (đồng)", "Tổng (đồng)")
    places = tuple(
        (row["name"], f"{row['taking_part']}/{row['givers']}", money(row["money"]), row["days"], money(row["things"]), money(row["total"]))
        for row in said["places"]
    )  # fmt: skip
    things = said["goods"] + said["land"]
    last = ("Cộng", f"{said['taking_part']}/{said['givers']}", money(said["money"]), said["labour_days"], money(things), money(said["total"]))  # fmt: skip
    widths = (0.26, 0.12, 0.17, 0.12, 0.16, 0.17)
    yield Section("III", "THEO THÔN, ĐƠN VỊ", (Table((columns, *places, last), widths=widths, align="lcrrrr"),))


def _name_table(names: list[dict[str, str]]) -> Table | None:
    rows = tuple((str(place), row["name"], row["place"], row["given"]) for place, row in enumerate(names, 1))
    head = ("STT", "Họ tên", "Thôn, đơn vị", "Đã đóng góp")
    return Table((head, *rows), widths=(0.08, 0.3, 0.26, 0.36), align="clll") if rows else None


def result_lines(said: Snapshot) -> list[str]:
    """What was asked and given, one sentence a line; the contribution is voluntary."""
    days = f" (trong đó {said['expected_days']} ngày công quy tiền)" if said["expected_days"] != "0" else ""
    return [
        f"Mục đích: {said['purpose'].strip().rstrip('.')}. Việc đóng góp trên tinh thần tự nguyện.",
        f"Mức vận động: {money(said['expected'])} đồng{days}; {money(said['givers'])} người, hộ, tổ chức được vận động.",
        f"Đã đóng góp: {money(said['total'])} đồng"
        + (f", đạt {said['share']}% mức vận động" if said["share"] else "")
        + f"; {money(said['taking_part'])} người, hộ, tổ chức tham gia.",
        (
            f"Trong đó: tiền {money(said['money'])} đồng; {said['labour_days']} ngày công, quy tiền {money(said['labour'])} đồng; "
            f"hiện vật, công trình {money(said['goods'])} đồng; hiến đất {said['land_m2']} m², quy tiền {money(said['land'])} đồng."
        ),
    ]


def spent_lines(said: Snapshot) -> list[str]:
    return [f"Đã chi, bàn giao: {money(said['spent'])} đồng; tiền còn lại: {money(said['left'])} đồng."]


# --- Read aloud ---


def spoken(said: Snapshot, posted_from: date, posted_to: date) -> str:
    """The text for the loudspeaker: figures in short sentences, no names."""
    works = [row["text"] for row in said["payments"]]
    spent = f"Số tiền đã chi, bàn giao là {money(said['spent'])} đồng" + (f", gồm: {'; '.join(works)}" if works else "")
    return "\n".join(
        [
            "Kính thưa bà con Nhân dân.",
            (
                f"{said['issuer']} thông báo kết quả đợt vận động “{said['campaign']}”, số liệu đến ngày "
                f"{vndate(date.fromisoformat(said['on']))}."
            ),
            (
                f"Mức vận động là {money(said['expected'])} đồng. Đến nay {money(said['taking_part'])} người, hộ, tổ chức đã tự nguyện "
                f"đóng góp, tổng trị giá {money(said['total'])} đồng."
            ),
            (
                f"Trong đó có {money(said['money'])} đồng tiền, {said['labour_days']} ngày công, hiện vật và công trình trị giá "
                f"{money(said['goods'])} đồng, đất hiến {said['land_m2']} mét vuông."
            ),
            f"{spent}. Số tiền còn lại là {money(said['left'])} đồng.",
            (
                f"Thông báo được niêm yết từ ngày {vndate(posted_from)} đến ngày {vndate(posted_to)}. Bà con có ý kiến xin gửi về "
                f"{said['issuer']}."
            ),
            "Trân trọng cảm ơn sự đóng góp của bà con.",
        ]
    )


# --- What was published ---


def published_sheet(campaign: Campaign, notices: Iterable[PublicNotice]) -> Sheet:
    """The list of what was published, how and when (Luật 10/2022/QH15, điều 13)."""
    columns = (
        Column("STT", 6, kind="number"), Column("Nội dung công khai", 46), Column("Nơi công khai", 50), Column("Từ ngày", 13, kind="date"),
        Column("Đến ngày", 13, kind="date"), Column("Số ngày", 9, kind="number"), Column("Người công khai", 26),
    )  # fmt: skip
    rows = (
        (place, f"Kết quả vận động, sử dụng đóng góp: {campaign.name}", row.places, row.posted_from, row.posted_to,
         Decimal((row.posted_to - row.posted_from).days + 1), str(row.by))
        for place, row in enumerate(notices, 1)
    )  # fmt: skip
    return Sheet("Cong khai", columns, rows)
