"""Criteria sets as data, the scorecards that are kept by them, and what leads to recognition."""

from criteria.models.cards import Result, RowCare, Scorecard
from criteria.models.dossiers import (
    Dossier,
    DossierPaper,
    DossierPhoto,
    Opinion,
    ProposalMeeting,
    RecognitionRule,
    SurveyAnswer,
    SurveyCount,
    SurveyItem,
)
from criteria.models.evidence import Evidence, EvidenceUse
from criteria.models.maps import Carried, MapRow
from criteria.models.registrations import Registration, RegistrationList
from criteria.models.rounds import Round, RoundCard, RowCorrection, RowRemark
from criteria.models.sets import CriteriaSet, Criterion, Indicator, IndicatorVersion, Level, LevelsDecision
from criteria.models.summaries import AcceptedSummary, CardSummary, RoundSummary, Tally

__all__ = [
    "AcceptedSummary", "CardSummary", "Carried", "CriteriaSet", "Criterion", "Dossier", "DossierPaper", "DossierPhoto", "Evidence", "EvidenceUse", "Indicator",
    "IndicatorVersion", "Level", "LevelsDecision", "MapRow", "Opinion", "ProposalMeeting", "RecognitionRule", "Registration",
    "RegistrationList",
    "Result", "Round", "RoundCard", "RoundSummary", "RowCare", "RowCorrection", "RowRemark", "Scorecard", "SurveyAnswer",
    "SurveyCount", "SurveyItem", "Tally",
]  # fmt: skip
