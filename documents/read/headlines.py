"""The lines of a head: what each of them gives."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from documents.read import words
from documents.read.dates import first_date
from documents.read.lines import is_upper

_GROUP = r"(?:TTg|CTr|QyĐ|TrS|TTr|TTPVHCC|[A-ZĐÂĂÊÔƠƯ]{1,12}\d{0,2}(?:&[A-Z]+)?)"

#: name → regex searched on one line of a head; the groups are what it gives.
PATTERNS: dict[str, re.Pattern[str]] = {
    "national_title": re.compile(
        r"CỘNG\s*H(?:ÒA|OÀ)\s*XÃ\s*HỘI\s*CHỦ\s*NGHĨA\s*VIỆT\s*NAM|CỘNG\s+H(?:ÒA|OÀ)\s+XÃ\s+HỘI$|CHỦ\s+NGHĨA\s+VIỆT\s+NAM$",
        re.IGNORECASE,
    ),
    "motto": re.compile(r"Độc\s*lập\s*[-–—.,]*\s*Tự\s*do\s*[-–—.,]*\s*Hạnh\s*phúc", re.IGNORECASE),
    "party_title": re.compile(r"ĐẢNG\s+CỘNG\s+SẢN\s+VIỆT\s+NAM"),
    "number": re.compile(
        rf"^(?:Số|SỐ)(?!\w)\s*(?P<colon>[:.])?\s*(?P<number>\d{{0,5}})[\s.…_]{{0,60}}+(?:(?P<sep>[/\-–])\s*)?"
        rf"(?P<symbol>(?:\d{{4}}\s*/\s*)?{_GROUP}(?:\s*[/\-–]\s*{_GROUP})*(?!\w))?[.…_]{{0,60}}+(?=\s|$|[.,;])\s*"
    ),
    "number_behind": re.compile(
        rf"^(?:Ký\s+hiệu\s*:?\s*)?(?P<symbol>{_GROUP}(?:\s*[/\-–]\s*{_GROUP})+)\s*(?:[/\-–]\s*|,?\s*số\s*:?\s*)(?P<number>\d{{1,5}})(?:$|\s)"
    ),
    "place_date": re.compile(
        r"^(?P<place>[^\d,;:]{0,60}?)\s*[,.…]?\s*"
        r"(?P<date>ngày(?=[\s\d.…_]{0,60}+tháng|\s*\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{4}).*)$",
        re.IGNORECASE,
    ),
    "about": re.compile(r"^V/v\s*:?\s*(?P<subject>.+)$", re.IGNORECASE),
    "addressee": re.compile(r"^Kính\s+gửi\s*:?\s*(?P<addressee>.*)$", re.IGNORECASE),
    "urgency": re.compile(r"^(?:HỎA\s+TỐC|THƯỢNG\s+KHẨN|KHẨN|MẬT|LƯU\s+HÀNH\s+NỘI\s+BỘ|XEM\s+XONG\s+TRẢ\s+LẠI)$"),
    "draft": re.compile(r"^[(\[]?\s*DỰ\s+THẢO\s*(?:LẦN\s+\d+)?\s*[)\]]?$"),
}
#: A name that cannot end here: the next line goes on with it.
_UNFINISHED = re.compile(r"(?<!\w)(?:[ỦU][ỶY]\s+BAN|HỘI\s+ĐỒNG|VĂN\s+PHÒNG|BAN|VÀ|CỦA|-)$", re.IGNORECASE)


@dataclass
class Head:
    """What the head says; filled line by line."""

    bodies: list[str] = field(default_factory=list)
    number: str | None = None
    symbol: str | None = None
    number_text: str | None = None
    place: str | None = None
    date_text: str | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    type: str | None = None
    subject: list[str] = field(default_factory=list)
    addressees: list[str] = field(default_factory=list)
    deciding_authority: str | None = None
    party_number: bool = False
    national: bool = False
    party: bool = False
    is_draft: bool = False
    #: Lines above the kind of paper that no pattern knows: kept, and printed before the body.
    others: list[str] = field(default_factory=list)

    @property
    def found(self) -> bool:
        """At least one part of an official head is there."""
        return bool(self.national or self.party or self.number_text or self.date_text or self.type or self.subject)

    @property
    def issuing_body(self) -> str | None:
        return self.bodies[-1] if self.bodies else None

    @property
    def parent_body(self) -> str | None:
        return " ".join(self.bodies[:-1]) or None


def take(head: Head, text: str) -> None:
    """One line of the head; a line that holds two of its parts gives both."""
    text = text.strip()
    for name in ("national_title", "motto", "party_title"):
        match = _match(name, text)
        if match:
            head.national |= name != "party_title"
            head.party |= name == "party_title"
            for rest in (text[: match.start()], text[match.end() :]):
                if any(char.isalnum() for char in rest):
                    take(head, rest)
            return
    if not any(char.isalnum() for char in text):
        return
    for name, taker in _TAKERS:
        match = _match(name, text)
        if match and taker(head, match, text):
            return
    if is_type_line(text):
        _take_type(head, text)
    elif _is_body_line(head, text):
        _take_body(head, text)
    else:
        head.others.append(text)


def _take_number(head: Head, match: re.Match[str], text: str) -> bool:
    if head.number_text is not None:
        return False
    head.number = match["number"] or None
    symbol = re.sub(r"\s*([/\-–])\s*", lambda sep: sep[1].replace("–", "-"), match["symbol"] or "") or None
    separator = match.groupdict().get("sep")
    head.party_number = separator in {"-", "–"} and symbol is not None
    head.symbol = symbol
    head.number_text = match.group().strip()
    rest = text[match.end() :].strip()
    if rest:
        take(head, rest)
    return True


def _take_place_date(head: Head, match: re.Match[str], text: str) -> bool:
    if head.date_text is not None:
        return False
    date = first_date(match["date"])
    if date is None:
        return False
    head.place = match["place"].strip(" .…_,") or None
    head.date_text = text
    head.day, head.month, head.year = date.day, date.month, date.year
    rest = match["date"][date.end :].strip(" .")
    if rest:
        take(head, rest)
    return True


def _take_about(head: Head, match: re.Match[str], text: str) -> bool:
    head.subject.append(text)
    return True


def _take_draft(head: Head, match: re.Match[str], text: str) -> bool:
    head.is_draft = True
    return True


def _take_urgency(head: Head, match: re.Match[str], text: str) -> bool:
    head.others.append(text)
    return True


_TAKERS = (
    ("urgency", _take_urgency),
    ("draft", _take_draft),
    ("number", _take_number),
    ("number_behind", _take_number),
    ("place_date", _take_place_date),
    ("about", _take_about),
)


def _take_type(head: Head, text: str) -> None:
    match = words.TYPE_LINE.match(text)
    if match is None or head.type is not None:
        head.others.append(text)
        return
    head.type = match["type"].upper()
    rest = match["rest"].strip(" :")
    if any(char.isalnum() for char in rest):
        head.subject.append(rest)


def _is_body_line(head: Head, text: str) -> bool:
    if len(text) > 90 or text.endswith((".", ";", ":")) or head.type is not None:
        return False
    if words.BODY_START.match(text) or words.AREA_START.match(text):
        return True
    return bool(head.bodies) and is_upper(text)


def _take_body(head: Head, text: str) -> None:
    if head.bodies and _goes_on(head.bodies[-1], text):
        head.bodies[-1] = f"{head.bodies[-1]} {text}"
    else:
        head.bodies.append(text)


def _goes_on(body: str, text: str) -> bool:
    """The line is part of the name above it; a village below its commune is a body of its own."""
    if _UNFINISHED.search(body):
        return True
    if words.VILLAGE_START.match(text) and words.COMMUNE.search(body):
        return False
    return words.BODY_START.match(text) is None


def is_official(text: str) -> bool:
    names = ("national_title", "motto", "party_title", "number", "place_date", "about", "draft")
    return any(_match(name, text) for name in names)


def _match(name: str, text: str) -> re.Match[str] | None:
    if len(text) > 300:
        return None
    match = PATTERNS[name].search(text)
    if match and name == "number" and not match["symbol"]:
        # "Số 5 Lê Lợi" is an address: without a symbol only "Số: 12" or a bare "Số:" is a number of a paper.
        return match if match["colon"] and not text[match.end() :].strip() else None
    return match


def is_type_line(text: str) -> bool:
    match = words.TYPE_LINE.match(text)
    if match is None:
        return False
    rest = match["rest"].strip(" .:")
    return is_upper(match["type"]) if rest else len(text) < 60 and (is_upper(match["type"]) or text[0].isupper())
