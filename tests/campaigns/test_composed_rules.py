"""Checks over the rows of a composed plan: raised where something is missing, and only there."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from campaigns.rules.composed import (
    Charge,
    Criterion,
    Goal,
    Ground,
    NamedUnit,
    Placed,
    Wording,
    Work,
    age_findings,
    date_findings,
    goal_findings,
    ground_findings,
    lead_findings,
    unit_findings,
    wording_findings,
)
from campaigns.rules.finding import LEVELS, key_of
from campaigns.rules.units import all_bodies, all_villages, same_unit

FRONT = NamedUnit("Ủy ban MTTQ Việt Nam xã An Bình", "UB MTTQ xã", "noi-nhan", "body", organisation=7)
VILLAGE = NamedUnit("Thôn Nà Cốc", "Nà Cốc", "thon", "village", area=3)


def told(placed: list[Placed]) -> list[tuple[str, str]]:
    return [(one.finding.code, one.slug) for one in placed]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hội Phụ nữ", "Hội Liên hiệp Phụ nữ xã An Bình"), ("UB MTTQ xã", "Ủy ban Mặt trận Tổ quốc Việt Nam xã An Bình"),
        ("Trạm Y tế xã (t/h)", "Trạm Y tế xã An Bình"), ("Hội CCB", "Hội Cựu chiến binh xã"), ("Thôn Nà Cốc", "Nà Cốc"),
        ("Đoàn TNCS Hồ Chí Minh xã", "Đoàn Thanh niên"),
    ],
)  # fmt: skip
def test_one_unit_has_many_names(one: str, other: str) -> None:
    assert same_unit(one, other)
    assert same_unit(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hội Phụ nữ xã", "Hội Nông dân xã"),
        ("Trạm Y tế", "Trường Tiểu học"),
        ("Thôn Nà Cốc", "Thôn Nà Pàn"),
        ("", "Hội Phụ nữ"),
    ],
)
def test_other_units_stay_apart(one: str, other: str) -> None:
    assert not same_unit(one, other)


def test_collective_names() -> None:
    assert all_villages("Các thôn, xóm")
    assert all_villages("Ban phát triển các thôn")
    assert all_villages("9 thôn")
    assert not all_villages("Các ban, ngành, đoàn thể")
    assert all_bodies("Các ban, ngành, đoàn thể xã")
    assert not all_bodies("Thôn Nà Cốc")


def test_a_unit_without_anything_to_do_is_named_once() -> None:
    found = list(unit_findings([FRONT, FRONT, VILLAGE], [Charge("Hội Phụ nữ xã")]))
    assert told(found) == [("unit-without-duty", "noi-nhan"), ("unit-without-duty", "thon")]
    assert (
        found[0].finding.message
        == "Ủy ban MTTQ Việt Nam xã An Bình có tên trong kế hoạch nhưng không được giao việc gì"
    )
    assert found[0].finding.quotes == ("UB MTTQ xã",)


@pytest.mark.parametrize(
    "charge", [Charge("Mặt trận Tổ quốc xã"), Charge("", organisation=7), Charge("Các ban, ngành, đoàn thể xã")]
)
def test_a_unit_is_charged_by_name_by_register_or_with_all_others(charge: Charge) -> None:
    assert list(unit_findings([FRONT], [charge])) == []


@pytest.mark.parametrize("charge", [Charge("Các thôn"), Charge("Nà Cốc"), Charge("", area=3)])
def test_a_village_likewise(charge: Charge) -> None:
    assert list(unit_findings([VILLAGE], [charge])) == []


def test_tasks_without_a_date_are_told_part_by_part() -> None:
    tasks = [
        Work("Làm 3 km đường.", None, "1.2 Giao thông", "tieu-chi-2"), Work("Trồng cây.", None, "1.2 Giao thông", "tieu-chi-2"),
        Work("Mở lớp.", date(2026, 6, 30), "1.3 Thủy lợi", "tieu-chi-3"),
    ]  # fmt: skip
    found = list(date_findings(tasks, ["Hội Phụ nữ"], plan_has_date=False))
    assert told(found) == [("duty-without-date", "tieu-chi-2"), ("duty-without-date", "chung")]
    assert found[0].finding.message == "1.2 Giao thông: 2 nhiệm vụ chưa có thời hạn, kế hoạch cũng chưa ghi hạn chung"
    assert list(date_findings(tasks, ["Hội Phụ nữ"], plan_has_date=True)) == []


def test_a_criterion_nobody_leads_is_an_error() -> None:
    rows = [
        Criterion("1.1 Quy hoạch", "Chủ tịch UBND", "", "tieu-chi-1"),
        Criterion("1.2 Giao thông", " ", "Công chức ĐC-XD", "tieu-chi-2"),
    ]
    (found,) = lead_findings(rows)
    assert (found.finding.code, found.finding.level, found.slug) == ("criterion-without-lead", "error", "tieu-chi-2")
    assert found.finding.message == "1.2 Giao thông: chưa ghi người chỉ đạo; mới ghi người phụ trách: Công chức ĐC-XD"


@pytest.mark.parametrize(
    ("value", "before", "at_most", "wrong"),
    [
        ("54", "54.1", False, True),
        ("55", "54.1", False, False),
        ("54.1", "54.1", False, False),
        ("6", "5.47", True, True),
        ("4", "5.47", True, False),
    ],
)
def test_a_target_is_not_behind_what_there_is(value: str, before: str, *, at_most: bool, wrong: bool) -> None:
    goal = Goal(
        "Thu nhập bình quân đầu người",
        "triệu đồng",
        Decimal(value),
        at_most,
        "muc-tieu",
        ((Decimal(before), "số hiện có"),),
    )
    assert bool(list(goal_findings([goal]))) is wrong


def test_the_worst_of_several_results_is_named() -> None:
    before = ((Decimal("54.1"), "số hiện có"), (Decimal("56.25"), "kết quả tháng 12/2025 của kế hoạch năm trước"))
    (found,) = goal_findings([Goal("Thu nhập", "triệu đồng", Decimal(54), False, "muc-tieu", before)])
    assert (
        found.finding.message
        == "Mục tiêu 54 triệu đồng thấp hơn kết quả tháng 12/2025 của kế hoạch năm trước (56,25 triệu đồng)"
    )


def test_a_basis_out_of_force_names_what_replaced_it() -> None:
    line = "Căn cứ Quyết định số 1/QĐ-TTg;"
    rows = [
        Ground(line, "Quyết định số 1/QĐ-TTg", date(2025, 12, 31), None, "Quyết định số 9/QĐ-TTg", "can-cu"),
        Ground(line, "Quyết định số 2/QĐ-TTg", date(2025, 12, 31), None, "", "can-cu"),
        Ground(line, "Quyết định số 3/QĐ-TTg", None, date(2027, 1, 1), "", "can-cu"),
    ]
    found = [one.finding for one in ground_findings(rows)]
    assert [(one.code, one.level) for one in found] == [
        ("basis-replaced", "error"), ("basis-out-of-force", "warning"), ("basis-out-of-force", "warning"),
    ]  # fmt: skip
    assert [one.message for one in found] == [
        "Quyết định số 1/QĐ-TTg đã được thay bằng Quyết định số 9/QĐ-TTg", "Quyết định số 2/QĐ-TTg hết hiệu lực sau ngày 31/12/2025",
        "Quyết định số 3/QĐ-TTg chưa có hiệu lực, có hiệu lực từ ngày 01/01/2027",
    ]  # fmt: skip


def test_own_wording_over_changed_data_shows_both() -> None:
    (found,) = wording_findings(
        [Wording("Phấn đấu trên 54 triệu đồng.", "Đạt 54,1 triệu đồng.", "Đạt 55,0 triệu đồng.", "muc-tieu")]
    )
    assert found.finding.quotes == (
        "Phấn đấu trên 54 triệu đồng.",
        "Khi sửa: Đạt 54,1 triệu đồng.",
        "Nay là: Đạt 55,0 triệu đồng.",
    )


def test_a_finding_is_known_by_its_words() -> None:
    key = key_of("weekday", "Ngày 1/1", ["câu một"])
    assert key == key_of("weekday", "Ngày 1/1", ("câu một",))
    assert key != key_of("weekday", "Ngày 1/1", ["câu hai"])
    assert len(max(LEVELS, key=len)) + 33 <= 100


def test_what_an_older_plan_left_behind_is_warned_of() -> None:
    passages = [
        ("Căn cứ Nghị quyết số 5/NQ-HĐND ngày 20 tháng 12 năm 2022 về nhiệm vụ năm 2023", "can-cu"),
        ("Căn cứ Quyết định số 318/QĐ-TTg ngày 08/3/2022 về Bộ tiêu chí giai đoạn 2021 - 2025", "can-cu"),
        ("Căn cứ Nghị quyết số 9/NQ-HĐND ngày 20 tháng 12 năm 2025 về nhiệm vụ năm 2026", "can-cu"),
        ("Căn cứ Luật số 10/2022/QH15 ngày 10 tháng 11 năm 2022", "can-cu"),
        ("Giữ kết quả của giai đoạn 2021–2025, phấn đấu cho giai đoạn 2026-2030", "muc-dich"),
    ]
    found = [(row.finding.code, row.finding.message, len(row.finding.quotes)) for row in age_findings(passages, 2026)]
    assert found == [
        ("basis-of-earlier-year", "Căn cứ này là của năm 2023, kế hoạch là của năm 2026", 1),
        ("period-over", "Giai đoạn 2021-2025 đã hết trước năm 2026 của kế hoạch", 2),
    ]
