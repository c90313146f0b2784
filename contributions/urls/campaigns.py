"""Addresses of campaigns."""

from django.urls import URLPattern, path

from contributions.views import campaigns as views

urlpatterns: list[URLPattern] = [
    path("dong-gop/", views.campaign_list, name="list"),
    path("dong-gop/moi/", views.open_campaign, name="open_campaign"),
    path("dong-gop/<int:pk>/", views.campaign_detail, name="campaign"),
    path("dong-gop/<int:pk>/sua/", views.edit_campaign, name="edit_campaign"),
    path("dong-gop/<int:pk>/buoc/", views.step_campaign, name="step_campaign"),
    path("dong-gop/<int:pk>/tinh-lai/", views.recompute, name="recompute"),
]
