"""Pages for administrators: what is loaded, where it comes from, what is not yet compared; only the rules of recognition are changed here."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from core.admin import ReadOnly
from criteria.enums import Provenance
from criteria.models import CriteriaSet, Criterion, IndicatorVersion, Level, RecognitionRule
from criteria.queries.sets import levels_provenance, summary, with_rows


class CriterionInline(ReadOnly, admin.TabularInline):
    model = Criterion
    fields = ("number", "name", "group", "complete", "note")
    extra = 0


@admin.register(CriteriaSet)
class CriteriaSetAdmin(ReadOnly, admin.ModelAdmin):
    list_display = (
        "name",
        "level",
        "period",
        "basis_number",
        "rows",
        "wording",
        "closed_at",
    )
    inlines = (CriterionInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[CriteriaSet]:
        return with_rows(super().get_queryset(request))

    @admin.display(description="Chỉ tiêu đã có / theo quyết định")
    def rows(self, criteria_set: CriteriaSet) -> str:
        counts = summary(criteria_set)
        expected = "chưa rõ" if counts.indicators_expected is None else counts.indicators_expected
        return f"{counts.indicators} / {expected}"

    @admin.display(description="Nội dung")
    def wording(self, criteria_set: CriteriaSet) -> str:
        known = summary(criteria_set).wording
        return f"{known.confirmed} có nguồn, {known.unconfirmed} chưa đối chiếu văn bản gốc, {known.missing} chưa có"


class LevelInline(ReadOnly, admin.TabularInline):
    model = Level
    fields = (
        "layer",
        "scope",
        "year",
        "delegated",
        "number",
        "text",
        "basis",
        "provenance",
        "confidence",
        "source",
    )
    extra = 0

    def get_queryset(self, request: HttpRequest) -> QuerySet[Level]:
        return super().get_queryset(request).filter(decision=None)


@admin.register(IndicatorVersion)
class IndicatorVersionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = (
        "indicator",
        "text",
        "effective_from",
        "basis",
        "provenance",
        "levels_from",
        "criteria_set",
    )
    list_filter = ("indicator__criterion__criteria_set", "provenance")
    search_fields = ("text", "indicator__code")
    list_select_related = ("indicator__criterion__criteria_set",)
    list_per_page = 100
    inlines = (LevelInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[IndicatorVersion]:
        return super().get_queryset(request).prefetch_related("levels")

    @admin.display(description="Mức")
    def levels_from(self, version: IndicatorVersion) -> Any:
        return Provenance(levels_provenance(version)).label

    @admin.display(description="Bộ tiêu chí", ordering="indicator__criterion__criteria_set")
    def criteria_set(self, version: IndicatorVersion) -> str:
        return version.indicator.criterion.criteria_set.code


@admin.register(RecognitionRule)
class RecognitionRuleAdmin(admin.ModelAdmin):
    """A rule that no longer holds gets its last day; what was asked of earlier dossiers stays readable."""

    list_display = ("key", "criteria_set", "number", "text", "valid_from", "valid_to", "basis", "confirmed")
    list_filter = ("confirmed", "key", "criteria_set")
    list_select_related = ("criteria_set",)
    list_per_page = 100

    def get_readonly_fields(self, request: HttpRequest, obj: RecognitionRule | None = None) -> tuple[str, ...]:
        return ("key", "criteria_set", "valid_from") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: RecognitionRule | None = None) -> bool:
        return False
