"""What plans of a year set out against what was done: tasks by the month of their deadline."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import ExtractMonth, ExtractYear, TruncDate

from areas.models import Area
from areas.queries import below
from campaigns.enums import TaskState
from campaigns.models import Plan, Task, TaskReport
from campaigns.queries.follow import of_plans_in_force, with_due
from documents.enums import DocumentState

#: How a task stands against its deadline, in the order shown; tone of its part in a chart.
STANDS = {
    "in_time": ("Xong đúng hạn", "met"), "late": ("Xong sau hạn", "na"), "undated": ("Xong, không rõ ngày hoặc hạn", "2"),
    "overdue": ("Quá hạn, chưa xong", "unmet"), "open": ("Chưa đến hạn", "none"),
    "no_date": ("Chưa xong, không ghi hạn", "5"),
}  # fmt: skip
#: Year and month of a deadline; None where a task has none.
Month = tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Done:
    """Tasks of the issued plans by the month they are due, and of how many plans they are."""

    months: list[tuple[Month, Counter[str]]]
    plans: int

    @property
    def tasks(self) -> int:
        return sum(counts.total() for _, counts in self.months)


def _plans(areas: Sequence[Area]) -> QuerySet[Plan]:
    return Plan.objects.filter(below(areas, "area__path"), document__state=DocumentState.ISSUED)


def years_of(areas: Sequence[Area]) -> list[int]:
    """The years these areas and those below have issued plans of, newest first; one query."""
    years = _plans(areas).exclude(year=None).order_by("-year").values_list("year", flat=True).distinct()
    return [year for year in years if year is not None]


def done_by_month(areas: Sequence[Area], year: int, today: date) -> Done:
    """Tasks of the year's issued plans of these areas and those below that were not dropped; two queries.

    A task is done on the day of its newest report that says so; what was only marked done has no day.
    """
    reported = TaskReport.objects.filter(task=OuterRef("pk"), done=True).order_by("-at", "-pk").values("at")[:1]
    tasks = with_due(of_plans_in_force(Task.objects.filter(below(areas, "plan__area__path"), plan__year=year)))
    done = Q(state=TaskState.DONE)
    stand = Case(
        When(done & (Q(due_on=None) | Q(done_on=None)), then=Value("undated")),
        When(done & Q(done_on__lte=F("due_on")), then=Value("in_time")),
        When(done, then=Value("late")),
        When(due_on=None, then=Value("no_date")),
        When(due_on__lt=today, then=Value("overdue")),
        default=Value("open"), output_field=CharField(),
    )  # fmt: skip
    counted = (
        tasks.exclude(state=TaskState.DROPPED).annotate(done_on=TruncDate(Subquery(reported))).annotate(stand=stand)
    )
    found: defaultdict[Month, Counter[str]] = defaultdict(Counter)
    rows = (
        counted.order_by().values_list(ExtractYear("due_on"), ExtractMonth("due_on"), "stand").annotate(n=Count("pk"))
    )
    for of_year, month, name, number in rows:
        found[(of_year, month) if of_year else None][name] += number
    months = sorted(found.items(), key=lambda item: item[0] or (9999, 0))
    return Done(months, _plans(areas).filter(year=year).count())
