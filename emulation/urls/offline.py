"""Addresses of the page of reports that works without a network; the worker lies below what it serves."""

from django.urls import URLPattern, path

from emulation.views import offline as views

urlpatterns: list[URLPattern] = [
    path("thi-dua/bao-cao/may/", views.report_app, name="report_app"),
    path("thi-dua/bao-cao/may/sw.js", views.report_worker, name="report_worker"),
    path("thi-dua/bao-cao/may/manifest.webmanifest", views.report_manifest, name="report_manifest"),
]
