"""Sign in with a phone number or an e-mail address."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from accounts.models import User
from core.text import digits


class PhoneOrEmailBackend(ModelBackend):
    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        """The active person with this phone or e-mail and password; a wrong name costs as much time as a wrong password."""
        name = (username or "").strip()
        found = User.objects.filter(email__iexact=name) if "@" in name else User.objects.filter(phone=digits(name))
        user = found.first() if name else None
        if user is None:
            User().set_password(password or "")
            return None
        return user if user.check_password(password or "") and self.user_can_authenticate(user) else None


def typed_name(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str | None:
    """For django-axes: the name as it is looked up, so that spaces or capitals give nobody more tries."""
    typed = (credentials or {}).get("username") or (request.POST.get("username") if request else None)
    if not typed:
        return None
    return str(typed).strip().lower() if "@" in typed else digits(str(typed)) or "?"
