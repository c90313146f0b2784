"""Pages for administrators: the forms of periodic reports, compared with their sources and changed there."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from core.errors import RuleError
from journal.actions import record
from reporting.actions.forms import refuse_unknown
from reporting.models import ReportForm


class _Form(ModelForm):
    """Refuses sections and tables that nobody can draft, in one sentence at the field."""

    class Meta:
        model = ReportForm
        fields = (
            "code", "name", "level", "every", "counts_to_day", "due_after", "sections", "tables", "valid_from", "valid_to",
            "source", "sure",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for name in ("sections", "tables"):
            if name in said:
                try:
                    refuse_unknown(**{name: said[name]})
                except RuleError as error:
                    self.add_error(name, error.message)
        return said


@admin.register(ReportForm)
class ReportFormAdmin(admin.ModelAdmin):
    """A form that changes in law gets a row of its own from its day; reports written keep theirs, so none is deleted."""

    form = _Form
    list_display = (
        "name", "level", "every", "counts_to_day", "due_after", "valid_from", "valid_to", "source", "sure",
    )  # fmt: skip
    list_filter = ("sure", "level", "every")
    search_fields = ("name", "code")
    list_per_page = 100

    def get_readonly_fields(self, request: HttpRequest, obj: ReportForm | None = None) -> tuple[str, ...]:
        return ("code", "level", "valid_from") if obj else ()

    def save_model(self, request: HttpRequest, obj: ReportForm, form: ModelForm, change: bool) -> None:
        changes = {
            str(form.fields[name].label): [str(form.initial.get(name, "")), str(getattr(obj, name))]
            for name in form.changed_data
        }
        super().save_model(request, obj, form, change)
        record("periodic.form", obj, by=request.user, changes=changes)  # type: ignore[arg-type]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
