"""Rounds of assessment: cards that wait to be accepted, and cards that did not come in time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Max, Min, Q, QuerySet, Window
from django.urls import reverse
from django.utils import timezone

from accounts.access import areas_held
from accounts.enums import Right
from core.formats import vndate
from criteria.enums import WITH_COMMUNE, RoundCardState
from criteria.models import RoundCard
from dashboards.queries.office.groups import Group, Item, Opened, Scope, above, overdue, place, place_fields, worst

_AREA = place_fields("card__area")
#: The first and the last of the rounds that all rows are of.
_ROUNDS = {"one": Window(Min("round")), "other": Window(Max("round"))}


def cards_of(scope: Scope, rounds: Iterable[Opened], prefix: str = "") -> Q:
    """The condition "a card of these rounds on the areas or below", for rows that reach the card in its round by `prefix`.

    Rounds are few and their cards many, so rounds are named by their ids; the path is asked only where an office above opened
    the round.
    """
    inside: list[int] = []
    above_us: list[int] = []
    for round_ in rounds:
        own = any(round_.path.startswith(area.path or "-") for area in scope.areas)
        (inside if own else above_us).append(round_.pk)
    found = Q(round__in=inside)
    if above_us:
        found |= Q(scope.within(f"{prefix}card__area__path"), round__in=above_us)
    return found


def _waiting(scope: Scope) -> QuerySet[RoundCard]:
    """Sent cards of rounds that the person verifies."""
    held = [area.path or "-" for area in areas_held(scope.user, Right.VERIFY_SCORECARDS)]
    mine = [one for one in scope.running if any(one.path.startswith(path) for path in held)]
    return RoundCard.objects.filter(round__in=[one.pk for one in mine], state=RoundCardState.SUBMITTED).order_by()


def count_waiting(scope: Scope) -> int:
    """One query."""
    return _waiting(scope).count()


def waiting_cards(scope: Scope, limit: int | None) -> Group:
    """Cards that wait to be verified, the longest waiting first. One query."""
    waiting = _waiting(scope).order_by("submitted_at", "pk").values(
        "pk", "round__name", "round__deadline", "submitted_at", *_AREA, **_ROUNDS
    )  # fmt: skip
    found, count = worst(waiting, limit)
    return Group(
        "phieu-cho-tham-tra", "Phiếu chờ thẩm tra", "phiếu", "Phiếu tự đánh giá đã gửi trong các kỳ đánh giá, chờ chấp nhận hoặc trả lại.",
        "Không có phiếu nào chờ thẩm tra.", count, tuple(_waiting_item(scope, row) for row in found),
        _list_of(found, f"?trang-thai={RoundCardState.SUBMITTED}"),
    )  # fmt: skip


def _waiting_item(scope: Scope, row: dict[str, Any]) -> Item:
    since = timezone.localdate(row["submitted_at"])
    days = (scope.today - since).days
    note = f"{above(scope, row, 'card__area')}{row['round__name']}, hạn gửi {vndate(row['round__deadline'])}; gửi ngày {vndate(since)}."
    return Item(
        place(row, "card__area"), note, f"Chờ {days} ngày" if days else "Gửi hôm nay", "pending",
        reverse("criteria:round_card", args=[row["pk"]]), "Thẩm tra", since,
    )  # fmt: skip


def _unsent(scope: Scope) -> QuerySet[RoundCard]:
    """Cards with the commune though the round's last day is past."""
    over = [round_ for round_ in scope.running if round_.deadline < scope.today]
    return RoundCard.objects.filter(cards_of(scope, over), state__in=WITH_COMMUNE).order_by()


def count_unsent(scope: Scope) -> int:
    """One query."""
    return _unsent(scope).count()


def unsent_cards(scope: Scope, limit: int | None) -> Group:
    """Cards not sent (again) though the round's last day is past, the longest late first. Two queries."""
    unsent = _unsent(scope).order_by("round__deadline", "card__area__sort_key", "pk").values(
        "pk", "state", "round__name", "round__deadline", *_AREA, **_ROUNDS
    )  # fmt: skip
    found, count = worst(unsent, limit)
    return Group(
        "phieu-chua-gui", "Phiếu chưa gửi, đã quá hạn", "phiếu",
        "Xã chưa gửi phiếu tự đánh giá, hoặc chưa gửi lại phiếu bị trả, khi kỳ đánh giá đã hết hạn gửi.",
        "Không có phiếu nào quá hạn gửi.", count, overdue([_unsent_item(scope, row) for row in found], scope.today),
        _list_of(found, ""),
    )  # fmt: skip


def _unsent_item(scope: Scope, row: dict[str, Any]) -> Item:
    how = "bị trả lại, chưa gửi lại" if row["state"] == RoundCardState.RETURNED else "chưa gửi"
    note = f"{above(scope, row, 'card__area')}{row['round__name']}, hạn gửi {vndate(row['round__deadline'])}; {how}."
    url = reverse("criteria:round_card", args=[row["pk"]])
    return Item(place(row, "card__area"), note, "", "", url, "Mở phiếu", row["round__deadline"])


def _list_of(rows: Sequence[dict[str, Any]], asked: str) -> str:
    """The list that holds all of the cards: the round's where all are of one round, else that of the rounds."""
    if rows and rows[0]["one"] == rows[0]["other"]:
        return f"{reverse('criteria:round', args=[rows[0]['one']])}{asked}"
    return reverse("criteria:rounds")
