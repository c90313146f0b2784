"""Addresses of sessions of the council and of decisions."""

from django.urls import URLPattern, path

from emulation.views import decisions
from emulation.views import sessions as views

urlpatterns: list[URLPattern] = [
    path("thi-dua/<int:pk>/hop-hoi-dong/", views.session_list, name="sessions"),
    path("thi-dua/<int:pk>/hop-hoi-dong/trieu-tap/", views.call_session, name="call_session"),
    path("thi-dua/<int:pk>/hop-hoi-dong/<int:session_pk>/", views.session_detail, name="session"),
    path("thi-dua/<int:pk>/hop-hoi-dong/<int:session_pk>/sua/", views.edit_session, name="edit_session"),
    path("thi-dua/<int:pk>/hop-hoi-dong/<int:session_pk>/du-hop/", views.session_attendance, name="session_attendance"),
    path("thi-dua/<int:pk>/hop-hoi-dong/<int:session_pk>/kiem-phieu/", views.session_ballots, name="session_ballots"),
    path(
        "thi-dua/<int:pk>/hop-hoi-dong/<int:session_pk>/van-ban/<slug:kind>/", views.session_paper, name="session_paper"
    ),
    path("thi-dua/<int:pk>/hop-hoi-dong/<int:session_pk>/quyet-dinh/", decisions.make_decision, name="make_decision"),
    path("thi-dua/quyet-dinh-khen-thuong/<int:pk>/", decisions.decision_detail, name="decision"),
]
