"""Nơi nhận: who is told at issue, who gets mail or a link, and what becomes known of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.header import decode_header, make_header
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.models import Assignment, User
from areas.enums import Level, OrganisationKind, PaperStyle
from areas.models import Area, Organisation
from core.errors import RuleError
from documents import actions, delivery_actions, queries
from documents.context import Paragraph
from documents.enums import DeliveryWay, DocumentState
from documents.links import address_of
from documents.models import Delivery, Document
from documents.recipients import ears_of, hears, printed_recipients, read_line
from jobs.actions import run
from jobs.models import Job
from journal.models import Entry, Notice
from tests import factories
from tests.cast import Cast
from tests.conftest import Clock, MailServer
from tests.processes import Program, wait_until

SignIn = Callable[[User], Client]
LINES = ("- Đảng ủy xã;", "- UBND tỉnh (b/c);", "- UBND xã;", "- Các thôn;", "- Công ty TNHH Suối Vàng;", "- Lưu: VT.")


def _body(area: Area, kind: OrganisationKind, name: str, **values: Any) -> Organisation:
    return Organisation.objects.create(area=area, kind=kind, name=name, **values)


@pytest.fixture
def party(cast: Cast) -> User:
    """Somebody who stands for the Party committee."""
    body = _body(cast.commune, OrganisationKind.PARTY_COMMITTEE, "Đảng ủy xã An Bình", style=PaperStyle.PARTY)
    user = factories.person("Lường Văn Đảng", Role.READER, cast.commune)
    Assignment.objects.filter(user=user).update(organisation=body)
    return user


def _issued(cast: Cast, *recipients: str) -> Document:
    plan = factories.plan(cast.commune, cast.committee, state=DocumentState.APPROVED, by=cast.officer)
    document = plan.document
    document.context["recipients"] = list(recipients or LINES)
    document.save()
    return actions.issue(document, by=cast.clerk)


def _line(document: Document, name: str) -> Delivery:
    return document.deliveries.get(name=name)


# --- Whom a line means ---


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("Đảng ủy, HĐND, UBND xã", ["Ủy ban nhân dân Xã An Bình", "Đảng ủy xã An Bình", "HĐND xã An Bình"]),
        ("TT. Đảng uỷ xã (b/c)", ["Đảng ủy xã An Bình"]),
        ("UBND huyện (b/c)", ["UBND huyện Mai Thượng"]),
        ("UBND xã Bình Yên", []),
        ("UBND tỉnh; VPĐP NTM tỉnh", ["UBND tỉnh Thử Nghiệm", "Văn phòng Điều phối NTM tỉnh"]),
        ("MTTQ và các đoàn thể", ["Ủy ban MTTQ xã An Bình", "Hội Nông dân xã An Bình"]),
        ("Hội Nông dân xã", ["Hội Nông dân xã An Bình"]),
        ("Ban công tác Mặt trận các thôn", []),
        ("Phòng Văn hóa - Xã hội xã", []),
        ("Công ty TNHH Suối Vàng", []),
        ("Trạm Y tế", ["Trạm Y tế xã An Bình"]),
    ],
)
def test_a_printed_line_names_bodies(cast: Cast, printed: str, meant: list[str]) -> None:
    district = factories.area("Mai Thượng", level=Level.DISTRICT, kind_word="huyện", code="TH", parent=cast.province)
    k = OrganisationKind
    for area, kind, name in (
        (cast.commune, k.PARTY_COMMITTEE, "Đảng ủy xã An Bình"), (cast.commune, k.PEOPLES_COUNCIL, "HĐND xã An Bình"),
        (cast.commune, k.FRONT, "Ủy ban MTTQ xã An Bình"), (cast.commune, k.UNION, "Hội Nông dân xã An Bình"),
        (cast.commune, k.HEALTH_STATION, "Trạm Y tế xã An Bình"), (cast.province, k.PEOPLES_COMMITTEE, "UBND tỉnh Thử Nghiệm"),
        (cast.province, k.COORDINATION, "Văn phòng Điều phối NTM tỉnh"), (district, k.PEOPLES_COMMITTEE, "UBND huyện Mai Thượng"),
    ):  # fmt: skip
        _body(area, kind, name)
    bodies = list(Organisation.objects.exclude(area=cast.next_commune).select_related("area"))
    assert sorted(body.name for body in read_line(printed, bodies, cast.commune).bodies) == sorted(meant)


def test_villages_and_the_archive_are_read_from_the_words(cast: Cast) -> None:
    for printed in ("Các thôn", "Trưởng các thôn, bản", "Bí thư chi bộ, trưởng thôn", "12 xóm"):
        assert read_line(printed, [], cast.commune).villages_of == cast.commune, printed
    for printed in ("Các ban, ngành", "Ban Chỉ đạo", "Các ban của HĐND"):
        assert read_line(printed, [], cast.commune).villages_of is None, printed
    assert read_line("Lưu: VT, NTM", [], cast.commune).kept


def test_one_person_and_the_database_hear_alike(cast: Cast, party: User) -> None:
    bodies = queries.bodies_around(cast.commune, factories.clock.today())
    everybody = [*User.objects.all()]
    for printed in ("Đảng ủy xã", "UBND xã", "Các thôn", "Văn phòng điều phối tỉnh", "Đảng ủy, UBND xã"):
        ears = ears_of(read_line(printed, bodies, cast.commune))
        told = set(queries.listeners(ears, factories.clock.today()))
        assert told == {user for user in everybody if hears(user.assignments_today, ears)}, printed


# --- At issue ---


def test_issuing_tells_everybody_named_inside_the_system(cast: Cast, party: User) -> None:
    document = _issued(cast)
    ways = {line.name: line.way for line in document.deliveries.all()}
    assert ways == {
        "Đảng ủy xã": "system", "UBND tỉnh (b/c)": "paper", "UBND xã": "system", "Các thôn": "system",
        "Công ty TNHH Suối Vàng": "paper", "Lưu: VT": "kept",
    }  # fmt: skip
    told = Notice.objects.filter(key=f"delivery:{document.pk}").values_list("recipient__full_name", flat=True)
    assert set(told) == {"Lường Văn Đảng", "Cầm Văn Hạnh", "Hà Văn Thôn"}
    assert document.deliveries.filter(sent_at=None).count() == 3


def test_issuing_twice_writes_no_line_twice(cast: Cast, party: User) -> None:
    document = _issued(cast)
    actions.issue(document, by=cast.clerk)
    delivery_actions.distribute(document, by=cast.clerk)
    assert (document.deliveries.count(), Notice.objects.filter(key__startswith="delivery:").count()) == (6, 3)


def test_lines_that_are_rows_already_keep_their_way(cast: Cast) -> None:
    plan = factories.plan(cast.commune, cast.committee, state=DocumentState.APPROVED)
    document = plan.document
    Delivery.objects.create(document=document, position=1, name="Sở Nông nghiệp", email="so@tinh.vn")
    Delivery.objects.create(document=document, position=2, name="UBND xã", way=DeliveryWay.PAPER)
    Delivery.objects.create(document=document, position=3, name="Dân cư trong xã", area=cast.commune)
    actions.issue(document, by=cast.clerk)
    assert list(document.deliveries.values_list("way", flat=True)) == ["email", "paper", "system"]


def test_a_paper_of_the_past_tells_nobody(cast: Cast, party: User) -> None:
    from documents.enums import Origin

    document = factories.document(cast.commune, cast.committee, number="7", day=5)
    Document.objects.filter(pk=document.pk).update(origin=Origin.IMPORTED)
    actions.record_issued(document, by=cast.officer)
    assert {line.way for line in document.deliveries.all()} == {"paper", "kept"}
    assert not Notice.objects.filter(key__startswith="delivery:").exists()


# --- Opened, taken ---


def test_the_village_head_opens_the_paper_and_says_so(cast: Cast, signed_in: SignIn, party: User) -> None:
    document = _issued(cast)
    line = _line(document, "Các thôn")
    signed_in(cast.officer).get(f"/van-ban/{document.pk}/xem/")
    line.refresh_from_db()
    assert not line.opened_at

    head = signed_in(cast.village_head)
    head.get(f"/van-ban/{document.pk}/xem/")
    line.refresh_from_db()
    assert line.opened_at
    page = head.get(f"/van-ban/{document.pk}/noi-nhan/").content.decode()
    assert page.count("da-nhan/") == 1
    assert head.post(f"/noi-nhan/{line.pk}/da-nhan/").status_code == 302
    assert head.post(f"/noi-nhan/{line.pk}/da-nhan/").status_code == 302
    line.refresh_from_db()
    assert (line.acknowledged_by, line.acknowledged_user) == ("Hà Văn Thôn", cast.village_head)
    assert Entry.objects.filter(action="document.acknowledged").count() == 1
    assert "Hà Văn Thôn" in signed_in(cast.clerk).get(f"/van-ban/{document.pk}/noi-nhan/").content.decode()


def test_nobody_takes_a_paper_for_somebody_else(cast: Cast, signed_in: SignIn, party: User) -> None:
    line = _line(_issued(cast), "Các thôn")
    assert signed_in(cast.officer).post(f"/noi-nhan/{line.pk}/da-nhan/").status_code == 403
    assert signed_in(cast.neighbour).post(f"/noi-nhan/{line.pk}/da-nhan/").status_code == 404


def test_opening_costs_one_question_where_all_is_opened(
    cast: Cast, party: User, django_assert_num_queries: Any
) -> None:
    document = _issued(cast)
    document.deliveries.update(opened_at=factories.clock.now())
    with django_assert_num_queries(1):
        delivery_actions.note_opened(document, cast.village_head)


# --- Paper ---


def test_the_clerk_hands_over_paper(cast: Cast, signed_in: SignIn) -> None:
    line = _line(_issued(cast), "UBND tỉnh (b/c)")
    assert signed_in(cast.officer).post(f"/noi-nhan/{line.pk}/gui/").status_code == 403
    assert signed_in(cast.clerk).post(f"/noi-nhan/{line.pk}/gui/").status_code == 302
    page = signed_in(cast.officer).get(f"/van-ban/{line.document_id}/noi-nhan/").content.decode()
    assert "Đã giao bản giấy" in page
    assert Entry.objects.filter(action="document.sent", note="UBND tỉnh (b/c) (bản giấy)").count() == 1


# --- Mail ---


def _parts(mail: Any) -> list[Any]:
    return list(mail.get_payload())


def _choose(client: Client, line: Delivery, way: str, email: str = "") -> Any:
    return client.post(f"/noi-nhan/{line.pk}/cach-gui/", {f"d{line.pk}-way": way, f"d{line.pk}-email": email})


@pytest.mark.parametrize(
    ("way", "email", "sentence"),
    [
        ("email", "", "Nhập thư điện tử của nơi nhận"),
        ("email", "không phải thư", "Thư điện tử chưa đúng"),
        ("bo-cau", "", "Chọn một cách gửi"),
        ("kept", "", "Chọn một cách gửi"),
    ],
)
def test_a_wrong_address_is_refused_at_its_field(
    cast: Cast, signed_in: SignIn, way: str, email: str, sentence: str
) -> None:
    line = _line(_issued(cast), "UBND tỉnh (b/c)")
    answer = _choose(signed_in(cast.clerk), line, way, email)
    assert (answer.status_code, sentence in answer.content.decode()) == (200, True)
    line.refresh_from_db()
    assert line.way == DeliveryWay.PAPER


def test_mail_goes_out_once_with_the_pdf(cast: Cast, signed_in: SignIn, smtp: MailServer) -> None:
    line = _line(_issued(cast), "Công ty TNHH Suối Vàng")
    clerk = signed_in(cast.clerk)
    _choose(clerk, line, "email", "suoivang@example.vn")
    for _ in range(2):
        clerk.post(f"/van-ban/{line.document_id}/noi-nhan/gui/")
    job = Job.objects.get(kind="documents.send")
    assert "Đang gửi" in clerk.get(f"/van-ban/{line.document_id}/noi-nhan/").content.decode()
    run(job.pk)
    run(job.pk)
    clerk.post(f"/noi-nhan/{line.pk}/gui/")
    assert Job.objects.filter(kind="documents.send").count() == 1

    [mail] = smtp.messages
    subject = str(make_header(decode_header(mail["Subject"])))
    assert (mail["To"], subject.startswith("Văn bản số 01/KH-UBND ngày ")) == ("suoivang@example.vn", True)
    body, attached = _parts(mail)
    assert attached.get_filename() == "01-KH-UBND.pdf"
    assert attached.get_payload(decode=True).startswith(b"%PDF-")
    said = body.get_payload(decode=True).decode()
    line.refresh_from_db()
    assert line.sent_at
    assert address_of(line) in said
    assert Client().get(urlsplit(re.findall(r"\S+/nhan/\S+", said)[0]).path).status_code == 200


def test_the_signed_copy_goes_out_where_there_is_one(cast: Cast, signed_in: SignIn, smtp: MailServer) -> None:
    document = _issued(cast)
    line = _line(document, "Công ty TNHH Suối Vàng")
    actions.attach_signed_copy(document, name="da-ky.pdf", data=b"%PDF-1.7 signed", by=cast.clerk)
    delivery_actions.choose_way(line, way="email", email="a@example.vn", by=cast.clerk)
    delivery_actions.send(line, by=cast.clerk)
    run(Job.objects.get(kind="documents.send").pk)
    assert _parts(smtp.messages[0])[1].get_payload(decode=True) == b"%PDF-1.7 signed"


def test_a_mail_server_that_is_down_is_tried_again(cast: Cast, settings: Any, smtp: MailServer) -> None:
    line = _line(_issued(cast), "Công ty TNHH Suối Vàng")
    delivery_actions.choose_way(line, way="email", email="a@example.vn", by=cast.clerk)
    delivery_actions.send(line, by=cast.clerk)
    job = Job.objects.get(kind="documents.send")
    right, settings.EMAIL_PORT = settings.EMAIL_PORT, 9
    run(job.pk)
    job.refresh_from_db()
    line.refresh_from_db()
    assert (job.state, job.failures, line.sent_at, smtp.messages) == ("queued", 1, None, [])
    settings.EMAIL_PORT = right
    Job.objects.filter(pk=job.pk).update(next_try_at=job.created_at)
    run(job.pk)
    line.refresh_from_db()
    assert (len(smtp.messages), line.sent_at is not None) == (1, True)


def test_an_address_changed_in_time_gets_nothing_at_the_old_one(cast: Cast, smtp: MailServer) -> None:
    line = _line(_issued(cast), "Công ty TNHH Suối Vàng")
    delivery_actions.choose_way(line, way="email", email="cu@example.vn", by=cast.clerk)
    delivery_actions.send(line, by=cast.clerk)
    delivery_actions.choose_way(line, way="email", email="moi@example.vn", by=cast.clerk)
    delivery_actions.send(line, by=cast.clerk)
    for job in Job.objects.filter(kind="documents.send"):
        run(job.pk)
    assert [mail["To"] for mail in smtp.messages] == ["moi@example.vn"]


def test_a_revoked_paper_is_sent_to_nobody(cast: Cast, signed_in: SignIn, smtp: MailServer) -> None:
    document = _issued(cast)
    line = _line(document, "Công ty TNHH Suối Vàng")
    delivery_actions.choose_way(line, way="email", email="a@example.vn", by=cast.clerk)
    delivery_actions.send(line, by=cast.clerk)
    actions.revoke(document, reason="Ban hành nhầm.", by=cast.leader)
    run(Job.objects.get(kind="documents.send").pk)
    assert smtp.messages == []
    assert signed_in(cast.clerk).post(f"/noi-nhan/{line.pk}/gui/").status_code == 409


def test_the_real_worker_sends_the_mail(cast: Cast, worker: Program, smtp: MailServer) -> None:
    line = _line(_issued(cast), "Công ty TNHH Suối Vàng")
    delivery_actions.choose_way(line, way="email", email="suoivang@example.vn", by=cast.clerk)
    delivery_actions.send(line, by=cast.clerk)
    wait_until(lambda: bool(smtp.messages), "the mail has come")
    wait_until(lambda: not Job.objects.exclude(state="done").exists(), "all work is done")
    assert [mail["To"] for mail in smtp.messages] == ["suoivang@example.vn"]


# --- Links ---


def _link(cast: Cast, document: Document | None = None) -> tuple[Delivery, str]:
    line = _line(document or _issued(cast), "Công ty TNHH Suối Vàng")
    delivery_actions.choose_way(line, way="link", email="", by=cast.clerk)
    line = delivery_actions.send(line, by=cast.clerk)
    return line, urlsplit(address_of(line)).path


def test_somebody_outside_reads_and_confirms_by_a_link(cast: Cast, signed_in: SignIn) -> None:
    line, path = _link(cast)
    assert path.strip("/").partition("/")[2] not in str(Delivery.objects.filter(pk=line.pk).values())
    outside = Client()
    page = outside.get(path).content.decode()
    assert "01/KH-UBND" in page
    assert "Tệp đang được dựng" in page
    line.refresh_from_db()
    assert line.opened_at is not None
    run(Job.objects.get(kind="documents.render", payload__format="pdf").pk)
    content = outside.get(f"{path}tep/").streaming_content  # type: ignore[attr-defined]
    assert b"".join(content).startswith(b"%PDF-")
    assert "Nhập họ tên người nhận" in outside.post(path, {"name": " "}).content.decode()
    for name in ("Nguyễn Văn Ngoài, văn thư", "Người khác"):
        assert outside.post(path, {"name": name}).status_code == 302
    line.refresh_from_db()
    assert line.acknowledged_by == "Nguyễn Văn Ngoài, văn thư"
    assert "Nguyễn Văn Ngoài" in outside.get(path).content.decode()
    assert "Nguyễn Văn Ngoài" in signed_in(cast.clerk).get(f"/van-ban/{line.document_id}/noi-nhan/").content.decode()


def test_a_link_ends_by_time_by_renewal_and_by_the_clerk(cast: Cast, signed_in: SignIn, clock: Clock) -> None:
    line, path = _link(cast)
    clerk, outside = signed_in(cast.clerk), Client()
    clock.move(days=29)
    assert outside.get(path).status_code == 200
    clock.move(days=2)
    for address in (path, f"{path}tep/"):
        answer = outside.get(address)
        assert (answer.status_code, "Liên kết đã hết hạn" in answer.content.decode()) == (410, True)
    assert outside.post(path, {"name": "Ai đó"}).status_code == 410
    assert clerk.post(f"/noi-nhan/{line.pk}/cap-lai/").status_code == 302
    line.refresh_from_db()
    renewed = urlsplit(address_of(line)).path
    assert (outside.get(path).status_code, outside.get(renewed).status_code) == (404, 200)
    assert clerk.post(f"/noi-nhan/{line.pk}/ngung/").status_code == 302
    assert outside.get(renewed).status_code == 404


def test_a_wrong_link_is_one_sentence(db: None) -> None:
    answer = Client().get("/nhan/khong-co/")
    assert (answer.status_code, "Liên kết không đúng" in answer.content.decode()) == (404, True)


def test_a_revoked_paper_opens_by_no_link(cast: Cast) -> None:
    line, path = _link(cast)
    actions.revoke(line.document, reason="Ban hành nhầm.", by=cast.leader)
    answer = Client().get(path)
    assert (answer.status_code, "thu hồi" in answer.content.decode()) == (410, True)


def test_a_confirmed_line_keeps_its_way(cast: Cast) -> None:
    line, _ = _link(cast)
    delivery_actions.acknowledge_by_link(line, name="Người nhận")
    with pytest.raises(RuleError, match="đã xác nhận"):
        delivery_actions.choose_way(line, way="paper", email="", by=cast.clerk)


def test_a_script_as_a_name_is_shown_as_text(cast: Cast, signed_in: SignIn) -> None:
    evil = "<script>alert(1)</script>"
    document = _issued(cast, *LINES[:-1], f"- {evil};", LINES[-1])
    path = _link(cast, document)[1]
    Client().post(path, {"name": evil})
    for page in (Client().get(path), signed_in(cast.clerk).get(f"/van-ban/{document.pk}/noi-nhan/")):
        assert evil not in page.content.decode()


def test_a_longer_list_asks_no_more(cast: Cast, signed_in: SignIn, django_assert_num_queries: Any) -> None:
    short = _issued(cast, "- UBND tỉnh;", "- Công ty A;", "- Các thôn;")
    long = _issued(cast, "- UBND tỉnh;", "- Các thôn;", *(f"- Công ty {place};" for place in range(12)))
    for document in (short, long):
        document.deliveries.filter(name__startswith="Công ty").update(way="email", email="a@example.vn")
        document.deliveries.update(opened_at=factories.clock.now())
    clerk = signed_in(cast.clerk)
    with CaptureQueriesContext(connection) as few:
        clerk.get(f"/van-ban/{short.pk}/noi-nhan/")
    with django_assert_num_queries(len(few)):
        clerk.get(f"/van-ban/{long.pk}/noi-nhan/")


def test_without_a_mail_server_nothing_counts_as_sent(cast: Cast, signed_in: SignIn, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    line = _line(_issued(cast), "Công ty TNHH Suối Vàng")
    clerk = signed_in(cast.clerk)
    _choose(clerk, line, "email", "suoivang@example.vn")
    page = clerk.get(f"/van-ban/{line.document_id}/noi-nhan/").content.decode()
    assert "Hệ thống chưa khai máy chủ thư" in page
    assert "Gửi mọi thư chưa gửi" not in page
    for address in (f"/noi-nhan/{line.pk}/gui/", f"/van-ban/{line.document_id}/noi-nhan/gui/"):
        refused = clerk.post(address)
        assert (refused.status_code, "chưa khai máy chủ thư" in refused.content.decode()) == (409, True)
    line.refresh_from_db()
    assert (line.sent_at, Job.objects.filter(kind="documents.send").count()) == (None, 0)


# --- Recall ---


def test_whoever_was_told_of_a_paper_hears_of_its_recall(cast: Cast, party: User, signed_in: SignIn) -> None:
    document = _issued(cast)
    for _ in range(2):
        signed_in(cast.leader).post(f"/van-ban/{document.pk}/thu-hoi/", {"reason": "Ban hành nhầm."})
    told = Notice.objects.filter(title__startswith="Thu hồi văn bản: 01/KH-UBND")
    names = sorted(told.values_list("recipient__full_name", flat=True))
    assert names == ["Hà Văn Thôn", "Lò Thị Mến", "Lường Văn Đảng", "Quàng Thị Thư"]


# --- "Như trên" ---


def test_as_above_means_those_the_paper_is_addressed_to(cast: Cast, party: User) -> None:
    plan = factories.plan(cast.commune, cast.committee, state=DocumentState.APPROVED, by=cast.officer)
    plan.document.context |= {"addressees": ["Đảng ủy xã"], "recipients": ["- Như trên;", "- Lưu: VT."]}
    plan.document.save()
    document = actions.issue(plan.document, by=cast.clerk)
    assert list(document.deliveries.values_list("name", "way")) == [("Đảng ủy xã", "system"), ("Lưu: VT", "kept")]
    assert Notice.objects.filter(key=f"delivery:{document.pk}", recipient=party).exists()


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        (("UBND xã trân trọng kính mời:", "- Đảng ủy xã", "- Các thôn", "Tới dự: Tập huấn."), ["- Đảng ủy xã", "- Các thôn"]),
        (("UBND xã trân trọng kính mời các đồng chí thành viên Hội đồng: Lò Văn A, Lò Văn B.",),
         ["các đồng chí thành viên Hội đồng: Lò Văn A, Lò Văn B"]),
        (("Không mời ai.",), ["Như trên"]),
    ],
)  # fmt: skip
def test_as_above_of_an_invitation_means_its_guests(lines: tuple[str, ...], named: list[str]) -> None:
    paper = factories.paper(content=tuple(Paragraph(line) for line in lines), recipients=("Như trên", "Lưu: VT"))
    assert printed_recipients(paper) == [*named, "Lưu: VT"]
