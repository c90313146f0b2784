"""Sign-in, sign-out, password, and the staff list of one's own commune."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts import access, actions, queries
from accounts.enums import Right, Role
from accounts.forms import PasswordForm, PersonForm, SignInForm
from core.errors import RuleError
from core.pages import answer, page_of, signed_in

SEVEN_DAYS = 7 * 24 * 3600


def _next(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if safe else resolve_url("home")


@login_not_required
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(_next(request))
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.user)
        request.session.set_expiry(SEVEN_DAYS if form.cleaned_data["keep"] else 0)
        return redirect(_next(request))
    return render(request, "accounts/sign_in.html", {"form": form, "next": _next(request)})


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.info(request, "Đã đăng xuất.")
    return redirect("accounts:sign_in")


@login_not_required
def locked_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """Answer of django-axes after too many wrong tries."""
    return render(request, "429.html", status=429)


def password(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(signed_in(request), request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.change_password(signed_in(request), new=form.cleaned_data["new"])
        update_session_auth_hash(request, signed_in(request))
        messages.success(request, "Đã đổi mật khẩu.")
        return redirect("home")
    return render(request, "accounts/password_change.html", {"form": form})


@require_GET
def staff(request: HttpRequest) -> HttpResponse:
    """The people with a role on the areas whose staff list one may read."""
    if not access.has_anywhere(signed_in(request), Right.READ_STAFF):
        raise PermissionDenied
    words, role = request.GET.get("q", ""), request.GET.get("vai-tro", "")
    people = queries.people_found(access.staff_of(signed_in(request)), words=words, role=role)
    page = page_of(request, people)
    shown = queries.with_roles_under(list(page.object_list), access.areas_held(signed_in(request), Right.READ_STAFF))
    context = {
        "page": page, "people": shown, "words": words, "role": role, "roles": Role.choices,
        "may_add": access.has_anywhere(signed_in(request), Right.MANAGE_STAFF),
    }  # fmt: skip
    return answer(request, "accounts/staff.html", context)


def add_person(request: HttpRequest) -> HttpResponse:
    areas = access.areas_where(signed_in(request), Right.MANAGE_STAFF)
    if not access.has_anywhere(signed_in(request), Right.MANAGE_STAFF):
        raise PermissionDenied
    form = PersonForm(areas, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.add_person(
                **{**form.cleaned_data, "role": Role(form.cleaned_data["role"])}, by=signed_in(request)
            )
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Đã thêm {person.full_name}.")
            return redirect("accounts:staff")
    return render(request, "accounts/add_person.html", {"form": form})
