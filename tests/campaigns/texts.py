"""Short plans for the tests, written as a commune would and read by the real reader."""

from __future__ import annotations

from campaigns.read import PlanFacts, plan_facts
from campaigns.rules import Finding, findings_for
from documents.read import Reading, read_file

HEAD = """ỦY BAN NHÂN DÂN
XÃ SUỐI TRE
Số: 15/KH-UBND
Suối Tre, ngày 12 tháng 3 năm 2024
KẾ HOẠCH
{subject}
Căn cứ Nghị quyết số 08/NQ-HĐND ngày 20/12/2023 của HĐND xã Suối Tre về nhiệm vụ năm 2024;
{opening}Ủy ban nhân dân xã Suối Tre xây dựng kế hoạch như sau:
"""
END = """
Nơi nhận:
- Đảng ủy xã;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH

Vi Văn Páo
"""
SUBJECT = "Xây dựng nông thôn mới năm 2024"


def reading(body: str, *, subject: str = SUBJECT, opening: str = "") -> Reading:
    """A plan of Suối Tre (no such commune) with this body."""
    opening = f"{opening}\n" if opening else ""
    text = HEAD.format(subject=subject, opening=opening) + body.strip() + "\n" + END
    return read_file(text.encode(), "ke-hoach.txt")


def facts(body: str, **head: str) -> PlanFacts:
    return plan_facts(reading(body, **head))


def findings(body: str, **head: str) -> list[Finding]:
    """All findings but those about the layout of the source."""
    read = reading(body, **head)
    found = findings_for(plan_facts(read), read.paper, layout_notes=read.layout_notes, missing=read.missing)
    return [row for row in found if row.code != "layout"]


def codes(body: str, **head: str) -> list[str]:
    return [row.code for row in findings(body, **head)]
