"""Addresses of books and sheets."""

from django.urls import URLPattern, path

from contributions.views import exports as views

urlpatterns: list[URLPattern] = [
    path("dong-gop/<int:pk>/so-bieu/", views.exports, name="exports"),
    path("dong-gop/<int:pk>/so-bieu/<slug:book>.<slug:format>", views.export, name="export"),
    path("dong-gop/tong-hop/", views.consolidated, name="consolidated"),
    path("dong-gop/huy-dong-nguon-luc/", views.resources_table, name="resources"),
]
