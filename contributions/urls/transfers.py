"""Addresses of QR codes for transfers."""

from django.urls import URLPattern, path

from contributions.views import transfers as views

urlpatterns: list[URLPattern] = [
    path("dong-gop/<int:pk>/ma-qr/", views.transfers, name="transfers"),
    path("dong-gop/<int:pk>/ma-qr/ap-phich/", views.poster, name="transfer_poster"),
]
