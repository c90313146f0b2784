"""Addresses of how a person is reminded; the worker's scope is the folder it lies in."""

from __future__ import annotations

from django.urls import URLPattern, path

from reminders.views import choices as views

urlpatterns: list[URLPattern] = [
    path("nhac-han/", views.choices, name="choices"),
    path("nhac-han/gui-thu/", views.send_test, name="send_test"),
    path("nhac-han/may/", views.add_machine, name="add_machine"),
    path("nhac-han/may/<int:pk>/bo/", views.remove_machine, name="remove_machine"),
    path("nhac-han/sw.js", views.push_worker, name="push_worker"),
]
