"""Writing the forms of award with their rules, and how many of each a drive holds out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from core.errors import RuleError
from emulation.models import AwardForm, AwardQuota, AwardRule, BaseSalary, Drive
from emulation.queries.awards import quotas_of, taken_of
from emulation.read.awards import FormRow, SalaryRow, read_awards
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User

DATA = Path(__file__).resolve().parents[1] / "data" / "awards.yaml"


def load_shipped() -> int:
    """Load the file that comes with the system; safe to run twice. Returns how many rows were added."""
    return load_awards(*read_awards(DATA))


@transaction.atomic
def load_awards(forms: Iterable[FormRow], salaries: Iterable[SalaryRow]) -> int:
    """Add forms, rules and base salaries that are not there yet; those that are belong to people and stay as they are.

    Returns how many rows were added.
    """
    added = 0
    for row in forms:
        said = {name: value for name, value in asdict(row).items() if name != "rules"}
        form, new = AwardForm.objects.get_or_create(code=row.code, defaults=said)
        known = set(form.rules.values_list("effective_from", flat=True))
        rules = [AwardRule(form=form, **asdict(rule)) for rule in row.rules if rule.effective_from not in known]
        added += new + len(AwardRule.objects.bulk_create(rules))
    for salary in salaries:
        said = {"amount": salary.amount, "source": salary.source, "sure": salary.sure}
        added += BaseSalary.objects.get_or_create(effective_from=salary.effective_from, defaults=said)[1]
    return added


@transaction.atomic
def save_quotas(drive: Drive, numbers: Mapping[AwardForm, int | None], *, by: User) -> None:
    """Say how many of each form the drive holds out; None: no limit. Safe to repeat.

    RuleError where more than that are selected already; then nothing is written.
    """
    drive = Drive.objects.select_for_update(of=("self",)).select_related("area").get(pk=drive.pk)
    before, taken = quotas_of(drive), taken_of(drive)
    changes = {}
    for form, wanted in numbers.items():
        known = before.get(form.pk)
        if wanted == known:
            continue
        if wanted is not None and wanted < taken.get(form.pk, 0):
            raise RuleError(
                f"“{form}” ({form.get_given_to_display().lower()}): đã chọn {taken[form.pk]}, nên chỉ tiêu không đặt dưới số đó."
            )
        if wanted is None:
            AwardQuota.objects.filter(drive=drive, form=form).delete()
        else:
            AwardQuota.objects.update_or_create(drive=drive, form=form, defaults={"number": wanted})
        changes[f"{form} ({form.get_given_to_display().lower()})"] = [known, wanted]
    if changes:
        record("nomination.quota", drive, by=by, area=drive.area, changes=changes)
