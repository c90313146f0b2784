""" "Cần xử lý": what needs the office, or a commune's leader and officer, today."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from core import clock
from core.pages import answer, signed_in
from dashboards import access
from dashboards.papers.office import office_sheet
from dashboards.queries.office.needs import groups_of
from dashboards.queries.office.reports import rates
from documents.list_exports import list_response

#: Lines of a group on the page; static/css/office.css prints fewer where groups are many, so that one A4 holds them.
_SHOWN = 5
#: Lines of a group that is looked at alone.
_ALONE = 200


@require_GET
def office(request: HttpRequest) -> HttpResponse:
    """Groups with their worst lines; ?nhom= one group alone, longer; ?export=xlsx all lines of what is shown."""
    user = signed_in(request)
    scope = access.scope_of(user)
    if scope is None:
        return answer(request, "dashboards/office.html", {"scope": None})
    only = request.GET.get("nhom", "")
    if request.GET.get("export") == "xlsx":
        sheet_groups = groups_of(scope, None, only=only)
        count = sum(group.count for group in sheet_groups)
        name = f"can-xu-ly-{scope.today:%Y%m%d}.xlsx"
        return list_response(request, office_sheet(sheet_groups), name, count=count)
    groups = groups_of(scope, _ALONE if only else _SHOWN, only=only)
    alone = groups[0] if only and groups else None
    if only and alone is None:
        groups = groups_of(scope, _SHOWN)
    context = {
        "scope": scope, "rates": rates(scope), "alone": alone, "now": clock.now(),
        "waiting": [group for group in groups if group.count], "quiet": [group for group in groups if not group.count],
    }  # fmt: skip
    return answer(request, "dashboards/office.html", context)
