"""What a person sees of the queue."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from jobs import actions
from jobs.models import Job

Ask = Callable[..., Job]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def signed_in(client: Client, officer: User) -> Client:
    client.force_login(officer, backend="accounts.backends.PhoneOrEmailBackend")
    return client


@pytest.fixture
def neighbour(db: None) -> Client:
    """Somebody of the next commune, who must see nothing."""
    person = User.objects.create_user("0900000102", "Hà Văn Lịch", "mat-khau-thu")
    client = Client()
    client.force_login(person, backend="accounts.backends.PhoneOrEmailBackend")
    return client


def state(client: Client, job: Job) -> str:
    answer = client.get(f"/viec-nen/{job.pk}/", headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.django_db
def test_the_state_is_asked_for_until_the_file_is_there(signed_in: Client, ask: Ask) -> None:
    job = ask("test.write")
    waiting = state(signed_in, job)
    assert "Đang chờ" in waiting
    assert f'hx-get="/viec-nen/{job.pk}/"' in waiting
    claimed = actions.claim(job.pk)
    assert claimed is not None
    actions.report_progress(claimed, 40, "trang 4 trên 10")
    running = state(signed_in, job)
    assert "Trang 4 trên 10, xong" in running
    assert 'width="40%"' in running
    actions.finish(claimed, {"url": "/tep/17/", "name": "Kế hoạch.pdf"})
    done = state(signed_in, job)
    assert '<a href="/tep/17/">Tải Kế hoạch.pdf</a>' in done
    assert "hx-get" not in done


@pytest.mark.django_db
def test_a_failure_tells_why_and_can_be_tried_again(signed_in: Client, ask: Ask) -> None:
    job = ask("test.refuse")
    actions.run(job.pk)
    assert "Văn bản chưa có người ký nên chưa dựng được." in state(signed_in, job)
    again = signed_in.post(f"/viec-nen/{job.pk}/thu-lai/", headers=HTMX)
    assert "Đang chờ đến lượt" in again.content.decode()
    without_script = signed_in.post(f"/viec-nen/{job.pk}/thu-lai/")
    assert without_script["Location"] == "/tep-cua-toi/"


@pytest.mark.django_db
def test_what_is_done_answers_a_retry_with_its_sentence(signed_in: Client, ask: Ask) -> None:
    job = ask("test.write")
    actions.run(job.pk)
    answer = signed_in.post(f"/viec-nen/{job.pk}/thu-lai/", headers=HTMX)
    assert answer.status_code == 409
    assert "Việc này đã xong nên không cần làm lại." in answer.content.decode()


@pytest.mark.django_db
def test_waiting_work_can_be_stopped(signed_in: Client, ask: Ask) -> None:
    job = ask("test.write")
    answer = signed_in.post(f"/viec-nen/{job.pk}/dung/", headers=HTMX)
    assert "Đã dừng theo yêu cầu." in answer.content.decode()


@pytest.mark.django_db
def test_other_peoples_work_is_not_there(neighbour: Client, ask: Ask) -> None:
    job = ask("test.write")
    assert neighbour.get(f"/viec-nen/{job.pk}/").status_code == 404
    assert neighbour.post(f"/viec-nen/{job.pk}/thu-lai/").status_code == 404
    assert neighbour.post(f"/viec-nen/{job.pk}/dung/").status_code == 404
    assert "Sổ so-1" not in neighbour.get("/tep-cua-toi/").content.decode()


@pytest.mark.django_db
def test_a_kind_may_show_its_work_to_more_people(administrator: Client, ask: Ask) -> None:
    assert administrator.get(f"/viec-nen/{ask('test.shared').pk}/").status_code == 200
    assert administrator.get(f"/viec-nen/{ask('test.write').pk}/").status_code == 404


@pytest.mark.django_db
def test_the_check_of_a_kind_decides_about_the_owner_too(signed_in: Client, ask: Ask) -> None:
    assert signed_in.get(f"/viec-nen/{ask('test.shared').pk}/").status_code == 404


@pytest.mark.django_db
def test_my_files_take_the_same_queries_for_one_and_three(signed_in: Client, ask: Ask) -> None:
    actions.run(ask("test.write").pk)
    signed_in.get("/tep-cua-toi/")
    with CaptureQueriesContext(connection) as one:
        signed_in.get("/tep-cua-toi/")
    ask("test.write", "so-2")
    actions.run(ask("test.refuse", "so-3").pk)
    with CaptureQueriesContext(connection) as three:
        page = signed_in.get("/tep-cua-toi/").content.decode()
    assert len(three) == len(one)
    assert [page.count(title) for title in ("so-1.pdf", "<b>Sổ so-2</b>", "<b>Sổ so-3</b>")] == [1, 1, 1]


@pytest.mark.django_db
def test_no_files_yet(signed_in: Client) -> None:
    assert "Chưa có tệp nào" in signed_in.get("/tep-cua-toi/").content.decode()


@pytest.mark.django_db
def test_administrators_look_at_the_queue_but_change_nothing(administrator: Client, ask: Ask) -> None:
    job = ask("test.write")
    page = administrator.get("/quan-tri/jobs/job/").content.decode()
    assert "Ghi sổ thử" in page
    assert administrator.get("/quan-tri/jobs/job/add/").status_code == 403
    assert administrator.post(f"/quan-tri/jobs/job/{job.pk}/change/", {"state": "done"}).status_code == 403
    assert administrator.post(f"/quan-tri/jobs/job/{job.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.django_db
def test_administrators_see_what_failed_with_its_error_and_have_it_done_again(administrator: Client, ask: Ask) -> None:
    broken, done = ask("test.break"), ask("test.write", "so-2")
    for job in (broken, done):
        actions.run(job.pk)
    page = administrator.get("/quan-tri/jobs/job/?state__exact=failed").content.decode()
    for said in (
        "Xuất bảng thử",
        "Lê Thị Mận",
        "Máy chủ gặp lỗi khi xuất bảng thử",
        "ZeroDivisionError: division by zero",
    ):
        assert said in page
    of_kind = administrator.get("/quan-tri/jobs/job/?kind=test.break").content.decode()
    assert ("Sổ so-1" in of_kind, "Sổ so-2" in of_kind) == (True, False)

    both = {"action": "retry_chosen", "_selected_action": [broken.pk, done.pk]}
    told = administrator.post("/quan-tri/jobs/job/", both, follow=True).content.decode()
    assert f"Đã cho chạy lại: {broken}." in told
    assert f"{done}: Việc này đã xong nên không cần làm lại." in told
    broken.refresh_from_db()
    assert (broken.state, broken.cause) == ("queued", "")


@pytest.mark.django_db
def test_the_page_of_a_failed_job_has_the_button(administrator: Client, ask: Ask) -> None:
    job = ask("test.refuse")
    address, again = f"/quan-tri/jobs/job/{job.pk}/change/", f"/quan-tri/jobs/job/{job.pk}/chay-lai/"
    assert again not in administrator.get(address).content.decode(), "it waits"
    actions.run(job.pk)
    assert f'action="{again}"' in administrator.get(address).content.decode()
    assert administrator.get(again).status_code == 405
    assert administrator.post(again)["Location"] == address
    assert administrator.post("/quan-tri/jobs/job/999999/chay-lai/").status_code == 404
    assert LogEntry.objects.get().get_change_message() == "Chạy lại"
    job.refresh_from_db()
    assert job.state == "queued"


@pytest.mark.django_db
def test_who_may_only_look_has_nothing_done_again(client: Client, ask: Ask) -> None:
    job = ask("test.refuse")
    actions.run(job.pk)
    person = User.objects.create_user("0900000108", "Lò Văn Xem", "mat-khau-thu", is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="view_job"))
    client.force_login(person, backend="accounts.backends.PhoneOrEmailBackend")
    assert "chay-lai" not in client.get(f"/quan-tri/jobs/job/{job.pk}/change/").content.decode()
    assert client.post(f"/quan-tri/jobs/job/{job.pk}/chay-lai/").status_code == 403
    client.post("/quan-tri/jobs/job/", {"action": "retry_chosen", "_selected_action": [job.pk]})
    job.refresh_from_db()
    assert job.state == "failed"
