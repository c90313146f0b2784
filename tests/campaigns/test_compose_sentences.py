"""Sentences of one's own: kept, marked when the data below change, hidden, added, taken back; only in a draft."""

from __future__ import annotations

from decimal import Decimal

import pytest

from campaigns.actions.paper import put_paper
from campaigns.actions.sentences import unword_sentence, word_sentence
from campaigns.actions.starting import start_plan
from campaigns.compose.compose import composition_of
from campaigns.compose.composition import Passage
from campaigns.models import Block, CostLine, Plan, Target, Task
from core.errors import RuleError
from documents.context import Paragraph, Section, Table, walk
from documents.enums import DocumentState
from documents.models import Document
from journal.models import Entry
from tests.cast import Cast


@pytest.fixture
def plan(cast: Cast) -> Plan:
    plan = start_plan(
        area=cast.commune, kind="annual", year=2026, title="Xây dựng nông thôn mới năm 2026", issuer=cast.committee,
        by=cast.officer,
    )  # fmt: skip
    block = Block.objects.create(plan=plan, position=1, criterion=10, title="Thu nhập", lead="Chủ tịch UBND xã")
    Target.objects.create(
        plan=plan, position=1, criterion=10, text="Thu nhập bình quân đầu người", base=Decimal("51.2"), value=Decimal("54.1"),
        unit="triệu đồng/người/năm",
    )  # fmt: skip
    Task.objects.create(plan=plan, block=block, position=1, text="Mở lớp dạy nghề")
    put_paper(plan, by=cast.officer)
    return plan


def passage(plan: Plan, key: str) -> Passage:
    return next(one for one in composition_of(plan).passages if one.key == key)


def printed(plan: Plan) -> str:
    paper = composition_of(plan).paper
    texts = [getattr(block, "text", None) or getattr(block, "title", "") or "" for block in walk(paper.content)]
    return "\n".join((*paper.legal_bases, *paper.preamble, *texts, *paper.closing, *paper.recipients))


def target_key(plan: Plan) -> str:
    return f"target:{plan.targets.get().pk}"


def test_the_target_is_worded_from_its_figures(plan: Plan) -> None:
    words = "Thu nhập bình quân đầu người: tăng từ 51,2 triệu đồng/người/năm lên 54,1 triệu đồng/người/năm."
    assert passage(plan, target_key(plan)).text == words
    assert f"+ {words}" in printed(plan)


def test_own_words_are_kept_and_marked_when_the_data_change(plan: Plan, cast: Cast) -> None:
    key = target_key(plan)
    word_sentence(plan, key, "Phấn đấu thu nhập đạt 54,1 triệu đồng/người/năm", by=cast.officer)
    assert "+ Phấn đấu thu nhập đạt 54,1 triệu đồng/người/năm." in printed(plan)
    assert (passage(plan, key).edited, passage(plan, key).stale) == (True, False)

    plan.targets.update(value=Decimal(55))
    put_paper(plan, by=cast.officer)

    kept = passage(plan, key)
    assert kept.stale
    assert "54,1" in kept.text
    assert "55 triệu" in kept.generated
    document = Document.objects.get(pk=plan.document_id)
    assert "Phấn đấu thu nhập" in str(document.context)

    word_sentence(plan, key, kept.text, by=cast.officer)  # looked at and left as it is
    assert not passage(plan, key).stale


def test_the_draft_and_the_journal_follow(plan: Plan, cast: Cast) -> None:
    word_sentence(plan, "closing", "Trên đây là Kế hoạch của xã./.", by=cast.officer)

    assert Document.objects.get(pk=plan.document_id).context["closing"] == ["Trên đây là Kế hoạch của xã./."]
    entry = Entry.objects.get(action="plan.sentence_edited")
    assert entry.changes["câu chữ"][0].startswith("Trên đây là Kế hoạch xây dựng nông thôn mới năm 2026")
    assert entry.changes["câu chữ"][1] == "Trên đây là Kế hoạch của xã./."


