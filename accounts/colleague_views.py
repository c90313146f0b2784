"""One colleague's account, and the villages of one's commune: what a commune's administrator keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts import access, actions
from accounts.enums import Right, Role
from accounts.forms import EmailForm, NewPasswordForm, RoleForm, VillageForm
from areas.queries import in_force, villages_of
from core import clock
from core.errors import RuleError
from core.pages import signed_in

if TYPE_CHECKING:
    from accounts.models import User


def _page(
    request: HttpRequest,
    colleague: User,
    *,
    role: RoleForm | None = None,
    password: NewPasswordForm | None = None,
    email: EmailForm | None = None,
) -> HttpResponse:
    areas = access.areas_where(signed_in(request), Right.MANAGE_STAFF)
    context = {
        "colleague": colleague, "role_form": role or RoleForm(areas), "password_form": password or NewPasswordForm(),
        "email_form": email or EmailForm(initial={"email": colleague.email}),
        "held": colleague.assignments.filter(valid_to=None).select_related("area").order_by("area__path", "role"),
    }  # fmt: skip
    return render(request, "accounts/colleague.html", context)


@require_GET
def colleague(request: HttpRequest, pk: int) -> HttpResponse:
    return _page(request, access.get_colleague(signed_in(request), pk))


@require_POST
def give_role(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.get_colleague(signed_in(request), pk)
    form = RoleForm(access.areas_where(signed_in(request), Right.MANAGE_STAFF), request.POST)
    if form.is_valid():
        try:
            actions.assign_role(
                user=person, role=Role(form.cleaned_data["role"]), area=form.cleaned_data["area"], by=signed_in(request)
            )
        except RuleError as error:
            form.add_error("role", error.message)
        else:
            messages.success(request, "Đã giao vai trò.")
            return redirect("accounts:colleague", pk)
    return _page(request, person, role=form)


@require_POST
def end_role(request: HttpRequest, pk: int, role_pk: int) -> HttpResponse:
    person = access.get_colleague(signed_in(request), pk)
    actions.end_role(access.get_assignment(person, role_pk), by=signed_in(request))
    messages.success(request, "Đã ghi thôi vai trò.")
    # Without a role left, the person is nobody's colleague any more.
    still = person.assignments.filter(valid_to=None).exists()
    return redirect("accounts:colleague", pk) if still else redirect("accounts:staff")


@require_POST
def change_email(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.get_colleague(signed_in(request), pk)
    form = EmailForm(request.POST)
    if form.is_valid():
        area, by = access.first_area(person), signed_in(request)
        try:
            actions.change_email(person, email=form.cleaned_data["email"], area=area, by=by)
        except RuleError as error:
            form.add_error("email", error.message)
        else:
            messages.success(request, "Đã lưu thư điện tử.")
            return redirect("accounts:colleague", pk)
    return _page(request, person, email=form)


@require_POST
def reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.get_colleague(signed_in(request), pk)
    form = NewPasswordForm(request.POST)
    if not form.is_valid():
        return _page(request, person, password=form)
    actions.reset_password(
        person, new=form.cleaned_data["password"], area=access.first_area(person), by=signed_in(request)
    )
    messages.success(request, f"Đã cấp lại mật khẩu cho {person.full_name}.")
    return redirect("accounts:colleague", pk)


@require_POST
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    person = access.get_colleague(signed_in(request), pk)
    actions.set_active(person, active=not person.is_active, area=access.first_area(person), by=signed_in(request))
    messages.success(request, "Đã khóa tài khoản." if not person.is_active else "Đã mở khóa tài khoản.")
    return redirect("accounts:colleague", pk)


def villages(request: HttpRequest) -> HttpResponse:
    """The villages of one's commune; the commune enters them itself."""
    communes = access.village_communes(signed_in(request))
    form = VillageForm(communes, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.enter_village(**form.cleaned_data, by=signed_in(request))
        except RuleError as error:
            form.add_error("name", error.message)
        else:
            messages.success(request, f"Đã thêm {added}.")
            return redirect("accounts:villages")
    shown = [(commune, in_force(villages_of(commune), clock.today())) for commune in communes]
    return render(request, "accounts/villages.html", {"form": form, "communes": shown})


@require_POST
def close_village(request: HttpRequest, pk: int) -> HttpResponse:
    village = access.get_village(signed_in(request), pk)
    actions.shut_village(village, by=signed_in(request))
    messages.success(request, f"{village}: hôm nay là ngày cuối.")
    return redirect("accounts:villages")
