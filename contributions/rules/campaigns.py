"""What a campaign asks for, read out of its plan; whether it may be opened; the codes of campaigns and givers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from campaigns.rules.residents import Verdict, verdict
from contributions.enums import Group
from core.formats import grouped
from core.text import search_key

if TYPE_CHECKING:
    from campaigns.models import Bracket, ContributionTerms, ResidentsDecision

#: The words by which a group is known in a plan, most telling first.
_GROUP_WORDS: tuple[tuple[Group, tuple[str, ...]], ...] = (
    (Group.BENEFACTOR, ("hao tam", "xa que")),
    (Group.STAFF, ("can bo", "cong chuc", "vien chuc", "nguoi lao dong", "luong", "giao vien")),
    (Group.ENTERPRISE, ("doanh nghiep", "to chuc", "hop tac xa", "cong ty", "ho kinh doanh")),
    (Group.HOUSEHOLD, ("ho ", "ho gia dinh", "khau", "nhan dan")),
)
#: Of the letters and digits that are not mistaken for each other.
_SUFFIXES = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LABEL = 200


@dataclass(frozen=True, slots=True)
class RateDraft:
    """A rate before it is written: days or đồng of one group, incomes in đồng a month, the lower limit included."""

    group: str
    label: str
    min_income: int | None = None
    max_income: int | None = None
    days: Decimal | None = None
    amount: int | None = None


def rates_of_plan(
    terms: ContributionTerms | None, brackets: Iterable[Bracket], participants: Iterable[str] = ()
) -> list[RateDraft]:
    """The rates a plan sets out: its brackets, the least for organisations, and benefactors (without an amount) if it names them."""
    rates = [
        RateDraft(
            group=group_of(row.group, has_income=row.min_income is not None or row.max_income is not None),
            label=_label(row.group, row.min_income, row.max_income), min_income=row.min_income, max_income=row.max_income,
            days=row.days, amount=row.amount if row.days is None else None,
        )
        for row in brackets
        if row.days is not None or row.amount is not None
    ]  # fmt: skip
    if terms is not None and terms.organisation_minimum:
        rates.append(
            RateDraft(
                Group.ENTERPRISE, f"Doanh nghiệp, tổ chức: từ {grouped(terms.organisation_minimum)} đồng",
                amount=terms.organisation_minimum,
            )
        )  # fmt: skip
    if any("hao tam" in search_key(words) for words in participants):
        rates.append(RateDraft(Group.BENEFACTOR, "Nhà hảo tâm: tùy tâm", amount=0))
    return _told_apart(rates)


def group_of(words: str, *, has_income: bool = False) -> Group:
    """Which group the words of a plan mean; who has a wage is staff."""
    key = f"{search_key(words)} "
    for group, known in _GROUP_WORDS:
        if any(word in key for word in known):
            return group
    return Group.STAFF if has_income else Group.HOUSEHOLD


def _label(words: str, low: int | None, high: int | None) -> str:
    if 0 < len(words) <= 120:
        return words
    if low is not None and high is not None:
        return f"Thu nhập từ {grouped(low)} đến dưới {grouped(high)} đồng/tháng"
    if low is not None:
        return f"Thu nhập từ {grouped(low)} đồng/tháng"
    if high is not None:
        return f"Thu nhập dưới {grouped(high)} đồng/tháng"
    return words[:_LABEL] or "Mức chung"


def _told_apart(rates: Sequence[RateDraft]) -> list[RateDraft]:
    """Labels are unique in a campaign: the second of the same gets a number."""
    seen: dict[str, int] = {}
    told: list[RateDraft] = []
    for rate in rates:
        seen[rate.label] = seen.get(rate.label, 0) + 1
        label = rate.label if seen[rate.label] == 1 else f"{rate.label[: _LABEL - 6]} ({seen[rate.label]})"
        told.append(RateDraft(rate.group, label, rate.min_income, rate.max_income, rate.days, rate.amount))
    return told


def limits(incomes: Iterable[tuple[int | None, int | None]]) -> list[int]:
    """Where brackets begin, from 0 up: an income is kept as the last of these that it reaches, never as a figure."""
    return sorted({0} | {limit for pair in incomes for limit in pair if limit is not None})


# --- Opening ---


def decision_verdict(decision: ResidentsDecision) -> Verdict:
    """Whether the residents' decision passes by the rule of its day (campaigns.rules.residents)."""
    return verdict(
        day=decision.held_on, matter=decision.matter, level=decision.area.level, households=decision.households,
        agreed=decision.agreed, villages=decision.villages, villages_agreed=decision.villages_agreed,
    )  # fmt: skip


def obstacles(
    *, groups: Iterable[str], has_days: bool, day_value: int | None, purpose: str, decision: Verdict | None
) -> list[str]:
    """What is missing before people are asked, a sentence each.

    Households are asked only on their own decision (Luật 10/2022/QH15, điều 15, 21); a drive among staff, enterprises and
    benefactors needs none.
    """
    asked, said = set(groups), []
    if not asked:
        said.append("Chưa có mức vận động nào.")
    if not purpose.strip():
        said.append("Chưa ghi dùng vào việc gì.")
    if has_days and not day_value:
        said.append("Có mức tính bằng ngày công nhưng chưa có giá trị một ngày công.")
    if Group.HOUSEHOLD in asked:
        if decision is None:
            said.append("Vận động hộ gia đình cần có quyết định của Nhân dân; chọn quyết định đã ghi biên bản.")
        elif decision.passes is not True:
            said.append(f"Quyết định của Nhân dân chưa được thông qua. {decision.sentence}")
    return said


# --- Codes ---


def initials(name: str, most: int = 2) -> str:
    """Capital letters without diacritics that begin the words of a name: "An Bình" → "AB"; a name of one word gives its first two."""
    words = re.findall(r"[a-z]+", search_key(name))
    letters = "".join(word[0] for word in words) if len(words) > 1 else (words[0] if words else "")
    return (letters[:most].upper() + "X" * most)[:most]


def campaign_codes(name: str, year: int) -> Iterator[str]:
    """Codes to try for a campaign of the place: "AB26", then "AB262" … "AB26ZZ"; letters and digits, six at most."""
    stem = f"{initials(name)}{year % 100:02d}"
    yield stem
    for size in (1, 2):
        yield from (stem + "".join(end) for end in itertools.product(_SUFFIXES, repeat=size))


def party_code(prefix: str, number: int) -> str:
    """ "AB-00017"."""
    return f"{prefix}-{number:05d}"
