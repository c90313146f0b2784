"""What happened is written once and stays as it was written."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import ProtectedError
from django.test import Client

from accounts.models import User
from areas.models import Area
from journal import actions, queries, registry
from journal.models import AppendOnlyError, Entry


def record(commune: Area, by: User | None, action: str = "test.renamed", **more: object) -> Entry:
    with transaction.atomic():
        return actions.record(action, commune, by=by, area=commune, **more)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_names_are_copied_and_outlive_renaming(commune: Area, officer: User) -> None:
    record(commune, officer, changes={"name": ["Suối Bạc", "Suối Vàng"]}, note="Theo nghị quyết của HĐND tỉnh")
    commune.name, officer.full_name = "Suối Vàng", "Đỗ Văn Tỏ"
    commune.save()
    officer.save()
    entry = queries.history_of(commune).get()
    assert (entry.actor_name, entry.area_name, entry.subject_label) == ("Đỗ Văn Sáng", "Xã Suối Bạc", "Xã Suối Bạc")
    assert (entry.sentence, entry.changes) == ("Đổi tên địa bàn", {"name": ["Suối Bạc", "Suối Vàng"]})
    assert entry.note == "Theo nghị quyết của HĐND tỉnh"


@pytest.mark.django_db
def test_history_is_newest_first_and_of_one_thing(commune: Area, officer: User) -> None:
    record(commune, officer)
    record(commune, None, "test.closed")
    assert commune.parent is not None
    record(commune.parent, officer)
    assert [(entry.action, entry.actor_name) for entry in queries.history_of(commune)] == [
        ("test.closed", ""),
        ("test.renamed", "Đỗ Văn Sáng"),
    ]


@pytest.mark.django_db
def test_secrets_and_id_card_numbers_are_masked(commune: Area, officer: User) -> None:
    entry = record(
        commune,
        officer,
        changes={
            "password": ["", "rất-bí-mật"],
            "id_card": ["034095001234", None],
            "contact": ["", "CCCD 034 095 001234, điện thoại 0912345678"],
            "amount": [Decimal("450000000.5"), Decimal("500000000.5")],
            "account": ["", "8502201002946"],
            "deadline": [None, date(2024, 6, 30)],
            "people": [[], [{"name": "Lò Thị Mai", "token": "abc"}]],
        },
        note="Người nộp có căn cước 034095001234.",
    )
    entry.refresh_from_db()
    assert entry.changes == {
        "password": ["", "•••"],
        "id_card": ["•••", None],
        "contact": ["", "CCCD •••234, điện thoại 0912345678"],
        "amount": ["450000000.5", "500000000.5"],
        "account": ["", "8502201002946"],
        "deadline": [None, "2024-06-30"],
        "people": [[], [{"name": "Lò Thị Mai", "token": "•••"}]],
    }
    assert entry.note == "Người nộp có căn cước •••234."


@pytest.mark.django_db
def test_an_unknown_code_is_a_mistake_of_the_programmer(commune: Area, officer: User) -> None:
    with pytest.raises(LookupError):
        record(commune, officer, "test.unheard")
    with pytest.raises(ValueError, match="registered already"):
        registry.register_actions({"test.renamed": "Đổi tên lần nữa"})


@transaction.atomic
def rename_and_fail(commune: Area, by: User) -> None:
    actions.record("test.renamed", commune, by=by)
    raise ZeroDivisionError


@pytest.mark.django_db(transaction=True)
def test_an_entry_is_written_in_the_transaction_of_what_it_tells(commune: Area, officer: User) -> None:
    with pytest.raises(AssertionError):
        actions.record("test.renamed", commune, by=officer)
    with pytest.raises(ZeroDivisionError):
        rename_and_fail(commune, officer)
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_the_program_neither_changes_nor_deletes_an_entry(commune: Area, officer: User) -> None:
    entry = record(commune, officer)
    entry.note = "sửa lại"
    with pytest.raises(AppendOnlyError):
        entry.save()
    with pytest.raises(AppendOnlyError):
        entry.delete()
    with pytest.raises(AppendOnlyError):
        Entry.objects.update(note="sửa lại")
    with pytest.raises(AppendOnlyError):
        Entry.objects.all().delete()
    with pytest.raises(ProtectedError):
        officer.delete()
    assert Entry.objects.get().note == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("UPDATE journal_entry SET note = 'sửa lại'", "Nhật ký chỉ ghi thêm, không sửa."),
        ("UPDATE journal_entry SET actor_id = NULL", "Nhật ký chỉ ghi thêm, không sửa."),
        ("DELETE FROM journal_entry", "Nhật ký chỉ ghi thêm, không xóa."),
    ],
)
def test_the_database_neither_changes_nor_deletes_an_entry(
    commune: Area, officer: User, sql: str, sentence: str
) -> None:
    record(commune, officer)
    with pytest.raises(DatabaseError, match=sentence), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Entry.objects.get().actor_id == officer.pk


@pytest.mark.django_db(transaction=True)
def test_emptying_the_whole_database_leaves_the_guard_in_place(commune: Area, officer: User) -> None:
    record(commune, officer)
    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    assert not Entry.objects.exists()
    again = Area.objects.create(level="province", kind_word="tỉnh", name="Thử", code="T1")
    record(again, None)
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_entry")
    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one writer and no table locks")
def test_emptying_the_whole_database_gives_way_to_a_program_still_at_work(commune: Area, officer: User) -> None:
    record(commune, officer)
    other, sees = connection.copy(), connection.copy()
    with other.cursor() as cursor, ThreadPoolExecutor(1) as beside:
        cursor.execute("SET deadlock_timeout = '1min'")  # so that the one who empties is the one turned away
        cursor.execute("BEGIN; SELECT count(*) FROM journal_entry")
        emptying = beside.submit(_empty_from_another_connection)
        taken = _taken_by_who_waits_for("journal_entry", sees)
        for table in taken[:1]:  # none where the journal's table happens to be the first
            cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - a name from PostgreSQL
        cursor.execute("SELECT count(*) FROM journal_entry")
        assert cursor.fetchone()[0] > 0, "the program at work has its rows"
        cursor.execute("COMMIT")
        emptying.result(30)
    other.close()
    sees.close()
    assert not Entry.objects.exists()


def _empty_from_another_connection() -> None:
    try:
        call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    finally:
        connection.close()


def _taken_by_who_waits_for(table: str, sees: Any) -> list[str]:
    """The tables locked by whoever is waiting for this one, once somebody is."""
    waits = "SELECT pid FROM pg_locks WHERE relation = %s::regclass AND NOT granted AND mode = 'AccessExclusiveLock'"
    taken = (
        f"SELECT c.oid::regclass::text FROM pg_locks l JOIN pg_class c ON c.oid = l.relation AND c.relkind = 'r'"  # noqa: S608 - our own words
        f" WHERE l.pid IN ({waits}) AND l.granted AND l.mode = 'AccessExclusiveLock'"
    )
    with sees.cursor() as cursor:
        for _ in range(200):
            cursor.execute(waits, [table])
            if cursor.fetchall():
                cursor.execute(taken, [table])
                return [name for (name,) in cursor.fetchall()]
            time.sleep(0.02)
    raise AssertionError("nobody waits")


@pytest.mark.django_db
def test_administrators_read_the_journal_but_change_nothing(
    administrator: Client, commune: Area, officer: User
) -> None:
    entry = record(commune, officer)
    assert "Đổi tên địa bàn" in administrator.get("/quan-tri/journal/entry/").content.decode()
    assert administrator.get("/quan-tri/journal/entry/add/").status_code == 403
    assert administrator.post(f"/quan-tri/journal/entry/{entry.pk}/change/", {"note": "sửa"}).status_code == 403
    assert administrator.post(f"/quan-tri/journal/entry/{entry.pk}/delete/", {"post": "yes"}).status_code == 403
