"""Addresses of scoring."""

from django.urls import URLPattern, path

from emulation.views import marks, score_sheets
from emulation.views import scoring as views

_AT = "thi-dua/<int:pk>/cham-diem/<int:scoring_pk>"

urlpatterns: list[URLPattern] = [
    path("thi-dua/<int:pk>/cham-diem/", views.scorings, name="scorings"),
    path("thi-dua/<int:pk>/cham-diem/moi/", score_sheets.new_scoring, name="new_scoring"),
    path(f"{_AT}/", views.scoring, name="scoring"),
    path(f"{_AT}/sua/", score_sheets.edit_scoring, name="edit_scoring"),
    path(f"{_AT}/thang-diem/", score_sheets.score_items, name="score_items"),
    path(f"{_AT}/nguoi-cham/", score_sheets.scorers, name="scorers"),
    path(f"{_AT}/nguoi-cham/<int:scorer_pk>/thoi-cham/", score_sheets.leave_out_scorer, name="leave_out_scorer"),
    path(f"{_AT}/buoc/", views.step_scoring, name="step_scoring"),
    path(f"{_AT}/diem-cua-toi/", marks.marks, name="marks"),
    path(f"{_AT}/diem-cua-toi/luu/", marks.save_mark, name="save_mark"),
    path(f"{_AT}/chenh-lech/<int:item_pk>/<int:entry_pk>/", views.explain_spread, name="explain_spread"),
    path(f"{_AT}/dieu-chinh/<int:item_pk>/<int:entry_pk>/", views.correct_points, name="correct_points"),
    path(f"{_AT}/chot/", views.freeze_scoring, name="freeze_scoring"),
    path(f"{_AT}/xep-hang/", views.ranking, name="ranking"),
]
