"""Who: kinds of plans, assignments, posts, villages, participants, theme."""

from __future__ import annotations

import pytest

from campaigns.read.people import posts_in
from tests.campaigns.texts import facts


@pytest.mark.parametrize(
    ("subject", "body", "kind"),
    [
        ("Thực hiện Chương trình MTQG xây dựng nông thôn mới năm 2024", "I. MỤC TIÊU\n- Giữ vững kết quả.", "annual"),
        ("Duy trì, nâng cao chất lượng các tiêu chí nông thôn mới năm 2024", "I. MỤC TIÊU\n- Giữ vững.", "annual"),
        ("Vận động “Góp sức làm đường ngõ” năm 2024", "I. NỘI DUNG\n- Mức vận động: 1 ngày công.", "contribution"),
        (
            "Phát động phong trào thi đua “Sạch làng, đẹp ngõ” năm 2024",
            "I. NỘI DUNG THI ĐUA\n- Quét đường.",
            "emulation",
        ),
        (
            "Phát động đợt thi đua cao điểm xây dựng nông thôn mới năm 2024",
            "I. NỘI DUNG THI ĐUA\n- Quét đường.",
            "emulation",
        ),
        ("Phát động “30 ngày cao điểm” chỉnh trang thôn xóm", "I. NỘI DUNG\n- Quét đường.", "peak"),
        ("Ra quân tháng cao điểm xây dựng nông thôn mới", "I. NỘI DUNG\n- Quét đường.", "peak"),
        ("Tổ chức Tết Trung thu cho thiếu nhi năm 2024", "I. NỘI DUNG\n- Rước đèn.", "other"),
    ],
)
def test_the_kind_of_a_plan(subject: str, body: str, kind: str) -> None:
    assert facts(body, subject=subject).kind == kind


def units(body: str) -> list[tuple[str, int]]:
    return [(row.unit, len(row.duties)) for row in facts(body).assignments]


def test_numbered_units_with_and_without_duties_on_the_same_line() -> None:
    assert units("""
IV. TỔ CHỨC THỰC HIỆN
1. Đối với Đảng ủy xã: Ra nghị quyết chuyên đề.
2. Công chức Tài chính - Kế toán
- Cân đối tiền.
- Hướng dẫn thanh toán.
3. Đề nghị Ủy ban MTTQ xã:
Vận động hội viên.
4. Các cơ quan, đơn vị: Trường Mầm non, Trạm y tế xã.
Tuyên truyền tới viên chức.
5. Văn phòng UBND xã theo dõi, đôn đốc các thôn.
""") == [
        ("Đảng ủy xã", 1),
        ("Công chức Tài chính - Kế toán", 2),
        ("Ủy ban MTTQ xã", 1),
        ("Các cơ quan, đơn vị: Trường Mầm non, Trạm y tế xã", 1),
        ("Văn phòng UBND xã", 1),
    ]


def test_units_in_paragraphs_without_numbers() -> None:
    assert units("""
4. Tổ chức thực hiện
- Ban phát triển các thôn: họp dân, chia việc;
- Bình xét hộ làm tốt để đề nghị khen;
- Chuyên trách NTM xã tham mưu bảng chấm điểm;
- Đoàn Thanh niên chủ trì ngày thứ bảy;
""") == [("Ban phát triển các thôn", 2), ("Chuyên trách NTM xã", 1), ("Đoàn Thanh niên", 1)]


def test_time_money_and_reports_are_no_units() -> None:
    assert units("""
IV. TỔ CHỨC THỰC HIỆN
1. Các thôn
- Họp dân.
2. Thời gian thực hiện
Trong quý II.
3. Kinh phí thực hiện
Ngân sách xã.
4. Chế độ báo cáo
Báo cáo hằng tháng.
""") == [("Các thôn", 1)]


def test_a_heading_that_only_mentions_carrying_out_hands_out_nothing() -> None:
    assert units("II. NỘI DUNG, PHƯƠNG THỨC TỔ CHỨC THỰC HIỆN\n1. Công tác tuyên truyền\n- Phát tờ gấp.") == []


