"""Load per officer over the issued plans of a year, and moving everything of one person to another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from areas.models import Area
from campaigns.access import follow as access
from campaigns.actions import tasks_of_plans as actions
from campaigns.forms.follow import MoveForm
from campaigns.papers import follow as papers
from campaigns.queries import follow as queries
from campaigns.rules.load import loads
from core import clock
from core.errors import RuleError
from core.pages import signed_in


def _chosen(text: str | None, among: dict[int, Area]) -> Area | None:
    pk = int(text) if text and text.isdecimal() and len(text) < 10 else None
    return among.get(pk) if pk is not None else None


@require_GET
def load(request: HttpRequest) -> HttpResponse:
    """Criteria and tasks of each person in one's own area: this year, or ?nam=."""
    user, today = signed_in(request), clock.today()
    areas = access.load_areas(user)
    area = _chosen(request.GET.get("dia-ban"), {area.pk: area for area in areas}) or (areas[0] if areas else None)
    asked = request.GET.get("nam", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else today.year
    context = {
        "areas": areas, "area": area, "year": year, "years": sorted({today.year, *queries.years_followed(areas)}, reverse=True),
        "rows": loads(queries.blocks_of_year([area], year), queries.tasks_of_year([area], year), today) if area else [],
        "may_move": area is not None and access.may_move(user, area),
    }  # fmt: skip
    return render(request, "campaigns/load.html", context)


def move(request: HttpRequest, area_pk: int, pk: int) -> HttpResponse:
    """What would move, to whom, and why; POST moves it."""
    user, today = signed_in(request), clock.today()
    area = access.get_load_area(user, area_pk)
    person = access.get_person_with_tasks(area, pk)
    form = MoveForm(access.colleagues_on(area).exclude(pk=person.pk), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            moved = actions.move_tasks(
                person, form.cleaned_data["to"], area, by=user, reason=form.cleaned_data["reason"]
            )
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request, f"Đã chuyển {moved.tasks} nhiệm vụ, {moved.blocks} tiêu chí cho {form.cleaned_data['to']}."
            )
            return redirect(f"{reverse('campaigns:load')}?dia-ban={area.pk}")
    open_tasks = queries.with_unit(queries.open_tasks_of(person, area))
    context = {
        "area": area, "person": person, "form": form, "blocks": list(queries.blocks_owned(person, area, today.year)),
        "rows": [papers.task_row(row, today) for row in open_tasks],
    }  # fmt: skip
    return render(request, "campaigns/move_tasks.html", context)
