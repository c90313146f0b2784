"""The state of a job, and "Tệp của tôi"."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from core.pages import page_of, signed_in
from jobs import access, actions, queries
from jobs.anew import order_anew
from jobs.models import Job
from jobs.registry import owner_only


@never_cache
@require_GET
def job_state(request: HttpRequest, pk: int) -> HttpResponse:
    """The job's state as a fragment that asks again by itself while there is something to wait for."""
    return _state(request, access.get_job(signed_in(request), pk))


@require_POST
def job_retry(request: HttpRequest, pk: int) -> HttpResponse:
    job = access.get_job(signed_in(request), pk)
    actions.retry(job)
    return _state(request, job)


@require_POST
def job_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    job = access.get_job(signed_in(request), pk)
    actions.cancel(job)
    job.refresh_from_db()
    return _state(request, job)


@require_POST
def job_anew(request: HttpRequest, pk: int) -> HttpResponse:
    """Order the file of finished work again, for oneself only; the new job's state takes the old one's place."""
    job = access.get_job(signed_in(request), pk)
    if not owner_only(signed_in(request), job):
        raise Http404
    return _state(request, order_anew(job))


@never_cache
@require_GET
def my_files(request: HttpRequest) -> HttpResponse:
    page = page_of(request, queries.of_owner(signed_in(request)))
    return render(request, "jobs/my_files.html", {"page": page, "days": settings.JOB_FILE_DAYS})


def _state(request: HttpRequest, job: Job) -> HttpResponse:
    """The fragment for htmx; without script the person lands on the list."""
    if request.method == "POST" and not request.htmx:  # type: ignore[attr-defined]
        return redirect("jobs:my_files")
    return render(request, "jobs/job_state.html", {"job": job})
