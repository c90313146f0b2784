"""Who may print the sheet of a duty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

from emulation.access.drives import get_drive
from emulation.enums import EntryState
from emulation.models import Duty

if TYPE_CHECKING:
    from accounts.models import User


def get_duty(user: User, pk: int, duty_pk: int) -> Duty:
    """A duty of an accepted entry in a drive the person may read; a blank sheet holds nothing but the works' names."""
    drive = get_drive(user, pk)
    rows = Duty.objects.filter(entry__drive=drive, entry__state=EntryState.ACCEPTED)
    duty = get_object_or_404(rows.select_related("entry__area", "committee"), pk=duty_pk)
    duty.entry.drive = drive
    return duty
