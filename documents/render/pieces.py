"""A paper as printed: the same lines, in the same order, for HTML, PDF and Word.

Every word is settled here (numbers, blanks, capitals, endings), so the three renderings can only
differ in looks. Roles are the keys of `documents.nd30` components.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from documents import nd30
from documents.context import Appendix, Block, Paper, Paragraph, Section, Signature, Table
from documents.render.bodies import ordinary
from documents.render.columns import balanced, fit_columns, text_width

_ROMAN = re.compile(r"^[IVXLC]+$")
_PART = re.compile(r"^(phần|chương)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"^điều\b", re.IGNORECASE)
_LETTER = re.compile(r"^[a-zđ]$")
_COMMITTEE = "ỦY BAN NHÂN DÂN "
_LONGEST_IN_QR = 120


@dataclass(frozen=True, slots=True)
class Line:
    """One printed paragraph; `lead` is a bold beginning ("Điều 1."), `keep` binds it to what follows.

    "\\n" in the text of a centred heading is a line break.
    """

    role: str
    text: str
    lead: str = ""
    keep: bool = False

    @property
    def whole(self) -> str:
        return f"{self.lead} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as printed; `share` are half percents of the text width, `wrap` says which columns may break lines."""

    head: tuple[tuple[str, ...], ...]
    rows: tuple[tuple[str, ...], ...]
    share: tuple[int, ...]
    align: tuple[str, ...]
    wrap: tuple[bool, ...]


Piece = Line | Grid


@dataclass(frozen=True, slots=True)
class Sheet:
    """An appendix: its own heading, body and page numbers."""

    heading: tuple[Line, ...]
    body: tuple[Piece, ...]
    landscape: bool


@dataclass(frozen=True, slots=True)
class Printed:
    """The whole paper as lines."""

    profile: nd30.Profile
    #: The document's title in file properties; not printed.
    title: str
    #: Share of the text width for the left half of the head, and whether that is the narrow one.
    head_left: float
    narrow: bool
    left: tuple[Line, ...]
    right: tuple[Line, ...]
    number: Line | None
    date: Line | None
    about: Line | None
    opening: tuple[Line, ...]
    body: tuple[Piece, ...]
    recipients: tuple[Line, ...]
    signature: tuple[Line, ...]
    left_signature: tuple[Line, ...]
    sheets: tuple[Sheet, ...]
    landscape: bool
    draft: Line | None
    foot: Line | None
    #: What the QR code beside the foot says.
    qr: str


def clean(text: str | None) -> str:
    """One line of NFC text without what no paper can carry: controls, lone surrogates, non-characters."""
    kept = "".join(
        char for char in text or "" if char.isspace() or unicodedata.category(char) not in {"Cc", "Cs", "Cn"}
    )
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def print_paper(paper: Paper) -> Printed:
    """Settle every printed word of a paper; nothing of the context is lost, missing parts become blank places."""
    profile = nd30.profile_of(paper.style)
    body = _mended(list(_body(paper, profile)), profile)
    minutes = paper.left_signature is not None
    book = paper.extra.get("book") == "yes"
    date = nd30.date_line(clean(paper.place), paper.day, paper.month, paper.year)
    narrow = not minutes and _needs_room(date, profile)
    head_left = profile.head_left_narrow if narrow else profile.head_left
    return Printed(
        profile=profile,
        title=_title(paper, profile),
        head_left=head_left,
        narrow=narrow,
        left=_left_head(paper, profile, head_left),
        right=_right_head(profile),
        number=None if book else Line("number", _number(paper, profile)),
        date=None if minutes else Line("date", date),
        about=None if paper.type else _about(paper, profile, head_left),
        opening=tuple(_opening(paper, profile)),
        body=tuple(body),
        recipients=_recipients(paper, may_be_none=minutes or book),
        signature=_signature(paper.signature or Signature(None, None, None)),
        left_signature=_signature(paper.left_signature) if paper.left_signature else (),
        sheets=tuple(_sheet(appendix, paper) for appendix in paper.appendices),
        landscape=paper.landscape,
        draft=Line("draft", nd30.DRAFT) if paper.is_draft else None,
        foot=_foot(paper),
        qr=_qr(paper),
    )


def _title(paper: Paper, profile: nd30.Profile) -> str:
    kind = clean(paper.type) or "Công văn"
    number = f" {_number(paper, profile)}" if paper.number else ""
    subject = clean(paper.subject)
    return f"{kind}{number}{': ' if subject else ''}{subject}"


def _number(paper: Paper, profile: nd30.Profile) -> str:
    return nd30.number_line(profile, clean(paper.number), clean(paper.symbol))


def _needs_room(date: str, profile: nd30.Profile) -> bool:
    part = profile.components["date"]
    width = text_width(date, part.size, italic=part.italic)
    return width > profile.page.text_width * (1 - profile.head_left) - 1


