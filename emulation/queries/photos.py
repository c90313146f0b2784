"""Photos of reports: those to be looked at, those of a commune a new one is compared with, what was found so far."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import QuerySet

from emulation.enums import CheckState, ReportState
from emulation.models import Drive, PhotoCheck, ReportPhoto


def checked_share(drive: Drive, *, since: date, upto: date) -> dict[int, tuple[int, int]]:
    """By entry's id: how many photos somebody found fine, and how many somebody looked at; an entry without any is left out.

    Photos of counted reports of these days (both included). A photo with two checks is one photo, and fine only where
    none of its verdicts says otherwise. One query.
    """
    rows = PhotoCheck.objects.filter(
        photo__report__state=ReportState.COUNTED, photo__report__duty__entry__drive=drive,
        photo__report__day__gte=since, photo__report__day__lte=upto,
    ).exclude(state=CheckState.OPEN)  # fmt: skip
    fine: dict[tuple[int, int], bool] = {}
    for entry, photo, state in rows.order_by().values_list("photo__report__duty__entry", "photo", "state"):
        fine[entry, photo] = fine.get((entry, photo), True) and state == CheckState.FINE
    counts: dict[int, tuple[int, int]] = {}
    for (entry, _), is_fine in fine.items():
        found, looked_at = counts.get(entry, (0, 0))
        counts[entry] = (found + is_fine, looked_at + 1)
    return counts


def looks_around(photo: ReportPhoto) -> Iterator[tuple[int, str]]:
    """Id and look of the photos of the commune's drives that this one is compared with: not those of the same report.

    Versions of one report (same duty, same day) are the same report. One query.
    """
    return _around(photo).exclude(look="").values_list("pk", "look").iterator(chunk_size=5000)


def same_bytes(photo: ReportPhoto) -> list[int]:
    """Ids of photos of the commune with the very same bytes, in other reports."""
    return list(_around(photo).filter(digest=photo.digest).order_by("pk").values_list("pk", flat=True))


def _around(photo: ReportPhoto) -> QuerySet[ReportPhoto]:
    report = photo.report
    rows = ReportPhoto.objects.filter(report__duty__entry__drive__area=report.duty.entry.drive.area_id)
    return rows.exclude(report__duty=report.duty_id, report__day=report.day).order_by()


def twin_of(photo: ReportPhoto) -> ReportPhoto | None:
    """The same photo in the version before of the same report, if it was there."""
    rows = ReportPhoto.objects.select_related("report__duty__entry__drive", "file").filter(
        report__duty=photo.report.duty_id, report__day=photo.report.day, digest=photo.digest, pk__lt=photo.pk
    )
    return rows.order_by("-pk").first()


def checks_of(drive: Drive) -> QuerySet[PhotoCheck]:
    """What is to be looked at and what was, of reports that still stand; with all that a page shows."""
    rows = PhotoCheck.objects.filter(
        photo__report__duty__entry__drive=drive, photo__report__state__in=(ReportState.COUNTED, ReportState.CONFLICT)
    )
    shown = ("report__by", "report__duty__entry__area", "report__duty__entry__drive", "report__duty__committee", "file")
    related = [f"{side}__{path}" for side in ("photo", "other") for path in shown]
    return rows.select_related("by", *related).order_by("-photo__report__day", "pk")
