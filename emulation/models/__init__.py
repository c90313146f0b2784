"""Drives and everything that hangs on them, by subject."""

from emulation.models.awards import (
    Attendance,
    Award,
    AwardDecision,
    AwardForm,
    AwardQuota,
    AwardRule,
    Ballot,
    BaseSalary,
    CertificateLayout,
    HigherAward,
    Nomination,
    Session,
)
from emulation.models.drives import Drive, Duty, Entry, EntryWork, GroupPerson, GroupPlace
from emulation.models.reports import LabourProposal, PhotoCheck, Report, ReportLine, ReportPhoto
from emulation.models.reviews import Review
from emulation.models.scoring import Correction, Mark, NoFigure, RankRow, ScoreItem, Scorer, Scoring, SpreadReason

__all__ = [
    "Attendance", "Award", "AwardDecision", "AwardForm", "AwardQuota", "AwardRule", "Ballot", "BaseSalary", "CertificateLayout",
    "Correction", "Drive", "Duty", "Entry", "EntryWork", "GroupPerson", "GroupPlace", "HigherAward", "LabourProposal",
    "Mark", "NoFigure", "Nomination", "PhotoCheck", "RankRow", "Report", "ReportLine", "ReportPhoto", "Review", "ScoreItem",
    "Scorer", "Scoring", "Session", "SpreadReason",
]  # fmt: skip
