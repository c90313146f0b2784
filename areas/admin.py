from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from areas.models import Area, AreaFact, BankAccount, Organisation, Outline, Post, PostHolder
from areas.outlines import count_of


class AreaFactInline(admin.TabularInline):
    model = AreaFact
    extra = 0


@admin.register(Area)
class AreaAdmin(admin.ModelAdmin):
    list_display = ("name", "kind_word", "level", "code", "parent", "valid_from", "valid_to", "successor")
    list_filter = ("level", "kind_word")
    list_select_related = ("parent", "successor")
    search_fields = ("search_key", "name", "code")
    autocomplete_fields = ("parent", "successor")
    inlines = (AreaFactInline,)


@admin.register(Outline)
class OutlineAdmin(admin.ModelAdmin):
    """What `load_outlines` has loaded: to look at and to take away, not to draw."""

    list_display = ("area", "points", "source", "loaded_at")
    list_select_related = ("area",)
    search_fields = ("area__search_key", "area__code")
    readonly_fields = ("area", "points", "source", "loaded_at")
    exclude = ("geometry",)

    @admin.display(description="số điểm")
    def points(self, outline: Outline) -> int:
        return count_of(outline.geometry)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


class BankAccountInline(admin.TabularInline):
    model = BankAccount
    extra = 0


class PostInline(admin.TabularInline):
    model = Post
    extra = 0
    show_change_link = True


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ("name", "kind", "area", "style", "symbol_letters", "valid_from", "valid_to")
    list_filter = ("kind", "style")
    list_select_related = ("area",)
    search_fields = ("search_key", "name")
    autocomplete_fields = ("area", "successor")
    inlines = (PostInline, BankAccountInline)


class PostHolderInline(admin.TabularInline):
    model = PostHolder
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):
    list_display = ("title", "organisation", "signs", "rank")
    list_select_related = ("organisation",)
    search_fields = ("title", "organisation__search_key")
    autocomplete_fields = ("organisation",)
    inlines = (PostHolderInline,)
