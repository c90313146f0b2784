"""What the papers of a dossier share: the head, the goal in words, results and money as printed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from areas.models import Area, Organisation, PostHolder
from core.formats import grouped
from criteria.enums import State
from criteria.models import CriteriaSet
from criteria.papers.cards import CardRow
from criteria.papers.dossiers import Material
from documents import numbering
from documents.context import Paper, Paragraph, Signature
from documents.enums import PaperType
from documents.nd30 import DOTS, slashed

if TYPE_CHECKING:
    from documents.context import Style


@dataclass(frozen=True, slots=True)
class Sender:
    """Who issues the paper, who signs it today, and from which month it is."""

    issuer: Organisation
    signer: PostHolder | None
    today: date


def framed(sender: Sender, type: PaperType, **values: Any) -> Paper:
    """A paper with the head and signature of its issuer. Without a signer in force the name is left to be filled in."""
    issuer, signer = sender.issuer, sender.signer
    signature = (
        Signature(signer.post.authority or None, signer.post.title, signer.full_name)
        if signer
        else Signature(None, DOTS, None)
    )
    head = {
        "style": cast("Style", issuer.style), "parent_body": issuer.letterhead_parent or None,
        "issuing_body": issuer.letterhead or issuer.name, "symbol": numbering.symbol(issuer, type),
        "place": issuer.place or None, "month": sender.today.month, "year": sender.today.year,
        "type": type.label.upper(), "signature": signature,
    }  # fmt: skip
    return Paper(**{**head, **values})


def goal_of(criteria_set: CriteriaSet) -> str:
    """ "nông thôn mới nâng cao": what the set is recognised as, by its name."""
    name = criteria_set.name.lower()
    return next(
        (f"nông thôn mới {kind}" for kind in ("kiểu mẫu", "nâng cao", "hiện đại") if kind in name), "nông thôn mới"
    )


def named(area: Area) -> str:
    """ "xã An Bình", inside a sentence."""
    return f"{area.kind_word} {area.name}"


def office_above(area: Area) -> str:
    """Whom the commune asks; a blank place where nothing lies above it."""
    return f"Ủy ban nhân dân {named(area.parent)}" if area.parent else f"Ủy ban nhân dân {DOTS}"


def title_of(row: CardRow) -> str:
    """ "tiêu chí số 13 (Tổ chức sản xuất …)"."""
    return f"tiêu chí số {row.line.criterion.number:02d} ({row.line.criterion.name})"


def rows_in(material: Material, *states: State) -> list[CardRow]:
    return [row for row in material.rows if row.state in states]


def results_said(material: Material) -> list[str]:
    """How many criteria are met, and those that are not by name."""
    met = rows_in(material, State.MET, State.NOT_ASSESSED)
    said = [f"Số tiêu chí đạt: {len(met)}/{len(material.rows)} tiêu chí."]
    for words, state in (("Tiêu chí chưa đạt", State.UNMET), ("Tiêu chí chưa có đủ số liệu", State.NO_DATA)):
        rows = rows_in(material, state)
        if rows:
            said.append(f"{words}: {'; '.join(title_of(row) for row in rows)}.")
    return said


def debts_said(material: Material) -> str:
    """One sentence on debts of works; a blank place while no works are recorded."""
    day = slashed(material.today)
    if material.debts is None:
        return f"Nợ đọng xây dựng cơ bản thuộc Chương trình tính đến ngày {day}: {DOTS}."
    if not material.debts:
        return f"Tính đến ngày {day}, xã không có nợ đọng xây dựng cơ bản thuộc Chương trình."
    owed = grouped(sum(row.debt for row in material.debts))
    return f"Tính đến ngày {day}, xã còn nợ đọng {owed} đồng ở {len(material.debts)} công trình."


def paragraphs(*lines: str) -> tuple[Paragraph, ...]:
    return tuple(Paragraph(line) for line in lines)


def sentence(text: str) -> str:
    """The text with one full stop at its end; what a person typed over several lines on one."""
    return f"{' '.join(text.split()).rstrip(' .;')}."
