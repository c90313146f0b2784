"""Addresses of plans, by subject; each file lists its own."""

from campaigns.urls import (
    cards,
    checking,
    committees,
    composing,
    follow,
    levels,
    models_and_clubs,
    outreach,
    plans,
    residents,
    routines,
    timeline,
    works,
    year,
)

app_name = "campaigns"
_SUBJECTS = (
    cards,
    checking,
    committees,
    composing,
    follow,
    levels,
    models_and_clubs,
    outreach,
    plans,
    residents,
    routines,
    timeline,
    works,
    year,
)
urlpatterns = [pattern for subject in _SUBJECTS for pattern in subject.urlpatterns]
