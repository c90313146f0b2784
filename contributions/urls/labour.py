"""Addresses of labour days."""

from django.urls import URLPattern, path

from contributions.views import labour, prints

urlpatterns: list[URLPattern] = [
    path("dong-gop/<int:pk>/ngay-cong/", labour.muster_list, name="musters"),
    path("dong-gop/<int:pk>/ngay-cong/<int:village>/moi/", labour.new_muster, name="new_muster"),
    path("dong-gop/<int:pk>/ngay-cong/<int:village>/mau/", prints.muster_sheet, name="muster_sheet"),
    path("dong-gop/ngay-cong/<int:pk>/", labour.muster, name="muster"),
    path("dong-gop/ngay-cong/<int:pk>/ghi-so/", labour.take_muster, name="take_muster"),
]
