"""Tuyên truyền: quotas, the month's pieces, texts drafted from the plan's rows, and where they went out."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given as generated
from hypothesis import strategies as st

from accounts.models import User
from campaigns.actions import outreach as actions
from campaigns.enums import Every, Medium, TaskState
from campaigns.models import Milestone, Outreach, OutreachQuota, Plan, Routine, Target, TargetValue, Task, Work
from campaigns.papers import outreach as papers
from core import clock as house_clock
from documents.models import StoredFile
from journal.models import Entry, Notice
from tests.campaigns.years import SCRIPT, day, issued_plan, photo
from tests.cast import Cast

SignIn = Callable[[User], Client]


@pytest.fixture
def plan(cast: Cast, clock: Any) -> Plan:
    clock.set("2026-03-02T08:00:00")
    plan = issued_plan(cast)
    clock.set("2026-03-16T08:00:00")
    return plan


def url(name: str, row: Plan | Outreach) -> str:
    return reverse(f"campaigns:{name}", args=[row.pk])


def quota(plan: Plan, medium: str, *people: User, each_month: int = 1, **values: Any) -> OutreachQuota:
    row = OutreachQuota.objects.create(plan=plan, medium=medium, each_month=each_month, **values)
    row.people.set(people)
    return row


def piece(plan: Plan, **values: Any) -> Outreach:
    return Outreach.objects.create(
        **{"plan": plan, "medium": "loudspeaker", "title": "Bản tin", "due_on": day("2026-03-31"), "created_at": house_clock.now(),
           **values}
    )  # fmt: skip


# --- Quotas and months ---


@pytest.mark.django_db
def test_each_month_a_bulletin_and_an_article_of_each_official(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    Routine.objects.create(plan=plan, position=1, what="Mỗi công chức viết 1 tin bài", every=Every.MONTH)
    client = signed_in(cast.officer)
    page = client.get(url("outreach_quotas", plan))
    assert "Mỗi công chức viết 1 tin bài" in page.content.decode()
    people = {choice[1] for choice in page.context["forms"][0].fields["people"].choices}
    assert {"Lò Thị Mến", "Quàng Thị Thư", "Hà Văn Thôn"} <= people
    assert not {"Lường Thị Quản", "Vì Thị Bên", "Không Vai Trò"} & people
    data = {f"{medium}-medium": medium for medium in Medium.values}
    data |= {
        "loudspeaker-each_month": "1", "loudspeaker-day": "10", "web-each_month": "2",
        "web-people": [cast.officer.pk, cast.clerk.pk],  # type: ignore[dict-item]
    }  # fmt: skip
    assert client.post(url("outreach_quotas", plan), data).status_code == 302
    for _ in range(2):
        client.post(url("outreach_month", plan), {"month": "2026-03"})
    rows = list(
        Outreach.objects.order_by("due_on", "owner", "title").values_list(
            "medium", "owner__full_name", "title", "due_on"
        )
    )
    assert rows == [
        ("loudspeaker", None, "Bản tin truyền thanh tháng 3/2026", date(2026, 3, 10)),
        ("web", "Lò Thị Mến", "Tin bài trên trang thông tin tháng 3/2026 (1)", date(2026, 3, 31)),
        ("web", "Lò Thị Mến", "Tin bài trên trang thông tin tháng 3/2026 (2)", date(2026, 3, 31)),
        ("web", "Quàng Thị Thư", "Tin bài trên trang thông tin tháng 3/2026 (1)", date(2026, 3, 31)),
        ("web", "Quàng Thị Thư", "Tin bài trên trang thông tin tháng 3/2026 (2)", date(2026, 3, 31)),
    ]  # fmt: skip
    assert list(Notice.objects.filter(key__startswith="outreach:").values_list("recipient__full_name", flat=True)) == [
        "Quàng Thị Thư"
    ]
    assert Entry.objects.filter(action="outreach.month").count() == 1


@pytest.mark.django_db
def test_what_is_missing_of_a_month_is_added_and_february_has_its_last_day(cast: Cast, plan: Plan) -> None:
    quota(plan, "web", cast.officer, each_month=2, day=31)
    piece(plan, medium="web", owner=cast.officer, due_on=day("2026-02-03"))
    made = actions.make_month(plan, day("2026-02-17"), by=cast.officer)
    assert [item.due_on for item in made] == [date(2026, 2, 28)]
    assert actions.make_month(plan, day("2026-02-01"), by=cast.officer) == []


@pytest.mark.django_db
def test_the_quota_of_everybody_is_counted(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    quota(plan, "loudspeaker")
    quota(plan, "web", cast.officer, cast.clerk)
    actions.make_month(plan, day("2026-03-01"), by=cast.officer)
    mine = Outreach.objects.get(owner=cast.clerk)
    late = {"published_on": "15/3/2026", "where": "Trang thông tin xã", "link": "https://anbinh.example/tin-1"}
    assert signed_in(cast.clerk).post(url("outreach_publish", mine), late).status_code == 302
    bulletin = Outreach.objects.get(medium="loudspeaker")
    actions.publish(bulletin, published_on=day("2026-03-16"), where="Cụm loa xã", by=cast.officer)
    table = signed_in(cast.leader).get(url("outreach", plan)).context["table"]
    assert {row["name"]: [(cell["out"], cell["asked"]) for cell in row["cells"]] for row in table["rows"]} == {
        "Việc chung": [(1, 1), (0, None)], "Lò Thị Mến": [(0, None), (0, 1)], "Quàng Thị Thư": [(0, None), (1, 1)],
    }  # fmt: skip


@pytest.mark.django_db
def test_without_a_quota_or_outside_the_plan_there_is_no_month(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    assert client.post(url("outreach_month", plan), {"month": "2026-03"}).status_code == 409
    quota(plan, "web", cast.officer)
    for month in ("2027-01", "2026-13", "", "2026-3-1"):
        assert client.post(url("outreach_month", plan), {"month": month}).status_code == 409
    assert not Outreach.objects.exists()


@pytest.mark.django_db
def test_a_quota_without_a_number_is_refused(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    data = {f"{medium}-medium": medium for medium in Medium.values} | {
        "web-people": [cast.clerk.pk],
        "banner-each_month": "99",
    }
    page = signed_in(cast.officer).post(url("outreach_quotas", plan), data).content.decode()
    assert "Nhập số lượng mỗi tháng, ví dụ 1." in page
    assert "Số không quá 31." in page
    assert not OutreachQuota.objects.exists()


# --- One piece ---


@pytest.mark.django_db
def test_owners_mark_their_own_officers_all(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    own, other = piece(plan, owner=cast.village_head), piece(plan, owner=cast.clerk)
    sent = {"published_on": "15/3/2026", "where": "Cụm loa thôn"}
    head = signed_in(cast.village_head)
    assert head.post(url("outreach_publish", own), sent).status_code == 302
    for name in ("outreach_publish", "outreach_draft", "outreach_item", "outreach_remove"):
        assert head.post(url(name, other), sent).status_code == 403
    assert head.post(url("outreach_remove", own)).status_code == 403
    assert signed_in(cast.neighbour).post(url("outreach_publish", other), sent).status_code == 404
    assert signed_in(cast.coordination).get(url("outreach_item", other)).status_code == 200
    assert signed_in(cast.coordination).post(url("outreach_publish", other), sent).status_code == 403
    assert signed_in(cast.officer).post(url("outreach_publish", other), sent).status_code == 302
    assert Outreach.objects.exclude(published_on=None).count() == 2


@pytest.mark.django_db
def test_an_owner_does_not_hand_the_piece_on(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    own = piece(plan, owner=cast.clerk)
    client = signed_in(cast.clerk)
    seen = client.get(url("outreach_item", own)).context["seen"]
    client.post(
        url("outreach_item", own), {"title": "Tin của tôi", "text": "Nội dung", "owner": cast.officer.pk, "seen": seen}
    )
    own.refresh_from_db()
    assert (own.title, own.owner) == ("Tin của tôi", cast.clerk)
    again = client.post(url("outreach_item", own), {"title": "Khác", "text": "", "seen": seen}).content.decode()
    assert "vừa được người khác sửa" in again


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"published_on": "17/3/2026"}, "Ngày 17/3/2026 chưa đến"),
        ({"where": ""}, "Nhập mục này."),
        ({"link": "javascript:alert(1)"}, "Nhập địa chỉ trang đầy đủ"),
        ({"link": "ftp://xa.gov.vn/tin"}, "Nhập địa chỉ trang đầy đủ"),
        ({"link": ""}, "cần địa chỉ trang hoặc ảnh chụp"),
    ],
)
def test_where_it_went_out_is_checked(
    cast: Cast, plan: Plan, signed_in: SignIn, change: dict[str, str], sentence: str
) -> None:
    item = piece(plan, medium="web")
    data = {"published_on": "15/3/2026", "where": "Trang xã", "link": "https://xa.gov.vn/1", **change}
    page = signed_in(cast.officer).post(url("outreach_publish", item), data)
    assert sentence in page.content.decode()
    item.refresh_from_db()
    assert item.published_on is None


@pytest.mark.django_db
def test_a_photo_shows_where_it_hangs_and_another_takes_its_place(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    item = piece(plan, medium="banner")
    client = signed_in(cast.officer)
    data = {"published_on": "15/3/2026", "where": "Cổng chào thôn"}
    client.post(url("outreach_publish", item), {**data, "photo": photo()})
    client.post(url("outreach_publish", item), {**data, "photo": photo()})
    client.post(url("outreach_publish", item), {**data, "photo": photo(colour="red")})
    item.refresh_from_db()
    assert StoredFile.objects.get(purpose="outreach_photo") == item.photo
    assert client.get(reverse("documents:photo", args=[item.photo_id])).status_code == 200
    assert signed_in(cast.neighbour).get(reverse("documents:photo", args=[item.photo_id])).status_code == 404
    assert client.post(url("outreach_remove", item)).status_code == 409


@pytest.mark.django_db
def test_script_is_shown_and_not_run(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    client = signed_in(cast.officer)
    data = {"medium": "web", "title": SCRIPT, "owner": "", "due_on": "31/3/2026", "text": SCRIPT, "key": "k"}
    for _ in range(2):
        page = client.post(url("outreach_add", plan), data, follow=True).content.decode()
    assert Outreach.objects.count() == 1
    assert SCRIPT not in page
    assert page.count("&lt;script&gt;") >= 2


@pytest.mark.django_db
def test_as_many_questions_for_one_as_for_many(
    cast: Cast, plan: Plan, signed_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(cast.officer)

    def questions() -> int:
        with django_assert_max_num_queries(30) as seen:
            client.get(url("outreach", plan))
        return len(seen)

    quota(plan, "web", cast.officer)
    piece(plan, owner=cast.officer)
    before = questions()
    quota(plan, "loudspeaker", cast.clerk, cast.leader, cast.accountant)
    for owner in (cast.clerk, cast.leader, cast.accountant):
        piece(plan, owner=owner)
    assert questions() == before


# --- The text ---


@pytest.mark.django_db
def test_a_text_is_drafted_from_the_rows_and_stays_the_persons(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    target = Target.objects.create(
        plan=plan, position=1, text="Tỷ lệ hộ dùng nước sạch", base=Decimal("93.8"), value=95, unit="%"
    )
    TargetValue.objects.create(
        target=target, month=day("2026-02-01"), value=Decimal("94.1"), by=cast.officer, at=house_clock.now()
    )
    Task.objects.create(plan=plan, position=1, text="Vận động hộ ông Lò Văn Tám hiến đất", state=TaskState.DONE)
    Task.objects.create(plan=plan, position=2, text="Khơi thông cống rãnh", deadline=day("2026-04-15"))
    Milestone.objects.create(plan=plan, position=1, what="Tổng kết", on=day("2026-12-20"), place="Hội trường UBND xã")
    Work.objects.create(
        area=cast.commune, plan=plan, name="Đường liên thôn", created_at=house_clock.now(), updated_at=house_clock.now()
    )
    item = piece(plan)
    client = signed_in(cast.officer)
    assert client.post(url("outreach_draft", item)).status_code == 302
    item.refresh_from_db()
    for words in (
        "Kính thưa Nhân dân xã An Bình.", "ban hành Kế hoạch ngày 2/3/2026: Xây dựng nông thôn mới năm 2026.",
        "đã hoàn thành 1 trên 2 nhiệm vụ", "Tỷ lệ hộ dùng nước sạch: 95 %; đến tháng 2/2026 đạt 94,1 %",
        "Ngày 15/4/2026: Khơi thông cống rãnh.", "tại Hội trường Ủy ban nhân dân xã", "Công trình đường liên thôn: chuẩn bị.",
    ):  # fmt: skip
        assert words in item.text
    assert "Lò Văn Tám" not in item.text
    page = client.get(url("outreach_item", item)).content.decode()
    assert "Sao chép" in page
    assert "Đọc hết khoảng" in page
    item.text = "Lời của tôi"
    item.save()
    assert client.post(url("outreach_draft", item)).status_code == 409
    item.refresh_from_db()
    assert item.text == "Lời của tôi"
    assert client.post(url("outreach_draft", item), {"over": "1"}).status_code == 302
    item.refresh_from_db()
    assert item.text.startswith("Kính thưa")
    actions.publish(item, published_on=day("2026-03-16"), where="Cụm loa", by=cast.officer)
    assert client.post(url("outreach_draft", item), {"over": "1"}).status_code == 409


def material(**values: Any) -> papers.Material:
    return papers.Material(
        **{
            "place": "Xã An Bình", "issuer": "Ủy ban nhân dân xã An Bình", "title": "Xây dựng nông thôn mới năm 2026",
            "today": date(2026, 3, 16), "number": "04/KH-UBND", "issued_on": date(2026, 3, 2), "year": 2026, **values,
        }
    )  # fmt: skip


WORDS = st.text("abc đêôư 0123456789.,;:-()%", max_size=120)
MATERIALS = st.builds(
    material,
    theme=WORDS,
    goals=st.lists(st.builds(papers.Goal, WORDS, st.sampled_from(("", "95 %", "5,47 %")), WORDS), max_size=12).map(
        tuple
    ),
    tasks=st.integers(0, 300),
    tasks_done=st.integers(0, 300),
    done=st.lists(WORDS, max_size=5).map(tuple),
    ahead=st.lists(st.builds(papers.Dated, WORDS, st.dates(), WORDS), max_size=9).map(tuple),
    works=st.lists(st.tuples(WORDS, st.sampled_from(("Chuẩn bị", "Đang thi công"))), max_size=8).map(tuple),
    shared=st.lists(st.builds(papers.Shared, WORDS, WORDS, st.integers(0, 50), st.integers(0, 9999)), max_size=4).map(
        tuple
    ),
)


@generated(MATERIALS)
def test_a_bulletin_is_read_in_about_two_minutes(told: papers.Material) -> None:
    text = papers.draft(Medium.LOUDSPEAKER, told)
    assert papers.syllables(text) <= papers.SYLLABLES_A_MINUTE * papers.BULLETIN_MINUTES
    assert text.startswith("Kính thưa Nhân dân xã An Bình.")
    assert text.endswith("đã lắng nghe.")


@generated(MATERIALS, st.sampled_from(Medium.values))
def test_no_figure_comes_from_nowhere(told: papers.Material, medium: str) -> None:
    written = [repr(told), "2/3/2026 16/3/2026 04 2026"]
    written += [f"{row.on.day}/{row.on.month}/{row.on.year}" for row in told.ahead]
    written += [f"{row.people:,}".replace(",", ".") for row in told.shared]
    known = set(re.findall(r"\d+", " ".join(written)))
    assert set(re.findall(r"\d+", papers.draft(medium, told))) <= known


def test_nothing_known_is_nothing_said() -> None:
    text = papers.draft(Medium.WEB, material())
    assert text.splitlines()[0] == "Xã An Bình: xây dựng nông thôn mới năm 2026"
    assert "nhiệm vụ" not in text
    assert "Mục tiêu" not in text
    assert papers.draft(Medium.BANNER, material()) == "Nhân dân xã An Bình chung sức xây dựng nông thôn mới năm 2026"
    assert papers.draft(Medium.BANNER, material(theme="“Chung sức”.")) == "Chung sức"


def test_a_figure_that_the_words_have_is_not_said_twice() -> None:
    goals = (papers.Goal("- Tỷ lệ hộ nghèo dưới 5,47%;", "5,47 %"), papers.Goal("Thu nhập bình quân", "54 triệu đồng"))
    text = papers.draft(Medium.LEAFLET, material(goals=goals))
    assert "- Tỷ lệ hộ nghèo dưới 5,47%." in text
    assert "- Thu nhập bình quân: 54 triệu đồng." in text


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Hỗ trợ hộ ông Nguyễn Văn An sửa nhà", True),
        ("Đồng chí Lê Thị Bưởi phụ trách", True),
        ("gia đình bà Hồ Thị Nhung", True),
        ("Hộ nghèo còn 5,47 %", False),
        ("Các hộ dân thôn Nà Cốc làm đường", False),
        ("Hộ gia đình văn hóa đạt 95 %", False),
    ],
)
def test_who_is_named(line: str, found: bool) -> None:
    assert papers.names_somebody(line) is found


def test_abbreviations_are_said_in_full_but_not_in_numbers_of_papers() -> None:
    assert (
        papers.spoken("UBND xã, theo 04/KH-UBND, mua BHYT") == "Ủy ban nhân dân xã, theo 04/KH-UBND, mua bảo hiểm y tế"
    )
