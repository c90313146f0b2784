"""How a basis is cited: the form of Nghị định 30/2020, whatever of it is known."""

from __future__ import annotations

from datetime import date

import pytest

from documents.citations import citation
from documents.models import CitedDocument

RESOLUTION = CitedDocument(
    type_name="Nghị quyết", number="12/NQ-HĐND", dated=date(2025, 12, 20), issuer="Hội đồng nhân dân xã An Bình",
    subject="Nhiệm vụ phát triển kinh tế - xã hội năm 2026.",
)  # fmt: skip


def test_a_resolution_has_number_date_issuer_and_subject() -> None:
    assert citation(RESOLUTION) == (
        "Nghị quyết số 12/NQ-HĐND ngày 20 tháng 12 năm 2025 của Hội đồng nhân dân xã An Bình"
        " về nhiệm vụ phát triển kinh tế - xã hội năm 2026"
    )
    assert citation(RESOLUTION, first=False) == "Nghị quyết số 12/NQ-HĐND"


def test_a_law_has_neither_number_nor_issuer() -> None:
    law = CitedDocument(
        type_name="Luật", number="10/2022/QH15", dated=date(2022, 11, 10), issuer="Quốc hội",
        subject="Thực hiện dân chủ ở cơ sở",
    )  # fmt: skip
    assert citation(law) == "Luật Thực hiện dân chủ ở cơ sở ngày 10 tháng 11 năm 2022"
    assert citation(law, first=False) == "Luật Thực hiện dân chủ ở cơ sở"
    law.subject = "Luật Thi đua, khen thưởng"
    assert citation(law, first=False) == "Luật Thi đua, khen thưởng"


def test_days_below_ten_and_the_first_two_months_are_padded() -> None:
    party = CitedDocument(
        type_name="Nghị quyết", number="19-NQ/ĐU", dated=date(2026, 2, 5), issuer="Đảng ủy xã An Bình"
    )
    assert citation(party) == "Nghị quyết số 19-NQ/ĐU ngày 05 tháng 02 năm 2026 của Đảng ủy xã An Bình"
    party.dated = date(2026, 4, 15)
    assert "ngày 15 tháng 4 năm 2026" in citation(party)


@pytest.mark.parametrize(
    ("subject", "printed"),
    [
        ("Phê duyệt Chương trình", "phê duyệt Chương trình"),
        ("về công tác văn thư", "về công tác văn thư"),
        (
            "Chương trình mục tiêu quốc gia xây dựng nông thôn mới",
            "về Chương trình mục tiêu quốc gia xây dựng nông thôn mới",
        ),
        ("Xây dựng nông thôn mới năm 2026", "về xây dựng nông thôn mới năm 2026"),
        ("NTM năm 2026", "về NTM năm 2026"),
    ],
)
def test_the_subject_is_joined_as_a_sentence(subject: str, printed: str) -> None:
    assert citation(CitedDocument(type_name="Quyết định", subject=subject)) == f"Quyết định {printed}"


def test_what_is_not_known_is_left_out() -> None:
    assert citation(CitedDocument(type_name="Kế hoạch", number="41/KH-UBND")) == "Kế hoạch số 41/KH-UBND"
