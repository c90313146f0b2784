"""What is due of criteria, for reminders.sources: cards to send in a round, rows somebody looks after, evidence that ends.

Each question is a fixed number of queries. Those over days read an index that holds open rows only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.text import Truncator

from accounts.access import areas_held, ids_who_may
from accounts.enums import Right
from areas.enums import Level
from areas.models import Area
from criteria.enums import WITH_COMMUNE, RoundCardState, State
from criteria.models import Evidence, EvidenceUse, Indicator, Result, RoundCard, RowCare, Scorecard
from criteria.queries.evidence import in_use
from reminders.sources import Due, Span, on_days, owed_by

if TYPE_CHECKING:
    from accounts.models import User

#: A result that leaves nothing to be done in its row.
_SETTLED = (State.MET, State.NOT_ASSESSED)


def _place(row: dict[str, Any], prefix: str) -> tuple[int, int | None]:
    """An area's id, and its commune's where it is a village."""
    is_village = row[f"{prefix}__level"] == Level.VILLAGE
    return row[f"{prefix}_id"], row[f"{prefix}__parent_id"] if is_village else None


def _on(areas: list[Area]) -> QuerySet[Area]:
    """These areas and villages of theirs, to be asked for by themselves: joined to open rows, all of those would be looked at."""
    here = Q(pk__in=[area.pk for area in areas]) | Q(parent__in=areas, level=Level.VILLAGE)
    return Area.objects.filter(here).order_by().values("pk")  # type: ignore[return-value]


# --- Rounds ---

_ROUND_CARD = (
    "pk",
    "state",
    "round__name",
    "round__deadline",
    "card__area_id",
    "card__area__level",
    "card__area__parent_id",
)


def _cards_to_send() -> QuerySet[RoundCard]:
    return RoundCard.objects.filter(state__in=WITH_COMMUNE).order_by()


def rounds_between(spans: Sequence[Span]) -> Iterator[Due]:
    """Cards to send to the office above by the round's deadline. Three queries."""
    return _rounds(_cards_to_send().filter(on_days("round__deadline", spans)))


def rounds_of(user: User, upto: date) -> list[Due]:
    held = [*areas_held(user, Right.WRITE_SCORECARDS), *areas_held(user, Right.SUBMIT_SCORECARDS)]
    mine = Scorecard.objects.filter(area__in=_on(held)).order_by()
    cards = _cards_to_send().filter(card__in=mine.values("pk"), round__deadline__lte=upto)
    return owed_by(user, _rounds(cards)) if held else []


def open_rounds(ids: Iterable[int]) -> set[int]:
    return set(_cards_to_send().filter(pk__in=list(ids)).values_list("pk", flat=True))


def _rounds(cards: QuerySet[RoundCard]) -> Iterator[Due]:
    """Those who fill in the commune's card owe it, and those who send it."""
    rows: list[Any] = list(cards.values(*_ROUND_CARD))
    places = dict(_place(row, "card__area") for row in rows)
    fill, send = (ids_who_may(right, places) for right in (Right.WRITE_SCORECARDS, Right.SUBMIT_SCORECARDS))
    for row in rows:
        verb = "Sửa và gửi lại" if row["state"] == RoundCardState.RETURNED else "Gửi"
        area = row["card__area_id"]
        yield Due(
            "round_card", row["pk"], f"{verb} phiếu tự đánh giá, {row['round__name']}", row["round__deadline"],
            reverse("criteria:round_card", args=[row["pk"]]), tuple(sorted({*fill[area], *send[area]})), area,
        )  # fmt: skip


# --- Rows that somebody looks after ---

_CARE = (
    "pk", "due_on", "owner_id", "scorecard_id", "scorecard__area_id", "criterion__number", "criterion__name",
    "indicator__code",
)  # fmt: skip


