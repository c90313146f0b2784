"""Pages for administrators: forms of award, their rules by date, base salaries."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest

from core.forms import MoneyField
from emulation.models import AwardForm, AwardRule, BaseSalary
from journal.actions import record


class _Recorded(admin.ModelAdmin):
    """What an administrator changes stands in the journal; what decisions rest on is not deleted."""

    list_per_page = 100

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        changes = {
            str(form.fields[name].label): [str(form.initial.get(name, "")), str(getattr(obj, name))]
            for name in form.changed_data
        }
        super().save_model(request, obj, form, change)
        record("award.rule", obj, by=request.user, changes=changes)  # type: ignore[arg-type]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(AwardForm)
class AwardFormAdmin(_Recorded):
    list_display = ("name", "given_to", "level", "is_title", "position")
    list_filter = ("level", "given_to", "is_title")
    search_fields = ("name", "code")


@admin.register(AwardRule)
class AwardRuleAdmin(_Recorded):
    """A rule that changes gets a row of its own from its day; what earlier decisions rest on stays readable."""

    list_display = (
        "form", "given_to", "effective_from", "coefficient", "vote_percent", "more_than", "vote_base", "source", "sure",
    )  # fmt: skip
    list_filter = ("sure", "form__level", "form__given_to")
    list_select_related = ("form",)

    def get_readonly_fields(self, request: HttpRequest, obj: AwardRule | None = None) -> tuple[str, ...]:
        return ("form", "effective_from") if obj else ()

    @admin.display(description="Tặng cho", ordering="form__given_to")
    def given_to(self, rule: AwardRule) -> str:
        return str(rule.form.get_given_to_display())


class _SalaryForm(ModelForm):
    amount = MoneyField(label="Mức", least=1)

    class Meta:
        model = BaseSalary
        fields = ("effective_from", "amount", "source", "sure")


@admin.register(BaseSalary)
class BaseSalaryAdmin(_Recorded):
    form = _SalaryForm
    list_display = ("effective_from", "amount", "source", "sure")

    def get_readonly_fields(self, request: HttpRequest, obj: BaseSalary | None = None) -> tuple[str, ...]:
        return ("effective_from",) if obj else ()
