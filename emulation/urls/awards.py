"""Addresses of awards."""

from django.urls import URLPattern, path

from emulation.views import award_tables as tables
from emulation.views import awards as views

urlpatterns: list[URLPattern] = [
    path("thi-dua/<int:pk>/khen-thuong/", views.nomination_list, name="nominations"),
    path("thi-dua/<int:pk>/khen-thuong/de-nghi/", views.nominate, name="nominate"),
    path("thi-dua/<int:pk>/khen-thuong/tu-xep-hang/", views.nominate_from_ranking, name="nominate_from_ranking"),
    path("thi-dua/<int:pk>/khen-thuong/chi-tieu/", tables.award_quota, name="award_quota"),
    path("thi-dua/<int:pk>/khen-thuong/tong-hop/", tables.award_table, name="award_table"),
    path("thi-dua/<int:pk>/khen-thuong/<int:nomination_pk>/", views.nomination_detail, name="nomination"),
    path("thi-dua/<int:pk>/khen-thuong/<int:nomination_pk>/sua/", views.edit_nomination, name="edit_nomination"),
    path("thi-dua/<int:pk>/khen-thuong/<int:nomination_pk>/buoc/", views.step_nomination, name="step_nomination"),
]
