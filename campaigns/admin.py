from __future__ import annotations

from django.contrib import admin

from campaigns.models import Plan
from core.admin import ReadOnlyAdmin


@admin.register(Plan)
class PlanAdmin(ReadOnlyAdmin):
    list_display = ("title", "kind", "year", "area", "document")
    list_filter = ("kind", "year")
    list_select_related = ("area", "document")
    search_fields = ("search_key",)
