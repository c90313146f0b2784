"""Addresses of criteria, by subject; each file lists its own."""

from criteria.urls import cards, dossiers, maps, registrations, sets, sheets, surveys

app_name = "criteria"
_SUBJECTS = (cards, dossiers, maps, registrations, sets, sheets, surveys)
urlpatterns = [pattern for subject in _SUBJECTS for pattern in subject.urlpatterns]
