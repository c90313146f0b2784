"""Other systems that read and write through the API: what an area's administrator keeps."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts import access, actions
from accounts.forms import TokenForm
from core import clock
from core.errors import RuleError
from core.pages import page_of, signed_in

_YEAR = timedelta(days=365)


@require_GET
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of one's areas; those in use first to be seen, expired and revoked ones stay in the list."""
    context = {"page": page_of(request, access.visible_tokens(signed_in(request))), "today": clock.today()}
    return render(request, "accounts/tokens.html", context)


@never_cache
def add_token(request: HttpRequest) -> HttpResponse:
    """A new token. Its text stands in this one answer and nowhere else, so there is no redirect: a page that is sent again
    finds the name taken."""
    user, until = signed_in(request), clock.today() + _YEAR
    form = TokenForm(access.token_areas(user), request.POST or None, initial={"valid_to": until})
    if request.method == "POST" and form.is_valid():
        try:
            token, text = actions.issue_token(**form.cleaned_data, by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            return render(request, "accounts/token_issued.html", {"token": token, "text": text})
    return render(request, "accounts/add_token.html", {"form": form, "none": access.why_no_token(user)})


@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    token = access.get_token(signed_in(request), pk)
    actions.revoke_token(token, by=signed_in(request))
    messages.success(request, f"Đã thu hồi kết nối của {token.name}.")
    return redirect("accounts:tokens")
