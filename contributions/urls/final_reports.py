"""Addresses of the report of a campaign's results."""

from django.urls import URLPattern, path

from contributions.views import final_reports as views

urlpatterns: list[URLPattern] = [
    path("dong-gop/<int:pk>/bao-cao-ket-qua/", views.final_report, name="final_report"),
    path("dong-gop/bao-cao-ket-qua/<int:pk>/", views.final_report_paper, name="final_report_paper"),
]
