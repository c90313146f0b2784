"""What a piece of evidence says of itself, in words: for the journal, and for noticing that two people edit the same."""

from __future__ import annotations

from core.formats import vndate
from criteria.models import Evidence, Indicator


def row_words(indicator: Indicator) -> str:
    """ "chỉ tiêu 2.1", or the wording of a row whose number the decision has not settled; reads its versions."""
    if indicator.code:
        return f"chỉ tiêu {indicator.code}"
    texts = [version.text for version in indicator.versions.all()]
    return f"chỉ tiêu “{texts[-1][:80]}”" if texts else "chỉ tiêu chưa có nội dung"


def evidence_said(evidence: Evidence) -> dict[str, str]:
    """Name, validity and rows; reads the rows anew."""
    uses = evidence.uses.select_related("criterion", "indicator").order_by("criterion__number", "indicator__position")
    rows = [row_words(use.indicator) if use.indicator else f"tiêu chí {use.criterion.number}" for use in uses]
    return {
        "Tên": evidence.title, "Có giá trị từ": vndate(evidence.valid_from) if evidence.valid_from else "",
        "Hết giá trị sau ngày": vndate(evidence.valid_to) if evidence.valid_to else "", "Dùng cho": ", ".join(rows),
    }  # fmt: skip