def _about(paper: Paper, profile: nd30.Profile, head_left: float) -> Line:
    room = profile.page.text_width * head_left - 8
    subject = clean(paper.subject) or nd30.DOTS
    return _centred("about", subject if subject.lower().startswith("v/v") else f"V/v {subject}", profile, room)


def _left_head(paper: Paper, profile: nd30.Profile, head_left: float) -> tuple[Line, ...]:
    room = profile.page.text_width * head_left - 1
    lines = []
    if clean(paper.parent_body):
        lines.append(_centred("parent", clean(paper.parent_body).upper(), profile, room))
    issuer = clean(paper.issuing_body).upper() or nd30.DOTS
    rows = [clean(row).upper() for row in (paper.issuing_body or "").splitlines() if clean(row)]
    if len(rows) > 1:  # a letterhead that says itself where its lines end
        lines.append(Line("issuer", "\n".join(_centred("issuer", row, profile, room).text for row in rows)))
    elif issuer.startswith(_COMMITTEE) and not lines:  # always on two lines in the samples
        lines.append(Line("issuer", f"{_COMMITTEE.strip()}\n{issuer.removeprefix(_COMMITTEE)}"))
    else:
        lines.append(_centred("issuer", issuer, profile, room))
    if profile.style == "party":
        lines.append(Line("star", "*"))
    return tuple(lines)


def _centred(role: str, text: str, profile: nd30.Profile, room: float) -> Line:
    part = profile.components[role]
    by_area = role in {"parent", "issuer"}
    return Line(role, balanced(text, part.size, room, bold=part.bold, by_area=by_area), keep=part.keep)


def _right_head(profile: nd30.Profile) -> tuple[Line, ...]:
    if profile.style == "party":
        return (Line("nation", nd30.PARTY),)
    return Line("nation", nd30.NATION), Line("motto", nd30.MOTTO)


def _opening(paper: Paper, profile: nd30.Profile) -> Iterator[Line]:
    page = profile.page.turned if paper.landscape else profile.page
    room = page.text_width * 0.9
    if paper.type:
        yield Line("type", clean(paper.type).upper(), keep=True)
        yield _centred("subject", clean(paper.subject) or nd30.DOTS, profile, room)
        if profile.style == "party":
            yield Line("dashes", nd30.PARTY_DASHES, keep=True)
    addressees = nd30.listed([clean(item) for item in paper.addressees])
    if len(addressees) == 1:
        yield Line("to", f"{nd30.ADDRESSEES} {addressees[0].removeprefix('- ').removesuffix('.')}")
    elif addressees:
        yield Line("to", nd30.ADDRESSEES, keep=True)
        yield from (Line("to_item", item) for item in addressees)
    if paper.deciding_authority:
        yield _centred("deciding", clean(paper.deciding_authority).upper(), profile, room)


def _body(paper: Paper, profile: nd30.Profile) -> Iterator[Piece]:
    bases = [clean(item) for item in paper.legal_bases]
    preamble = [clean(item) for item in paper.preamble if clean(item)]
    if paper.deciding_authority:  # "Theo đề nghị của …" belongs to the bases of a decision (sample 1.2)
        bases, preamble = bases + preamble, []
    yield from (Line("basis", item) for item in nd30.listed(bases, "- " if profile.style == "party" else ""))
    yield from (_text(item) for item in preamble)
    if paper.deciding_authority:
        order = "QUYẾT NGHỊ:" if clean(paper.type).upper() == "NGHỊ QUYẾT" else "QUYẾT ĐỊNH:"
        yield Line("decide", order, keep=True)
    yield from _blocks(paper.content, profile, paper.landscape)
    yield from (_text(clean(item)) for item in paper.closing if clean(item))


def _text(text: str, lead: str = "") -> Line:
    # A short line that announces a list must not stand alone at the foot of a page.
    return Line("text", text, lead, keep=text.endswith(":") and len(text) < 160)


def _blocks(content: tuple[Block, ...], profile: nd30.Profile, landscape: bool) -> Iterator[Piece]:
    for block in content:
        if isinstance(block, Section):
            yield from _section(block, profile, landscape)
        elif isinstance(block, Table):
            yield from _table(block, profile, landscape)
        elif clean(block.text):
            yield _text(clean(block.text))


def _section(section: Section, profile: nd30.Profile, landscape: bool) -> Iterator[Piece]:
    label, title = clean(section.label), clean(section.title)
    content = section.content
    marker = _marker(label)
    if _PART.match(label):
        yield Line("part", label, keep=True)
        if title:
            yield Line("part_title", title.upper(), keep=True)
    elif title:
        yield _heading(label, marker, title)
    elif label:
        first = content[0] if content and isinstance(content[0], Paragraph) else None
        text = clean(first.text) if first else ""
        if first:
            content = content[1:]
        if _ARTICLE.match(label):
            yield _text(text, marker)
        else:
            yield _text(f"{marker} {text}".strip())
    yield from _blocks(content, profile, landscape)


