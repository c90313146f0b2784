"""The list of a year's registrations as an official paper: drawing it up, and where it stands."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from core.errors import RuleError
from core.pages import signed_in
from criteria import access
from criteria.actions.registration_lists import draft_list
from criteria.forms.registrations import ListForm
from documents import steps
from documents.access import steps_open_to, successors_for
from documents.forms import ReplaceForm
from documents.rendering import files_of
from journal.papers import history_lines
from journal.queries import history_of


def registration_paper(request: HttpRequest) -> HttpResponse:
    """Draw up the commune's list of a year as a draft; the lists there are stand below."""
    user = signed_in(request)
    areas = access.listing_areas(user)
    form = ListForm(areas, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = draft_list(form.cleaned_data["area"], year=form.cleaned_data["year"], by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lập dự thảo danh sách; xem lại rồi trình duyệt.")
            return redirect(found)
    lists = access.visible_lists(user).filter(area__in=areas)[:20]
    return render(request, "criteria/registration_paper.html", {"form": form, "lists": lists})


@require_GET
def one_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper of one list: its steps, its text, its files."""
    user = signed_in(request)
    found = access.get_list(user, pk)
    document = found.document
    rights = steps_open_to(user, document)
    context = {
        "found": found, "document": document, "steps": steps.steps_of(document), "next": steps.next_of(document, rights),
        "others": steps.others_of(document, rights, ReplaceForm(successors_for(user, document))),
        "files": files_of(document), "history": history_lines(history_of(document)),
    }  # fmt: skip
    return render(request, "criteria/registration_list_paper.html", context)
