"""Photos as proof: what a person is asked to look at, and the verdict."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may
from accounts.enums import Right
from core.errors import RuleError
from core.pages import page_of, signed_in
from emulation.access.drives import get_drive
from emulation.access.photos import get_check, seen_checks
from emulation.actions import photos as actions
from emulation.enums import CheckState
from emulation.forms.photos import CheckForm
from emulation.models import Drive, PhotoCheck

_ROWS = 10
_SEEN = "da-xem"


@require_GET
def photo_checks(request: HttpRequest, pk: int) -> HttpResponse:
    """Photos that wait for a look; ?loc=da-xem: those that had it, where a verdict can be changed."""
    return _shown(request, get_drive(signed_in(request), pk))


def _shown(request: HttpRequest, drive: Drive, wrong: tuple[PhotoCheck, CheckForm] | None = None) -> HttpResponse:
    user = signed_in(request)
    rows = seen_checks(user, drive)
    waiting, looked_at = rows.filter(state=CheckState.OPEN), rows.exclude(state=CheckState.OPEN)
    is_seen = request.GET.get("loc") == _SEEN
    page = page_of(request, looked_at if is_seen else waiting, per_page=_ROWS)
    may_write = may(user, Right.WRITE_DRIVES, drive.area)
    url = reverse("emulation:photo_checks", args=[drive.pk])
    tabs = [
        {"label": "Chờ xem", "url": url, "count": waiting.count(), "current": not is_seen},
        {"label": "Đã xem", "url": f"{url}?loc={_SEEN}", "count": looked_at.count(), "current": is_seen},
    ]
    shown = [
        (check, _form(check, wrong) if may_write and check.photo.report.by_id != user.pk else None) for check in page
    ]
    context = {"drive": drive, "page": page, "rows": shown, "tabs": tabs, "may_write": may_write, "seen": is_seen}
    return render(request, "emulation/photo_checks.html", context)


def _form(check: PhotoCheck, wrong: tuple[PhotoCheck, CheckForm] | None) -> CheckForm:
    """The form of a row; one that was filled in wrong stands as it was sent."""
    return wrong[1] if wrong and wrong[0].pk == check.pk else CheckForm(check)


@require_POST
def check_photo(request: HttpRequest, pk: int, check_pk: int) -> HttpResponse:
    user = signed_in(request)
    check = get_check(user, pk, check_pk)
    form = CheckForm(check, request.POST)
    if form.is_valid():
        try:
            actions.check_photo(check, **form.cleaned_data, by=user)
        except RuleError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, "Đã ghi kết luận về ảnh.")
        return redirect(f"{reverse('emulation:photo_checks', args=[pk])}?{request.GET.urlencode()}")
    return _shown(request, check.photo.report.duty.entry.drive, (check, form))
