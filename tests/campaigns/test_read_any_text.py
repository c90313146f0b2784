"""Any text gives an answer: nothing raises, nothing grows without bound, nothing is invented."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from campaigns.read import as_json, facts_of, plan_facts
from campaigns.read.outline import LONGEST, outline_of
from campaigns.rules import findings_for
from core.errors import RuleError
from documents.context import Block, Paper, Paragraph, Section, Table
from documents.read import Reading, read_file

#: What real plans are made of, in no sensible order.
PIECES = st.sampled_from(
    """Tiêu chí|tiêu chí số|số 15/KH-UBND|ngày 31/02/2024|từ ngày|đến ngày|30/11/2024|(thứ bảy)|17/19|20/50%|15.4|chưa đạt|đạt|Đạt.|:|;|,|.|(|)|-|+
Nhiệm vụ:|Giải pháp:|Người phụ trách:|Người chỉ đạo|Công chức ĐC-XD|Tổ chức thực hiện|1.1.|I.|99|0|2.450 triệu đồng|đồng/ngày|ngày công|thôn|Đồi Mơ|và
kiểu mẫu|hằng tháng|mỗi ngày 1 lần|vào hồi 99 giờ|tổng kinh phí|trong đó|gồm|“|”|Chủ đề|Giấy khen của Chủ tịch UBND xã|năm 2024|999999999999999999|%|trở lên
xuống còn|từ 5 triệu đồng/tháng|trở lên|số tài khoản|không đánh giá|60 ngày cao điểm|Căn cứ|Nơi nhận|/|..|…|* *""".replace(
        "\n", "|"
    ).split("|")
)
LINES = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=14).map(" ".join)
PARAGRAPHS = st.builds(Paragraph, LINES)
TABLES = st.builds(Table, st.lists(st.lists(LINES, max_size=4).map(tuple), max_size=4).map(tuple))
BLOCKS: st.SearchStrategy[Block] = st.recursive(
    st.one_of(PARAGRAPHS, TABLES),
    lambda inner: st.builds(
        Section, st.one_of(st.none(), PIECES), st.one_of(st.none(), LINES), st.lists(inner, max_size=4).map(tuple)
    ),
    max_leaves=14,
)
PAPERS = st.builds(
    Paper,
    subject=st.one_of(st.none(), LINES),
    issuing_body=st.one_of(st.none(), LINES),
    day=st.one_of(st.none(), st.integers(0, 40)),
    month=st.one_of(st.none(), st.integers(0, 14)),
    year=st.one_of(st.none(), st.integers(0, 9999)),
    legal_bases=st.lists(LINES, max_size=3).map(tuple),
    preamble=st.lists(LINES, max_size=2).map(tuple),
    content=st.lists(BLOCKS, max_size=5).map(tuple),
)


@settings(max_examples=120, deadline=None)
@given(PAPERS)
def test_any_paper_gives_facts_and_findings(paper: Paper) -> None:
    reading = Reading(paper, (), frozenset({"number"}), style_known=False)
    facts = plan_facts(reading)

    answer = as_json(reading, facts, findings_for(facts, paper, missing=reading.missing))

    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
    assert facts_of(paper) == facts


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=25).map("\n".join))
def test_any_text_file_is_answered_or_refused(text: str) -> None:
    try:
        reading = read_file(text.encode(), "a.txt")
    except RuleError:
        return

    facts = plan_facts(reading)

    assert all(
        row.level in {"error", "warning", "note"} for row in findings_for(facts, reading.paper, missing=reading.missing)
    )


def test_a_paragraph_of_any_length_is_read_in_pieces() -> None:
    """Every reader looks at bounded lines, so that its time grows with the text and not with its square."""
    words = "tiêu chí số 1, 2, 3 chưa đạt 17/19 từ ngày 1/2/2024 thôn Đồi Mơ hằng tháng báo cáo, trong đó 5 triệu đồng "
    text = words * 400 + "x" * (3 * LONGEST)
    paper = Paper(legal_bases=(text,), content=(Section("I", "Nội dung", (Paragraph(text),)),))

    outline = outline_of(paper)

    assert all(len(line) <= LONGEST for line in (*outline.opening, *(placed.text for placed in outline.placed)))
    assert "".join(placed.text.replace(" ", "") for placed in outline.placed) == text.replace(" ", "")
    assert [(row.name, row.role) for row in facts_of(paper).villages] == [("Đồi Mơ", "named")]
