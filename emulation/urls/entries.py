"""Addresses of entries and their works."""

from django.urls import URLPattern, path

from emulation.views import entries, works

_ENTRY = "thi-dua/<int:pk>/dang-ky/<int:entry_pk>/"
urlpatterns: list[URLPattern] = [
    path("thi-dua/<int:pk>/dang-ky/", entries.entries, name="entries"),
    path("thi-dua/<int:pk>/dang-ky/them/", entries.register_entry, name="register_entry"),
    path("thi-dua/<int:pk>/dang-ky/theo-ke-hoach/", entries.propose_villages, name="propose_villages"),
    path(_ENTRY, entries.entry, name="entry"),
    path(f"{_ENTRY}sua/", entries.edit_entry, name="edit_entry"),
    path(f"{_ENTRY}tinh-trang/", entries.step_entry, name="step_entry"),
    path(f"{_ENTRY}phieu/", entries.link_cards, name="link_cards"),
    path(f"{_ENTRY}ke-hoach/", works.start_entry_plan, name="start_entry_plan"),
    path(f"{_ENTRY}viec/them/", works.add_work, name="add_work"),
    path(f"{_ENTRY}viec/chon/", works.take_works, name="take_works"),
    path(f"{_ENTRY}viec/<int:work_pk>/", works.edit_work, name="edit_work"),
    path(f"{_ENTRY}viec/<int:work_pk>/bo/", works.drop_work, name="drop_work"),
]
