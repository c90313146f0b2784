"""Addresses of what a commune publishes."""

from __future__ import annotations

from django.urls import URLPattern, path

from reporting.views import publishing

urlpatterns: list[URLPattern] = [
    path("cong-khai-du-lieu/", publishing.publications, name="publications"),
    path("cong-khai-du-lieu/thu-hoi/", publishing.withdraw, name="withdraw_publication"),
]
