"""Lines and tables of a file → an official paper. What the file does not say stays empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from documents.context import Appendix, Paper, Signature, Style
from documents.read import words
from documents.read.body import read_body
from documents.read.head import read_head
from documents.read.headlines import Head
from documents.read.labels import label_of
from documents.read.lines import BULLET, Grid, Line, Source, is_upper, without_marker
from documents.read.tail import Tail, appendix_heading, read_tail

_PARTY_BODIES = ("ĐU", "HU", "TU", "TW", "BTV", "CB", "ĐB", "ĐUK", "ĐUX")


@dataclass(frozen=True, slots=True)
class Structure:
    """A paper with what the layout notes need to know about its source."""

    paper: Paper
    style_known: bool
    head: Head
    tail: Tail


def build_paper(sources: Sequence[Source]) -> Structure:
    """The official paper the lines make; a text that is none becomes paragraphs."""
    head, rest = read_head(sources)
    rest, tail, behind = read_tail(rest)
    bases, preamble, body = _split_opening(rest, head)
    body, closing = _split_closing(body)
    signature = tail.signature
    style = _style(head, signature)
    paper = Paper(
        style=style or "state",
        parent_body=head.parent_body,
        issuing_body=head.issuing_body or _issuer_in_text([*preamble, *bases]) or _issuer_of(signature),
        number=head.number,
        symbol=_symbol(head, style),
        place=head.place,
        day=head.day,
        month=head.month,
        year=head.year,
        type=head.type,
        subject=" ".join(head.subject) or None,
        addressees=tuple(head.addressees),
        deciding_authority=head.deciding_authority,
        legal_bases=tuple(bases),
        preamble=(*head.others, *preamble),
        content=read_body(body),
        closing=(*closing, *tail.others, *(tail.notes if signature is None else ())),
        recipients=tail.recipient_names,
        signature=signature,
        appendices=_appendices(behind),
        is_draft=head.is_draft,
    )
    if style is None:
        style = _style_of_issuer(paper.issuing_body)
        if style == "front":
            paper = replace(paper, style=style)
    return Structure(paper, style is not None, head, tail)


def _split_opening(sources: list[Source], head: Head) -> tuple[list[str], list[str], list[Source]]:
    """The bases, the sentences between them and the first part, and the body.

    A text without parts has only its bases taken out, and what leads in with a colon after them.
    """
    if not head.found:
        return [], [], sources
    first_part = next(
        (index for index, source in enumerate(sources) if isinstance(source, Line) and _opens_part(source)), None
    )
    end = first_part if first_part is not None else len(sources)
    bases: list[str] = []
    preamble: list[str] = []
    for index in range(end):
        source = sources[index]
        if isinstance(source, Grid):
            return bases, preamble, sources[index:]
        if _is_basis(source.text):
            bases.append(without_marker(source.text))
        elif BULLET.match(source.text) or (first_part is None and not _leads_in(source.text)):
            return bases, preamble, sources[index:]
        else:
            preamble.append(source.text)
    return bases, preamble, sources[end:]


def _leads_in(text: str) -> bool:
    """ "… như sau:", or the line "QUYẾT ĐỊNH:" between the bases of a decision and its articles."""
    return text.endswith(":") or words.TYPE_LINE.match(text) is not None


def _opens_part(line: Line) -> bool:
    if line.heading is not None:
        return not _is_basis(line.text)
    return not BULLET.match(line.text) and label_of(line.text) is not None


def _is_basis(text: str) -> bool:
    bare = without_marker(text)
    if words.BASIS_ALWAYS.match(bare) or words.BASIS_OF_DECISION.match(bare):
        return True
    return words.BASIS_IF_CITING.match(bare) is not None and words.CITES.search(bare) is not None


def _split_closing(sources: list[Source]) -> tuple[list[Source], list[str]]:
    """ "Trên đây là …" and what follows it, looked for among the last paragraphs."""
    for index in range(len(sources) - 1, max(-1, len(sources) - 7), -1):
        source = sources[index]
        if isinstance(source, Grid) or _opens_part(source):
            break
        if words.CLOSING.match(source.text) or (index == len(sources) - 1 and _closes_with_mark(sources)):
            return sources[:index], [line.text for line in sources[index:] if isinstance(line, Line)]
    return sources, []


def _closes_with_mark(sources: list[Source]) -> bool:
    """The last paragraph is a request to all with "./.", and not the only one below its heading."""
    last, before = sources[-1], sources[-2] if len(sources) > 1 else None
    if not isinstance(last, Line) or words.CLOSING_WITH_MARK.match(last.text) is None:
        return False
    return not isinstance(before, Line) or not _opens_part(before)


def _issuer_in_text(paragraphs: list[str]) -> str | None:
    for text in paragraphs:
        match = words.ISSUER_IN_SENTENCE.search(text[:4000])
        if match:
            return match["issuer"].strip()
    return None


def _issuer_of(signature: Signature | None) -> str | None:
    if signature is None or signature.authority is None:
        return None
    first = signature.authority.split("\n")[0]
    prefix = words.AUTHORITY.match(first)
    if prefix is None or not first.startswith(("TM", "T/M")):
        return None
    return first[prefix.end() :].strip() or None


def _symbol(head: Head, style: Style | None) -> str | None:
    """The symbol without inner spaces; "66-KH/UBND" of a State paper is its 66/KH-UBND."""
    if head.symbol and head.party_number and style != "party":
        return head.symbol.replace("/", "-")
    return head.symbol


def _style(head: Head, signature: Signature | None) -> Style | None:
    """Who issues decides the style: what the head, the symbol and the signing block tell, else None."""
    authority = (signature.authority or "").upper() if signature else ""
    last_group = (head.symbol or "").replace("/", "-").split("-")[-1]
    bodies = " ".join(head.bodies)
    if head.party or authority.startswith("T/M") or (head.party_number and last_group in _PARTY_BODIES):
        return "party"
    front = _style_of_issuer(bodies)
    if front == "front" or "MTTQ" in (head.symbol or "") or "BAN THƯỜNG TRỰC" in authority:
        return "front"
    known = head.national or front == "state" or "UBND" in (head.symbol or "") or "NHÂN DÂN" in authority
    return "state" if known else None


def _style_of_issuer(issuer: str | None) -> Style | None:
    name = (issuer or "").upper().replace("UỶ", "ỦY")
    if "MTTQ" in name or "MẶT TRẬN" in name:
        return "front"
    if "UBND" in name or "NHÂN DÂN" in name or "HĐND" in name:
        return "state"
    return None


def _appendices(sources: list[Source]) -> tuple[Appendix, ...]:
    """What stands behind the signature: appendices by their headings, anything else as one without a heading."""
    parts: list[tuple[str | None, str | None, list[Source]]] = []
    for source in sources:
        heading = appendix_heading(source.text) if isinstance(source, Line) else None
        if heading is not None:
            parts.append((heading["label"], heading["title"] or None, []))
        elif not parts:
            parts.append((None, None, [source]))
        elif isinstance(source, Line) and _titles_appendix(parts[-1], source):
            label, title, _ = parts[-1]
            parts[-1] = (label, f"{title} {source.text}" if title else source.text, [])
        else:
            parts[-1][2].append(source)
    return tuple(Appendix(label, title, read_body(inner)) for label, title, inner in parts)


def _titles_appendix(part: tuple[str | None, str | None, list[Source]], line: Line) -> bool:
    """A line in capitals directly below the heading of an appendix is its title."""
    label, _, inner = part
    return label is not None and not inner and is_upper(line.text) and len(line.text) < 200 and not _opens_part(line)
