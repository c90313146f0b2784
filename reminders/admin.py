"""Reminders in the administration: when things are told, days off, and what became of each message."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from core.admin import ReadOnlyAdmin
from core.errors import RuleError
from reminders import sources
from reminders.actions import settings
from reminders.models import CalendarDay, Message, Rule, Turn
from reminders.rules.offsets import read_days


class _Journaled(admin.ModelAdmin):
    """Rows written by reminders.actions.settings, one by one."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        settings.save(obj, by=cast("User", request.user))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        settings.remove(obj, by=cast("User", request.user))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for row in queryset:
            self.delete_model(request, row)


class RuleForm(forms.ModelForm):
    kind = forms.ChoiceField(label="Loại việc")

    class Meta:
        model = Rule
        fields = ("kind", "is_on", "days_before", "on_the_day", "days_after")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["kind"]).choices = [(kind.code, kind.label) for kind in sources.kinds()]

    def clean_days_before(self) -> str:
        return self._days("days_before")

    def clean_days_after(self) -> str:
        return self._days("days_after")

    def _days(self, name: str) -> str:
        try:
            days = read_days(self.cleaned_data[name])
        except RuleError as error:
            raise forms.ValidationError(error.message) from None
        return ",".join(str(day) for day in (days if name == "days_before" else reversed(days)))


@admin.register(Rule)
class RuleAdmin(_Journaled):
    form = RuleForm
    list_display = ("label", "is_on", "days_before", "on_the_day", "days_after")

    @admin.display(description="loại việc")
    def label(self, rule: Rule) -> str:
        kind = sources.find(rule.kind)
        return kind.label if kind else rule.kind


@admin.register(CalendarDay)
class CalendarDayAdmin(_Journaled):
    list_display = ("day", "is_working", "name", "source")
    list_filter = ("is_working",)
    date_hierarchy = "day"


@admin.register(Turn)
class TurnAdmin(ReadOnlyAdmin):
    list_display = ("day", "at", "found")


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    list_display = (
        "pk",
        "recipient",
        "channel",
        "kind",
        "key",
        "state",
        "created_at",
        "not_before",
        "sent_at",
        "reason",
    )
    list_filter = ("state", "channel", "kind")
    list_select_related = ("recipient",)
    search_fields = ("recipient__full_name", "recipient__phone", "reason")
    date_hierarchy = "created_at"
