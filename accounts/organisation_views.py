"""The bodies of one's own commune: what their papers need, and who signs for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from accounts import access, actions
from accounts.forms import OrganisationForm
from areas.queries import bodies_of, signer_on
from core import clock
from core.errors import RuleError
from core.pages import signed_in

if TYPE_CHECKING:
    from areas.models import Organisation


@require_GET
def organisations(request: HttpRequest) -> HttpResponse:
    bodies = bodies_of(access.organisation_areas(signed_in(request)))
    return render(request, "accounts/organisations.html", {"bodies": bodies})


def add_organisation(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, access.get_organisation(signed_in(request), pk))


def _edit(request: HttpRequest, body: Organisation | None) -> HttpResponse:
    form = OrganisationForm(
        access.organisation_areas(signed_in(request)), request.POST or None, instance=body, initial=_signer(body)
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = actions.declare_organisation(form.instance, signer=form.signer(), by=signed_in(request))
        except RuleError as error:
            form.add_error("name", error.message)
        else:
            messages.success(request, f"Đã lưu {saved}.")
            return redirect("accounts:organisations")
    return render(request, "accounts/organisation.html", {"form": form, "body": body})


def _signer(body: Organisation | None) -> dict[str, Any]:
    holder = signer_on(body, clock.today()) if body else None
    if holder is None:
        return {}
    return {"authority": holder.post.authority, "title": holder.post.title, "full_name": holder.full_name}
