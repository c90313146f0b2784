"""Reading rosters: lines, givers, lists being brought in, proposals of duplicates."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from areas.models import Area, Organisation
from contributions.enums import DuplicateState, ImportState
from contributions.models import (
    Allocation,
    Campaign,
    Duplicate,
    MusterLine,
    Party,
    Receipt,
    RosterImport,
    RosterLine,
)
from core.database import how_many
from core.text import digits, search_key, tidy

#: Ways of asking for the balance: what is left by the rate, given something, given nothing yet.
BALANCES = (("con", "Còn theo mức"), ("da", "Đã đóng góp"), ("chua", "Chưa có khoản đóng góp"))
#: In place of an id: lines without a village, unit or rate.
NONE = 0


def found(lines: QuerySet[RosterLine], words: str) -> QuerySet[RosterLine]:
    """Lines whose giver's name holds every word, with or without diacritics, or whose code or phone is what was typed."""
    return lines.filter(_is_typed(words, "party__"))


def _is_typed(words: str, prefix: str = "") -> Q:
    """The condition on a giver whom `prefix` leads to."""
    named, typed = Q(), digits(words)
    for word in search_key(words).split():
        named &= Q(**{f"{prefix}search_key__contains": word})
    phone = Q(**{f"{prefix}phone": typed}) if len(typed) >= 9 else Q(pk__in=())
    return named | Q(**{f"{prefix}code": words.strip().upper()}) | phone


def filtered(
    lines: QuerySet[Any], *, words: str = "", village: int | None = None, unit: int | None = None, rate: int | None = None,
    state: str = "", balance: str = "",
) -> QuerySet[Any]:  # fmt: skip
    """Lines (with balance) of a village, a unit, a rate (0: without one), a state, a balance; `words` as by `found`."""
    if words:
        lines = found(lines, words)
    for name, value in (("village", village), ("unit", unit), ("rate", rate)):
        if value is not None:
            lines = lines.filter(**{f"{name}__isnull": True} if value == NONE else {name: value})
    if state:
        lines = lines.filter(state=state)
    given = Exists(Allocation.objects.filter(line=OuterRef("pk")))
    if balance == "con":
        lines = lines.filter(left__gt=0)
    elif balance == "da":
        lines = lines.filter(given)
    elif balance == "chua":
        lines = lines.filter(~given)
    return lines


@dataclass(frozen=True, slots=True)
class Alike:
    """Lines of a campaign that are reckoned alike: how many, their rate, and what is kept as expected of each."""

    rate: int | None
    months: int
    state: str
    days: Decimal | None
    amount: int
    count: int

    @property
    def lines(self) -> Q:
        """The condition that finds them again."""
        return Q(
            rate=self.rate, months=self.months, state=self.state, expected_days=self.days, expected_amount=self.amount
        )


def alike(campaign: Campaign) -> list[Alike]:
    """The lines of a campaign in groups, in one query however many there are."""
    fields = ("rate", "months", "state", "expected_days", "expected_amount")
    rows = campaign.lines.order_by(*fields).values_list(*fields).annotate(count=Count("pk"))
    return [Alike(*row) for row in rows]


# --- Lines that cannot go ---


def _used() -> Q:
    """Lines that receipts or muster sheets speak of."""
    return Q(Exists(Allocation.objects.filter(line=OuterRef("pk")))) | Q(
        Exists(MusterLine.objects.filter(line=OuterRef("pk")))
    )


def with_receipts(lines: QuerySet[RosterLine]) -> QuerySet[RosterLine]:
    """Those of the lines that receipts or muster sheets speak of, or whose giver (brought in with them) has a receipt."""
    payer = Receipt.objects.filter(party=OuterRef("party"), campaign=OuterRef("campaign"))
    return lines.filter(_used() | Q(Exists(payer))).select_related("party", "village", "unit")


def is_used(line: RosterLine) -> bool:
    return RosterLine.objects.filter(_used(), pk=line.pk).exists()


# --- Lists brought in ---


def imports_of(campaign: Campaign) -> QuerySet[RosterImport]:
    """Lists of a campaign, newest first, without their rows; those undone too."""
    return campaign.imports.select_related("by").defer("rows")


def open_imports(campaign: Campaign) -> QuerySet[RosterImport]:
    return imports_of(campaign).filter(state=ImportState.DRAFT)


# --- Givers ---


def parties(rows: QuerySet[Party], *, words: str = "", kind: str = "") -> QuerySet[Party]:
    """Givers that stand for themselves (merged ones left out), with `campaigns`: how many rosters they are on."""
    rows = rows.filter(merged_into=None)
    if words:
        rows = rows.filter(_is_typed(words))
    if kind:
        rows = rows.filter(kind=kind)
    # Counted for the givers of a page alone, not for all there are.
    return rows.annotate(campaigns=how_many(RosterLine.objects.filter(party=OuterRef("pk")), "party"))


def namesakes(commune: Area, *, name: str, village: Area | None, unit: Organisation | None) -> list[Party]:
    """Givers of the commune of exactly this name and place that stand for themselves."""
    rows = Party.objects.filter(area=commune, merged_into=None, search_key=search_key(name), village=village, unit=unit)
    return [row for row in rows.order_by("pk") if row.name.casefold() == tidy(name).casefold()]


def names_held(party: Party) -> list[int]:
    """Ids of the giver and of those merged into him: their lines and receipts are his history."""
    return [party.pk, *party.merged.values_list("pk", flat=True)]


def given_by(names: list[int]) -> list[int]:
    """Ids of the receipts that one of these givers brought, or of which something is allocated to one of them. One query."""
    brought = Receipt.objects.filter(party__in=names).order_by().values_list("pk", flat=True)
    allocated = Allocation.objects.filter(line__party__in=names).order_by().values_list("receipt", flat=True)
    return list(brought.union(allocated))


# --- Duplicates ---


def proposals(parties: QuerySet[Party], state: str = DuplicateState.OPEN) -> QuerySet[Duplicate]:
    """Proposals about these givers, the likeliest first."""
    near = [f"{side}__{name}" for side in ("one", "other") for name in ("village", "unit", "area")]
    mine = parties.order_by().values("pk")
    rows = Duplicate.objects.filter(one__in=mine, other__in=mine, state=state)
    return rows.select_related("one", "other", "decided_by", *near).order_by("-score", "pk")
