"""A look at the queue for administrators; nothing is written here."""

from __future__ import annotations

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from jobs.models import Heartbeat, Job


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = (
        "pk",
        "label",
        "title",
        "state",
        "attempts",
        "failures",
        "owner",
        "created_at",
        "finished_at",
        "reason",
    )
    list_filter = ("state", "kind")
    list_select_related = ("owner",)
    search_fields = ("key", "title")


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    list_display = ("name", "at")
