"""Addresses of books of vouchers."""

from django.urls import URLPattern, path

from contributions.views import books, prints

urlpatterns: list[URLPattern] = [
    path("dong-gop/quyen/", books.book_list, name="books"),
    path("dong-gop/quyen/moi/", books.open_book, name="open_book"),
    path("dong-gop/quyen/<int:pk>/", books.book_detail, name="book"),
    path("dong-gop/quyen/<int:pk>/huy-so/", books.void_number, name="void_number"),
    path("dong-gop/quyen/<int:pk>/nop-quy/", books.hand_over, name="hand_over"),
    path("dong-gop/quyen/<int:pk>/tra/", books.hand_back, name="hand_back_book"),
    path("dong-gop/nop-quy/<int:pk>/bang-ke/", prints.handover_sheet, name="handover_sheet"),
]
