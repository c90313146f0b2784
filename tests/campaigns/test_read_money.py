"""Money: what is asked of whom, accounts, funds."""

from __future__ import annotations

import pytest

from tests.campaigns.texts import facts

SUBJECT = "Vận động đóng góp làm đường ngõ năm 2024"


def test_a_labour_day_and_three_brackets() -> None:
    plan = facts(
        """
I. NỘI DUNG VẬN ĐỘNG
- Hình thức: Góp ngày công hoặc tiền (01 ngày công quy ra 200.000 đồng/ngày).
+ Người có thu nhập từ 10 triệu đồng/tháng trở lên: mỗi người 04 ngày công/năm.
+ Người có thu nhập từ 5 đến dưới 10 triệu đồng/tháng: mỗi người 02 ngày công/năm.
+ Người có thu nhập dưới 5 triệu đồng/tháng: mỗi người 01 ngày công/năm.
+ Hợp tác xã: tối thiểu 1,5 triệu đồng.
""",
        subject=SUBJECT,
    )

    assert plan.kind == "contribution"
    assert plan.rates is not None
    assert (plan.rates.labour_day_value, plan.rates.organisation_minimum) == (200_000, 1_500_000)
    assert [(row.min_income, row.max_income, row.days) for row in plan.rates.brackets] == [
        (10_000_000, None, 4),
        (5_000_000, 10_000_000, 2),
        (None, 5_000_000, 1),
    ]


def test_the_same_days_for_everyone() -> None:
    rates = facts("I. MỨC VẬN ĐỘNG\n- Vận động mỗi người 02 ngày công/năm.", subject=SUBJECT).rates

    assert rates is not None
    assert [(row.min_income, row.max_income, row.days) for row in rates.brackets] == [(None, None, 2)]
    assert (rates.labour_day_value, rates.organisation_minimum) == (None, None)


@pytest.mark.parametrize(
    "body",
    [
        "I. NỘI DUNG\n- Huy động ngày công của các đoàn thể.",
        "I. NỘI DUNG\n- Thu nhập đạt 50 triệu đồng/người/năm.",
        "I. NỘI DUNG\n- Doanh nghiệp được mời dự hội nghị ngày 12/3/2024.",
    ],
)
def test_no_rates_where_nothing_is_asked(body: str) -> None:
    assert facts(body).rates is None


@pytest.mark.parametrize(
    ("sentence", "accounts"),
    [
        ("Chuyển về số tài khoản: 3714 0005 67812 tại ngân hàng.", ("3714000567812",)),
        ("Tài khoản số 12345678.", ("12345678",)),
        ("Lập tài khoản của xã trước tháng 4.", ()),
        ("Số điện thoại 0912345678.", ()),
    ],
)
def test_bank_accounts(sentence: str, accounts: tuple[str, ...]) -> None:
    assert facts(f"I. NỘI DUNG\n- {sentence}").bank_accounts == accounts


def test_funds_under_a_heading() -> None:
    plan = facts("""
III. KINH PHÍ THỰC HIỆN
- Nguồn ngân sách xã: theo dự toán.
- Nguồn xã hội hóa: do doanh nghiệp ủng hộ.
- Các nguồn hợp pháp khác.
""")

    assert [row.kind for row in plan.funds] == ["state", "social", "other"]


def test_funds_in_one_sentence() -> None:
    plan = facts("III. NỘI DUNG\n1. Kinh phí: Nguồn ngân sách xã, nguồn xã hội hóa và các nguồn khác.\n2. Khác\nKhông.")

    assert [(row.kind, row.text) for row in plan.funds] == [
        ("state", "Nguồn ngân sách xã"),
        ("social", "nguồn xã hội hóa"),
        ("other", "các nguồn khác"),
    ]


def test_funds_with_their_sums_in_one_sentence() -> None:
    plan = facts(
        "III. KINH PHÍ\n- Tổng kinh phí 90 triệu đồng, gồm ngân sách xã: 30 triệu đồng, nguồn xã hội hóa: 60 triệu đồng."
    )

    assert [row.kind for row in plan.funds] == ["state", "social"]


def test_money_elsewhere_is_no_fund() -> None:
    assert facts("I. NỘI DUNG\n- Nhân dân đóng góp ngày công.").funds == ()


def test_awards_of_their_levels() -> None:
    plan = facts("""
I. KHEN THƯỞNG
- Bằng khen của Chủ tịch UBND tỉnh: tỉnh xét.
- Giấy khen của Chủ tịch UBND xã cho hộ tiêu biểu.
""")

    assert [(row.level, row.form, row.rule) for row in plan.awards] == [
        ("province", "Bằng khen của Chủ tịch UBND tỉnh", "tỉnh xét"),
        ("commune", "Giấy khen của Chủ tịch UBND xã cho hộ tiêu biểu", None),
    ]


def test_all_who_get_an_award_stay_in_it() -> None:
    plan = facts("""
I. KHEN THƯỞNG
- Giấy khen của Chủ tịch UBND xã cho 2 tập thể, 5 cá nhân, hộ gia đình tiêu biểu.
- Bằng khen của Chủ tịch UBND tỉnh cho 01 tập thể, Hội đồng Thi đua - Khen thưởng xã xét chọn.
""")

    assert [row.form for row in plan.awards] == [
        "Bằng khen của Chủ tịch UBND tỉnh cho 01 tập thể",
        "Giấy khen của Chủ tịch UBND xã cho 2 tập thể, 5 cá nhân, hộ gia đình tiêu biểu",
    ]


def test_praise_without_a_level_is_no_award() -> None:
    assert facts("I. KHEN THƯỞNG\n- Biểu dương, khen thưởng kịp thời.").awards == ()


def test_the_heading_names_who_gives() -> None:
    plan = facts(
        "I. MỨC VẬN ĐỘNG\n1. Đối với cán bộ: mỗi người 02 ngày công, quy đổi là 250.000 đồng/ngày công.\n"
        "2. Đối với doanh nghiệp: ủng hộ tối thiểu 5 triệu đồng.",
        subject=SUBJECT,
    )

    assert plan.rates is not None
    assert (plan.rates.labour_day_value, plan.rates.organisation_minimum) == (250_000, 5_000_000)
    assert plan.targets == ()


def test_the_giver_of_an_award_stands_first() -> None:
    plan = facts(
        "I. KHEN THƯỞNG\n- Chủ tịch UBND huyện tặng Giấy khen cho 03 tập thể; UBND xã tặng Giấy khen cho 10 hộ."
    )

    assert [(row.level, row.form) for row in plan.awards] == [
        ("district", "Giấy khen của Chủ tịch UBND huyện"),
        ("commune", "Giấy khen của UBND xã"),
    ]
