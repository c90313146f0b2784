"""People and their roles on areas."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from accounts.enums import Role, Scope
from core import clock, text


class UserManager(BaseUserManager["User"]):
    def create_user(self, phone: str, full_name: str, password: str | None = None, **extra: Any) -> User:
        """A person who signs in with a phone number (or e-mail) and password."""
        user = self.model(phone=text.digits(phone), full_name=full_name, **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, phone: str, full_name: str, password: str | None = None, **extra: Any) -> User:
        return self.create_user(phone, full_name, password, is_staff=True, is_superuser=True, **extra)


class User(AbstractBaseUser, PermissionsMixin):
    phone = models.CharField("số điện thoại", max_length=15, unique=True)
    email = models.EmailField("thư điện tử", blank=True)
    full_name = models.CharField("họ tên", max_length=120)
    sort_key = models.CharField(max_length=500, editable=False, db_index=True)
    search_key = models.CharField(max_length=200, editable=False, db_index=True)
    is_active = models.BooleanField("đang dùng", default=True)
    is_staff = models.BooleanField("vào trang quản trị", default=False)
    must_change_password = models.BooleanField("phải đổi mật khẩu", default=False)

    USERNAME_FIELD = "phone"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]
    objects = UserManager()

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"
        ordering = ("sort_key",)
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                condition=~Q(email=""),
                name="user_email_once",
                violation_error_message="Thư điện tử này đã có người dùng.",
            ),
        )

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.full_name = text.tidy(self.full_name)
        self.sort_key = text.person_sort_key(self.full_name)
        self.search_key = text.search_key(self.full_name)
        super().save(*args, **kwargs)

    @cached_property
    def assignments_today(self) -> list[Assignment]:
        """The roles in force today, with their areas; one query for the life of this object."""
        today = clock.today()
        begun = Q(valid_from=None) | Q(valid_from__lte=today)
        rows = self.assignments.filter(begun, Q(valid_to=None) | Q(valid_to__gte=today))
        return list(rows.select_related("area", "organisation").order_by("pk"))


class Assignment(models.Model):
    """A role of a person on an area and everything below it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="assignments")
    role = models.CharField("vai trò", max_length=30, choices=Role)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="assignments", verbose_name="địa bàn")
    #: The unit the person stands for (a school, the Front, a working group), where the role needs one.
    organisation = models.ForeignKey(
        "areas.Organisation", models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name="đơn vị"
    )
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    class Meta:
        verbose_name = "phân công vai trò"
        verbose_name_plural = "phân công vai trò"
        constraints = (
            models.UniqueConstraint(
                fields=["user", "role", "area"], condition=Q(valid_to=None), name="assignment_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.area}"


class ApiToken(models.Model):
    """How another system comes in: on one area and all below it, for some scopes, until a day. The token itself is kept nowhere."""

    name = models.CharField("tên hệ thống", max_length=100)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="api_tokens", verbose_name="địa bàn")
    #: Values of Scope.
    scopes = models.JSONField("được làm", default=list)
    #: Under whose name what the system writes stands: an account of its own, with which nobody can sign in.
    account = models.OneToOneField(User, models.PROTECT, related_name="api_token", verbose_name="tài khoản")
    #: The first letters of the token, to tell it from others.
    prefix = models.CharField("nhận biết", max_length=12, unique=True)
    #: SHA-256 of the token, which has 256 bits of chance: no salt and no slow hash are needed.
    digest = models.CharField(max_length=64, unique=True, editable=False)
    per_minute = models.PositiveSmallIntegerField("số yêu cầu mỗi phút", default=60)
    valid_to = models.DateField("dùng đến hết ngày")
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="người cấp")
    created_at = models.DateTimeField("cấp lúc")
    revoked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="người thu hồi")
    revoked_at = models.DateTimeField("thu hồi lúc", null=True)
    #: The minute of the last request, and how many requests that minute had.
    last_used_at = models.DateTimeField("dùng lần cuối", null=True)
    used = models.PositiveIntegerField("số yêu cầu trong phút đó", default=0)

    class Meta:
        verbose_name = "kết nối hệ thống"
        verbose_name_plural = "kết nối hệ thống"
        ordering = ("-created_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["area", "name"], condition=Q(revoked_at=None), name="api_token_once_a_system"
            ),
            models.CheckConstraint(name="api_token_has_a_limit", condition=Q(per_minute__gte=1)),
            models.CheckConstraint(
                name="api_token_revoked_by_somebody",
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def scope_labels(self) -> list[str]:
        return [label for value, label in Scope.choices if value in self.scopes]
