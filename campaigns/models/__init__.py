"""Plans and everything that hangs on them, by subject."""

from campaigns.models.follow import TargetValue, Task, TaskFile, TaskReport
from campaigns.models.levels import PlanRequest
from campaigns.models.outreach import Outreach, OutreachQuota
from campaigns.models.plan import Block, Duty, Finding, Plan, PlanImport, PlanLine, Solution, StandingRow, Target
from campaigns.models.programme import (
    Bracket,
    ContributionTerms,
    CostLine,
    Fund,
    Milestone,
    PlanAward,
    PlanVillage,
    Routine,
)
from campaigns.models.wording import Editing, FindingDecision, PartState, PlanVersion, Remark, Sentence, UnsavedInput
from campaigns.models.works import ResidentsDecision, Work, WorkFund, WorkPayment, WorkPhoto
from campaigns.models.year import (
    Committee,
    CommitteeMember,
    Event,
    Inspection,
    ModelConfirmation,
    ModelOrClub,
    Proposal,
    Recommendation,
    RoutineTurn,
    TurnPhoto,
)

__all__ = [
    "Block", "Bracket", "Committee", "CommitteeMember", "ContributionTerms", "CostLine", "Duty", "Editing", "Event",
    "Finding", "FindingDecision", "Fund", "Inspection", "Milestone", "ModelConfirmation", "ModelOrClub", "Outreach",
    "OutreachQuota", "PartState", "Plan", "PlanAward", "PlanImport", "PlanLine", "PlanRequest", "PlanVersion",
    "PlanVillage", "Proposal", "Recommendation", "Remark", "ResidentsDecision", "Routine", "RoutineTurn", "Sentence",
    "Solution", "StandingRow", "Target", "TargetValue", "Task", "TaskFile", "TaskReport", "TurnPhoto", "UnsavedInput",
    "Work", "WorkFund", "WorkPayment", "WorkPhoto",
]  # fmt: skip