@pytest.mark.parametrize(
    "variant",
    [
        "Công chức Địa chính - Xây dựng",
        "Công chức ĐC-XD",
        "CC Địa chính -NN-XD&MT",
        "Công chức địa chính Nông nghiệp",
        "Địa chính",
    ],
)
def test_written_forms_of_one_post(variant: str) -> None:
    assert [key for key, _ in posts_in(variant)] == ["land"]


@pytest.mark.parametrize(
    "variant", ["Công chức Văn hóa – xã hội", "CC VH -XH", "Công chức VH-XH", "Công chức Văn hóa xã hội"]
)
def test_written_forms_of_the_social_officer(variant: str) -> None:
    assert [key for key, _ in posts_in(variant)] == ["social"]


def test_bodies_that_act_together_are_not_counted() -> None:
    together = "Mặt trận và các đoàn thể, Ban chỉ đạo NTM xã; các thôn, Trạm y tế xã, Hội khuyến học, Ban Công an xã, Công chức Tư pháp"

    assert [key for key, _ in posts_in(together)] == ["justice"]


def test_a_person_by_name_counts() -> None:
    assert posts_in("Đồng chí Vi Văn Páo") == (("vi van pao", "Đồng chí Vi Văn Páo"),)


def villages(sentence: str, heading: str = "NỘI DUNG") -> list[tuple[str, str]]:
    return [(row.name, row.role) for row in facts(f"I. {heading}\n- {sentence}").villages]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Xây dựng thôn Đồi Mơ đạt chuẩn nông thôn mới kiểu mẫu.", [("Đồi Mơ", "model")]),
        (
            "Chọn các thôn Bến Cau, Đoàn Kết và Hội An làm kiểu mẫu.",
            [("Bến Cau", "model"), ("Đoàn Kết", "model"), ("Hội An", "model")],
        ),
        ("Khu dân cư Phú Bình, Nam Hà phải duy trì danh hiệu kiểu mẫu.", [("Phú Bình", "keep"), ("Nam Hà", "keep")]),
        ("Sửa đường liên thôn Nà Chuông - Tả Lùng.", [("Nà Chuông", "named"), ("Tả Lùng", "named")]),
        ("Lắp đèn ở Thôn 5 và thôn 7A.", [("5", "named"), ("7A", "named")]),
        ("Tổ tự quản các thôn: Dựa vào lịch chung.", []),
        ("Các thôn, Ban Chỉ đạo và Trường Tiểu học phối hợp.", []),
        ("Cấp ủy, chính quyền và thôn NTM kiểu mẫu.", []),
    ],
)
def test_villages(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert villages(sentence) == expected


def test_a_village_named_twice_keeps_the_more_telling_role() -> None:
    plan = facts("I. NỘI DUNG\n- Thắp đèn thôn Đồi Mơ.\n- Xây dựng thôn Đồi Mơ kiểu mẫu.")

    assert [(row.name, row.role) for row in plan.villages] == [("Đồi Mơ", "model")]


def test_theme_and_participants() -> None:
    plan = facts("""
I. CHỦ ĐỀ
1. Chủ đề thi đua: “Sạch làng, đẹp ngõ”
2. Đối tượng thi đua
2.1. Đối với tập thể
- Các thôn, các trường.
2.2. Đối với cá nhân
Cán bộ và người dân.
""")

    assert plan.theme == "Sạch làng, đẹp ngõ"
    assert plan.participants == ("Các thôn, các trường", "Cán bộ và người dân")


def test_participants_after_a_label() -> None:
    plan = facts("I. NỘI DUNG\n- Đối tượng: Cán bộ xã. Doanh nghiệp trên địa bàn.")

    assert plan.participants == ("Cán bộ xã", "Doanh nghiệp trên địa bàn")


def test_without_a_word_of_theme_there_is_none() -> None:
    assert facts("I. NỘI DUNG\n- Làm “đường hoa”.").theme is None
