"""What another system reads: only its area's, page by page, with an ETag, and nobody's name."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openapi_spec_validator import validate

from accounts.enums import Scope
from areas.enums import Level
from areas.models import Area
from core import clock as house_clock
from criteria.actions.cards import open_card, save_criterion
from criteria.actions.rounds import accept_card, open_round, submit_card
from criteria.enums import RoundKind, State
from criteria.judging import Entered, Value
from criteria.models import RoundCard, Scorecard
from documents import actions as papers
from documents.enums import DocumentState
from tests import factories
from tests.api.conftest import Connect, System, small_set
from tests.cast import Cast

#: Names that stand nowhere else.
UNUSUAL = "Khuất Duy Tiễu"


@pytest.fixture
def cards(cast: Cast) -> list[Scorecard]:
    chosen = small_set()
    return [
        open_card(area=area, criteria_set=chosen, year=2025, by=cast.officer)
        for area in (cast.commune, cast.next_commune)
    ]


def test_the_description_is_valid_and_open_to_everybody(client: Client) -> None:
    response = client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    found = response.json()
    validate(found)
    assert found["openapi"].startswith("3.1")
    for path, methods in found["paths"].items():
        for method, operation in methods.items():
            assert operation["security"] == [{"SystemToken": []}], f"{method} {path}"
            assert {"401", "403", "422", "429"} <= operation["responses"].keys()
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    text = page.content.decode()
    assert "/api/v1/scorecards/{card_id}/evidence" in text
    assert "//cdn" not in text


def test_a_system_sees_its_area_and_nothing_beside_it(cast: Cast, connect: Connect) -> None:
    province, commune = connect(cast.province, Scope.AREAS), connect(cast.commune, Scope.AREAS)
    assert [row["code"] for row in province.all("/areas")] == ["T", "T1", "T1-1", "T2"]
    assert [row["code"] for row in commune.all("/areas")] == ["T1", "T1-1"]
    missing, others = commune.get("/areas/KHONG-CO"), commune.get("/areas/T2")
    assert (missing.status_code, others.status_code) == (404, 404)
    assert missing.content == others.content
    assert missing.json()["status"] == 404
    outside = commune.get("/areas", {"area": "T2"})
    assert outside.status_code == 422
    assert outside.json()["detail"] == "Phạm vi của kết nối không có địa bàn mã “T2”."


def test_areas_are_asked_by_level_parent_day_and_change(cast: Cast, connect: Connect) -> None:
    system = connect(cast.province, Scope.AREAS)
    old = Area.objects.create(
        name="Cũ", level=Level.COMMUNE, kind_word="xã", code="T9", parent=cast.province, valid_to=date(2025, 6, 30),
        successor=cast.commune,
    )  # fmt: skip
    assert [row["code"] for row in system.all("/areas", level="village")] == ["T1-1"]
    assert {row["code"] for row in system.all("/areas", parent="T")} == {"T1", "T2", "T9"}
    assert old.code not in {row["code"] for row in system.all("/areas", valid_on="2025-07-01")}
    (changed,) = system.all("/areas", changed_since="2025-01-01")
    assert (changed["code"], changed["successor"], changed["valid_to"]) == ("T9", "T1", "2025-06-30")


def test_pages_neither_repeat_nor_lose_rows_while_rows_come_and_go(cast: Cast, connect: Connect) -> None:
    system = connect(cast.province, Scope.PLANS)
    issued = [_issued(cast, f"Kế hoạch {n}") for n in range(5)]
    first = system.get("/plans", {"limit": 2}).json()
    _issued(cast, "Kế hoạch thêm")
    rest = system.get("/plans", {"limit": 200, "cursor": first["next"]}).json()
    seen = [row["id"] for row in first["items"] + rest["items"]]
    assert seen == sorted(set(seen))
    assert {plan.pk for plan in issued} <= set(seen)
    assert rest["next"] is None
    for cursor in ("x", "!!!", "WzFd", "IngKIg", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk"):
        assert system.get("/plans", {"cursor": cursor}).status_code == 422


def test_what_has_not_changed_is_not_sent_again(cast: Cast, connect: Connect) -> None:
    system = connect(cast.province, Scope.AREAS)
    first = system.get("/areas")
    again = system.get("/areas", **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    factories.area("Mới", level=Level.COMMUNE, kind_word="xã", code="T3", parent=cast.province)
    changed = system.get("/areas", **{"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"limt": 5}, "Không có tham số “limt”"),
        ({"limit": 201}, "“limit” phải không quá 200."),
        ({"limit": 0}, "“limit” phải từ 1 trở lên."),
        ({"year": "hai"}, "“year” không đúng kiểu"),
        ({"kind": "khac"}, "“kind” phải là một trong:"),
        ({"kind": "khac"}, ", “"),
        ({"updated_since": "2026-07-01T00:00:00"}, "phải kèm múi giờ"),
        ({"updated_since": "9999-12-31T23:59:59-12:00"}, "Thời điểm phải từ năm 1900 đến năm 2200."),
        ({"updated_since": "0001-01-01T00:00:00+12:00"}, "Thời điểm phải từ năm 1900 đến năm 2200."),
        ({"year": "9" * 40}, "“year”"),
        ({"limit": "9" * 5000}, "“limit”"),
        ({"area": "T\0"}, "có ký tự không dùng được"),
    ],
)
def test_a_question_that_is_not_understood_is_refused_in_one_sentence(
    cast: Cast, connect: Connect, asked: dict[str, Any], sentence: str
) -> None:
    response = connect(cast.province).get("/plans", asked)
    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")
    assert sentence in response.json()["detail"]


def test_a_code_that_nobody_bears_is_no_empty_answer(cast: Cast, connect: Connect, cards: list[Scorecard]) -> None:
    system = connect(cast.province)
    for path in ("/scorecards", "/rounds"):
        refused = system.get(path, {"set": "khong"})
        assert (refused.status_code, refused.json()["detail"]) == (422, "“set”: không có mã “khong”.")
    assert system.get("/reports", {"form": "khong"}).status_code == 422
    assert len(system.all("/scorecards", set="thu-xa")) == 2
    assert system.get("/scorecards", {"updated_since": "9999-12-31T23:59:59-12:00"}).status_code == 422
    assert system.get("/areas/%00").status_code == 422


def test_head_answers_as_get_without_the_body(cast: Cast, connect: Connect) -> None:
    system = connect(cast.province)
    client, headers = Client(), {"Authorization": f"Bearer {system.text}"}
    asked = client.get("/api/v1/areas", headers=headers)
    headed = client.head("/api/v1/areas", headers=headers)
    assert (headed.status_code, headed.content, headed["ETag"]) == (200, b"", asked["ETag"])
    assert headed["Content-Length"] == str(len(asked.content))
    assert client.head("/api/v1/areas", headers={**headers, "If-None-Match": asked["ETag"]}).status_code == 304
    assert client.head("/api/v1/areas").status_code == 401
    assert client.head("/api/v1/reports/1/passages", headers=headers).status_code == 405


def test_addresses_and_methods_that_do_not_exist_are_problems_too(cast: Cast, connect: Connect) -> None:
    system = connect(cast.province)
    assert system.get("/khong-co").json()["status"] == 404
    wrong = system.post("/areas", {})
    assert (wrong.status_code, wrong["Allow"], wrong.json()["status"]) == (405, "GET, HEAD", 405)
    for path in ("", "khong-co", "a/b/"):
        unknown = Client().get(f"/api/v1/{path}")
        assert (unknown.status_code, unknown["Content-Type"]) == (404, "application/problem+json")
    assert system.get(f"/plans/{10**30}").status_code == 404


def test_cards_tell_what_is_self_assessed_and_rounds_what_is_verified(
    cast: Cast, connect: Connect, cards: list[Scorecard]
) -> None:
    system = connect(cast.commune, Scope.SCORECARDS)
    (row,) = system.all("/scorecards", year=2025, set="thu-xa")
    assert row["self_assessed"] is None
    _fill(cards[0], cast)
    (row,) = system.all("/scorecards", updated_since=(house_clock.now() - timedelta(hours=1)).isoformat())
    assert row["self_assessed"]["indicators_met"] == 1
    assert row["self_assessed"]["states"][0] == {"number": 1, "state": "no_data"}
    assert row["updated_at"].endswith("+07:00")
    detail = system.get(f"/scorecards/{row['id']}").json()
    filled = [item for criterion in detail["criteria"] for item in criterion["indicators"] if item["value"]]
    assert [(item["state"], Decimal(item["value"])) for item in filled] == [("met", Decimal("95.5"))]
    assert system.get(f"/scorecards/{cards[1].pk}").status_code == 404

    opened = open_round(
        area=cast.province, criteria_set=cards[0].criteria_set, kind=RoundKind.YEAR, name="Kỳ 2025", year=2025,
        deadline=house_clock.today(), by=cast.coordination,
    )  # fmt: skip
    assert [found["name"] for found in system.all("/rounds")] == ["Kỳ 2025"]
    (waiting,) = system.all(f"/rounds/{opened.pk}/cards")
    assert (waiting["area"]["code"], waiting["verified"], waiting["result"]) == ("T1", False, None)
    round_card = RoundCard.objects.get(round=opened, card=cards[0])
    submit_card(round_card, by=cast.leader)
    accept_card(RoundCard.objects.get(pk=round_card.pk), by=cast.coordination)
    (accepted,) = system.all(f"/rounds/{opened.pk}/cards", state="accepted")
    assert accepted["verified"] is True
    assert accepted["result"]["indicators_met"] == 1
    assert len(connect(cast.province, Scope.SCORECARDS).all(f"/rounds/{opened.pk}/cards")) == 2
    assert connect(cast.village, Scope.SCORECARDS).get(f"/rounds/{opened.pk}/cards").status_code == 404


def test_cards_of_households_stay_inside(cast: Cast, connect: Connect, cards: list[Scorecard]) -> None:
    garden = small_set("thu-vuon", "vuon")
    card = open_card(area=cast.village, criteria_set=garden, year=2025, by=cast.officer, subject=f"Hộ {UNUSUAL}")
    system = connect(cast.province, Scope.SCORECARDS)
    assert card.pk not in {row["id"] for row in system.all("/scorecards")}
    assert system.get(f"/scorecards/{card.pk}").status_code == 404


def test_of_areas_below_only_issued_plans_are_told(cast: Cast, connect: Connect) -> None:
    draft, issued = factories.plan(cast.commune, cast.committee, title="Đang soạn"), _issued(cast, "Đã ban hành")
    province, commune = connect(cast.province, Scope.PLANS), connect(cast.commune, Scope.PLANS)
    assert [row["id"] for row in province.all("/plans")] == [issued.pk]
    assert [row["id"] for row in commune.all("/plans")] == [draft.pk, issued.pk]
    assert province.get(f"/plans/{draft.pk}").status_code == 404
    row = province.get(f"/plans/{issued.pk}").json()
    assert (row["state"], row["area"]["code"], row["issuer"]) == ("issued", "T1", "Ủy ban nhân dân Xã An Bình")
    assert row["number"].endswith("/KH-UBND")
    assert not {"facts", "context", "theme"} & row.keys()


def test_the_number_of_queries_does_not_follow_the_number_of_rows(
    cast: Cast, connect: Connect, cards: list[Scorecard]
) -> None:
    _issued(cast, "Kế hoạch một")
    _fill(cards[0], cast)
    system = connect(cast.province)
    addresses = ("/areas", "/scorecards", "/rounds", "/plans", "/contribution-campaigns", "/reports")
    before = {path: _queries(system, path) for path in addresses}
    for n in range(3):
        other = factories.area(f"Khác {n}", level=Level.COMMUNE, kind_word="xã", code=f"TK{n}", parent=cast.province)
        _issued(cast, f"Kế hoạch {n}")
        _fill(open_card(area=other, criteria_set=cards[0].criteria_set, year=2025, by=cast.officer), cast)
    assert {path: _queries(system, path) for path in addresses} == before
    assert max(before.values()) <= 12


def test_no_name_of_a_person_comes_out(cast: Cast, connect: Connect, cards: list[Scorecard]) -> None:
    for person in (cast.officer, cast.leader, cast.clerk, cast.coordination, cast.village_head):
        person.full_name = UNUSUAL
        person.save()
    _fill(cards[0], cast, reason=f"Theo lời ông {UNUSUAL}")
    plan = _issued(cast, "Kế hoạch năm 2026")
    system = connect(cast.province)
    paths = (
        "/areas", "/scorecards", f"/scorecards/{cards[0].pk}", "/rounds", "/plans", f"/plans/{plan.pk}", "/reports",
        "/contribution-campaigns",
    )  # fmt: skip
    for path in paths:
        response = system.get(path)
        assert response.status_code == 200
        text = json.dumps(response.json(), ensure_ascii=False)
        assert "Tiễu" not in text, path
        assert cast.officer.phone not in text


def _issued(cast: Cast, title: str) -> Any:
    plan = factories.plan(cast.commune, cast.committee, title=title, state=DocumentState.APPROVED, by=cast.officer)
    papers.issue(plan.document, by=cast.clerk)
    return plan


def _fill(card: Scorecard, cast: Cast, reason: str = "Theo sổ theo dõi") -> None:
    """One row with a figure that is met by a person's word."""
    criterion = card.criteria_set.criteria.get(number=2)
    indicator = criterion.indicators.all()[0]
    entered = Entered(Value(number=Decimal("95.5")), State.MET, reason)
    save_criterion(card, criterion, rows={indicator.pk: entered}, whole=None, by=cast.officer)


def _queries(system: System, path: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert system.get(path).status_code == 200
    return len(seen)
