"""Papers in the administration are read, never written: only documents.actions moves them."""

from __future__ import annotations

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from documents.models import Document, NumberSeries


@admin.register(Document)
class DocumentAdmin(ReadOnlyAdmin):
    list_display = ("number_and_symbol", "subject", "issuer", "state", "issued_on", "area")
    list_filter = ("state", "type")
    list_select_related = ("issuer", "area")
    search_fields = ("search_key", "number_and_symbol")


@admin.register(NumberSeries)
class NumberSeriesAdmin(ReadOnlyAdmin):
    list_display = ("issuer", "code", "period", "last_number")
    list_select_related = ("issuer",)
