"""What communes publish: pages and files for everybody, and the leader's look at them before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from areas.models import Area
from contributions.queries.public import given_by_giver, posted_notices
from core import clock
from core.pages import page_of, signed_in
from core.sheets_long import CSV
from core.text import search_key
from dashboards.papers import public as papers
from dashboards.papers import public_files as files
from dashboards.papers.public_page import page_of as page_context
from dashboards.queries import public as queries
from dashboards.views.public_kept import Kept, kept, respond
from reporting.access.publishing import get_commune
from reporting.enums import PublicPart
from reporting.models import Publication
from reporting.queries.publishing import last_change, publication_of, published

_HTML, _JSON = "text/html; charset=utf-8", "application/json; charset=utf-8"
_PER_PAGE = 60
_Make = Callable[[papers.Figures], bytes]


def _figures(area: Area, row: Publication | None, parts: tuple[PublicPart, ...]) -> papers.Figures:
    """Reads these parts of a commune; some fifteen queries."""
    now, today = timezone.localtime(clock.now()), clock.today()
    upto = queries.whole_months(today)
    notice = f"{settings.PUBLIC_URL}{reverse('contributions:public_notice', args=['MA'])}".replace("MA", "{}")
    read: dict[str, Callable[[], papers.Dataset]] = {
        "tieu-chi": lambda: papers.criteria_set(queries.accepted_of(area)),
        "cong-nhan": lambda: papers.recognition_set(queries.recognised_in(area)),
        "cong-trinh": lambda: papers.work_set(queries.works_in(area)),
        "dong-gop": lambda: papers.contribution_set(given_by_giver(area, upto), upto),
        "thong-bao": lambda: papers.notice_set(posted_notices(area, today), notice),
        "khen-thuong": lambda: papers.award_set(queries.awards_in(area)),
    }
    return papers.Figures(
        code=area.code, name=str(area), province=queries.province_of(area), ended=area.valid_to, words=row.words if row else "",
        since=timezone.localtime(row.published_at).date() if row else today, at=now.replace(microsecond=0),
        parts=tuple(str(part) for part in parts), datasets={slug: read[slug]() for part in parts for slug in papers.SLUGS[part]},
    )  # fmt: skip


def _answer(request: HttpRequest, code: str, name: str, content_type: str, make: _Make) -> HttpResponse:
    """One representation of what the commune publishes; one query where it is kept ready, 404 where nothing is published."""
    row = published().filter(area__code=code).first()
    if row is None:
        return _none(request)
    key = f"{row.pk}:{row.changed_at.timestamp()}"

    def build() -> Kept:
        figures = kept(f"{key}:figures", lambda: _figures(row.area, row, row.parts))
        return Kept(make(figures), content_type, figures.at)

    return respond(request, kept(f"{key}:{name}", build))


def _none(request: HttpRequest) -> HttpResponse:
    """Withdrawn, never published, no such commune: the same plain page for all."""
    request.user = AnonymousUser()
    response = render(request, "dashboards/public_none.html", status=404)
    response["Cache-Control"] = "no-cache"
    return response


def _page(template: str, context: dict[str, Any]) -> bytes:
    """The template without a request: nothing of who asks can get into it."""
    return render_to_string(template, {**context, "site": settings.PUBLIC_URL}).encode()


@login_not_required
@require_safe
def public_area(request: HttpRequest, code: str) -> HttpResponse:
    """What a commune publishes, to read and print."""
    return _answer(
        request, code, "page", _HTML, lambda figures: _page("dashboards/public_area.html", page_context(figures))
    )


@login_not_required
@require_safe
def public_data(request: HttpRequest, code: str) -> HttpResponse:
    """The files, their columns and terms of use."""

    def make(figures: papers.Figures) -> bytes:
        context = {
            "figures": figures,
            "ends": files.ENDS,
            "licence": files.LICENCE,
            "attribution": files.attribution(figures),
        }
        return _page("dashboards/public_data.html", context)

    return _answer(request, code, "data", _HTML, make)


@login_not_required
@require_safe
def public_json(request: HttpRequest, code: str) -> HttpResponse:
    """Everything published as one JSON document."""

    def make(figures: papers.Figures) -> bytes:
        page, described = (
            f"{settings.PUBLIC_URL}{reverse(name, args=[code])}" for name in ("public_area", "public_data")
        )
        return files.json_of(figures, page=page, described_by=described)

    return _shared(_answer(request, code, "json", _JSON, make))


@login_not_required
@require_safe
def public_csv(request: HttpRequest, code: str, slug: str) -> HttpResponse:
    """One table as CSV; 404 where it is not published."""
    if not any(slug in slugs for slugs in papers.SLUGS.values()):
        return _none(request)

    def make(figures: papers.Figures) -> bytes:
        dataset = figures.datasets.get(slug)
        return files.csv_of(figures, dataset) if dataset else b""

    response = _answer(request, code, slug, CSV, make)
    if response.status_code == 200 and not response.content:
        return _none(request)
    if response.status_code == 200:
        response["Content-Disposition"] = f'attachment; filename="{slug}-{code}.csv"'
    return _shared(response)


def _shared(response: HttpResponse) -> HttpResponse:
    """Pages of other sites may read open data, too."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


@login_not_required
@require_safe
def public_index(request: HttpRequest) -> HttpResponse:
    """The communes that publish, by province; ?q= finds by name of commune or province, with or without diacritics."""
    changed = last_change()
    key = f"index:{changed.timestamp() if changed else 0}"
    now = clock.now()
    rows, at = kept(key, lambda: (queries.listed(), timezone.localtime(now)))
    asked = request.GET.get("q", "")[:200]
    words = search_key(asked).split()
    found = [row for row in rows if all(word in row.keys for word in words)] if words else rows
    page = page_of(request, found, per_page=_PER_PAGE)

    def build() -> Kept:
        request.user = AnonymousUser()
        context = {"page": page, "q": asked, "all": len(rows), "at": at, "site": settings.PUBLIC_URL}
        return Kept(render_to_string("dashboards/public_index.html", context, request).encode(), _HTML, at)

    # Only what everybody comes by is kept: searches have no end.
    return respond(request, build() if request.GET else kept(f"{key}:page", build))


@require_GET
def public_preview(request: HttpRequest) -> HttpResponse:
    """The leader's look at the page of the commune (?xa=) with every part, chosen or not; built anew each time, for nobody else."""
    user = signed_in(request)
    area = get_commune(user, request.GET.get("xa", ""))
    row = publication_of(area)
    figures = _figures(area, row, tuple(PublicPart))
    chosen = row.parts if row and row.is_open else ()
    context = {**page_context(figures), "preview": True, "chosen": [part.label for part in chosen], "area": area}
    return render(request, "dashboards/public_area.html", context)
