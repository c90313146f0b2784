"""The front door: which room answers which address."""

from __future__ import annotations

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from ntm import api, health

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("api/v1/", include((api.addresses(), "api"))),
    path("", include("dashboards.urls")),
    path("", include("campaigns.urls")),
    path("", include("criteria.urls")),
    path("", include("contributions.urls")),
    path("", include("emulation.urls")),
    path("", include("reporting.urls")),
    path("", include("documents.urls")),
    path("", include("reminders.urls")),
    path("", include("accounts.urls")),
    path("", include("journal.urls")),
    path("", include("jobs.urls")),
    path("", include("core.urls")),
    path("quan-tri/", admin.site.urls),
]

handler400 = "core.views.bad_request"
handler500 = "core.views.server_error"
