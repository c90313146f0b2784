"""Addresses of photos as proof."""

from django.urls import URLPattern, path

from emulation.views import photos as views

urlpatterns: list[URLPattern] = [
    path("thi-dua/<int:pk>/anh-can-xem/", views.photo_checks, name="photo_checks"),
    path("thi-dua/<int:pk>/anh-can-xem/<int:check_pk>/", views.check_photo, name="check_photo"),
]
