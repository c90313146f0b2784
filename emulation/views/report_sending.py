"""What a phone's store asks and sends: what is owed, a report, its photos one by one. Answers are JSON, refusals too."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.errors import RuleError
from core.pages import signed_in
from core.uploads import read_upload
from documents.photo_fields import CleanPhoto
from documents.photos import camera_says, clean_photo
from emulation.access import reports as access
from emulation.actions import reports as actions
from emulation.actions.report_photos import Arrived, check_announced, take_photo
from emulation.forms.reports import ReportForm, a_degree, a_moment
from emulation.models import Report
from emulation.papers.reports import duty_for_phone
from emulation.queries import reports as queries
from emulation.queries.progress import done_by_work
from emulation.rules.reports import period_days
from emulation.views.owed import owed_by

_View = Callable[..., HttpResponse]


def _json(view: _View) -> _View:
    """Every refusal as {"error": one sentence}, also for who is not signed in: a program cannot follow to a sign-in page."""

    @login_not_required
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if not request.user.is_authenticated:
                return _refused("Phiên làm việc đã hết; đề nghị đăng nhập lại.", 401)
            response = view(request, *args, **kwargs)
        except RuleError as error:
            return _refused(error.message, 409)
        except PermissionDenied:
            return _refused("Tài khoản này không gửi được báo cáo ở đây.", 403)
        except Http404:
            return _refused("Không tìm thấy báo cáo hoặc đơn vị này.", 404)
        response["Cache-Control"] = "no-store"
        return response

    return answered


def _refused(sentence: str, status: int) -> JsonResponse:
    return JsonResponse({"error": sentence}, status=status, headers={"Cache-Control": "no-store"})


@require_GET
@_json
def owed(request: HttpRequest) -> HttpResponse:
    """What the person owes, with the token for sending."""
    user = signed_in(request)
    mine = owed_by(user)
    duties = [duty for duty, _ in mine]
    works = queries.works_of_entries({duty.entry_id for duty in duties})
    figures = queries.duties_with_figures(duties, clock.today())
    done = done_by_work([work for rows in works.values() for work in rows])
    told = [
        duty_for_phone(duty, days, works.get(duty.entry_id, []) if duty.pk in figures else [], done)
        for duty, days in mine
    ]
    return JsonResponse(
        {
            "user": user.pk,
            "name": str(user),
            "csrf": get_token(request),
            "today": clock.today().isoformat(),
            "duties": told,
        }
    )


@require_POST
@_json
def send_report(request: HttpRequest, duty: int, day: str) -> HttpResponse:
    """A report without its photos, which it announces by their hashes."""
    user = signed_in(request)
    owed_duty, on = access.get_duty(user, duty), access.the_day(day)
    works = queries.works_for(owed_duty, on)
    form = ReportForm(
        works, actions.figures_of(owed_duty, on, works), request.POST, days=period_days(owed_duty.every), from_store=True,
        for_others=not access.is_own(user, owed_duty),
    )  # fmt: skip
    if not form.is_valid():
        raise RuleError(form.first_fault())
    report = actions.send_report(owed_duty, on, form.said(), form.sending(), by=user)
    return _told(report)


def _told(report: Report) -> JsonResponse:
    here = queries.arrived_digests(report)
    missing = [digest for digest in report.announced if digest not in here]
    return JsonResponse(
        {
            "report": report.pk,
            "key": str(report.key),
            "state": report.state,
            "missing": missing,
            "url": report.get_absolute_url(),
        }
    )


@require_POST
@_json
def send_photo(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """One photo of a report, whole or not at all; a photo that is here already is not read again."""
    user = signed_in(request)
    report = access.report_to_fill(user, key)
    upload = request.FILES.get("photo")
    if upload is None:
        raise RuleError("Chưa có ảnh; đề nghị gửi lại.")
    name, data = read_upload(upload)
    digest = request.POST.get("digest", "").lower()
    check_announced(report, data, digest)
    here = queries.arrived_digests(report)
    if digest in here:
        return JsonResponse({"missing": [row for row in report.announced if row not in here]})
    arrived = _arrived(request, digest, name, data)
    return JsonResponse({"missing": take_photo(report, arrived, by=user)})


def _arrived(request: HttpRequest, digest: str, name: str, data: bytes) -> Arrived:
    """The camera's own word on the time counts before the phone's: the time of a file is that of its last copy.

    A phone that says no time was told to leave it out, and what stands in the picture stays out too.
    """
    said = request.POST
    told = a_moment(said.get("taken_at", ""))
    camera = camera_says(data).taken_at if told else None
    return Arrived(
        digest, CleanPhoto(*clean_photo(name, data)), camera or told, bool(camera or (told and said.get("by_camera"))),
        a_degree(said.get("latitude", ""), 90), a_degree(said.get("longitude", ""), 180),
    )  # fmt: skip
