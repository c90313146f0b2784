"""Blocks of an annual plan, however their labels are written."""

from __future__ import annotations

from campaigns.read import facts_of
from campaigns.read.facts import Block
from documents.context import Paper, Section, Table
from tests.campaigns.texts import facts

FULL = """
- Nhiệm vụ: Nạo vét mương.
- Giải pháp: Chia theo nhóm hộ.
- Người chỉ đạo: Chủ tịch UBND xã.
- Người phụ trách: Công chức Địa chính.
"""


def blocks(body: str) -> tuple[Block, ...]:
    return facts(
        f"I. NHIỆM VỤ VÀ GIẢI PHÁP\n1. Từng tiêu chí\n{body.strip()}\nII. TỔ CHỨC THỰC HIỆN\n1. Các thôn\n- Họp dân."
    ).blocks


def test_run_in_labels_with_and_without_dash() -> None:
    (first, second) = blocks(f"1.1. Quy hoạch:\n{FULL}\n1.2. Giao thông\n{FULL.replace('- ', '')}")

    for block, number, criterion in ((first, "1.1", 1), (second, "1.2", 2)):
        assert (block.number, block.criterion) == (number, criterion)
        assert (block.tasks, block.solutions) == (("Nạo vét mương.",), ("Chia theo nhóm hộ.",))
        assert (block.lead, block.responsible) == ("Chủ tịch UBND xã", "Công chức Địa chính")


def test_items_below_a_label_and_paragraphs_without_one_belong_to_the_field_above() -> None:
    (block, _) = blocks(f"""
1.1. Thủy lợi
- Nhiệm vụ:
+ Nạo vét mương.
+ Đắp bờ.
Tuy nhiên một đoạn còn sạt lở.
- **Người chỉ đạo:** Đồng chí PCT UBND xã,
- Người phụ trách: Công chức Địa chính,
- Giải pháp thực hiện: Góp công.
Xin thêm xi măng.
1.2. Giao thông
{FULL}""")

    assert block.tasks == ("Nạo vét mương.", "Đắp bờ.", "Tuy nhiên một đoạn còn sạt lở.")
    assert block.solutions == ("Góp công.", "Xin thêm xi măng.")
    assert (block.lead, block.responsible) == ("Đồng chí PCT UBND xã", "Công chức Địa chính")


def test_a_block_that_is_not_assessed_has_no_fields() -> None:
    found = blocks(
        f"1.1. Quy hoạch\n{FULL}\n1.2. Giao thông\n{FULL}\n1.3. Chợ nông thôn: Không đánh giá.\n1.4. Điện\n{FULL}"
    )

    assert (found[2].number, found[2].title, found[2].tasks, found[2].lead) == ("1.3", "Chợ nông thôn", (), None)


def test_glued_labels_in_one_paragraph() -> None:
    (block, _) = blocks(
        f"1.1. Quy hoạch\n- Nhiệm vụ: Cắm mốc. Giải pháp: Họp dân. Người phụ trách: Công chức Tư pháp.\n1.2. Điện\n{FULL}"
    )

    assert (block.tasks, block.solutions, block.responsible) == (("Cắm mốc.",), ("Họp dân.",), "Công chức Tư pháp")


def test_deadlines_and_costs_are_no_tasks() -> None:
    (block, _) = blocks(
        f"1.1. Quy hoạch\n{FULL}- Thời gian hoàn thành: quý III.\n- Kinh phí: 20 triệu đồng.\n1.2. Điện\n{FULL}"
    )

    assert (len(block.tasks), len(block.solutions)) == (1, 1)
    assert block.responsible == "Công chức Địa chính"


def test_the_place_in_the_row_tells_the_criterion_of_an_unknown_title() -> None:
    titles = ("Quy hoạch", "Giao thông", "Công trình nước cho ruộng", "Điện", "Trường học", "Cơ sở vật chất văn hóa")
    found = blocks("\n".join(f"1.{number}. {title}\n{FULL}" for number, title in enumerate(titles, 1)))

    assert [block.criterion for block in found] == [1, 2, 3, 4, 5, 6]


def test_a_criterion_is_not_guessed_from_a_lone_number() -> None:
    (first, second) = blocks(f"1.1. Chuồng trại\n{FULL}\n1.2. Ao cá\n{FULL}")

    assert (first.criterion, second.criterion) == (None, None)


def test_tasks_of_units_are_no_blocks() -> None:
    assert (
        facts("""
I. TỔ CHỨC THỰC HIỆN
1. Ban Chỉ đạo xã
- Theo dõi tiến độ.
2. Các thôn
- Nhiệm vụ: họp dân.
3. Công chức Tài chính
- Cân đối tiền.
""").blocks
        == ()
    )


def test_a_table_with_a_column_for_each_field() -> None:
    rows = (
        ("TT", "Tiêu chí", "Nhiệm vụ", "Giải pháp", "Người chỉ đạo", "Người phụ trách"),
        ("1", "Quy hoạch", "Cắm mốc", "Họp dân", "Chủ tịch", "Công chức Địa chính"),
        ("2", "Giao thông", "Trải nhựa", "", "", "Ban quản lý"),
    )

    first, second = facts_of(
        Paper(subject="Kế hoạch nông thôn mới", content=(Section("I", "Nhiệm vụ", (Table(rows),)),))
    ).blocks

    assert (first.number, first.criterion, first.tasks, first.solutions) == ("1", 1, ("Cắm mốc",), ("Họp dân",))
    assert (first.lead, first.responsible) == ("Chủ tịch", "Công chức Địa chính")
    assert (second.lead, second.solutions, second.responsible) == (None, (), "Ban quản lý")
