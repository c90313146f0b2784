"""Reading nominations, forms of award with their rules, decisions and awards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from areas.models import Area, Organisation
from documents.citations import citation
from documents.enums import FROZEN, DocumentState
from documents.models import CitedDocument, Document
from documents.queries import in_force_on
from emulation.enums import NominationState, ScoringState
from emulation.models import (
    Award,
    AwardDecision,
    AwardForm,
    AwardRule,
    BaseSalary,
    Drive,
    Nomination,
    RankRow,
    Scoring,
)  # fmt: skip

#: Of a quota, what counts as taken: whoever was selected and did not fail or withdraw.
TAKING = (NominationState.SELECTED, NominationState.PASSED, NominationState.AWARDED, NominationState.SENT_UP)
#: What a decision on awards of a commune rests on; printed where it is in force on the day.
_BASES = (("Luật", "06/2022/QH15"), ("Nghị định", "98/2023/NĐ-CP"), ("Nghị định", "152/2025/NĐ-CP"))


def with_people(nominations: QuerySet[Nomination]) -> QuerySet[Nomination]:
    """With all that a line of a list shows; no further query a row."""
    return nominations.select_related("form", "entry", "entry__organisation", "area", "area__parent", "drive", "award")


def rules_by_form() -> dict[int, list[AwardRule]]:
    """All rules by the form's id, the earliest first. One query."""
    found: dict[int, list[AwardRule]] = {}
    for row in AwardRule.objects.order_by("effective_from"):
        found.setdefault(row.form_id, []).append(row)
    return found


def salaries() -> list[BaseSalary]:
    return list(BaseSalary.objects.order_by("effective_from"))


def forms_in_order() -> QuerySet[AwardForm]:
    return AwardForm.objects.order_by("position", "code")


def quotas_of(drive: Drive) -> dict[int, int]:
    """By the form's id, how many the drive holds out. One query."""
    return dict(drive.quotas.values_list("form", "number"))


def taken_of(drive: Drive) -> dict[int, int]:
    """By the form's id, how many nominations take a place of its quota. One query."""
    rows = drive.nominations.filter(state__in=TAKING).order_by()
    return dict(rows.values("form").annotate(n=Count("pk")).values_list("form", "n"))


def rivals_of(drive: Drive) -> list[Nomination]:
    """All nominations of the drive that have not been withdrawn or voted down: what the same achievement is looked for in."""
    gone = (NominationState.WITHDRAWN, NominationState.NOT_PASSED)
    return list(drive.nominations.exclude(state__in=gone).select_related("form", "entry"))


def state_counts(nominations: QuerySet[Nomination]) -> dict[str, int]:
    return dict(nominations.order_by().values("state").annotate(n=Count("pk")).values_list("state", "n"))


# --- Rankings ---


def frozen_scorings(drive: Drive) -> QuerySet[Scoring]:
    return drive.scorings.filter(state=ScoringState.FROZEN)


def first_places(scoring: Scoring, places: int) -> list[RankRow]:
    """The rows of a frozen ranking from place 1 to `places`; whoever shares the last place is among them."""
    rows = scoring.ranking.filter(place__lte=places).select_related("entry", "entry__area")
    return list(rows.order_by("order"))


# --- Awards ---


def awards_of(decision: AwardDecision) -> list[Award]:
    """The awards of a decision by their number in the golden book, with nomination, form, entry and area. One query."""
    return list(_joined(decision.awards.all()))


def awards_of_drive(drive: Drive) -> list[Award]:
    """The awards of the drive's issued decisions, decision by decision. One query."""
    rows = Award.objects.filter(nomination__drive=drive, decision__document__state=DocumentState.ISSUED)
    return list(_joined(rows).order_by("decision__decided_on", "decision", "position"))


def _joined(awards: QuerySet[Award]) -> QuerySet[Award]:
    joined = awards.select_related(
        "decision__document", "nomination__form", "nomination__entry__organisation", "nomination__area__parent"
    )
    return joined.defer("decision__document__context").order_by("position")


def paid_titles(drive: Drive, *, but: int | None = None) -> list[Award]:
    """Titles of the drive that other issued decisions have paid; `but` is the decision's id to leave out. One query."""
    rows = Award.objects.filter(
        nomination__drive=drive, nomination__form__is_title=True, bonus__gt=0,
        decision__document__state=DocumentState.ISSUED,
    ).exclude(decision=but)  # fmt: skip
    return list(_joined(rows))


def decisions_of(drive: Drive) -> QuerySet[AwardDecision]:
    rows = AwardDecision.objects.filter(session__drive=drive).annotate(size=Count("awards"))
    return rows.select_related("document", "session").defer("document__context").order_by("-decided_on", "-pk")


def page_of_decision(document: Document) -> str | None:
    """For documents.registry: the page of a decision on awards."""
    found = AwardDecision.objects.filter(document=document).first()
    return found.get_absolute_url() if found else None


def bases_on(day: date) -> list[str]:
    """ "Căn cứ …" of a decision of the day, as the register of cited documents has them; what is not in it is not printed."""
    wanted = CitedDocument.objects.filter(area=None, number__in=[number for _, number in _BASES])
    found = {(row.type_name, row.number): row for row in wanted.filter(in_force_on(day))}
    return [f"Căn cứ {citation(found[key])}" for key in _BASES if key in found]


def award_counts(drive: Drive) -> list[dict[str, Any]]:
    """Awards of issued decisions by unit and form: {"area", "organisation", "form", "n"}. One query."""
    rows = Award.objects.filter(nomination__drive=drive, decision__document__state__in=sorted(FROZEN))
    rows = rows.exclude(decision__document__state=DocumentState.REVOKED)
    grouped = rows.order_by().values("nomination__area", "nomination__entry__organisation", "nomination__form")
    return [dict(row) for row in grouped.annotate(n=Count("pk"))]


def unit_names(counts: Iterable[dict[str, Any]]) -> dict[tuple[int, int | None], str]:
    """By area and organisation of `award_counts`, what the unit is called, in the order of names. Two queries."""
    keys = {(row["nomination__area"], row["nomination__entry__organisation"]) for row in counts}
    bodies = Organisation.objects.in_bulk({body for _, body in keys if body})
    areas = Area.objects.in_bulk({area for area, _ in keys})
    units = {(area, body): bodies[body] if body else areas[area] for area, body in keys}
    return {key: str(units[key]) for key in sorted(units, key=lambda key: units[key].sort_key)}
