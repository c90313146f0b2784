"""What a piece of evidence says of itself, in words: for the journal, and for noticing that two people edit the same."""

from __future__ import annotations

from core.formats import vndate
from criteria.models import Evidence


def evidence_said(evidence: Evidence) -> dict[str, str]:
    """Name, validity and rows; reads the rows anew."""
    uses = evidence.uses.select_related("criterion", "indicator__criterion").order_by(
        "criterion__number", "indicator__position"
    )
    rows = [f"chỉ tiêu {use.indicator}" if use.indicator else f"tiêu chí {use.criterion.number}" for use in uses]
    return {
        "Tên": evidence.title, "Có giá trị từ": vndate(evidence.valid_from) if evidence.valid_from else "",
        "Hết giá trị sau ngày": vndate(evidence.valid_to) if evidence.valid_to else "", "Dùng cho": ", ".join(rows),
    }  # fmt: skip
