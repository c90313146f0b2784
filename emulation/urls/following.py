"""Addresses of following a drive: who has not reported, the board, the paper sheet."""

from django.urls import URLPattern, path

from emulation.views import board, following

urlpatterns: list[URLPattern] = [
    path("thi-dua/<int:pk>/chua-bao-cao/", following.follow_up, name="follow_up"),
    path("thi-dua/<int:pk>/bang-theo-doi/", board.board, name="board"),
    path("thi-dua/<int:pk>/phieu-giay/", following.sheet_by_code, name="sheet_by_code"),
    path("thi-dua/<int:pk>/phieu-giay/<int:duty_pk>/", following.report_sheet, name="report_sheet"),
]
