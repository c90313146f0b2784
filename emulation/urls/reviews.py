"""Addresses of a drive's interim and final reports."""

from django.urls import URLPattern, path

from emulation.views import reviews as views

urlpatterns: list[URLPattern] = [
    path("thi-dua/<int:pk>/so-ket-tong-ket/", views.reviews, name="reviews"),
    path("thi-dua/<int:pk>/so-ket-tong-ket/lap/", views.draft_review, name="draft_review"),
    path("thi-dua/so-ket-tong-ket/<int:pk>/", views.review, name="review"),
    path("thi-dua/so-ket-tong-ket/<int:pk>/sua/", views.redraft_review, name="redraft_review"),
]
