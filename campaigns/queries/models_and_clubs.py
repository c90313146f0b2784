"""Reading models and clubs, and whether each was confirmed in a year."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from areas.models import Area
from areas.queries import found_by
from campaigns.models import ModelConfirmation, ModelOrClub


def with_people(models: QuerySet[ModelOrClub]) -> QuerySet[ModelOrClub]:
    return models.select_related("area", "area__parent", "plan", "created_by").defer("plan__facts")


def with_year(models: QuerySet[ModelOrClub], year: int) -> QuerySet[Any]:
    """Adds what was found in the year: `confirmed` (None: not yet), `confirmed_note`, `confirmed_by`."""
    of_year = ModelConfirmation.objects.filter(model=OuterRef("pk"), year=year)
    return models.annotate(
        confirmed=Subquery(of_year.values("confirmed")),
        confirmed_note=Subquery(of_year.values("note")),
        confirmed_by=Subquery(of_year.values("by__full_name")),
    )


def alive_in(models: QuerySet[ModelOrClub], year: int) -> QuerySet[ModelOrClub]:
    """Those that existed on some day of the year."""
    return models.filter(
        Q(founded_on=None) | Q(founded_on__year__lte=year), Q(ended_on=None) | Q(ended_on__year__gte=year)
    )


def filtered(
    models: QuerySet[Any], *, words: str = "", kind: str = "", area: Area | None = None, standing: str = ""
) -> QuerySet[Any]:
    """Models (with their year) of a kind, an area with its villages, a standing; found without diacritics."""
    if words:
        models = found_by(models, words)
    if kind:
        models = models.filter(kind=kind)
    if area:
        models = models.filter(area__path__startswith=area.path or "-")
    found = {"confirmed": True, "not_confirmed": False, "not_yet": None}
    return models.filter(confirmed=found[standing]) if standing in found else models


def counts(models: QuerySet[Any]) -> dict[str, int]:
    """How many of the models (with their year) are confirmed, not confirmed, not looked at yet, and all; by the database."""
    return models.order_by().aggregate(
        all=Count("pk"), confirmed_count=Count("pk", filter=Q(confirmed=True)),
        not_confirmed_count=Count("pk", filter=Q(confirmed=False)), not_yet_count=Count("pk", filter=Q(confirmed=None)),
    )  # fmt: skip


def confirmations_of(model: ModelOrClub) -> QuerySet[ModelConfirmation]:
    """Year by year, newest first."""
    return model.confirmations.select_related("by").order_by("-year")
