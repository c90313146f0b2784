"""Addresses of the office above."""

from __future__ import annotations

from django.urls import URLPattern, path

from reporting.views import office

urlpatterns: list[URLPattern] = [
    path("bao-cao/tong-hop/", office.office, name="office"),
    path("bao-cao/tong-hop/nhac/", office.remind, name="remind"),
    path("bao-cao/tong-hop/<int:form_pk>/<int:area_pk>/<str:since>/", office.rollup_parts, name="rollup_parts"),
    path("bao-cao/che-do/", office.duties, name="duties"),
    path("bao-cao/che-do/<int:pk>/thoi/", office.end_duty, name="end_duty"),
    path("bao-cao/<int:pk>/so-lieu.xlsx", office.report_workbook, name="report_workbook"),
]
