"""Who may be considered for an award, and what stands against it: pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core import text
from core.formats import vndate
from emulation.enums import AwardFor, EntryKind, EntryState
from emulation.models import Nomination

#: What fits on a certificate.
LONGEST_NAME = 120

_KINDS = {
    AwardFor.COLLECTIVE: {EntryKind.VILLAGE, EntryKind.COLLECTIVE},
    AwardFor.INDIVIDUAL: {EntryKind.INDIVIDUAL},
    AwardFor.HOUSEHOLD: {EntryKind.HOUSEHOLD},
}


def receiver_of(nomination: Nomination) -> str:
    """Whom it is for, as one key: the entry, else the name at its place."""
    if nomination.entry_id is not None:
        return f"entry {nomination.entry_id}"
    return f"{nomination.area_id} {text.search_key(nomination.name)}"


def claim_of(nomination: Nomination) -> Claim:
    """The nomination as eligibility looks at it; its form and entry are at hand."""
    form, entry = nomination.form, nomination.entry
    return Claim(
        key=nomination.pk or 0, receiver=receiver_of(nomination), form=form.pk, form_name=form.name, level=form.level,
        is_title=form.is_title, given_to=form.given_to, name=nomination.name,
        under_discipline=nomination.under_discipline, since=nomination.achieved_from, upto=nomination.achieved_to,
        entry_kind=entry.kind if entry else "", entry_state=entry.state if entry else "",
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Claim:
    """What eligibility looks at in a nomination."""

    key: int
    receiver: str
    form: int
    form_name: str
    level: str
    is_title: bool
    given_to: str
    name: str
    under_discipline: bool
    since: date | None
    upto: date | None
    #: Kind and state of the entry; empty where there is none.
    entry_kind: str = ""
    entry_state: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that stands against a nomination, or should be looked at."""

    code: str
    text: str
    #: Selecting is refused while it stands.
    stops: bool = True


def checks_of(claim: Claim, others: Iterable[Claim], *, starts: date, ends: date) -> list[Check]:
    """What stands against a nomination in a drive of these days; `others` are its other nominations still in the running.

    One achievement (the same receiver in the same drive, at the same level) gets one commendation, and a title not twice (Luật
    06/2022/QH15, điều 5); whoever is under discipline or investigation is not considered.
    """
    found = []
    twin = next((other for other in others if other.key != claim.key and _same(claim, other)), None)
    if twin is not None:
        found.append(
            Check("twice", f"Thành tích này đã được đề nghị “{twin.form_name}”; một thành tích không khen hai lần.")
        )
    if claim.under_discipline:
        found.append(Check("discipline", "Đang bị xem xét kỷ luật, điều tra hoặc đã bị kỷ luật nên không xét khen."))
    if claim.entry_state and claim.entry_state != EntryState.ACCEPTED:
        found.append(Check("entry", "Đăng ký thi đua chưa được xã nhận."))
    if claim.entry_kind and claim.entry_kind not in _KINDS[AwardFor(claim.given_to)]:
        whom = str(AwardFor(claim.given_to).label).lower()
        found.append(Check("kind", f"Hình thức này tặng {whom}, đăng ký thi đua là {_kind(claim.entry_kind)}."))
    if (claim.since and claim.since < starts) or (claim.upto and claim.upto > ends):
        span = f"{vndate(starts)} – {vndate(ends)}"
        found.append(Check("dates", f"Thời gian lập thành tích nằm ngoài đợt thi đua ({span})."))
    if len(claim.name) > LONGEST_NAME:
        found.append(Check("name", long_name(claim.name)))
    return found


def _same(one: Claim, other: Claim) -> bool:
    if one.receiver != other.receiver or one.level != other.level or one.is_title != other.is_title:
        return False
    return not one.is_title or one.form == other.form


def _kind(kind: str) -> str:
    label = str(EntryKind(kind).label)
    return label[:1].lower() + label[1:]


def long_name(name: str) -> str:
    """The sentence for a name that does not fit on a certificate."""
    return (
        f"Tên ghi trên giấy khen dài {len(name)} ký tự; giấy khen ghi được nhiều nhất {LONGEST_NAME} ký tự, "
        "đề nghị ghi tên gọn hơn."
    )
