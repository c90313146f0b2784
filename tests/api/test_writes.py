"""What another system writes: evidence and a report's draft, through the same actions as people, once for each key."""

from __future__ import annotations

import io
import threading
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections
from django.test import Client
from PIL import Image

from accounts.enums import Scope
from criteria.actions.cards import open_card
from criteria.models import Evidence, Scorecard
from jobs.actions import forget_keys
from jobs.models import IdempotencyKey
from journal.models import Entry
from reporting.actions.reports import draft_report
from reporting.models import Cell, PeriodicReport
from reporting.papers.shown import mark_of_cell
from tests.api.conftest import Connect, System, small_set
from tests.cast import Cast
from tests.conftest import Clock
from tests.reporting import reports_story


@pytest.fixture
def card(cast: Cast) -> Scorecard:
    return open_card(area=cast.commune, criteria_set=small_set(), year=2025, by=cast.officer)


@pytest.fixture
def story(cast: Cast, clock: Clock) -> reports_story.Story:
    clock.set(reports_story.A_DAY)
    made = reports_story.build(cast)
    draft_report(made.report, by=cast.officer)
    return made


def _photo(colour: str = "red") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return out.getvalue()


def _send(system: System, card: Scorecard, *, key: str, colour: str = "red", **more: Any) -> Any:
    file = SimpleUploadedFile("truong-hoc.jpg", _photo(colour), content_type="image/jpeg")
    body = {"title": "Ảnh trường học", "indicators": ["3.1"], "file": file, **more}
    return system.post(f"/scorecards/{card.pk}/evidence", body, key=key, multipart=True)


# --- Evidence ---


def test_evidence_is_kept_under_the_systems_name(cast: Cast, connect: Connect, card: Scorecard) -> None:
    system = connect(cast.commune, Scope.WRITE_EVIDENCE, name="Phần mềm trường học")
    response = _send(system, card, key=str(uuid.uuid4()), criteria=[3], valid_to="2027-12-31")
    assert response.status_code == 201
    made = Evidence.objects.get(pk=response.json()["id"])
    assert (made.area, made.title, str(made.valid_to)) == (cast.commune, "Ảnh trường học", "2027-12-31")
    assert sorted(str(use) for use in made.uses.all()) == [
        "Ảnh trường học: 3. Tiêu chí thử 3", "Ảnh trường học: 3.1",
    ]  # fmt: skip
    (entry,) = Entry.objects.filter(action="evidence.added")
    assert entry.actor_name == "Hệ thống Phần mềm trường học"


