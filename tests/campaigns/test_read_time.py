"""Time: period, deadline, milestones, routines."""

from __future__ import annotations

from datetime import date

import pytest

from campaigns.read.facts import Milestone
from tests.campaigns.texts import facts

SUBJECT = "Phát động đợt thi đua làm đường hoa"


@pytest.mark.parametrize(
    ("sentence", "start", "end"),
    [
        ("Thời gian: Từ ngày 01/02/2024 đến hết ngày 30/11/2024.", date(2024, 2, 1), date(2024, 11, 30)),
        ("Thời gian thực hiện từ ngày 5/4 đến ngày 20/5/2024.", date(2024, 4, 5), date(2024, 5, 20)),
        (
            "Đợt thi đua diễn ra từ ngày 15 tháng 3 năm 2024 đến ngày 15 tháng 6 năm 2024.",
            date(2024, 3, 15),
            date(2024, 6, 15),
        ),
    ],
)
def test_a_period(sentence: str, start: date, end: date) -> None:
    period = facts(f"I. THỜI GIAN\n- {sentence}", subject=SUBJECT).period

    assert period is not None
    assert (period.start, period.end) == (start, end)


@pytest.mark.parametrize(
    "sentence",
    ["Thực hiện trong năm 2024.", "Giai đoạn 2021-2025.", "Từ tháng 3 đến tháng 10 năm 2024.", "Từ ngày 15/3/2024."],
)
def test_no_period_without_two_days(sentence: str) -> None:
    plan = facts(f"I. THỜI GIAN\n- {sentence}", subject=SUBJECT)

    assert plan.period is None
    assert plan.year == 2024


def test_a_plan_over_new_year_is_of_the_year_it_starts_in() -> None:
    sentence = "I. THỜI GIAN\n- Thời gian thực hiện: từ ngày 25/11/2026 đến hết ngày 23/01/2027."

    assert facts(sentence, subject="Phát động thi đua cao điểm 60 ngày đêm").year == 2026
    assert facts(sentence, subject="Thi đua cao điểm chào mừng năm 2027").year == 2027


def test_a_deadline_under_its_heading_is_no_assignment() -> None:
    plan = facts("""
III. TỔ CHỨC THỰC HIỆN
1. Các thôn
- Họp dân.
2. Thời gian thực hiện
Triển khai xong trước ngày 30/6/2024.
""")

    assert plan.deadline is not None
    assert plan.deadline.date == date(2024, 6, 30)
    assert [row.unit for row in plan.assignments] == ["Các thôn"]
    assert plan.milestones == ()


def test_a_duty_with_a_day_is_a_milestone_and_no_deadline() -> None:
    plan = facts("III. TỔ CHỨC THỰC HIỆN\n1. Các thôn\n- Họp dân bàn việc trước ngày 15/4/2024.")

    assert plan.deadline is None
    assert [(row.what, row.date, row.rule) for row in plan.milestones] == [
        ("Họp dân bàn việc", date(2024, 4, 15), "before")
    ]


@pytest.mark.parametrize(
    ("sentence", "what", "day", "rule", "place"),
    [
        ("Thời gian phát động: Ngày 02/4/2024 tại thôn Đồi Mơ.", "phát động", date(2024, 4, 2), "on", "thôn Đồi Mơ"),
        ("Tổng kết vào ngày 20/12/2024.", "Tổng kết", date(2024, 12, 20), "on", None),
        ("Gửi báo cáo chậm nhất ngày 25/11/2024.", "Gửi báo cáo", date(2024, 11, 25), "by", None),
        ("Nộp danh sách trước ngày 10/5.", "Nộp danh sách", date(2024, 5, 10), "before", None),
    ],
)
def test_a_milestone(sentence: str, what: str, day: date, rule: str, place: str | None) -> None:
    (row,) = facts(f"I. NỘI DUNG\n- {sentence}").milestones

    assert (row.what, row.date, row.rule, row.place) == (what, day, rule, place)
    assert isinstance(row, Milestone)


def test_a_bare_heading_takes_the_name_of_the_part_above() -> None:
    plan = facts(
        "I. NHIỆM VỤ\n1. Giao thông\na) Nhiệm vụ: Làm đường.\nb) Đơn vị chủ trì: Các thôn.\nc) Thời gian hoàn thành: trước ngày 30/9/2024."
    )

    assert [(row.what, row.rule) for row in plan.milestones] == [("Thời gian hoàn thành: Giao thông", "before")]
    assert plan.deadline is None


def test_a_day_of_every_year_is_a_routine_and_no_milestone() -> None:
    plan = facts("I. NỘI DUNG\n- Báo cáo tổng kết trước ngày 15/12 hàng năm.")

    assert (plan.milestones, [row.every for row in plan.routines]) == ((), ["year"])


def test_the_same_step_twice_is_one_and_cited_dates_are_none() -> None:
    plan = facts("""
I. NỘI DUNG
- Sơ kết: Ngày 30/6/2024.
- Ban Chỉ đạo tổ chức sơ kết đợt thi đua vào ngày 30/6/2024.
- Theo Quyết định số 12/QĐ-UBND ngày 15/1/2024 của UBND xã.
""")

    assert [(row.what, row.date) for row in plan.milestones] == [("Sơ kết", date(2024, 6, 30))]


@pytest.mark.parametrize(
    ("sentence", "every", "at", "work"),
    [
        ("Hằng tuần quét dọn đường thôn.", "week", None, "quét dọn đường thôn"),
        ("Báo cáo tiến độ mỗi ngày 1 lần vào hồi 17 giờ.", "day", "17:00", "Báo cáo tiến độ"),
        ("Định kỳ hàng tháng gửi số liệu về xã.", "month", None, "gửi số liệu về xã"),
        ("Hằng quý họp kiểm điểm.", "quarter", None, "họp kiểm điểm"),
        ("Mỗi tháng 01 lần tổng vệ sinh toàn thôn.", "month", None, "tổng vệ sinh toàn thôn"),
        ("Tổ chức giao ban 02 lần/tuần.", "week", None, "giao ban"),
        ("Hàng ngày trước 16h30 cập nhật kết quả.", "day", "16:30", "cập nhật kết quả"),
    ],
)
def test_a_routine(sentence: str, every: str, at: str | None, work: str) -> None:
    (row,) = facts(f"I. NỘI DUNG\n- {sentence}").routines

    assert (row.every, row.at, row.what) == (every, at, work)
    assert row.source == sentence


def test_several_rhythms_of_one_duty() -> None:
    rows = facts("I. NỘI DUNG\n- Báo cáo kết quả hàng tháng, quý và năm về UBND xã.").routines

    assert [row.every for row in rows] == ["month", "quarter", "year"]


def test_who_owes_a_routine() -> None:
    plan = facts("""
I. TỔ CHỨC THỰC HIỆN
1. Các thôn
- Hằng tháng báo cáo kết quả về xã.
2. Công chức Văn hóa - Xã hội
- Mỗi chi đoàn ít nhất mỗi tháng 1 tin bài.
""")

    assert [row.who for row in plan.routines] == ["Các thôn", "Mỗi chi đoàn"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Thu nhập bình quân mỗi tháng 5 triệu đồng.",
        "Vận động 03 ngày công/năm.",
        "Thường xuyên dọn dẹp.",
        "Làm trong 3 tháng.",
    ],
)
def test_no_routine(sentence: str) -> None:
    assert facts(f"I. NỘI DUNG\n- {sentence}").routines == ()
