"""Addresses of certificates, and of dossiers of higher awards."""

from django.urls import URLPattern, path

from emulation.views import certificates as views
from emulation.views import higher_awards as higher

urlpatterns: list[URLPattern] = [
    path("thi-dua/quyet-dinh-khen-thuong/<int:pk>/giay-khen/", views.certificates, name="certificates"),
    path("thi-dua/quyet-dinh-khen-thuong/<int:pk>/giay-khen/in/", views.certificates_pdf, name="certificates_pdf"),
    path("thi-dua/giay-khen/<int:pk>/in/", views.certificate_pdf, name="certificate_pdf"),
    path("thi-dua/giay-khen/vi-tri/<int:pk>/", views.certificate_layout, name="certificate_layout"),
    path("thi-dua/giay-khen/vi-tri/<int:pk>/xem-truoc/", views.certificate_preview, name="certificate_preview"),
    path("thi-dua/giay-khen/vi-tri/<int:pk>/quoc-huy/", views.certificate_emblem, name="certificate_emblem"),
    path("thi-dua/<int:pk>/khen-cap-tren/", higher.new_higher_award, name="new_higher_award"),
    path("thi-dua/<int:pk>/khen-cap-tren/<int:higher_pk>/", higher.higher_award, name="higher_award"),
    path(
        "thi-dua/<int:pk>/khen-cap-tren/<int:higher_pk>/soan-lai/",
        higher.redraft_higher_award,
        name="redraft_higher_award",
    ),
    path("thi-dua/<int:pk>/khen-cap-tren/<int:higher_pk>/gui/", higher.higher_award_sent, name="higher_award_sent"),
    path("thi-dua/<int:pk>/khen-cap-tren/<int:higher_pk>/tep/", higher.higher_award_zip, name="higher_award_zip"),
    path(
        "thi-dua/<int:pk>/khen-cap-tren/<int:higher_pk>/bao-cao/<int:nomination_pk>/",
        higher.achievement_report,
        name="achievement_report",
    ),
]