def _marker(label: str) -> str:
    """The label with the mark it is printed with: "I.", "1.10.", "a)"."""
    if not label or label[-1] in ".):":
        return label
    return f"{label})" if _LETTER.match(label) else f"{label}."


def _heading(label: str, marker: str, title: str) -> Line:
    if _ROMAN.match(label):
        return Line("section", f"{marker} {title.upper()}", keep=True)
    if _LETTER.match(label):  # điểm stands upright even with a title
        return Line("text", f"{marker} {title}", keep=True)
    return Line("clause", f"{marker} {title}".strip(), keep=True)


def _table(table: Table, profile: nd30.Profile, landscape: bool) -> Iterator[Piece]:
    if clean(table.caption):
        yield Line("caption", clean(table.caption), keep=True)
    count = max((len(row) for row in table.rows), default=0)
    if not count:
        return
    rows = tuple(tuple(clean(cell) for cell in row) + ("",) * (count - len(row)) for row in table.rows)
    align = tuple((table.align + "l" * count)[:count])
    page = profile.page.turned if landscape else profile.page
    share, wrap = fit_columns(rows, table.header_rows, table.widths, page.text_width, profile.components["cell"].size)
    yield Grid(rows[: table.header_rows], rows[table.header_rows :], share, align, wrap)


def _mended(body: list[Piece], profile: nd30.Profile) -> list[Piece]:
    """The last sentence closed with the style's end mark; a table or a bare heading at the end stays as it is."""
    last = body[-1] if body else None
    if isinstance(last, Line) and last.role in {"text", "basis"} and last.text:
        last = body[-1] = replace(last, text=nd30.ended(last.text, profile.ending), keep=False)
        before = body[-2] if len(body) > 1 else None
        # The signature takes at least two lines of text along to its page; a single one brings its neighbour.
        part = profile.components[last.role]
        if isinstance(before, Line) and text_width(last.text, part.size) + part.indent < profile.page.text_width:
            body[-2] = replace(before, keep=True)
    return body


def _recipients(paper: Paper, *, may_be_none: bool) -> tuple[Line, ...]:
    items = nd30.listed([clean(item) for item in paper.recipients])
    if not items and may_be_none:
        return ()
    return Line("recipients", nd30.RECIPIENTS), *(Line("recipient", item) for item in items or [f"- {nd30.DOTS}."])


def _signature(signature: Signature) -> tuple[Line, ...]:
    lines = [Line("authority", clean(text).upper()) for text in (signature.authority or "").splitlines() if clean(text)]
    lines.append(Line("title", clean(signature.title).upper() or nd30.DOTS))
    if clean(signature.post):
        lines.append(Line("post", clean(signature.post)))
    lines.append(Line("name", clean(signature.name) or nd30.DOTS))
    return tuple(lines)


def _sheet(appendix: Appendix, paper: Paper) -> Sheet:
    profile = nd30.profile_of(paper.style)
    heading = [Line("appendix", clean(appendix.label) or "Phụ lục", keep=True)]
    if clean(appendix.title):
        heading.append(Line("appendix_title", clean(appendix.title).upper(), keep=True))
    heading.append(Line("appendix_note", _attached_to(paper, profile), keep=True))
    return Sheet(tuple(heading), tuple(_blocks(appendix.content, profile, appendix.landscape)), appendix.landscape)


def _attached_to(paper: Paper, profile: nd30.Profile) -> str:
    """ "(Kèm theo Kế hoạch số …/KH-UBND ngày … của …)"; what is blank in the paper is blank here.

    In ordinary letters, as Nghị định 30/2020/NĐ-CP, Phụ lục I has the line.
    """
    kind = (clean(paper.type) or "Công văn").capitalize()
    number = _number(paper, profile).removeprefix(profile.number_label)
    date = nd30.printed_date(paper.day, paper.month, paper.year)
    return f"(Kèm theo {kind} số{number} {date} của {ordinary(clean(paper.issuing_body)) or nd30.DOTS})"


def _foot(paper: Paper) -> Line | None:
    if not paper.check_code:
        return None
    where = f" tại {clean(paper.check_url)}" if paper.check_url else ""
    return Line("foot", f"Mã kiểm tra: {clean(paper.check_code)}{where}")


def _qr(paper: Paper) -> str:
    """The address in the QR code; one too long for a square that small is printed in letters only."""
    address = clean(paper.check_url) if paper.check_code else ""
    return address if len(address) <= _LONGEST_IN_QR else ""
