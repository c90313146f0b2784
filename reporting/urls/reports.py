"""Addresses of the one who writes a report, and of who receives it."""

from __future__ import annotations

from django.urls import URLPattern, path

from reporting.views import reports, reports_editing, reports_village

urlpatterns: list[URLPattern] = [
    path("bao-cao/", reports.reports, name="reports"),
    path("bao-cao/mo/", reports.open_report, name="open_report"),
    path("bao-cao/<int:pk>/", reports.report, name="report"),
    path("bao-cao/<int:pk>/soan/", reports.draft_report, name="draft_report"),
    path("bao-cao/<int:pk>/van-ban/", reports.draft_paper, name="draft_paper"),
    path("bao-cao/<int:pk>/nhan/", reports.receive_report, name="receive_report"),
    path("bao-cao/<int:pk>/tra-lai/", reports.return_report, name="return_report"),
    path("bao-cao/<int:pk>/thon/", reports_village.write_village_report, name="write_village_report"),
    path("bao-cao/<int:pk>/muc/<int:section>/them/", reports_editing.add_passage, name="add_passage"),
    path("bao-cao/<int:pk>/doan/<int:passage>/", reports_editing.edit_passage, name="edit_passage"),
    path("bao-cao/<int:pk>/doan/<int:passage>/bo/", reports_editing.remove_passage, name="remove_passage"),
    path("bao-cao/<int:pk>/doan/<int:passage>/lay-lai/", reports_editing.restore_passage, name="restore_passage"),
    path("bao-cao/<int:pk>/o/<int:cell>/", reports_editing.cell, name="cell"),
    path("bao-cao/<int:pk>/o/<int:cell>/sua/", reports_editing.edit_cell, name="edit_cell"),
]
