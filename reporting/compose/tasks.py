"""Tasks of the plans: what was done in the period, what is under way and late, what comes next, what holds things up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from accounts.enums import Role
from core import clock
from core.formats import number
from reporting.compose.words import day, joined, name_of, named, period, quoted, told_by
from reporting.context import Drafted, Missing, Scope, Sentence, Source
from reporting.queries.sources import TaskFact, people_on, proposals_of, task_facts
from reporting.queries.sources_drives import troubles_of

if TYPE_CHECKING:
    from campaigns.models import Task, TaskReport


def tasks(scope: Scope) -> Drafted:
    """How many tasks stand where at the end of the period, which were done in it, are under way, are late; late ones nobody
    reported on are missing. Three queries."""
    facts, said = task_facts(scope), Drafted()
    if not facts:
        # A drive's works stand in the villages' own plans; compose.drives speaks of them.
        said.missing += [] if scope.drive else [_no_tasks(scope)]
        return said
    done = [fact for fact in facts if fact.done]
    begun = [fact for fact in facts if fact.percent and not fact.done]
    late = [fact for fact in facts if not fact.done and fact.task.due_on and fact.task.due_on <= scope.upto]
    said.sentences.append(_summary(scope, facts, done, begun, late))
    for lead, rows, words in (
        ("Hoàn thành trong kỳ", [fact for fact in done if fact.done_since(scope.since)], _done_words),
        ("Đang thực hiện", begun, _begun_words),
        ("Đã đến hạn, chưa hoàn thành", late, _late_words),
    ):
        if rows:
            said.sentences.append(_list(lead, rows, words))
    said.missing += [
        Missing(
            f"Nhiệm vụ {quoted(fact.task.text)} đến hạn ngày {day(fact.task.due_on)} chưa có báo cáo trong {period(scope)}"[:250],
            _who(fact.task), _url(fact.task),
        )
        for fact in late
        if not fact.reports_since(scope.since)
    ]  # fmt: skip
    return said


def _summary(
    scope: Scope,
    facts: Sequence[TaskFact],
    done: Sequence[TaskFact],
    begun: Sequence[TaskFact],
    late: Sequence[TaskFact],
) -> Sentence:
    rest = len(facts) - len(done) - len(begun)
    parts = [f"hoàn thành {number(len(done))}"]
    parts += [f"đang thực hiện {number(len(begun))}"] if begun else []
    parts += [f"chưa thực hiện {number(rest)}"] if rest else []
    ending = f"; trong đó {number(len(late))} nhiệm vụ đã đến hạn, chưa hoàn thành" if late else ""
    text = f"Tổng số nhiệm vụ theo kế hoạch: {number(len(facts))}; đến hết ngày {day(scope.upto)}: {', '.join(parts)}{ending}."
    plan = facts[0].task.plan
    whole = Source("campaigns.plan", plan.pk, plan.title, reverse("campaigns:tasks", args=[plan.pk]))
    return Sentence(text, named([_task_source(fact.task) for fact in facts], whole))


def _list(lead: str, rows: Sequence[TaskFact], words: Callable[[TaskFact], str]) -> Sentence:
    sources = [_report_source(fact.task, fact.last) if fact.last else _task_source(fact.task) for fact in rows]
    plan = rows[0].task.plan
    whole = Source("campaigns.plan", plan.pk, plan.title, reverse("campaigns:tasks", args=[plan.pk]))
    return Sentence(f"{lead}: {joined(map(words, rows))}.", named(sources, whole))


def _done_words(fact: TaskFact) -> str:
    last = fact.last
    return quoted(fact.task.text) + (told_by(name_of(last.by), last.at) if last else "")


def _begun_words(fact: TaskFact) -> str:
    last = fact.last
    return f"{quoted(fact.task.text)} đạt {fact.percent}%" + (told_by(name_of(last.by), last.at) if last else "")


def _late_words(fact: TaskFact) -> str:
    who = _who(fact.task)
    at = f", đạt {fact.percent}%" if fact.percent else ""
    return f"{quoted(fact.task.text)} hạn ngày {day(fact.task.due_on)}{at}" + (f" ({who})" if who else "")


def next_tasks(scope: Scope) -> Drafted:
    """Open tasks whose deadline is past or falls within a period of the same length after this one. Two queries."""
    last = scope.upto + (scope.upto - scope.since) + timedelta(days=1)
    open_ = [fact for fact in task_facts(scope) if not fact.done and fact.task.due_on and fact.task.due_on <= last]
    said = Drafted()
    for fact in open_:
        who = _who(fact.task)
        before = "Tiếp tục: " if fact.task.due_on <= scope.upto else ""
        text = f"{before}{_plain(fact.task.text)} (hạn ngày {day(fact.task.due_on)}{f'; {who}' if who else ''})."
        said.sentences.append(Sentence(text, (_task_source(fact.task),)))
    return said


def troubles(scope: Scope) -> Drafted:
    """Difficulties that reports on tasks and reports of drives tell in the period, word for word. Three queries."""
    said = Drafted()
    for fact in task_facts(scope):
        for row in fact.reports_since(scope.since):
            if row.trouble.strip():
                text = f"{quoted(fact.task.text)}: {_plain(row.trouble)}{told_by(name_of(row.by), row.at)}."
                said.sentences.append(Sentence(text, (_report_source(fact.task, row),)))
    for report in troubles_of(scope):
        entry, by = report.duty.entry, name_of(report.by)
        label = f"Báo cáo thi đua của {entry.name} ngày {day(report.day)}"
        source = Source("emulation.report", report.pk, label, report.get_absolute_url(), by)
        text = f"{entry.name}: {_plain(report.trouble)}{told_by(by, report.day)}."
        said.sentences.append(Sentence(text, (source,)))
    return said


def proposals(scope: Scope) -> Drafted:
    """What the area asks of superior bodies and is not settled. One query."""
    said = Drafted()
    for row in proposals_of(scope):
        sent = (
            f" (đã gửi ngày {day(row.sent_on)}{f', công văn số {row.letter}' if row.letter else ''})"
            if row.sent_on
            else ""
        )
        by = name_of(row.created_by)
        source = Source(
            "campaigns.proposal",
            row.pk,
            f"Kiến nghị ghi ngày {day(row.created_at)}",
            reverse("campaigns:proposals"),
            by,
        )
        said.sentences.append(Sentence(f"Đề nghị {row.addressee.strip()}: {_plain(row.text)}{sent}.", (source,)))
    return said


def _no_tasks(scope: Scope) -> Missing:
    who = people_on(scope.area, Role.NTM_OFFICER, clock.today())
    return Missing(f"Chưa có kế hoạch đã ban hành với nhiệm vụ năm {scope.upto.year}", who, reverse("campaigns:list"))


def _plain(text: str) -> str:
    return " ".join(text.split()).rstrip(".;")


def _who(task: Any) -> str:
    """Who owes the task: its person, that of its criterion, its body or village, the words of the plan."""
    owner = task.owner or (task.block.owner if task.block_id else None)
    return name_of(owner) or task.unit_name or ""


def _url(task: Task) -> str:
    return reverse("campaigns:task", args=[task.pk])


def _task_source(task: Task) -> Source:
    return Source("campaigns.task", task.pk, f"Nhiệm vụ {quoted(str(task))}", _url(task), _who(task))


def _report_source(task: Task, row: TaskReport) -> Source:
    by = name_of(row.by)
    return Source("campaigns.taskreport", row.pk, f"Báo cáo của {by} ngày {day(row.at)}", _url(task), by)