def _open_cares() -> QuerySet[RowCare]:
    """Rows with an owner and a day that the card does not show as settled.

    An indicator is settled by its own result, a criterion by that of the whole or by those of all its indicators.
    """
    settled = Result.objects.filter(state__in=_SETTLED)
    whole = settled.filter(scorecard=OuterRef("scorecard"), criterion=OuterRef("criterion"), indicator=None)
    own = settled.filter(scorecard=OuterRef("scorecard"), indicator=OuterRef("indicator"))
    part = settled.filter(scorecard=OuterRef(OuterRef("scorecard")), indicator=OuterRef("pk"))
    left = Indicator.objects.filter(~Exists(part), criterion=OuterRef("criterion"))
    of_row = Q(~Exists(own), indicator__isnull=False)
    of_whole = Q(Q(Exists(left)) | Q(criterion__complete=False), indicator=None)
    return RowCare.objects.filter(of_row | of_whole, ~Exists(whole), owner__is_active=True).order_by()


def cares_between(spans: Sequence[Span]) -> Iterator[Due]:
    """Rows of cards to be met. One query."""
    return _cares(_open_cares().filter(on_days("due_on", spans)))


def cares_of_user(user: User, upto: date) -> list[Due]:
    return owed_by(user, _cares(_open_cares().filter(owner=user, due_on__lte=upto)))


def open_cares(ids: Iterable[int]) -> set[int]:
    return set(_open_cares().filter(pk__in=list(ids)).values_list("pk", flat=True))


def _cares(cares: QuerySet[RowCare]) -> Iterator[Due]:
    rows: list[Any] = list(cares.values(*_CARE))
    for row in rows:
        code = row["indicator__code"]
        which = f"chỉ tiêu {code}" if code else f"tiêu chí {row['criterion__number']}"
        yield Due(
            "row_care", row["pk"], f"Hoàn thành {which}, {Truncator(row['criterion__name']).chars(100)}", row["due_on"],
            reverse("criteria:criterion", args=[row["scorecard_id"], row["criterion__number"]]), (row["owner_id"],),
            row["scorecard__area_id"],
        )  # fmt: skip


# --- Evidence that ends ---

_EVIDENCE = (
    "pk", "title", "valid_to", "created_by_id", "area_id", "area__level", "area__parent_id",
)  # fmt: skip


def _ending() -> QuerySet[Evidence]:
    """Evidence in use on which a row still rests: no other evidence of the same row is valid longer."""
    longer = EvidenceUse.objects.filter(
        Q(evidence__valid_to=None) | Q(evidence__valid_to__gt=OuterRef("evidence__valid_to")),
        criterion=OuterRef("criterion"), evidence__area=OuterRef("evidence__area"),
        evidence__subject=OuterRef("evidence__subject"), evidence__withdrawn_at=None,
    )  # fmt: skip
    of_indicator = Q(indicator__isnull=False) & ~Exists(longer.filter(indicator=OuterRef("indicator")))
    of_whole = Q(indicator=None) & ~Exists(longer.filter(indicator=None))
    rests = EvidenceUse.objects.filter(of_indicator | of_whole, evidence=OuterRef("pk"))
    return in_use(Evidence.objects.filter(Exists(rests), valid_to__isnull=False)).order_by()


def evidence_between(spans: Sequence[Span]) -> Iterator[Due]:
    """Evidence whose last day lies on these days. Two queries."""
    return _evidence(_ending().filter(on_days("valid_to", spans)))


def evidence_of(user: User, upto: date) -> list[Due]:
    held = areas_held(user, Right.WRITE_SCORECARDS)
    return owed_by(user, _evidence(_ending().filter(area__in=_on(held), valid_to__lte=upto))) if held else []


def open_evidence(ids: Iterable[int]) -> set[int]:
    return set(_ending().filter(pk__in=list(ids)).values_list("pk", flat=True))


def _evidence(evidence: QuerySet[Evidence]) -> Iterator[Due]:
    """Who brought it in renews it, while he or she fills the area's cards; else those who do."""
    rows: list[Any] = list(evidence.values(*_EVIDENCE))
    writers = ids_who_may(Right.WRITE_SCORECARDS, dict(_place(row, "area") for row in rows))
    for row in rows:
        people, by = writers[row["area_id"]], row["created_by_id"]
        yield Due(
            "evidence", row["pk"], f"Thay minh chứng hết giá trị “{Truncator(row['title']).chars(120)}”", row["valid_to"],
            reverse("criteria:evidence", args=[row["pk"]]), (by,) if by in people else people, row["area_id"],
        )  # fmt: skip
