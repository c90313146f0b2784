"""Addresses of statements: accounts, files, lines, balances."""

from django.urls import URLPattern, path

from contributions.views import bank, bank_lines

urlpatterns: list[URLPattern] = [
    path("dong-gop/sao-ke/", bank.account_list, name="bank"),
    path("dong-gop/sao-ke/tai-khoan/<int:pk>/", bank.account, name="bank_account"),
    path("dong-gop/sao-ke/tai-khoan/<int:pk>/ngan-hang/", bank.account_number, name="bank_number"),
    path("dong-gop/sao-ke/tai-khoan/<int:pk>/nap/", bank.import_statement, name="import_statement"),
    path("dong-gop/sao-ke/tai-khoan/<int:pk>/so-du/", bank.balance, name="balance"),
    path("dong-gop/sao-ke/<int:pk>/", bank_lines.statement, name="statement"),
    path("dong-gop/sao-ke/<int:pk>/cot/", bank.map_statement, name="map_statement"),
    path("dong-gop/sao-ke/<int:pk>/theo-ma/", bank_lines.match_by_reference, name="match_by_reference"),
    path("dong-gop/sao-ke/<int:pk>/hoan-tac/", bank.undo_statement, name="undo_statement"),
    path("dong-gop/sao-ke/dong/<int:pk>/", bank_lines.bank_line, name="bank_line"),
    path("dong-gop/sao-ke/dong/<int:pk>/de-rieng/", bank_lines.set_aside, name="set_aside_line"),
]