def test_the_same_words_twice_write_one_entry(plan: Plan, cast: Cast) -> None:
    for _ in range(2):
        word_sentence(plan, "closing", "Trên đây là Kế hoạch của xã./.", by=cast.officer)
    assert Entry.objects.filter(action="plan.sentence_edited").count() == 1


def test_an_empty_sentence_hides_the_passage(plan: Plan, cast: Cast) -> None:
    key = f"task:{plan.tasks.get().pk}"
    word_sentence(plan, key, "", by=cast.officer)

    assert "Mở lớp dạy nghề" not in printed(plan)
    assert passage(plan, key).text == ""
    unword_sentence(plan, key, by=cast.officer)
    assert "Mở lớp dạy nghề" in printed(plan)


def test_hiding_a_heading_hides_its_part_and_the_numbers_close_up(plan: Plan, cast: Cast) -> None:
    word_sentence(plan, "title:purpose", "", by=cast.officer)
    first = composition_of(plan).paper.content[0]
    assert isinstance(first, Section)
    assert (first.label, first.title) == ("I", "NHIỆM VỤ, GIẢI PHÁP")


def test_paragraphs_are_added_to_a_part_and_taken_back(plan: Plan, cast: Cast) -> None:
    block = plan.blocks.get()
    word_sentence(
        plan, f"extra:tieu-chi-{block.pk}:a1", "Giao hội nông dân theo dõi\nvà báo cáo hằng quý", by=cast.officer
    )
    word_sentence(plan, "extra:muc-dich:a2", "Làm đến đâu chắc đến đó", by=cast.officer)
    word_sentence(plan, "extra:kinh-phi:a3", "Kinh phí lồng ghép các chương trình", by=cast.officer)

    text = printed(plan)
    assert "- Giao hội nông dân theo dõi.\n- và báo cáo hằng quý." in text
    assert "- Làm đến đâu chắc đến đó." in text
    assert "- Kinh phí lồng ghép các chương trình." in text

    word_sentence(plan, "extra:muc-dich:a2", "", by=cast.officer)
    assert "Làm đến đâu" not in printed(plan)
    assert not plan.sentences.filter(key="extra:muc-dich:a2").exists()


@pytest.mark.parametrize("key", ["target:0", "extra:", "extra:muc-dich", f"extra:muc-dich:{'x' * 100}", "linh tinh"])
def test_a_key_that_is_no_passage_is_refused(plan: Plan, cast: Cast, key: str) -> None:
    with pytest.raises(RuleError):
        word_sentence(plan, key, "Câu mới", by=cast.officer)
    assert not plan.sentences.exists()


def test_beyond_the_draft_nothing_is_worded(plan: Plan, cast: Cast) -> None:
    plan.document.state = DocumentState.SUBMITTED
    plan.document.save()
    with pytest.raises(RuleError, match="bản nháp"):
        word_sentence(plan, "closing", "Câu khác", by=cast.officer)
    with pytest.raises(RuleError, match="bản nháp"):
        unword_sentence(plan, "closing", by=cast.officer)


def test_a_row_of_costs_is_worded_cell_by_cell(plan: Plan, cast: Cast) -> None:
    row = CostLine.objects.create(
        plan=plan, position=1, text="Cây giống", quantity=Decimal(100), unit="cây", price=15_000
    )
    word_sentence(plan, f"cost:{row.pk}", "Cây giống các loại | 100 | cây | 15.000 | 1.500.000", by=cast.officer)
    tables = [block for block in walk(composition_of(plan).paper.content) if isinstance(block, Table)]
    assert tables[0].rows[1] == ("1", "Cây giống các loại", "100", "cây", "15.000", "1.500.000")
    assert tables[0].rows[-1][-1] == "1.500.000"


def test_script_stays_text(plan: Plan, cast: Cast) -> None:
    word_sentence(plan, "closing", "<script>alert(1)</script>", by=cast.officer)
    assert composition_of(plan).paper.closing == ("<script>alert(1)</script>",)
    assert any(isinstance(block, Paragraph) for block in walk(composition_of(plan).paper.content))
