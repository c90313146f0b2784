"""The invitation to an event: NĐ 30/2020, Phụ lục III, mẫu 1.7 (kính mời, tới dự, chủ trì, thời gian, địa điểm)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING, cast

from areas.models import Organisation, PostHolder
from campaigns.models import Event
from core.formats import long_date
from core.text import tidy
from documents import numbering
from documents.context import Block, Paper, Paragraph, Section, Signature
from documents.enums import PaperType
from documents.nd30 import slashed
from documents.read.dates import find_dates
from documents.recipients import addressed_to

if TYPE_CHECKING:
    from documents.context import Style


@dataclass(frozen=True, slots=True)
class Guests:
    """What the event's row does not hold."""

    #: Who is invited, one a line of print.
    invited: tuple[str, ...]
    chair: str
    at: time


def invitation(
    event: Event, *, issuer: Organisation, signer: PostHolder | None, guests: Guests, today: date
) -> Paper:  # fmt: skip
    """The paper as a draft; the event has a day and a place. Without a signer in force the signature stays empty."""
    assert event.held_on is not None
    moment = f"{guests.at:%H} giờ {guests.at:%M}" if guests.at.minute else f"{guests.at:%H} giờ"
    lines = [Paragraph(f"{issuer.name} trân trọng kính mời:")]
    lines += [Paragraph(f"- {name}") for name in guests.invited]
    lines.append(Paragraph(f"Tới dự: {event.title}."))
    if guests.chair:
        lines.append(Paragraph(f"Chủ trì: {guests.chair}."))
    lines.append(Paragraph(f"Thời gian: {moment}, {_day(event.held_on)}."))
    lines.append(Paragraph(f"Địa điểm: {event.place}."))
    content: tuple[Block, ...] = tuple(lines)
    if event.programme:
        programme = tuple(Paragraph(f"- {line}") for line in event.programme.splitlines() if line.strip())
        content += (Section(None, "Chương trình", programme),)
    return Paper(
        style=cast("Style", issuer.style), parent_body=issuer.letterhead_parent or None,
        issuing_body=issuer.letterhead or issuer.name, symbol=numbering.symbol(issuer, PaperType.INVITATION),
        place=issuer.place or None, month=today.month, year=today.year, type=PaperType.INVITATION.label.upper(),
        subject=event.title, content=content,
        closing=("Rất mong các đồng chí, quý vị đến dự đầy đủ, đúng giờ./.",),
        recipients=("Như trên", "Lưu: VT"), signature=_signature(signer),
    )  # fmt: skip


def differences(event: Event, paper: Paper) -> str:
    """What the invitation says otherwise than the event does today, as one sentence; empty where they agree."""
    said = _said(paper)
    dates = find_dates(said.get("Thời gian", ""))
    day, place = dates[0].value if dates else None, said.get("Địa điểm", "").rstrip(".")
    title = said.get("Tới dự", "").rstrip(".")
    found = []
    if day != event.held_on:
        found.append(f"ngày {_or_none(day)}, hoạt động nay ghi ngày {_or_none(event.held_on)}")
    if place != tidy(event.place).rstrip("."):
        found.append(f"địa điểm “{place}”, hoạt động nay ghi “{event.place}”")
    if title != tidy(event.title).rstrip("."):
        found.append(f"tên “{title}”, hoạt động nay ghi “{event.title}”")
    return f"Giấy mời ghi {'; '.join(found)}." if found else ""


def guests_said(paper: Paper) -> dict[str, str]:
    """What the form asks for besides the event, as the invitation has it, so that making it anew keeps it."""
    said = _said(paper)
    at = said.get("Thời gian", "").partition(",")[0].rstrip(".")
    return {
        "invited": "\n".join(line.lstrip("-– ") for line in addressed_to(paper)),
        "chair": said.get("Chủ trì", "").removesuffix("."), "at": at.replace(" giờ ", ":").replace(" giờ", ":00"),
    }  # fmt: skip


def _said(paper: Paper) -> dict[str, str]:
    """The lines of an invitation by what stands before their colon."""
    lines = (tidy(block.text).partition(":") for block in paper.content if isinstance(block, Paragraph))
    return {label: rest.strip() for label, _, rest in lines}


def _or_none(day: date | None) -> str:
    return slashed(day) if day else "(chưa định)"


def _day(day: date) -> str:
    """ "thứ Bảy, ngày 05/12/2026"."""
    return f"{_lower(long_date(day)).partition(',')[0]}, ngày {slashed(day)}"


def _signature(signer: PostHolder | None) -> Signature | None:
    if signer is None:
        return None
    return Signature(signer.post.authority or None, signer.post.title, signer.full_name)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:]
