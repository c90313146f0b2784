"""The answer of import_plan has exactly the keys that other programs rely on."""

from __future__ import annotations

from campaigns.read import PlanFacts, as_json, plan_facts
from documents.context import Appendix, Paper, Paragraph, Section, Table
from documents.read import Reading
from tests.campaigns.texts import reading

BODY = """
I. NỘI DUNG VẬN ĐỘNG
- Mỗi ngày công quy thành tiền là 120.000 đồng/ngày.
- Người có thu nhập dưới 5 triệu đồng/tháng: mỗi người 01 ngày công/năm.
- Thời gian vận động: Từ ngày 01/4/2024 đến ngày 30/9/2024.
- Xây dựng thôn Đồi Mơ kiểu mẫu.
"""


def test_rows_have_no_keys_of_their_own() -> None:
    read = reading(BODY)
    answer = as_json(read, plan_facts(read), [])

    assert answer["period"] == {"start": "2024-04-01", "end": "2024-09-30"}
    assert answer["rates"] == {
        "labour_day_value": 120_000,
        "brackets": [{"min_income": None, "max_income": 5_000_000, "days": 1}],
        "organisation_minimum": None,
    }
    assert answer["villages"] == [{"name": "Đồi Mơ", "role": "model"}]
    assert answer["cited_documents"] == [{"number": "08/NQ-HĐND", "date": "2023-12-20", "issuer": "HĐND xã Suối Tre"}]


def test_sections_keep_every_paragraph_and_lose_the_colon_of_a_title() -> None:
    content = (
        Paragraph("Mở đầu."),
        Section(
            "I", "NỘI DUNG:", (Paragraph("- Một."), Section("1", None, (Paragraph("Hai."),)), Table((("a", "b"),)))
        ),
    )
    paper = Paper(content=content, appendices=(Appendix("Phụ lục", "Biểu", (Paragraph("Ba."),)),))

    document = as_json(Reading(paper, (), frozenset(), style_known=False), plan_facts_of(paper), [])["document"]

    assert document["style"] is None
    assert document["sections"] == [
        {"label": None, "title": None, "paragraphs": ["Mở đầu."], "children": []},
        {
            "label": "I",
            "title": "NỘI DUNG",
            "paragraphs": ["- Một.", "a | b"],
            "children": [{"label": "1", "title": None, "paragraphs": ["Hai."], "children": []}],
        },
        {
            "label": "Phụ lục",
            "title": "Biểu",
            "paragraphs": [],
            "children": [{"label": None, "title": None, "paragraphs": ["Ba."], "children": []}],
        },
    ]


def test_a_date_with_blank_parts_is_no_date() -> None:
    paper = Paper(month=4, year=2024)

    document = as_json(Reading(paper, (), frozenset(), style_known=True), plan_facts_of(paper), [])["document"]

    assert (document["date"], document["date_parts"]) == (None, {"day": None, "month": 4, "year": 2024})


def plan_facts_of(paper: Paper) -> PlanFacts:
    return plan_facts(Reading(paper, (), frozenset(), style_known=True))
