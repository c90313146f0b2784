"""Addresses of public notices."""

from django.urls import URLPattern, path

from contributions.views import notices as views

urlpatterns: list[URLPattern] = [
    path("dong-gop/<int:pk>/cong-khai/", views.notice_list, name="notices"),
    path("dong-gop/<int:pk>/cong-khai/moi/", views.post_notice, name="post_notice"),
    path("dong-gop/<int:pk>/cong-khai/<int:notice_pk>/", views.notice_detail, name="notice"),
    path("dong-gop/<int:pk>/cong-khai/<int:notice_pk>/thong-bao.pdf", views.notice_pdf, name="notice_pdf"),
    path("cong-khai/<slug:code>/", views.public_notice, name="public_notice"),
]
