"""Criteria sets as data, and the scorecards that are kept by them."""

from criteria.models.cards import Result, Scorecard
from criteria.models.evidence import Evidence, EvidenceUse
from criteria.models.rounds import Round, RoundCard, RowCorrection, RowRemark
from criteria.models.sets import CriteriaSet, Criterion, Indicator, IndicatorVersion, Level

__all__ = [
    "CriteriaSet", "Criterion", "Evidence", "EvidenceUse", "Indicator", "IndicatorVersion", "Level", "Result",
    "Round", "RoundCard", "RowCorrection", "RowRemark", "Scorecard",
]  # fmt: skip
