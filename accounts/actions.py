"""Writes on people and their roles."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Case, F, Q, When

from accounts.enums import Role, Scope
from accounts.models import ApiToken, Assignment, User
from accounts.rules import digest_of, may_hold_both
from areas.actions import add_village, close_village, save_organisation, set_signer
from areas.models import Area, Organisation
from core import clock
from core.errors import RuleError
from core.text import digits
from journal.actions import record


@transaction.atomic
def assign_role(
    *, user: User, role: Role, area: Area, organisation: Organisation | None = None, by: User | None
) -> Assignment:
    """Give the person a role on an area; safe to repeat. Journal entry on the first time.

    Raises RuleError where one person would be accountant and cashier of one area, or of areas one inside the
    other (who keeps the books does not keep the money: TT 344/2016/TT-BTC, điều 20).
    """
    User.objects.select_for_update().get(pk=user.pk)
    near = [
        held
        for held in Assignment.objects.filter(user=user, valid_to=None).select_related("area")
        if (held.area.path or "").startswith(area.path or "-") or (area.path or "").startswith(held.area.path or "-")
    ]
    if not may_hold_both({held.role for held in near} | {role}):
        raise RuleError("Một người không được vừa là kế toán vừa là thủ quỹ của cùng một địa bàn.")
    assignment, created = Assignment.objects.get_or_create(
        user=user, role=role, area=area, valid_to=None, defaults={"organisation": organisation}
    )
    if created:
        record("staff.role_given", user, by=by, area=area, note=f"{assignment.get_role_display()}, {area}")
    return assignment


@transaction.atomic
def add_person(
    *, phone: str, full_name: str, password: str, role: Role, area: Area, email: str = "", by: User | None
) -> User:
    """A new person with a first role, who has to change the password at the first sign-in."""
    if User.objects.filter(phone=digits(phone)).exists():
        raise RuleError("Số điện thoại này đã có người dùng.")
    user = User.objects.create_user(phone, full_name, password, email=email, must_change_password=True)
    record("staff.added", user, by=by, area=area)
    assign_role(user=user, role=role, area=area, by=by)
    return user


@transaction.atomic
def change_password(user: User, *, new: str) -> None:
    """A new password, chosen by the person; ends the duty to change it. Journal entry without the password."""
    user.set_password(new)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    record("staff.password_changed", user, by=user)


@transaction.atomic
def change_email(user: User, *, email: str, area: Area, by: User) -> None:
    """Where mails to the person go, and another name to sign in with; empty for none. RuleError where somebody else has it."""
    before, email = user.email, email.strip()
    if email == before:
        return
    if email and User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists():
        raise RuleError("Thư điện tử này đã có người dùng.")
    user.email = email
    user.save(update_fields=["email"])
    record("staff.email_changed", user, by=by, area=area, changes={"thư điện tử": [before, email]})


@transaction.atomic
def end_role(assignment: Assignment, *, by: User) -> Assignment:
    """The role ends today and is kept; safe to repeat. Nobody takes the administrator's role from oneself."""
    if assignment.user_id == by.pk and assignment.role == Role.ADMINISTRATOR:
        raise RuleError("Không tự thôi vai trò quản trị của mình được; đề nghị người quản trị khác làm.")
    if assignment.valid_to is None:
        assignment.valid_to = clock.today() - timedelta(days=1)
        assignment.save(update_fields=["valid_to"])
        note = f"{assignment.get_role_display()}, {assignment.area}"
        record("staff.role_ended", assignment.user, by=by, area=assignment.area, note=note)
    return assignment


@transaction.atomic
def reset_password(user: User, *, new: str, area: Area, by: User) -> None:
    """A password for a colleague who forgot the own one; it is to be changed at the first sign-in."""
    user.set_password(new)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    record("staff.password_reset", user, by=by, area=area)


@transaction.atomic
def set_active(user: User, *, active: bool, area: Area, by: User) -> None:
    """Lock or open an account; safe to repeat. Nobody locks oneself out."""
    if user.pk == by.pk:
        raise RuleError("Không tự khóa tài khoản của mình được.")
    if user.is_active != active:
        user.is_active = active
        user.save(update_fields=["is_active"])
        record("staff.unlocked" if active else "staff.locked", user, by=by, area=area)


@transaction.atomic
def enter_village(*, commune: Area, kind_word: str, name: str, by: User) -> Area:
    """A village of one's own commune, with a line in the journal."""
    village = add_village(commune=commune, kind_word=kind_word, name=name)
    record("area.village_added", village, by=by, area=commune)
    return village


@transaction.atomic
def shut_village(village: Area, *, by: User) -> None:
    """Today is the village's last day; a line in the journal."""
    close_village(village, on=clock.today())
    record("area.village_closed", village, by=by, area=village.parent)


@transaction.atomic
def declare_organisation(organisation: Organisation, *, signer: dict[str, str], by: User) -> Organisation:
    """Keep a body of one's own commune and, where a name is given, who signs for it from today; a line in the journal."""
    save_organisation(organisation)
    if signer["full_name"]:
        set_signer(organisation, **signer, since=clock.today())
    record("area.organisation_saved", organisation, by=by, area=organisation.area, note=signer["full_name"])
    return organisation


# --- Other systems ---


@transaction.atomic
def issue_token(
    *, name: str, area: Area, scopes: Sequence[Scope], per_minute: int, valid_to: date, by: User
) -> tuple[ApiToken, str]:
    """A token for another system, and its text, which nobody can read again. Journal entry without the text.

    What the system writes stands under an account made for it, which has no role and no password. RuleError where the area
    has a system of this name in use, and for a day that has passed.
    """
    if valid_to < clock.today():
        raise RuleError("Ngày hết hạn đã qua; đề nghị chọn ngày khác.")
    if ApiToken.objects.filter(area=area, name=name, revoked_at=None).exists():
        raise RuleError("Địa bàn này đã có kết nối tên như vậy đang dùng; đặt tên khác hoặc thu hồi kết nối cũ trước.")
    prefix = secrets.token_hex(4)
    text = f"ntm_{prefix}_{secrets.token_urlsafe(32)}"
    account = User(phone=f"kn-{prefix}", full_name=f"Hệ thống {name}", is_active=False)
    account.set_unusable_password()
    account.save()
    token = ApiToken.objects.create(
        name=name, area=area, scopes=[scope.value for scope in scopes], account=account, prefix=f"ntm_{prefix}",
        digest=digest_of(text), per_minute=per_minute, valid_to=valid_to, created_by=by, created_at=clock.now(),
    )  # fmt: skip
    record("token.issued", token, by=by, area=area, note="; ".join(token.scope_labels))
    return token, text


@transaction.atomic
def revoke_token(token: ApiToken, *, by: User) -> None:
    """From now on the token opens nothing; what it wrote stays. Safe to repeat."""
    now = clock.now()
    if ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now, revoked_by=by):
        record("token.revoked", token, by=by, area=token.area)


def count_request(token: ApiToken) -> bool:
    """Count one request of this minute; False where the minute's limit is reached.

    One conditional update, so that all web processes count together, with or without Redis; a refused one writes nothing.
    """
    minute = clock.now().replace(second=0, microsecond=0)
    same = Q(last_used_at=minute)
    room = ApiToken.objects.filter(Q(last_used_at=None) | ~same | Q(used__lt=F("per_minute")), pk=token.pk)
    return room.update(used=Case(When(same, then=F("used") + 1), default=1), last_used_at=minute) == 1
