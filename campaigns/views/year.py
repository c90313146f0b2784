"""What the lists and forms of events, inspections and proposals share."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from campaigns.access import year as access
from campaigns.models import Event, Inspection, Proposal
from campaigns.queries import year as queries
from core.pages import signed_in

_OF_AREA = ("area", "plan")


def number(text: str | None) -> int | None:
    """A number of the address; nothing where it is none."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def chosen(request: HttpRequest) -> dict[str, Any]:
    """The filters every one of these lists has."""
    return {
        "year": number(request.GET.get("nam")), "area": number(request.GET.get("dia-ban")),
        "plan": number(request.GET.get("ke-hoach")),
    }  # fmt: skip


def choices(rows: Any, field: str) -> dict[str, Any]:
    """What the filters offer."""
    return {"years": queries.years_of(rows, field), "areas": queries.areas_of(rows)}


def form_places(request: HttpRequest) -> tuple[Any, Any]:
    """Areas and plans to choose from; 403 for people who write on no area."""
    user = signed_in(request)
    return access.year_places(user), access.plans_to_name(user)


def first_values(request: HttpRequest) -> dict[str, Any]:
    """Of a new row: the plan the address names, and its area."""
    named = number(request.GET.get("ke-hoach"))
    plan = access.plans_to_name(signed_in(request)).filter(pk=named).first() if named else None
    return {"plan": plan, "area": plan.area} if plan else {}


def values_of(row: Event | Inspection | Proposal, names: tuple[str, ...]) -> dict[str, Any]:
    """Of a row that is there: the form's initial values."""
    return {name: getattr(row, name) for name in (*_OF_AREA, *names)}
