"""What a plan says of itself: its year, its theme, who takes part, which documents it cites."""

from __future__ import annotations

import re

from campaigns.read.facts import Cited, Period
from campaigns.read.outline import Outline, sentences, trim
from campaigns.read.patterns import first_match, pattern
from documents.context import Paragraph, Section, Table, walk
from documents.read.citations import find_citations

# Group theme.
THEMES = (
    pattern("theme-quoted", r"chủ đề(?:\s+(?:thi đua|của đợt|năm|phong trào)[^:“\"]{0,40})?\s*(?::|là)?\s*[“\"](?P<theme>[^”\"]{3,300})[”\"]", None, "Chủ đề thi đua: “Sạch làng, đẹp ngõ”"),
    pattern("theme-plain", r"^chủ đề(?:\s+thi đua)?\s*:\s*(?P<theme>[^“\"]{3,300})$", None, "Chủ đề: Sạch làng, đẹp ngõ"),
)  # fmt: skip
# Headings and labels over the people who take part.
PARTICIPANTS = (
    pattern("participants", r"^(?:phạm vi,?\s+)?đối tượng(?:\s+(?:thi đua|vận động|tham gia|áp dụng|thực hiện))?(?:\s*,\s*phạm vi)?$|^thành phần tham gia$", None, "Đối tượng thi đua"),
)  # fmt: skip
_LABEL = re.compile(r"^(?P<label>[^:]{3,60}?)\s*:\s*(?P<rest>\S.*)$")
_YEAR = re.compile(r"năm\s+(20\d\d)(?!\s*[-–])", re.IGNORECASE)
_UNTIL = re.compile(r"(?:đến|tới|giai đoạn|hết)\s+(?:hết\s+|cuối\s+)?$", re.IGNORECASE)


def year_of(outline: Outline, period: Period | None) -> int | None:
    """The year of the plan: of its subject, else of the day its period starts on, its date, or its opening."""
    paper = outline.paper
    if year := _named_year(paper.subject or ""):
        return year
    if period:
        return period.start.year
    return paper.year or next((year for text in outline.opening if (year := _named_year(text))), None)


def theme_of(outline: Outline) -> str | None:
    """The theme where the text calls it so."""
    titled = [f"{node.title}: {node.lines[0].text}" for node, _ in outline.nodes() if node.title and node.lines]
    for text in (*titled, *(placed.text for placed in outline.placed), *outline.opening):
        if found := first_match(THEMES, text):
            return trim(found[1]["theme"])
    return None


def participants_of(outline: Outline) -> tuple[str, ...]:
    """Who takes part, one entry a line or sentence under such a heading or label."""
    found: dict[str, None] = {}
    for node, _ in outline.nodes():
        if first_match(PARTICIPANTS, node.title):
            for line in node.flat():
                if not re.match(r"^(?:đối với\s+)?(?:tập thể|cá nhân)\W*$", line.text, re.IGNORECASE):
                    found.update(dict.fromkeys(_entries(line.text)))
    for placed in outline.placed:
        label = _LABEL.match(placed.text)
        if label and first_match(PARTICIPANTS, label["label"]):
            found.update(dict.fromkeys(_entries(label["rest"])))
    return tuple(found)


def cited_of(outline: Outline) -> tuple[Cited, ...]:
    """The cited documents of bases, preamble and body, each once; what a later passage adds is taken in."""
    found: dict[str, Cited] = {}
    paper = outline.paper
    passages = [
        *((text, True) for text in paper.legal_bases),
        *((text, False) for text in (*paper.preamble, *_body(outline))),
    ]
    for text, in_basis in passages:
        for citation in find_citations(text, paper.year):
            known = found.get(citation.number)
            found[citation.number] = Cited(
                citation.number,
                known.date if known and known.date else citation.date,
                known.issuer if known and known.issuer else citation.issuer,
                known.source if known else citation.source,
                in_basis=in_basis or bool(known and known.in_basis),
            )
    return tuple(found.values())


def _named_year(text: str) -> int | None:
    for match in _YEAR.finditer(text):
        if not _UNTIL.search(text[: match.start()]):
            return int(match[1])
    return None


def _entries(text: str) -> list[str]:
    return [trim(sentence) for sentence in sentences(text) if trim(sentence)]


def _body(outline: Outline) -> list[str]:
    """Headings, paragraphs and cells of the body as printed."""
    texts: list[str] = []
    for block in walk(outline.paper.content):
        if isinstance(block, Paragraph):
            texts.append(block.text)
        elif isinstance(block, Section) and block.title:
            texts.append(block.title)
        elif isinstance(block, Table):
            texts += [cell for row in block.rows for cell in row]
    return texts
