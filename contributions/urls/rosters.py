"""Addresses of rosters, lists brought in, givers and duplicates."""

from django.urls import URLPattern, path

from contributions.views import imports, parties, rosters

urlpatterns: list[URLPattern] = [
    path("dong-gop/<int:pk>/danh-sach/", rosters.roster, name="roster"),
    path("dong-gop/<int:pk>/danh-sach/them/", rosters.add_line, name="add_line"),
    path("dong-gop/<int:pk>/danh-sach/<int:line_pk>/", rosters.edit_line, name="edit_line"),
    path("dong-gop/<int:pk>/danh-sach/<int:line_pk>/bo/", rosters.remove_line, name="remove_line"),
    path("dong-gop/<int:pk>/danh-sach/nhap/", imports.import_roster, name="import_roster"),
    path("dong-gop/<int:pk>/danh-sach/nhap/<int:import_pk>/", imports.roster_import, name="roster_import"),
    path("dong-gop/<int:pk>/danh-sach/nhap/<int:import_pk>/cot/", imports.map_roster, name="map_roster"),
    path("dong-gop/<int:pk>/danh-sach/nhap/<int:import_pk>/ghi/", imports.confirm_roster, name="confirm_roster"),
    path("dong-gop/<int:pk>/danh-sach/nhap/<int:import_pk>/hoan-tac/", imports.undo_roster, name="undo_roster"),
    path("dong-gop/nguoi/", parties.party_list, name="parties"),
    path("dong-gop/nguoi/<int:pk>/", parties.party_detail, name="party"),
    path("dong-gop/nguoi/<int:pk>/sua/", parties.edit_party, name="edit_party"),
    path("dong-gop/nguoi/<int:pk>/chuyen/", parties.move_party, name="move_party"),
    path("dong-gop/ten-trung/", parties.duplicate_list, name="duplicates"),
    path("dong-gop/ten-trung/tim/", parties.find_duplicates, name="find_duplicates"),
    path("dong-gop/ten-trung/<int:pk>/", parties.decide_duplicate, name="decide_duplicate"),
]
