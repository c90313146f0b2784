"""Somebody compares a row of a criteria set with the decision itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from core import clock
from core.errors import RuleError
from criteria.enums import Provenance
from criteria.models import CriteriaSet, IndicatorVersion, Level
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area


@transaction.atomic
def check_row(row: IndicatorVersion | Level, *, by: User, area: Area | None) -> None:
    """Say that the wording or level stands so in the decision. Safe to repeat: the first who compared it stays.

    RuleError for a wording that is not there yet. A province's own levels are compared when they are published.
    """
    row = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.provenance == Provenance.CHECKED:
        return
    version = row.version if isinstance(row, Level) else row
    if row.provenance == Provenance.MISSING or (row is version and not version.text):
        raise RuleError("Dòng này chưa có nội dung nên chưa đối chiếu được.")
    before = row.get_provenance_display()
    row.provenance, row.checked_by, row.checked_at = Provenance.CHECKED, str(by)[:200], clock.now()
    row.save(update_fields=["provenance", "checked_by", "checked_at"])
    indicator = version.indicator
    what = f"Mức {row} ({row.get_layer_display()})" if isinstance(row, Level) else "Nội dung"
    label = f"Chỉ tiêu {indicator}. {what}{f', {row.scope}' if isinstance(row, Level) and row.scope else ''}"
    record(
        "set.row_checked", set_of(version), by=by, area=area,
        changes={label: [before, row.get_provenance_display()]},
    )  # fmt: skip


def set_of(version: IndicatorVersion) -> CriteriaSet:
    return version.indicator.criterion.criteria_set
