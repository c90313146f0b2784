"""Plans asked of the levels below: who is asked, who has issued, who is late, and what their figures make together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import people_who_may
from accounts.enums import Right, Role
from accounts.models import User
from areas.actions import village_body
from areas.enums import Level, OrganisationKind
from areas.models import Area, Organisation
from campaigns.actions import levels as actions
from campaigns.models import Fund, Plan, PlanRequest, Target, TargetValue, Task
from campaigns.rules.levels import NOT_ADDED, Share, added_up, days_late
from core.errors import RuleError
from documents import actions as papers
from documents.enums import DocumentState
from journal.models import Entry, Notice
from tests import factories
from tests.cast import Cast
from tests.conftest import Clock

SignIn = Callable[[User], Client]
SCRIPT = "<script>alert('x')</script>"


@pytest.fixture(autouse=True)
def _in_march(clock: Clock) -> None:
    clock.set("2026-03-02 08:00")


def issued_plan(area: Area, issuer: Organisation, by: User, title: str = "Xây dựng nông thôn mới năm 2026") -> Plan:
    plan = factories.plan(area, issuer, state=DocumentState.APPROVED, by=by, title=title)
    papers.issue(plan.document, by=by)
    plan.document.refresh_from_db()
    return plan


@pytest.fixture
def plan(cast: Cast) -> Plan:
    return issued_plan(cast.commune, cast.committee, cast.clerk)


@pytest.fixture
def front(cast: Cast) -> Organisation:
    return Organisation.objects.create(
        area=cast.commune,
        kind=OrganisationKind.FRONT,
        name="Ủy ban MTTQ Việt Nam xã An Bình",
        symbol_letters="MTTQ-BTT",
    )


def asked_page(client: Client, plan: Plan) -> str:
    response = client.get(reverse("campaigns:requests", args=[plan.pk]))
    assert response.status_code == 200
    return response.content.decode()


def ask(client: Client, plan: Plan, *units: str, due: str = "31/3/2026", note: str = "") -> Any:
    return client.post(
        reverse("campaigns:requests", args=[plan.pk]), {"units": list(units), "due_on": due, "note": note}
    )


def asked(plan: Plan, area: Area, by: User, due_on: date = date(2026, 3, 31)) -> PlanRequest:
    (request,) = actions.ask_for_plans(plan, [actions.Unit(area)], due_on=due_on, note="", by=by)
    return request


# --- Asking ---


def test_the_commune_asks_its_villages(
    cast: Cast, plan: Plan, front: Organisation, signed_in: SignIn, clock: Clock
) -> None:
    second = factories.area("Nà Lá", level=Level.VILLAGE, kind_word="thôn", code="T1-2", parent=cast.commune)
    officer = signed_in(cast.officer)

    # All villages in one go; the Front stays to be asked.
    answer = ask(officer, plan, "moi-dia-ban", note=f"Nêu rõ việc của thôn {SCRIPT}")
    assert answer.status_code == 302
    assert set(plan.requests.values_list("area", flat=True)) == {cast.village.pk, second.pk}
    html = asked_page(officer, plan)
    assert "Chưa lập" in html
    assert SCRIPT not in html
    assert str(front) in html

    # The village head hears of it and finds it on the first page and on the commune's plan.
    head = signed_in(cast.village_head)
    notice = Notice.objects.get(recipient=cast.village_head)
    assert notice.title == "Lập kế hoạch chậm nhất ngày 31/3/2026: Xây dựng nông thôn mới năm 2026"
    assert "Lập kế hoạch của Thôn Nà Cốc" in head.get(reverse("home")).content.decode()
    assert "được yêu cầu gửi kế hoạch chậm nhất ngày" in head.get(plan.get_absolute_url()).content.decode()
    assert "Lập kế hoạch từ kế hoạch này" in head.get(notice.url).content.decode()

    # The officers hear nothing of what they asked themselves; where a village has nobody, its commune does.
    assert not Notice.objects.filter(recipient=cast.officer).exists()
    # Each village sees its own line only.
    assert "Thôn Nà Lá" not in asked_page(head, plan)

    clock.set("2026-04-05 08:00")
    assert "5 ngày" in asked_page(officer, plan)


def test_asking_twice_asks_once(cast: Cast, plan: Plan) -> None:
    asked(plan, cast.village, cast.officer)
    assert (
        actions.ask_for_plans(plan, [actions.Unit(cast.village)], due_on=date(2026, 5, 1), note="", by=cast.officer)
        == []
    )
    assert plan.requests.get().due_on == date(2026, 3, 31)
    assert Notice.objects.filter(recipient=cast.village_head).count() == 1
    assert Entry.objects.filter(action="plan.requested").count() == 1


@pytest.mark.parametrize(
    ("due", "sentence"),
    [
        ("1/3/2026", "Chọn ngày từ hôm nay (2/3/2026) trở đi."),
        ("31/2/2026", "31/2/2026"),
        ("", "Nhập mục này."),
        ("1/1/2099", "Chọn ngày trước năm 2032."),
    ],
)
def test_a_wrong_day_is_said_at_the_field(cast: Cast, plan: Plan, signed_in: SignIn, due: str, sentence: str) -> None:
    answer = ask(signed_in(cast.officer), plan, f"a{cast.village.pk}", due=due)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not plan.requests.exists()


def test_only_units_below_are_asked(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    answer = ask(signed_in(cast.officer), plan, f"a{cast.next_commune.pk}")
    assert answer.status_code == 200
    assert not PlanRequest.objects.exists()
    assert ask(signed_in(cast.officer), plan).status_code == 200


def test_a_draft_asks_nobody(cast: Cast, signed_in: SignIn) -> None:
    draft = factories.plan(cast.commune, cast.committee, by=cast.officer)
    assert "Kế hoạch chưa ban hành" in asked_page(signed_in(cast.officer), draft)
    assert ask(signed_in(cast.officer), draft, f"a{cast.village.pk}").status_code == 409
    with pytest.raises(RuleError):
        asked(draft, cast.village, cast.officer)


def test_the_front_is_asked_by_its_own_people(cast: Cast, plan: Plan, front: Organisation, signed_in: SignIn) -> None:
    speaker = factories.person("Hoàng Thị Mặt Trận", Role.FRONT_OFFICER, cast.commune)
    ask(signed_in(cast.officer), plan, f"o{front.pk}")
    assert Notice.objects.get(recipient=speaker)
    assert f"Lập kế hoạch của {front}" in signed_in(speaker).get(reverse("home")).content.decode()
    assert "Lập kế hoạch của" not in signed_in(cast.village_head).get(reverse("home")).content.decode()


# --- Reminding, withdrawing ---


def test_a_unit_is_reminded_once_a_day(cast: Cast, plan: Plan, signed_in: SignIn, clock: Clock) -> None:
    asked(plan, cast.village, cast.officer)
    officer = signed_in(cast.officer)
    address = reverse("campaigns:remind_requests", args=[plan.pk])
    for _ in range(2):
        assert officer.post(address).status_code == 302
    reminders = Notice.objects.filter(recipient=cast.village_head, title__startswith="Nhắc:")
    assert reminders.count() == 1
    assert "Đã nhắc 2/3/2026" in asked_page(officer, plan)
    clock.move(days=1)
    officer.post(address, {"yeu-cau": [plan.requests.get().pk]})
    assert reminders.count() == 2
    officer.post(address, {"yeu-cau": ["0", "x" * 30]})
    assert reminders.count() == 2


def test_a_withdrawn_request_is_gone_and_may_be_asked_anew(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    request = asked(plan, cast.village, cast.officer)
    officer = signed_in(cast.officer)
    assert officer.post(reverse("campaigns:withdraw_request", args=[request.pk])).status_code == 302
    assert not plan.requests.exists()
    actions.withdraw(request, by=cast.officer)  # a second click
    assert Entry.objects.filter(action="plan.request_withdrawn").count() == 1
    assert Notice.objects.filter(recipient=cast.village_head, title__startswith="Không cần").count() == 1
    asked(plan, cast.village, cast.officer)
    assert plan.requests.count() == 1


# --- Answering ---


def test_the_village_answers_with_its_own_plan(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    rate = Target.objects.create(
        plan=plan, position=1, text="Hộ dùng nước sạch", base=Decimal(88), value=Decimal(95), unit="%"
    )
    count = Target.objects.create(plan=plan, position=2, text="Đường bê tông làm mới", value=Decimal(6), unit="km")
    Task.objects.create(plan=plan, position=1, text="Làm đường thôn Nà Cốc", area=cast.village)
    Task.objects.create(plan=plan, position=2, text="Họp dân", unit="Các thôn")
    Task.objects.create(plan=plan, position=3, text="Lập hồ sơ", unit="Công chức địa chính")
    Fund.objects.create(plan=plan, position=1, kind="state", amount=500_000_000)
    request = asked(plan, cast.village, cast.officer)
    head = signed_in(cast.village_head)

    answer = head.post(reverse("campaigns:request", args=[request.pk]))
    request.refresh_from_db()
    own = request.answer
    assert own is not None
    assert answer.headers["Location"] == own.get_absolute_url()
    assert (own.area, own.parent, own.year) == (cast.village, plan, 2026)
    assert own.title == "Xây dựng nông thôn mới năm 2026 của thôn Nà Cốc"
    assert own.document.issuer is not None
    assert own.document.issuer.symbol_letters == "TNC"
    assert [(target.parent, target.base, target.value) for target in own.targets.all()] == [
        (rate, None, Decimal(95)),
        (count, None, None),
    ]
    assert [(task.text, task.area) for task in own.tasks.all()] == [
        ("Làm đường thôn Nà Cốc", cast.village),
        ("Họp dân", None),
    ]
    assert not own.funds.exists()

    # A second click opens the same plan.
    assert head.post(reverse("campaigns:request", args=[request.pk])).headers["Location"] == own.get_absolute_url()
    assert Plan.objects.filter(parent=plan).count() == 1
    assert "Lập theo yêu cầu của" in head.get(own.get_absolute_url()).content.decode()
    assert "Đang soạn" in asked_page(signed_in(cast.officer), plan)
    assert Notice.objects.filter(recipient=cast.officer, title__startswith="Thôn Nà Cốc đang lập").count() == 1
    with pytest.raises(RuleError):
        actions.withdraw(request, by=cast.officer)


def test_the_commune_signs_and_numbers_the_villages_paper(cast: Cast, plan: Plan) -> None:
    own = actions.answer_request(asked(plan, cast.village, cast.officer), by=cast.village_head)
    document = papers.submit(own.document, by=cast.village_head)
    assert Notice.objects.filter(recipient=cast.leader, title__startswith="Chờ duyệt").count() == 1
    papers.approve(document, by=cast.leader)
    assert Notice.objects.filter(recipient=cast.clerk, title__startswith="Chờ cấp số").count() == 1
    assert papers.issue(document, by=cast.clerk).number_and_symbol == "01/KH-TNC"


def test_who_may_only_read_does_not_answer(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    request = asked(plan, cast.village, cast.officer)
    address = reverse("campaigns:request", args=[request.pk])
    for person, code in (("leader", 403), ("neighbour", 404), ("stranger", 404)):
        assert signed_in(getattr(cast, person)).post(address).status_code == code
    assert not Plan.objects.filter(parent=plan).exists()


# --- The coordination office ---


def test_the_office_asks_two_communes_and_one_is_late(cast: Cast, signed_in: SignIn, clock: Clock) -> None:
    office = Organisation.objects.create(
        area=cast.province,
        kind=OrganisationKind.COORDINATION,
        name="Văn phòng Điều phối NTM tỉnh",
        symbol_letters="VPĐP",
    )
    above = issued_plan(cast.province, office, cast.coordination, "Xây dựng nông thôn mới tỉnh Thử Nghiệm năm 2026")
    goal = Target.objects.create(plan=above, position=1, text="Đường bê tông", value=Decimal(20), unit="km")
    share = Target.objects.create(plan=above, position=2, text="Hộ dùng nước sạch", value=Decimal(95), unit="%")
    third = factories.area("Cao Sơn", level=Level.COMMUNE, kind_word="xã", code="T3", parent=cast.province)
    outsider = factories.person("Bàn Thị Ngoài", Role.NTM_OFFICER, third)

    # A commune that is not asked does not read the office's plan; one that is asked does.
    officer, neighbour, coordination = (signed_in(one) for one in (cast.officer, cast.neighbour, cast.coordination))
    assert officer.get(above.get_absolute_url()).status_code == 404
    ask(coordination, above, f"a{cast.commune.pk}", f"a{cast.next_commune.pk}")
    assert above.requests.count() == 2
    for client in (officer, neighbour):
        assert client.get(above.get_absolute_url()).status_code == 200
        assert client.get(reverse("documents:preview", args=[above.document_id])).status_code == 200
    assert signed_in(outsider).get(above.get_absolute_url()).status_code == 404
    assert signed_in(outsider).get(reverse("campaigns:requests", args=[above.pk])).status_code == 404

    # One answers and issues in time; its neighbour does not see that.
    factories.signer(cast.committee, "Lò Văn Thử")
    mine = above.requests.get(area=cast.commune)
    officer.post(reverse("campaigns:request", args=[mine.pk]))
    mine.refresh_from_db()
    own = mine.answer
    assert own is not None
    assert own.title == "Xây dựng nông thôn mới xã An Bình năm 2026"
    assert own.document.issuer == cast.committee
    for target, value in ((goal, Decimal(6)), (share, Decimal("93.5"))):
        part = own.targets.get(parent=target)
        part.value = value
        part.save()
    TargetValue.objects.create(
        target=own.targets.get(parent=goal),
        month=date(2026, 3, 1),
        value=Decimal("1.5"),
        by=cast.officer,
        at="2026-03-30T08:00:00Z",
    )
    # While it is a draft, the office sees that, and nothing of what it says.
    assert "Đang soạn" in asked_page(coordination, above)
    assert "Mục tiêu cộng từ cấp dưới" not in asked_page(coordination, above)
    papers.submit(own.document, by=cast.officer)
    papers.approve(own.document, by=cast.leader)
    papers.issue(own.document, by=cast.clerk)

    clock.set("2026-04-10 08:00")
    html = asked_page(coordination, above)
    assert "01/KH-UBND" in html
    assert "10 ngày" in html
    assert "Quá hạn" in html
    assert NOT_ADDED in html
    assert "Cộng 1 đơn vị" in html
    seen = asked_page(neighbour, above)
    assert "01/KH-UBND" not in seen
    assert "Xã An Bình" not in seen
    assert "Mục tiêu cộng" not in seen


def test_neighbours_see_no_request(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    request = asked(plan, cast.village, cast.officer)
    client = signed_in(cast.neighbour)
    assert client.get(reverse("campaigns:requests", args=[plan.pk])).status_code == 404
    assert client.get(reverse("campaigns:request", args=[request.pk])).status_code == 404
    assert client.post(reverse("campaigns:remind_requests", args=[plan.pk])).status_code == 404
    assert client.post(reverse("campaigns:withdraw_request", args=[request.pk])).status_code == 404
    assert plan.requests.count() == 1


def test_the_number_of_queries_does_not_grow(cast: Cast, plan: Plan, signed_in: SignIn) -> None:
    officer = signed_in(cast.officer)
    goal = Target.objects.create(plan=plan, position=1, text="Đường bê tông", value=Decimal(6), unit="km")

    def village(place: int) -> None:
        area = factories.area(
            f"Bản {place}", level=Level.VILLAGE, kind_word="bản", code=f"T1-{place}", parent=cast.commune
        )
        own = issued_plan(area, village_body(area), cast.clerk, f"Kế hoạch {place}")
        request = asked(plan, area, cast.officer)
        request.answer = own
        request.save()
        Target.objects.create(plan=own, position=1, text="Đường bê tông", value=Decimal(2), unit="km", parent=goal)

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            asked_page(officer, plan)
        return len(seen)

    village(11)
    queries()
    few = queries()
    for place in (12, 13, 14):
        village(place)
    assert queries() == few
    assert "Cộng 4 đơn vị" in asked_page(officer, plan)


# --- Rules ---


def part(who: str, unit: str, goal: str | None, latest: str | None = None) -> Share:
    return Share(who, unit, None, Decimal(goal) if goal else None, Decimal(latest) if latest else None)


def test_amounts_in_one_unit_are_added() -> None:
    total = added_up("km", [part("A", "Km", "2", "1.5"), part("B", "km ", "3"), part("C", "km", None)])
    assert (total.goal, total.latest, total.counted, total.note) == (Decimal(5), Decimal("1.5"), 3, "")


def test_other_units_are_left_out_and_named() -> None:
    total = added_up("km", [part("A", "km", "2"), part("B", "m", "300")])
    assert (total.goal, total.counted, total.note) == (Decimal(2), 1, "Không cộng B: khác đơn vị tính.")


@pytest.mark.parametrize("unit", ["%", "triệu đồng/người/năm", "phần trăm"])
def test_rates_are_not_added(unit: str) -> None:
    total = added_up(unit, [part("A", unit, "90"), part("B", unit, "95")])
    assert (total.goal, total.latest, total.note) == (None, None, NOT_ADDED)


def test_days_late() -> None:
    due = date(2026, 3, 31)
    assert days_late(due, None, date(2026, 3, 31)) == 0
    assert days_late(due, None, date(2026, 4, 2)) == 2
    assert days_late(due, date(2026, 4, 1), date(2026, 5, 1)) == 1
    assert days_late(due, date(2026, 3, 1), date(2026, 5, 1)) == 0


# --- Villages ---


def test_a_village_gets_its_body_once(cast: Cast) -> None:
    body = village_body(cast.village)
    assert (body.letterhead_parent, body.letterhead) == ("ỦY BAN NHÂN DÂN XÃ AN BÌNH", "THÔN NÀ CỐC")
    assert village_body(cast.village) == body
    with pytest.raises(RuleError):
        village_body(cast.commune)


def test_a_body_that_issues_already_is_kept(cast: Cast) -> None:
    board = Organisation.objects.create(
        area=cast.village, kind=OrganisationKind.VILLAGE_BOARD, name="Ban phát triển thôn Nà Cốc", symbol_letters="BPTT"
    )
    assert village_body(cast.village) == board


def test_what_nobody_does_in_a_village_falls_to_the_commune(cast: Cast) -> None:
    assert list(people_who_may(Right.APPROVE_PAPERS, cast.village)) == [cast.leader]
    assert list(people_who_may(Right.WRITE_PLANS, cast.village)) == [cast.village_head]
    assert list(people_who_may(Right.APPROVE_PAPERS, cast.next_commune)) == []