def test_the_same_key_writes_once_and_answers_the_same(cast: Cast, connect: Connect, card: Scorecard) -> None:
    system, key = connect(cast.commune), "mot-khoa-01"
    first, again = _send(system, card, key=key), _send(system, card, key=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Evidence.objects.count() == 1
    other = _send(system, card, key=key, colour="blue")
    assert other.status_code == 422
    assert "đã dùng cho một nội dung khác" in other.json()["detail"]
    assert _send(connect(cast.commune), card, key=key, colour="blue").status_code == 201
    assert Evidence.objects.count() == 2


def test_a_key_is_kept_for_a_day(cast: Cast, connect: Connect, card: Scorecard, clock: Clock) -> None:
    system = connect(cast.commune)
    IdempotencyKey.objects.create(
        user=cast.officer, purpose="biểu mẫu", key="của người", created_at="2020-01-01T00:00Z"
    )
    _send(system, card, key="khoa-mot-ngay")
    clock.move(hours=23)
    assert forget_keys() == 0
    clock.move(hours=2)
    assert forget_keys() == 1
    assert IdempotencyKey.objects.get().key == "của người"


@pytest.mark.parametrize("key", ["", "ngan", "x" * 101, "có dấu và cách"])
def test_without_a_usable_key_nothing_is_written(cast: Cast, connect: Connect, card: Scorecard, key: str) -> None:
    response = _send(connect(cast.commune), card, key=key)
    assert response.status_code == 422
    assert "Idempotency-Key" in response.json()["detail"]
    assert not Evidence.objects.exists()


def test_a_refused_write_may_be_mended_with_the_same_key(
    cast: Cast, connect: Connect, card: Scorecard, settings: Any
) -> None:
    system, key = connect(cast.commune), "sua-lai-khoa"
    unknown = _send(system, card, key=key, indicators=["99.9"])
    assert (unknown.status_code, unknown.json()["detail"]) == (422, "Bộ tiêu chí của phiếu không có chỉ tiêu “99.9”.")
    broken = SimpleUploadedFile("anh.jpg", b"khong phai anh", content_type="image/jpeg")
    refused = _send(system, card, key=key, file=broken)
    assert refused.status_code == 409
    program = SimpleUploadedFile("a.exe", b"MZ")
    told = _send(system, card, key=key, file=program).json()["detail"]
    assert ".pdf, .docx, .xlsx, .jpg, .jpeg, .png, .webp" in told
    settings.UPLOAD_MAX_BYTES = 100
    large = _send(system, card, key=key)
    assert (large.status_code, large.json()["status"]) == (413, 413)
    settings.UPLOAD_MAX_BYTES = 10**6
    assert _send(system, card, key=key, valid_from="2026-02-01", valid_to="2026-01-01").status_code == 422
    assert _send(system, card, key=key, indicators=[]).status_code == 409
    assert "Không có tham số “ten”" in _send(system, card, key=key, ten="Ảnh").json()["detail"]
    assert _send(system, card, key=key).status_code == 201


def test_only_the_areas_own_cards_take_evidence(cast: Cast, connect: Connect, card: Scorecard) -> None:
    assert _send(connect(cast.next_commune), card, key="xa-ben-canh").status_code == 404
    assert _send(connect(cast.province), card, key="tinh-gui-ho").status_code == 403
    assert _send(connect(cast.commune, Scope.SCORECARDS), card, key="khong-quyen").status_code == 403
    assert not Evidence.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_equal_requests_at_once_are_done_once(cast: Cast, connect: Connect, card: Scorecard) -> None:
    """Six threads, each on its own connection, as six web processes would be."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite lets one writer in at a time")
    system, gate = connect(cast.commune), threading.Barrier(6)
    answers: list[tuple[int, Any]] = []

    def send() -> None:
        try:
            gate.wait(20)
            response = _send(system, card, key="cung-mot-luc")
            answers.append((response.status_code, response.json()))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [status for status, _ in answers] == [201] * 6
    assert len({answer["id"] for _, answer in answers}) == 1
    assert Evidence.objects.count() == 1


# --- A report's draft ---


def test_figures_go_into_the_draft_with_their_reason(cast: Cast, connect: Connect, story: reports_story.Story) -> None:
    system, path = connect(cast.commune), f"/reports/{story.report.pk}/figures"
    figures = system.get(path).json()["items"]
    first, second = [item for item in figures if item["table"] == "resources"][:2]
    body = {
        "reason": "Theo Tabmis",
        "figures": [{**first, "value": "1250000000"}, {**second, "value": None}],
    }  # fmt: skip
    response = system.post(path, body, key="so-thang-7")
    assert (response.status_code, response.json()) == (200, {"written": 2})
    cell = Cell.objects.get(report=story.report, table=first["table"], row=first["row"], column=first["column"])
    assert (cell.value, cell.reason) == (1_250_000_000, "Theo Tabmis")
    assert cell.edited_by == system.token.account
    assert system.post(path, body, key="so-thang-7").json() == {"written": 2}
    assert Entry.objects.filter(action="periodic.edited").count() <= 2


def test_only_figures_are_offered_and_written_and_can_be_mended(
    cast: Cast, connect: Connect, story: reports_story.Story
) -> None:
    system, path = connect(cast.commune), f"/reports/{story.report.pk}/figures"
    words = Cell.objects.filter(report=story.report, table="resources", column="note").first() or Cell.objects.create(
        report=story.report, table="resources", row="given", position=99, column="note"
    )
    offered = system.get(path).json()["items"]
    assert "note" not in {item["column"] for item in offered}
    said = {"table": "resources", "row": words.row, "column": "note", "value": -5, "seen": mark_of_cell(words)}
    refused = system.post(path, {"reason": "Thử", "figures": [said]}, key="ghi-vao-chu")
    assert refused.status_code == 409
    assert "không phải cột số liệu" in refused.json()["detail"]
    words.refresh_from_db()
    assert (words.value, words.text) == (None, "")
    for figure in (7, 8):
        first = next(item for item in system.get(path).json()["items"] if item["table"] == "resources")
        body = {"reason": "Theo Tabmis", "figures": [{**first, "value": figure}]}
        assert system.post(path, body, key=f"ghi-lai-so-{figure}").status_code == 200
    assert len(system.get(path).json()["items"]) == len(offered)


def test_a_figure_that_somebody_changed_meanwhile_is_not_written_over(
    cast: Cast, connect: Connect, story: reports_story.Story
) -> None:
    system, path = connect(cast.commune), f"/reports/{story.report.pk}/figures"
    first, second = system.get(path).json()["items"][:2]
    system.post(path, {"reason": "Lần một", "figures": [{**first, "value": 7}]}, key="lan-mot-01")
    both = [{**second, "value": 5}, {**first, "value": 8}]
    refused = system.post(path, {"reason": "Lần hai", "figures": both}, key="lan-hai-02")
    assert refused.status_code == 409
    assert "Người khác vừa lưu chỗ này" in refused.json()["detail"]
    cells = {cell.column: cell.value for cell in Cell.objects.filter(row=first["row"], table=first["table"])}
    assert cells[first["column"]] == 7, "all or nothing"
    assert not Cell.objects.filter(reason="Lần hai").exists()


def test_a_paragraph_is_added_once(cast: Cast, connect: Connect, story: reports_story.Story) -> None:
    system, path = connect(cast.commune), f"/reports/{story.report.pk}/passages"
    body = {"section": 0, "text": "Đã bàn giao mặt bằng đường trục thôn Nà Cốc."}
    answers = [system.post(path, body, key="doan-van-1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert story.report.passages.filter(text=body["text"]).count() == 1
    assert system.post(path, {**body, "section": 90}, key="doan-van-2").status_code == 409
    assert system.post(path, {**body, "them": 1}, key="doan-van-3").json()["detail"] == "Không có trường “them”."


@pytest.mark.parametrize("text", ["a\\u0000b", "a\\ud800b"])
def test_a_text_that_cannot_be_kept_is_refused(
    cast: Cast, connect: Connect, story: reports_story.Story, text: str
) -> None:
    path = f"/api/v1/reports/{story.report.pk}/passages"
    headers = {"Authorization": f"Bearer {connect(cast.commune).text}", "Idempotency-Key": "khong-giu-duoc"}
    body = f'{{"section": 0, "text": "{text}"}}'
    refused = Client().post(path, body, content_type="application/json", headers=headers)
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")
    spoken = Client().post(path, body.replace("\\", "\\\\"), content_type="application/json", headers=headers)
    assert spoken.status_code == 201


def test_what_is_no_content_is_refused(cast: Cast, connect: Connect, story: reports_story.Story) -> None:
    system = connect(cast.commune)
    path = f"/api/v1/reports/{story.report.pk}/passages"
    headers = {"Authorization": f"Bearer {system.text}", "Idempotency-Key": "khong-doc-duoc"}
    broken = Client().post(path, "{khong", content_type="application/json", headers=headers)
    assert (broken.status_code, broken["Content-Type"]) == (400, "application/problem+json")


def test_reports_stand_as_their_readers_may_know(cast: Cast, connect: Connect, story: reports_story.Story) -> None:
    commune, province = connect(cast.commune, Scope.REPORTS), connect(cast.province, Scope.REPORTS)
    rows = commune.all("/reports", form="xa-thang", ends_from="2024-07-01", ends_to="2024-07-31")
    assert [(row["state"], row["timeliness"], row["due_on"]) for row in rows] == [
        ("draft", "not_due", str(story.report.due_on))
    ]
    assert province.get(f"/reports/{story.report.pk}").status_code == 404
    assert story.report.pk not in {row["id"] for row in province.all("/reports")}
    PeriodicReport.objects.filter(pk=story.report.pk).update(state="signing")
    writer = connect(cast.commune)
    path = f"/reports/{story.report.pk}/passages"
    refused = writer.post(path, {"section": 0, "text": "Muộn rồi."}, key="da-trinh-ky")
    assert refused.status_code == 409
    assert "Đang trình ký" in refused.json()["detail"]
    assert connect(cast.next_commune).post(path, {"section": 0, "text": "Xã khác."}, key="xa-khac-1").status_code == 404
