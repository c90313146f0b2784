"""Rows of a plan written from the facts of its paper (the shape of `import_plan --json`)."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Any

from campaigns.enums import LineKind
from campaigns.models import (
    Block,
    Bracket,
    ContributionTerms,
    Duty,
    Finding,
    Fund,
    Milestone,
    Plan,
    PlanAward,
    PlanLine,
    PlanVillage,
    Routine,
    Solution,
    StandingRow,
    Target,
    Task,
)
from campaigns.rules.finding import key_of

#: Everything of a plan that is written anew from the facts of its paper.
_WRITTEN = (
    "tasks", "blocks", "targets", "duties", "findings", "standings", "lines", "brackets", "awards", "villages",
    "milestones", "routines", "funds",
)  # fmt: skip


def day_of(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _figure(value: float | str | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def clear_rows(plan: Plan) -> None:
    """Take away what `write_rows` writes."""
    for name in _WRITTEN:
        getattr(plan, name).all().delete()
    ContributionTerms.objects.filter(plan=plan).delete()


def write_rows(plan: Plan, facts: dict[str, Any]) -> None:
    """All rows that the facts tell, in the order of the text; the plan has none before."""
    _write_blocks(plan, facts["blocks"])
    _write_standings(plan, facts)
    Target.objects.bulk_create(
        Target(
            plan=plan, position=place, criterion=row["criterion"], text=row["text"], unit=row["unit"] or "",
            value=_figure(row["value"]), direction=row["direction"] or "", source=row["source"] or "",
        )
        for place, row in enumerate(facts["targets"], 1)
    )  # fmt: skip
    Duty.objects.bulk_create(
        Duty(plan=plan, position=place, unit=row["unit"], duties=row["duties"])
        for place, row in enumerate(facts["assignments"], 1)
    )
    _write_terms(plan, facts)
    _write_programme(plan, facts)
    write_findings(plan, facts["findings"])


def write_findings(plan: Plan, findings: list[dict[str, Any]]) -> None:
    """The plan's findings, in the place of those it had; what somebody decided to keep is kept."""
    plan.findings.all().delete()
    kept = set(plan.finding_decisions.values_list("key", flat=True))
    Finding.objects.bulk_create(
        Finding(
            plan=plan, position=place, code=row["code"], level=row["level"], message=row["message"],
            quotes=row["quotes"], slug=row.get("slug", ""), kept=key_of(row["code"], row["message"], row["quotes"]) in kept,
        )
        for place, row in enumerate(findings, 1)
    )  # fmt: skip


def _write_blocks(plan: Plan, rows: list[dict[str, Any]]) -> None:
    blocks = Block.objects.bulk_create(
        Block(
            plan=plan, position=place, number=row["number"] or "", criterion=row["criterion"], title=row["title"],
            lead=row["lead"] or "", responsible=row["responsible"] or "",
        )
        for place, row in enumerate(rows, 1)
    )  # fmt: skip
    told = [(block, row) for block, row in zip(blocks, rows, strict=True)]
    tasks = [(block, words) for block, row in told for words in row["tasks"]]
    Task.objects.bulk_create(
        Task(plan=plan, block=block, position=place, text=words, unit=block.responsible)
        for place, (block, words) in enumerate(tasks, 1)
    )
    Solution.objects.bulk_create(
        Solution(block=block, position=place, text=words)
        for block, row in told
        for place, words in enumerate(row["solutions"], 1)
    )


def _write_standings(plan: Plan, facts: dict[str, Any]) -> None:
    criteria = [
        StandingRow(
            set=row["set"] or "", code="" if row["number"] is None else str(row["number"]), name=row["name"] or "",
            standing=row["status"], source=row["source"] or "",
        )
        for row in facts["criteria"]
    ]  # fmt: skip
    indicators = [
        StandingRow(
            code=row["code"], standing=row["status"], value=_figure(row["value"]), goal=_figure(row["target"]),
            unit=row["unit"] or "", source=row["source"] or "",
        )
        for row in facts["indicators"]
    ]  # fmt: skip
    for place, row in enumerate([*criteria, *indicators], 1):
        row.plan, row.position = plan, place
    StandingRow.objects.bulk_create([*criteria, *indicators])


def _write_terms(plan: Plan, facts: dict[str, Any]) -> None:
    rates, accounts = facts["rates"] or {}, facts["bank_accounts"]
    if not rates and not accounts:
        return
    ContributionTerms.objects.create(
        plan=plan, labour_day_value=rates.get("labour_day_value"), organisation_minimum=rates.get("organisation_minimum"),
        account_number=accounts[0] if accounts else "",
    )  # fmt: skip
    Bracket.objects.bulk_create(
        Bracket(
            plan=plan, position=place, min_income=row["min_income"], max_income=row["max_income"],
            days=_figure(row["days"]),
        )
        for place, row in enumerate(rates.get("brackets", []), 1)
    )  # fmt: skip


def _write_programme(plan: Plan, facts: dict[str, Any]) -> None:
    PlanLine.objects.bulk_create(
        PlanLine(plan=plan, kind=LineKind.PARTICIPANT, position=place, text=words)
        for place, words in enumerate(facts["participants"], 1)
    )
    PlanAward.objects.bulk_create(
        PlanAward(plan=plan, position=place, level=row["level"], form=row["form"], source=row["source"] or "")
        for place, row in enumerate(facts["awards"], 1)
    )
    PlanVillage.objects.bulk_create(
        PlanVillage(plan=plan, position=place, name=row["name"], role=row["role"])
        for place, row in enumerate(facts["villages"], 1)
    )
    Milestone.objects.bulk_create(
        Milestone(
            plan=plan, position=place, what=row["what"], on=date.fromisoformat(row["date"]), rule=row["rule"],
            place=row["place"] or "", source=row["source"] or "",
        )
        for place, row in enumerate(facts["milestones"], 1)
    )  # fmt: skip
    Routine.objects.bulk_create(
        Routine(
            plan=plan, position=place, what=row["what"], every=row["every"], who=row["who"] or "",
            at=time.fromisoformat(row["at"]) if row["at"] else None, source=row["source"] or "",
        )
        for place, row in enumerate(facts["routines"], 1)
    )  # fmt: skip
    Fund.objects.bulk_create(
        Fund(plan=plan, position=place, kind=row["kind"], text=row["text"])
        for place, row in enumerate(facts["funds"], 1)
    )
