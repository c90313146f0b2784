"""Papers in the administration are read, never written: only documents.actions moves them."""

from __future__ import annotations

from django.contrib import admin

from core.admin import ReadOnlyAdmin
from documents.models import CitedDocument, Delivery, Document, NumberSeries


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


@admin.register(CitedDocument)
class CitedDocumentAdmin(ReadOnlyAdmin):
    """Changed at /can-cu/, where a superuser may also change national rows."""

    list_display = ("type_name", "number", "dated", "issuer", "valid_from", "valid_to", "confirmed", "area")
    list_filter = ("confirmed", "type_name")
    list_select_related = ("area",)
    search_fields = ("search_key",)


@admin.register(Delivery)
class DeliveryAdmin(ReadOnlyAdmin):
    list_display = ("document", "name", "way", "sent_at", "opened_at", "acknowledged_at")
    list_filter = ("way",)
    list_select_related = ("document",)
    exclude = ("link_hash",)
