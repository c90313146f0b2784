from __future__ import annotations

from django.urls import URLPattern, path

from reminders.views import due as views

urlpatterns: list[URLPattern] = [
    path("viec-den-han/", views.due_list, name="due"),
    path("viec-den-han/<slug:kind>/<int:pk>/tra-loi/", views.answer_due, name="answer_due"),
    path("viec-den-han/lich/", views.calendar_address, name="calendar_address"),
    path("lich/<str:secret>.ics", views.feed, name="feed"),
]
