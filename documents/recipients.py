"""Who is meant by a line of Nơi nhận: bodies of the area and of those above it, its villages, or the archive. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from accounts.enums import RIGHTS, Right
from accounts.models import Assignment
from areas.enums import Level, OrganisationKind
from areas.models import Area, Organisation
from core import text
from documents.context import Paper, Paragraph

_K = OrganisationKind
_KINDS = {
    _K.PEOPLES_COMMITTEE: r"\b(ubnd|uy ban nhan dan)\b",
    _K.PEOPLES_COUNCIL: r"\b(hdnd|hoi dong nhan dan)\b",
    _K.PARTY_COMMITTEE: r"\b(dang uy|huyen uy|thi uy|tinh uy|btv dang uy)\b",
    _K.FRONT: r"(?<!cong tac )\b(ubmttq|mttq|mat tran)\b",
    _K.UNION: r"\bdoan the\b",
    _K.STEERING: r"\b(bcd|ban chi dao)\b",
    _K.MANAGEMENT: r"\b(bql|ban quan ly)\b",
    _K.AWARD_COUNCIL: r"\bthi dua,? ?-? ?khen thuong\b",
    _K.COORDINATION: r"\b(vpdp|van phong dieu phoi)\b",
    _K.HEALTH_STATION: r"\btram y te\b",
    _K.SCHOOL: r"\bcac (nha )?truong\b",
}
_KEPT = re.compile(r"^luu\b")
#: With diacritics: a "bản" is a village, a "ban" is not.
_VILLAGES = re.compile(
    r"\b(các|trưởng|\d+)\s+(trưởng\s+)?(thôn|xóm|ấp|bản|buôn|làng|tổ dân phố|khu dân cư|khối phố)\b", re.IGNORECASE
)
#: Words of the level, as printed; what they stand for before and after the district level.
_LEVELS = (
    (Level.DISTRICT, re.compile(r"\b(huyện|thị xã|thành phố|quận|huyện ủy)\b", re.IGNORECASE)),
    (Level.PROVINCE, re.compile(r"\b(tỉnh|tỉnh ủy)\b", re.IGNORECASE)),
    (Level.COMMUNE, re.compile(r"\b(xã(?!\s+hội)|phường|thị trấn|đặc khu)\b", re.IGNORECASE)),
)  # fmt: skip
_BRACKETS = re.compile(r"\([^)]*\)")
_PARTS = re.compile(r"[,;]|\svà\s")


#: "Như trên": those the paper is addressed to.
_AS_ABOVE = re.compile(r"^\W*nhu (tren|kinh gui)\b")
#: What opens the guests of an invitation (NĐ 30/2020, Phụ lục III, mẫu 1.7): a list below, or names in the same sentence.
_INVITED = re.compile(r"kính mời\s*(?P<who>[^:]*:.*)$", re.IGNORECASE)
_GUEST = re.compile(r"^\s*[-–—+•]\s*")


def printed_recipients(paper: Paper) -> list[str]:
    """The lines of Nơi nhận, with those addressed (Kính gửi, kính mời) in the place of "Như trên"."""
    found: list[str] = []
    for line in paper.recipients:
        above = addressed_to(paper) if _AS_ABOVE.match(text.search_key(line)) else []
        found += above or [line]
    return found


def addressed_to(paper: Paper) -> list[str]:
    """Whom the paper is addressed to: "Kính gửi", or the guests of an invitation, one a line."""
    if paper.addressees:
        return list(paper.addressees)
    lines = [block.text for block in paper.content if isinstance(block, Paragraph)]
    for place, line in enumerate(lines, 1):
        if invited := _INVITED.search(text.tidy(line)):
            named = invited["who"].strip(" :.")
            return [named] if named else list(takewhile(_GUEST.match, lines[place:]))
    return []


@dataclass(frozen=True, slots=True)
class Addressees:
    """Whom one line means. `villages_of` is the area whose villages are meant."""

    bodies: tuple[Organisation, ...] = ()
    villages_of: Area | None = None
    kept: bool = False


def read_line(name: str, bodies: Sequence[Organisation], own: Area) -> Addressees:
    """Whom a printed line means among the bodies (with their areas) of the issuer's area `own` and of those above it.

    A body of another place that bears the same kind of name ("UBND xã Bình Yên" in xã An Bình) is not meant.
    """
    printed = _BRACKETS.sub(" ", text.tidy(name))
    key = text.search_key(printed)
    if _KEPT.match(key):
        return Addressees(kept=True)
    parts = [part for part in _PARTS.split(printed) if part.strip()]
    found: dict[int, Organisation] = {}
    for index, part in enumerate(parts):
        for body in bodies:
            if _is_meant(body, part, " ".join(parts[index:]), own):
                found.setdefault(body.pk, body)
    return Addressees(tuple(found.values()), own if _VILLAGES.search(printed) else None)


def _is_meant(body: Organisation, part: str, onwards: str, own: Area) -> bool:
    key = text.search_key(part)
    pattern = _KINDS.get(OrganisationKind(body.kind))
    by_kind = bool(pattern and re.search(pattern, key))
    if not by_kind and not _is_named(body, key):
        return False
    word = _level(part) or _level(onwards)
    if word is None:
        return body.area_id == own.pk or (own.level == Level.VILLAGE and body.area_id == own.parent_id)
    level, place = word
    return body.area.level == level and (
        not place or text.search_key(body.area.name).startswith(text.search_key(place))
    )


def _is_named(body: Organisation, key: str) -> bool:
    """ "Trạm Y tế" names Trạm Y tế xã An Bình; a single word names nothing."""
    bare = body.search_key.removesuffix(body.area.search_key).strip()
    return (" " in bare and bare in key) or (key.count(" ") > 1 and key in body.search_key)


def _level(part: str) -> tuple[Level, str] | None:
    """The level that a part names and, where a proper name follows the word, the first word of that name."""
    for level, pattern in _LEVELS:
        match = pattern.search(part)
        if match:
            following = part[match.end() :].split()
            return level, following[0] if following and following[0][0].isupper() else ""
    if re.search(r"\bhuyện ủy\b|\bthị ủy\b", part, re.IGNORECASE):
        return Level.DISTRICT, ""
    return None


@dataclass(frozen=True, slots=True)
class Ears:
    """Which roles make a person one who hears for a line: of a body, of its people in charge, of the villages."""

    body_ids: frozenset[int]
    committee_areas: frozenset[int]
    coordination_areas: frozenset[int]
    village_parents: frozenset[int]


#: In a people's committee the clerk takes in what comes, and the leaders read it.
COMMITTEE_ROLES = sorted(
    role for role, rights in RIGHTS.items() if rights & {Right.NUMBER_PAPERS, Right.APPROVE_PAPERS}
)
COORDINATION_ROLES = sorted(role for role, rights in RIGHTS.items() if Right.WRITE_PLANS in rights)


def ears_of(addressees: Addressees) -> Ears:
    bodies = addressees.bodies
    return Ears(
        frozenset(body.pk for body in bodies),
        frozenset(body.area_id for body in bodies if body.kind == _K.PEOPLES_COMMITTEE),
        frozenset(body.area_id for body in bodies if body.kind == _K.COORDINATION),
        frozenset({addressees.villages_of.pk} if addressees.villages_of else ()),
    )


def hears(held: Sequence[Assignment], ears: Ears) -> bool:
    """Whether somebody with these roles (areas loaded) is among those the line means; documents.queries.listeners in one person."""
    return any(
        item.organisation_id in ears.body_ids
        or (item.area_id in ears.committee_areas and item.role in COMMITTEE_ROLES)
        or (item.area_id in ears.coordination_areas and item.role in COORDINATION_ROLES)
        or (item.area.level == Level.VILLAGE and item.area.parent_id in ears.village_parents)
        for item in held
    )
