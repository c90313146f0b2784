"""The head of a composed paper: issuer, subject, bases and the sentence that opens the plan; and its end."""

from __future__ import annotations

from typing import cast

from campaigns.compose.load import PlanData
from campaigns.compose.words import bare, capital, small
from campaigns.compose.writer import Part, Writer, sections
from core.text import tidy
from documents.citations import citation
from documents.context import Block, Paper, Paragraph, Signature, Style
from documents.enums import PaperType
from documents.models import Basis

_TYPE = PaperType.PLAN


def paper(
    data: PlanData, writer: Writer, legal_bases: tuple[str, ...], preamble: tuple[str, ...], parts: list[Part]
) -> Paper:
    """The whole paper around its parts. Its number and day are blank until it is issued."""
    plan, issuer = data.plan, data.issuer
    closing = _closing(data, writer)
    recipients = _recipients(data, writer)
    left = writer.extras_left()
    if left and parts:
        parts = [*parts[:-1], (parts[-1][0], [*parts[-1][1], *left])]
    content: tuple[Block, ...] = sections(parts) if parts else tuple(left)
    joiner = "/" if issuer is not None and issuer.style == "party" else "-"
    return Paper(
        style=_style(data), type=_TYPE.label.upper(), subject=tidy(plan.title),
        parent_body=(issuer.letterhead_parent or None) if issuer else None,
        issuing_body=(issuer.letterhead or issuer.name) if issuer else None,
        symbol=f"{_TYPE.value}{joiner}{issuer.symbol_letters}" if issuer and issuer.symbol_letters else None,
        place=(issuer.place or None) if issuer else None,
        # A plan of this year is signed in it; one made ahead of its year may be signed in either.
        year=plan.year if plan.year == data.today.year else None,
        legal_bases=legal_bases, preamble=preamble, content=content, closing=closing, recipients=recipients,
        signature=_signature(data),
    )  # fmt: skip


def bases(data: PlanData, writer: Writer) -> tuple[str, ...]:
    """The căn cứ, each as typed or, without words of its own, as its document is cited."""
    found = [writer.words(f"basis:{row.pk}", "can-cu", basis_words(row)) for row in data.bases]
    return (
        *(bare(text) for text in found if text),
        *(bare(block.text) for block in writer.extras("can-cu") if isinstance(block, Paragraph)),
    )


def basis_words(row: Basis) -> str:
    """ "Căn cứ Nghị quyết số …" without an end mark; what is typed without an opening gets one."""
    if row.text:
        return bare(row.text)
    return f"Căn cứ {citation(row.cited)}" if row.cited else ""


def opening(data: PlanData, writer: Writer) -> tuple[str, ...]:
    """ "Ủy ban nhân dân xã … ban hành Kế hoạch … như sau:"."""
    who = data.issuer.name if data.issuer else capital(data.place)
    text = writer.words("opening", "chung", f"{who} ban hành Kế hoạch {_about(data)} như sau:")
    return (text,) if text else ()


def _about(data: PlanData) -> str:
    title = bare(data.plan.title)
    head, _, rest = title.partition(" ")
    if head.casefold() == "kế" and rest.casefold().startswith("hoạch "):
        title = rest.partition(" ")[2]
    return small(title)


def _closing(data: PlanData, writer: Writer) -> tuple[str, ...]:
    about = _about(data)
    who = f" của {data.issuer.name}" if data.issuer and data.issuer.name.casefold() not in about.casefold() else ""
    generated = (
        f"Trên đây là Kế hoạch {about}{who}; đề nghị các cơ quan, đơn vị, tổ chức liên quan phối hợp thực hiện./."
    )
    text = writer.words("closing", "chung", generated)
    return (text,) if text else ()


def _recipients(data: PlanData, writer: Writer) -> tuple[str, ...]:
    found = [writer.words(f"recipient:{row.pk}", "noi-nhan", bare(row.name)) for row in data.deliveries]
    return tuple(text for text in found if text)


def _signature(data: PlanData) -> Signature | None:
    if data.signer is None:
        return None
    post = data.signer.post
    return Signature(post.authority or None, post.title, data.signer.full_name)


def _style(data: PlanData) -> Style:
    """The profiles' names are those of PaperStyle."""
    return cast("Style", str(data.issuer.style)) if data.issuer else "state"
