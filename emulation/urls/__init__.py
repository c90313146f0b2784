"""Addresses of emulation, by subject; each file lists its own."""

from emulation.urls import (
    awards,
    certificates,
    drives,
    entries,
    following,
    offline,
    photos,
    reports,
    reviews,
    scoring,
    sessions,
)

app_name = "emulation"
_SUBJECTS = (
    drives, entries, reports, offline, following, photos, scoring, awards, sessions, certificates, reviews,
)  # fmt: skip
urlpatterns = [pattern for subject in _SUBJECTS for pattern in subject.urlpatterns]
