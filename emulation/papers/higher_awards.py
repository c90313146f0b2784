"""Awards of the level above: tờ trình with the list, and a báo cáo thành tích for each nomination. Pure.

Luật 06/2022/QH15, điều 84: tờ trình, báo cáo thành tích, biên bản. Of Mẫu số 7 in NĐ 152/2025 only the name is established
(thi đua theo chuyên đề), not its layout: the draft follows the usual parts, and its page says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, cast

from areas.models import Area, Organisation, PostHolder
from core.formats import number, percent, vndate
from documents import numbering
from documents.context import Paper, Paragraph, Section, Signature, Table
from documents.enums import PaperType
from documents.nd30 import DOTS
from emulation.papers.awards import form_title, place_of
from emulation.queries.reviews import EntryFact

if TYPE_CHECKING:
    from documents.context import Style
    from emulation.models import Ballot, Drive, Nomination, RankRow


@dataclass(frozen=True, slots=True)
class Sender:
    """Who asks, and on what."""

    issuer: Organisation
    signer: PostHolder | None
    today: date
    bases: Sequence[str]


def office_above(area: Area) -> str:
    """Whom the commune asks: the people's committee of the level above (the district's to 30/6/2025)."""
    above = area.parent
    if above is None:
        return f"Ủy ban nhân dân {DOTS}"
    return f"Ủy ban nhân dân {above.kind_word} {above.name}"


def submission(drive: Drive, nominations: Sequence[Nomination], ballots: Mapping[int, Ballot], sender: Sender) -> Paper:
    """Tờ trình đề nghị khen thưởng (NĐ 30/2020), the list in it."""
    issuer, office = sender.issuer, office_above(drive.area)
    title = f"phong trào thi đua “{drive.name.strip(' “”')}”"
    return Paper(
        style=cast("Style", issuer.style), parent_body=issuer.letterhead_parent or None,
        issuing_body=issuer.letterhead or issuer.name, symbol=numbering.symbol(issuer, PaperType.PROPOSAL),
        place=issuer.place or None, month=sender.today.month, year=sender.today.year,
        type=PaperType.PROPOSAL.label.upper(), subject=f"Đề nghị khen thưởng thành tích trong {title}",
        addressees=(office,), legal_bases=tuple(sender.bases),
        preamble=(f"{issuer.name} kính trình {office} xem xét, khen thưởng như sau:",),
        content=(
            Section("I", "KẾT QUẢ XÉT CHỌN", tuple(Paragraph(line) for line in _considered(drive, nominations, ballots))),
            Section("II", "DANH SÁCH ĐỀ NGHỊ", (_list(nominations, ballots),)),
            Section("III", "HỒ SƠ KÈM THEO", tuple(Paragraph(line) for line in _enclosed(nominations, ballots))),
        ),
        closing=(f"{issuer.name} kính đề nghị {office} xem xét, quyết định./.",),
        recipients=("Như trên", "Thường trực Đảng ủy, Hội đồng nhân dân xã", "Lưu: VT"),
        signature=_signature(sender.signer),
    )  # fmt: skip


def _considered(drive: Drive, nominations: Sequence[Nomination], ballots: Mapping[int, Ballot]) -> list[str]:
    voted = [row for row in nominations if row.pk in ballots]
    lines = [
        f"Hội đồng Thi đua - Khen thưởng đã họp, bỏ phiếu và thông qua ({minutes})."
        for minutes in dict.fromkeys(_minutes(ballots[row.pk]) for row in voted)
    ]
    if len(voted) < len(nominations):
        rest = number(len(nominations) - len(voted))
        plan = drive.plan.document.number_and_symbol or DOTS
        lines.append(f"Ban Chỉ đạo đã xét chọn {rest} trường hợp theo Kế hoạch số {plan}.")
    return lines


def _minutes(ballot: Ballot) -> str:
    session = ballot.session
    symbol = session.minutes.number_and_symbol if session.minutes else ""
    return f"Biên bản {f'số {symbol} ' if symbol else ''}ngày {vndate(session.held_on)}"


def _vote(ballot: Ballot | None) -> str:
    return f"{ballot.agreed}/{ballot.base}" if ballot else DOTS


def _list(nominations: Sequence[Nomination], ballots: Mapping[int, Ballot]) -> Table:
    head = ("TT", "Tên", "Chức vụ, địa chỉ", "Hình thức đề nghị", "Phiếu đồng ý")
    rows = [
        (str(place), row.name, row.post or str(row.area), row.form.name, _vote(ballots.get(row.pk)))
        for place, row in enumerate(nominations, 1)
    ]
    return Table((head, *rows), widths=(0.07, 0.27, 0.26, 0.28, 0.12), align="clllc")


def _enclosed(nominations: Sequence[Nomination], ballots: Mapping[int, Ballot]) -> list[str]:
    lines = [f"- Báo cáo thành tích: {len(nominations):02d} bản;"]
    if any(row.pk in ballots for row in nominations):
        lines.append("- Biên bản họp Hội đồng Thi đua - Khen thưởng;")
    return [*lines[:-1], lines[-1].rstrip(";") + "."]


def achievement_report(
    nomination: Nomination, fact: EntryFact | None, ranks: Sequence[RankRow], *, sender: Sender
) -> Paper:
    """Báo cáo thành tích of one nomination, begun from what the drive knows; who is nominated completes and signs it."""
    issuer, drive = sender.issuer, nomination.drive
    done = [f"- {line}" for line in _done(fact, ranks)]
    own = [line.strip() for line in nomination.achievement.splitlines() if line.strip()] or [DOTS]
    return Paper(
        style=cast("Style", issuer.style), parent_body=issuer.letterhead_parent or None,
        issuing_body=issuer.letterhead or issuer.name, place=issuer.place or None,
        month=sender.today.month, year=sender.today.year, type=PaperType.REPORT.label.upper(),
        subject=f"Thành tích đề nghị tặng {nomination.form.name} trong phong trào thi đua “{drive.name.strip(' “”')}”",
        content=(
            Section("I", "SƠ LƯỢC VỀ TẬP THỂ, CÁ NHÂN", (
                Paragraph(f"Tên: {nomination.name}."), Paragraph(f"Chức vụ, địa chỉ: {nomination.post or DOTS}."),
                Paragraph(f"Nơi đề nghị: {place_of(nomination.area)}."), Paragraph(f"Đặc điểm chính: {DOTS}"),
            )),
            Section("II", "THÀNH TÍCH ĐẠT ĐƯỢC", (
                *(Paragraph(line) for line in own),
                *((Paragraph("Kết quả ghi nhận trong đợt thi đua:"), *(Paragraph(line) for line in done)) if done else ()),
                Paragraph(f"Biện pháp, cách làm: {DOTS}"),
            )),
            Section("III", "CÁC HÌNH THỨC ĐÃ ĐƯỢC KHEN THƯỞNG", (Paragraph(DOTS),)),
        ),
        closing=(f"Hình thức đề nghị: {form_title(nomination.form)}./.",),
        recipients=(office_above(drive.area), "Lưu: VT"), signature=_signature(sender.signer),
    )  # fmt: skip


def _done(fact: EntryFact | None, ranks: Sequence[RankRow]) -> list[str]:
    lines = []
    for work in fact.works if fact else ():
        task = work.work.task
        volume = f"/{number(task.volume)}" if task.volume else ""
        share = f" ({percent(work.share * 100, 1)})" if work.share is not None else ""
        lines.append(f"{' '.join(task.text.split())}: {number(work.done.quantity)}{volume} {task.measure}{share};")
    if fact and fact.due:
        lines.append(f"báo cáo đúng hạn {fact.on_time}/{fact.due};")
    lines += [f"phiếu {card.card}: đạt {card.met}/{card.total} tiêu chí;" for card in (fact.cards if fact else ())]
    lines += [f"xếp thứ {row.place}, {number(row.points, 4)} điểm ({row.scoring.name});" for row in ranks]
    return [*lines[:-1], lines[-1].rstrip(";") + "."] if lines else []


def _signature(signer: PostHolder | None) -> Signature | None:
    if signer is None:
        return None
    return Signature(signer.post.authority or None, signer.post.title, signer.full_name)
