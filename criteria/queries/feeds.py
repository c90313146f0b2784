"""What registrations of villages and gardens tell the card of the place above them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from areas.enums import Level
from areas.models import Area
from areas.queries import in_force
from core import clock
from criteria.enums import RegistrationState, SetLevel
from criteria.models import CriteriaSet, Registration, Scorecard


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that may be taken into a row of the card."""

    #: Finds it again: "thon-kieu-mau:recognised".
    key: str
    label: str
    number: Decimal


@dataclass(frozen=True, slots=True)
class Fed:
    """What one set of villages or gardens says up to the end of the card's year."""

    criteria_set: CriteriaSet
    #: "2/6 thôn được công nhận; năm 2026: 3 đăng ký, 1 đánh giá đạt".
    sentence: str
    figures: tuple[Figure, ...]
    #: The list it is counted from.
    link: str
    recognised: tuple[str, ...] = ()


def feeds_for(card: Scorecard) -> list[Fed]:
    """By set of villages and gardens, how many are recognised at the end of the card's year (today, while the year runs), and
    how many aim at it in that year and were found to meet it.

    A place that registered in several years counts once; one whose recognition was revoked before that day does not count.
    """
    on = min(date(card.year, 12, 31), clock.today())
    rows = _below(card).select_related("criteria_set", "area")
    by_set: dict[CriteriaSet, list[Registration]] = defaultdict(list)
    for row in rows.order_by("criteria_set__level", "criteria_set__name", "sort_key", "pk"):
        by_set[row.criteria_set].append(row)
    villages = _villages(card.area, on) if by_set else 0
    return [_fed(card, chosen, mine, villages, on) for chosen, mine in by_set.items()]


def _below(card: Scorecard) -> QuerySet[Registration]:
    """Registrations of what lies below the card's place: a commune's villages and gardens, a village's gardens."""
    area = card.area
    if card.subject:
        return Registration.objects.none()
    inside = Q(area__parent=area, area__level=Level.VILLAGE) if area.level == Level.COMMUNE else Q(area=area)
    levels = [SetLevel.VILLAGE, SetLevel.GARDEN] if area.level == Level.COMMUNE else [SetLevel.GARDEN]
    return Registration.objects.filter(inside, criteria_set__level__in=levels, year__lte=card.year)


def _villages(area: Area, on: date) -> int:
    return in_force(Area.objects.filter(parent=area, level=Level.VILLAGE), on).count()


def _fed(card: Scorecard, chosen: CriteriaSet, rows: list[Registration], villages: int, on: date) -> Fed:
    def places(found: Iterable[Registration]) -> dict[tuple[int, str], str]:
        return {(row.area_id, row.subject.casefold()): row.whose for row in found}

    recognised = places(row for row in rows if _holds(row, on))
    aiming = [row for row in rows if row.year == card.year and row.state != RegistrationState.WITHDRAWN]
    met = places(row for row in aiming if row.found_met)
    of_villages = chosen.level == SetLevel.VILLAGE
    word = "thôn" if of_villages else "hộ, vườn"
    total = f"/{villages}" if of_villages else ""
    sentence = f"{len(recognised)}{total} {word} được công nhận; năm {card.year}: {len(places(aiming))} đăng ký, {len(met)} đánh giá đạt"
    figures = [
        Figure(f"{chosen.code}:recognised", f"Số {word} được công nhận", Decimal(len(recognised))),
        Figure(f"{chosen.code}:met", f"Số {word} đánh giá đạt năm {card.year}", Decimal(len(met))),
    ]
    if of_villages and villages:
        share = round(Decimal(100 * len(recognised)) / villages, 2)
        figures.insert(1, Figure(f"{chosen.code}:share", "Tỷ lệ thôn được công nhận (%)", share))
    link = f"{reverse('criteria:registrations')}?{urlencode({'bo': chosen.pk})}"
    return Fed(chosen, sentence, tuple(figures), link, tuple(recognised.values()))


def _holds(row: Registration, on: date) -> bool:
    """Whether it is recognised on the day."""
    return row.recognised_on is not None and row.recognised_on <= on and (row.revoked_on is None or row.revoked_on > on)
