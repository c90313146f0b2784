"""People in the administration; passwords and roles go through accounts.actions, so they are read here only."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from accounts.models import Assignment, User


class AssignmentInline(admin.TabularInline):
    model = Assignment
    extra = 0
    can_delete = False
    fields = readonly_fields = ("role", "area", "organisation", "valid_from", "valid_to")

    def has_add_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ("full_name", "phone", "email", "is_active", "is_staff")
    list_filter = ("is_active", "is_staff")
    search_fields = ("search_key", "full_name", "phone", "email")
    fields = ("full_name", "phone", "email", "is_active", "must_change_password", "is_staff")
    inlines = (AssignmentInline,)
