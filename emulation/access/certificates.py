"""Who prints certificates, and who says where their text stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from accounts.access import areas_where, demand, may
from accounts.enums import Right
from areas.enums import Level
from areas.models import Area
from documents.access import visible_if
from emulation.access.awards import get_decision
from emulation.models import Award, AwardDecision

if TYPE_CHECKING:
    from accounts.models import User
    from documents.models import StoredFile


def get_decision_to_print(user: User, pk: int) -> AwardDecision:
    """A decision whose paper the person may read (else 404) and whose awards the person keeps (else 403)."""
    decision = get_decision(user, pk)
    demand(user, Right.WRITE_AWARDS, decision.session.drive.area)
    return decision


def get_award_to_print(user: User, pk: int) -> Award:
    """One award of such a decision."""
    rows = Award.objects.filter(visible_if(user, "decision__document__"))
    award = get_object_or_404(
        rows.select_related("nomination", "decision__document", "decision__session__drive__area__parent"), pk=pk
    )
    demand(user, Right.WRITE_AWARDS, award.decision.session.drive.area)
    return award


def get_layout_area(user: User, pk: int) -> Area:
    """A commune whose drives the person may read (else 404) and whose awards the person keeps (else 403)."""
    area = get_object_or_404(areas_where(user, Right.READ_DRIVES).select_related("parent"), pk=pk, level=Level.COMMUNE)
    demand(user, Right.WRITE_AWARDS, area)
    return area


def may_fetch_certificates(user: User, stored: StoredFile) -> bool:
    """Check for finished certificates and emblems: who keeps the awards of the area."""
    return may(user, Right.WRITE_AWARDS, stored.area)
