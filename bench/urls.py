"""Our addresses and the empty page of the measurements."""

from __future__ import annotations

from django.urls import include, path

from bench.site import EMPTY, empty

handler400 = "core.views.bad_request"
urlpatterns = [path(EMPTY.lstrip("/"), empty, name="bench_empty"), path("", include("ntm.urls"))]
