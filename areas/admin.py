from __future__ import annotations

from django.contrib import admin

from areas.models import Area, AreaFact, BankAccount, Organisation, Post, PostHolder


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
