"""Reports on tasks: from a phone in under a minute, stored once, seen by those who must know."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from threading import Barrier, Thread
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.enums import Role
from accounts.models import Assignment, User
from areas.enums import Level, OrganisationKind
from areas.models import Organisation
from campaigns.actions.reporting import report_task
from campaigns.enums import TaskState
from campaigns.models import Block, Plan, Task, TaskFile, TaskReport
from campaigns.rules.progress import Said
from core import clock
from core.errors import RuleError
from documents import actions as papers
from documents.enums import DocumentState
from documents.models import StoredFile
from journal.models import Entry, Notice
from tests import factories
from tests.cast import Cast

SignIn = Callable[[User], Client]
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """An issued plan of the commune."""
    made = factories.plan(cast.commune, cast.committee, state=DocumentState.APPROVED, by=cast.officer)
    papers.issue(made.document, by=cast.clerk)
    return Plan.objects.get(pk=made.pk)


@pytest.fixture
def ditch(cast: Cast, plan: Plan) -> Task:
    """400 metres of ditch that thôn Nà Cốc digs."""
    return Task.objects.create(
        plan=plan, position=1, text="Đào rãnh thoát nước", area=cast.village, volume=400, measure="m",
        deadline=clock.today() + timedelta(days=3),
    )  # fmt: skip


def photo(name: str = "ranh.jpg", kind: str = "JPEG") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (640, 480), "sienna").save(out, kind)
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def send(client: Client, task: Task, key: str = "a" * 32, **said: Any) -> Any:
    return client.post(reverse("campaigns:task", args=[task.pk]), {"key": key, **said}, follow=True)


def test_the_village_head_reports_and_the_officer_reads(cast: Cast, ditch: Task, signed_in: SignIn) -> None:
    head = signed_in(cast.village_head)
    mine = head.get(reverse("campaigns:my_tasks")).content.decode()
    assert "Đào rãnh thoát nước" in mine
    answer = send(
        head, ditch, done_volume="260,5", text="Đã đào qua nhà văn hóa.", photos=[photo(), photo("b.png", "PNG")]
    )
    assert "Đã gửi báo cáo." in answer.content.decode()

    ditch.refresh_from_db()
    assert (ditch.done_volume, ditch.percent, ditch.state) == (Decimal("260.5"), 65, TaskState.UNDER_WAY)
    report = ditch.reports.get()
    assert (report.by, report.percent, report.done) == (cast.village_head, 65, False)
    assert {file.file.content_type for file in report.files.all()} == {"image/jpeg"}
    assert {file.file.name for file in report.files.all()} == {"ranh.jpg", "b.jpg"}

    seen = signed_in(cast.officer).get(reverse("campaigns:task", args=[ditch.pk])).content.decode()
    assert "260,5/400 m (65 %)" in seen
    assert "Đã đào qua nhà văn hóa." in seen
    for file in report.files.all():
        address = reverse("documents:photo", args=[file.file_id])
        assert address in seen
        assert signed_in(cast.officer).get(address).status_code == 200
        assert signed_in(cast.neighbour).get(address).status_code == 404
        assert signed_in(cast.neighbour).get(reverse("documents:file", args=[file.file_id])).status_code == 404
    entry = Entry.objects.get(action="task.reported")
    assert entry.changes == {
        "đã làm": ["—", "260,5 m"],
        "tiến độ": ["0 %", "65 %"],
        "tình trạng": ["Chưa làm", "Đang làm"],
    }
    assert not Notice.objects.filter(key__startswith="task-report").exists(), "nothing is done or in trouble yet"


def test_one_tap_says_done(cast: Cast, ditch: Task, signed_in: SignIn) -> None:
    send(signed_in(cast.village_head), ditch, done="on")
    ditch.refresh_from_db()
    assert (ditch.done_volume, ditch.percent, ditch.state) == (400, 100, TaskState.DONE)
    notice = Notice.objects.get(key__startswith="task-report")
    assert (notice.recipient, notice.title) == (cast.officer, "Đã xong: Đào rãnh thoát nước")
    assert "Đào rãnh thoát nước" not in signed_in(cast.village_head).get(reverse("campaigns:my_tasks")).content.decode()
    assert (
        "Đào rãnh thoát nước"
        in signed_in(cast.village_head).get(reverse("campaigns:my_tasks") + "?xem=xong").content.decode()
    )


def test_trouble_is_told_at_once(cast: Cast, ditch: Task, signed_in: SignIn) -> None:
    send(signed_in(cast.village_head), ditch, trouble="Thiếu 2 xe cát.")
    ditch.refresh_from_db()
    assert (ditch.percent, ditch.state) == (0, TaskState.OPEN)
    assert Notice.objects.get(key__startswith="task-report").title == "Khó khăn: Đào rãnh thoát nước"


def test_a_double_tap_stores_one_and_other_words_are_another_report(cast: Cast, ditch: Task, signed_in: SignIn) -> None:
    head = signed_in(cast.village_head)
    for _ in range(3):
        assert send(head, ditch, done_volume="100", photos=[photo()]).status_code == 200
    assert (
        TaskReport.objects.count(),
        TaskFile.objects.count(),
        StoredFile.objects.filter(purpose="task_file").count(),
    ) == (1, 1, 1)
    # Back in the browser, changed and sent again: nothing of it may be dropped.
    send(head, ditch, done_volume="120")
    assert [report.done_volume for report in ditch.reports.all()] == [120, 100]


def test_a_task_without_volume_is_reported_in_percent(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    task = Task.objects.create(plan=plan, position=2, text="Họp dân", owner=cast.clerk)
    send(signed_in(cast.clerk), task, percent="40")
    task.refresh_from_db()
    assert (task.percent, task.done_volume, task.state) == (40, None, TaskState.UNDER_WAY)
    send(signed_in(cast.clerk), task, key="b" * 32, percent="100")
    task.refresh_from_db()
    assert task.state == TaskState.DONE


@pytest.mark.parametrize(
    ("said", "field", "sentence"),
    [
        ({"done_volume": "-5"}, "done_volume", "Khối lượng phải từ 0 trở lên."),
        ({"done_volume": "4001"}, "done_volume", "Khối lượng gấp hơn 10 lần mức giao (400 m)"),
        ({"done_volume": "1e5"}, "done_volume", "Nhập số"),
        ({"done_volume": "9" * 30}, "done_volume", "lớn quá mức"),
        ({"done_volume": "1,2345"}, "done_volume", "nhiều nhất 3 chữ số"),
        ({"done_volume": "50"}, "text", "Số mới (50) thấp hơn số đã báo (100 m); đề nghị ghi rõ lý do"),
        ({"done_volume": "390", "done": "on"}, "text", "vì sao coi là xong"),
        ({}, "__all__", "Ghi khối lượng, kết quả, khó khăn hoặc thêm ảnh"),
        ({"text": "x" * 2001}, "text", "nhiều nhất 2000 ký tự"),
        ({"done_volume": "120", "key": "../../etc"}, "key", ""),
    ],
)  # fmt: skip
def test_what_cannot_be_gets_a_sentence_at_its_field(
    cast: Cast, ditch: Task, signed_in: SignIn, said: dict[str, str], field: str, sentence: str
) -> None:
    report_task(ditch, Said(done_volume=Decimal(100)), key="0" * 32, by=cast.village_head)
    answer = send(signed_in(cast.village_head), ditch, **{"trouble": SCRIPT if said else "", **said})
    form = answer.context["form"]
    assert sentence in " ".join(form.errors[field])
    page = answer.content.decode()
    assert SCRIPT not in page
    if said:
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page, "what was typed is still there"
    assert ditch.reports.count() == 1


def test_a_correction_with_its_reason_is_taken(cast: Cast, ditch: Task, signed_in: SignIn) -> None:
    head = signed_in(cast.village_head)
    send(head, ditch, done="on")
    send(head, ditch, key="b" * 32, done_volume="380", text="Đo lại: còn 20 m chưa đào.")
    ditch.refresh_from_db()
    assert (ditch.percent, ditch.state) == (95, TaskState.UNDER_WAY)
    assert [report.done for report in ditch.reports.all()] == [False, True]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ([SimpleUploadedFile("virus.jpg", b"MZ\x90\x00")], "không phải ảnh JPG, PNG, WebP hoặc HEIC"),
        ([SimpleUploadedFile("rong.jpg", b"")], "rống"),
        ([photo(f"{place}.jpg") for place in range(7)], "nhiều nhất 6 tệp"),
    ],
    ids=["no-picture", "empty", "seven"],
)
def test_what_is_no_photo_gets_a_sentence_and_the_words_stay(
    cast: Cast, ditch: Task, signed_in: SignIn, files: list[SimpleUploadedFile], sentence: str
) -> None:
    answer = send(signed_in(cast.village_head), ditch, done_volume="120", text="Đã đào thêm.", photos=files)
    assert sentence in " ".join(answer.context["form"].errors["photos"])
    page = answer.content.decode()
    assert "Đã đào thêm." in page
    assert 'value="120"' in page
    assert not ditch.reports.exists()


def test_a_picture_of_50_mb_is_refused(cast: Cast, ditch: Task, signed_in: SignIn) -> None:
    large = SimpleUploadedFile("to.jpg", photo().read() + b"\0" * (50 * 1024 * 1024))
    answer = send(signed_in(cast.village_head), ditch, text="Đã đào thêm.", photos=[large])
    assert "lớn hơn 20 MB" in " ".join(answer.context["form"].errors["photos"])
    assert "Đã đào thêm." in answer.content.decode()


def test_a_paper_may_go_along(cast: Cast, ditch: Task, signed_in: SignIn) -> None:
    paper = SimpleUploadedFile("bien-ban.pdf", b"%PDF-1.7\n%%EOF")
    assert (
        "bien-ban.pdf"
        in send(signed_in(cast.village_head), ditch, text="Đã nghiệm thu.", papers=[paper]).content.decode()
    )
    stored = ditch.reports.get().files.get().file
    assert signed_in(cast.officer).get(reverse("documents:photo", args=[stored.pk])).status_code == 404
    served = signed_in(cast.officer).get(reverse("documents:file", args=[stored.pk]))
    assert served["Content-Disposition"].startswith("attachment")
    served.close()


def test_words_are_shown_and_never_run(cast: Cast, ditch: Task, signed_in: SignIn) -> None:
    page = send(signed_in(cast.village_head), ditch, text=SCRIPT, trouble=SCRIPT).content.decode()
    assert SCRIPT not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 2


def test_who_may_report(cast: Cast, plan: Plan, ditch: Task, signed_in: SignIn) -> None:
    other_village = factories.area("Bản Lạn", level=Level.VILLAGE, kind_word="thôn", code="T1-2", parent=cast.commune)
    other_head = factories.person("Hà Văn Lạn", Role.VILLAGE_REPORTER, other_village)
    school = Organisation.objects.create(
        area=cast.commune, kind=OrganisationKind.SCHOOL, name="Trường Tiểu học An Bình"
    )
    teacher = factories.person("Lò Thị Giáo")
    Assignment.objects.create(user=teacher, role=Role.UNIT_REPRESENTATIVE, area=cast.commune, organisation=school)
    reader = factories.person("Hà Thị Xem", Role.READER, cast.village)
    owner = factories.person("Tòng Văn Chủ", Role.GROUP_MEMBER, cast.commune)
    block = Block.objects.create(plan=plan, position=1, title="Môi trường", owner=cast.accountant)
    planted = Task.objects.create(plan=plan, block=block, position=2, text="Trồng cây", organisation=school)
    Task.objects.filter(pk=ditch.pk).update(owner=owner)

    for task, may in (
        (ditch, {cast.village_head: 200, owner: 200, cast.officer: 200, other_head: 403, teacher: 403, reader: 403, cast.accountant: 403,
                 cast.neighbour: 404, cast.stranger: 404}),
        (planted, {teacher: 200, cast.accountant: 200, cast.officer: 200, cast.village_head: 403, owner: 403, cast.neighbour: 404}),
    ):  # fmt: skip
        for person, status in may.items():
            assert send(signed_in(person), task, key=f"{person.pk:032x}", text="Đang làm.").status_code == status, (
                task,
                person,
            )
            offers = (
                f'data-report="{person.pk}-{task.pk}"'
                in signed_in(person).get(reverse("campaigns:task", args=[task.pk])).content.decode()
            )
            assert offers == (status == 200)
    assert "Trồng cây" in signed_in(cast.accountant).get(reverse("campaigns:my_tasks")).content.decode()
    assert "Trồng cây" in signed_in(teacher).get(reverse("campaigns:my_tasks")).content.decode()
    assert "Trồng cây" not in signed_in(other_head).get(reverse("campaigns:my_tasks")).content.decode()


def test_nothing_is_reported_before_issue_after_revoking_or_when_dropped(
    cast: Cast, plan: Plan, ditch: Task, signed_in: SignIn
) -> None:
    draft = factories.plan(cast.commune, cast.committee, by=cast.officer)
    early = Task.objects.create(plan=draft, position=1, text="Chưa ban hành", area=cast.village)
    assert send(signed_in(cast.village_head), early, text="x").status_code == 404
    assert send(signed_in(cast.officer), early, text="x").status_code == 403
    Task.objects.filter(pk=ditch.pk).update(state=TaskState.DROPPED)
    assert send(signed_in(cast.village_head), ditch, text="x").status_code == 403
    Task.objects.filter(pk=ditch.pk).update(state=TaskState.OPEN)
    papers.revoke(plan.document, reason="Nhầm.", by=cast.leader)
    assert send(signed_in(cast.village_head), ditch, text="x").status_code == 403
    with pytest.raises(RuleError, match="không còn theo dõi"):
        report_task(ditch, Said(text="x"), key="c" * 32, by=cast.village_head)


def test_what_was_reported_stands(cast: Cast, ditch: Task) -> None:
    """The database itself refuses to change a report (its trigger comes with the migrations)."""
    report = report_task(ditch, Said(done_volume=Decimal(10)), key="0" * 32, by=cast.village_head)
    with pytest.raises(IntegrityError), transaction.atomic():
        TaskReport.objects.filter(pk=report.pk).update(text="khác")


def test_the_number_of_queries_does_not_grow(
    cast: Cast, plan: Plan, ditch: Task, signed_in: SignIn, django_assert_num_queries: Any
) -> None:
    from django.test.utils import CaptureQueriesContext

    head = signed_in(cast.village_head)
    report_task(ditch, Said(text="Một"), key=f"{1:032x}", by=cast.village_head)
    pages = (reverse("campaigns:my_tasks"), reverse("campaigns:task", args=[ditch.pk]))
    counts = {}
    for address in pages:
        head.get(address)
        with CaptureQueriesContext(connection) as found:
            head.get(address)
        counts[address] = len(found)
    block = Block.objects.create(plan=plan, position=1, title="Môi trường")
    for place in range(2, 8):
        Task.objects.create(
            plan=plan, block=block, position=place, text=f"Việc {place}", area=cast.village, owner=cast.officer
        )
        report_task(ditch, Said(text=f"Lần {place}"), key=f"{place:032x}", by=cast.village_head)
    for address in pages:
        with django_assert_num_queries(counts[address]):
            head.get(address)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time anyway")
@pytest.mark.django_db(transaction=True)
def test_eight_at_once_leave_the_task_as_the_last_one_says(cast: Cast, ditch: Task) -> None:
    barrier, errors = Barrier(8), []

    def one(place: int) -> None:
        try:
            barrier.wait(20)
            report_task(
                ditch, Said(done_volume=Decimal(place * 10), text="Đo lại."), key=f"{place:032x}", by=cast.village_head
            )
        except Exception as error:  # noqa: BLE001 - shown by the test
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=one, args=(place,)) for place in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    ditch.refresh_from_db()
    last = ditch.reports.first()
    assert ditch.reports.count() == 8
    assert last is not None
    assert (ditch.done_volume, ditch.percent) == (last.done_volume, last.percent)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time anyway")
@pytest.mark.django_db(transaction=True)
def test_the_same_report_from_eight_taps_is_one(cast: Cast, ditch: Task) -> None:
    barrier, found, errors = Barrier(8), [], []

    def one() -> None:
        try:
            barrier.wait(20)
            found.append(report_task(ditch, Said(done_volume=Decimal(10)), key="f" * 32, by=cast.village_head).pk)
        except Exception as error:  # noqa: BLE001 - shown by the test
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=one) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert (len(set(found)), ditch.reports.count()) == (1, 1)
