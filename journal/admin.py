"""The journal for administrators, to read."""

from __future__ import annotations

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from journal.models import Entry


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "actor_name", "area_name", "sentence", "subject_label", "note")
    list_filter = ("action", "subject_type")
    search_fields = ("actor_name", "area_name", "subject_label")
    date_hierarchy = "at"
