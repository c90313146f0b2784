"""Works: what they cost and who paid, what was begun, accepted and paid in the period, and what is owed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from accounts.enums import Role
from campaigns.enums import FundKind, WorkState
from core import clock
from core.formats import number
from reporting.compose.words import day, dong, inside, joined, name_of, named, quoted
from reporting.context import Drafted, Figure, Missing, Scope, Sentence, Source
from reporting.queries.sources import people_on
from reporting.queries.sources_works import WorkFact, accepted_works, debt_rows, work_facts

if TYPE_CHECKING:
    from campaigns.models import Work, WorkPayment
    from contributions.models import Receipt


def works(scope: Scope) -> Drafted:
    """The table by works and what happened to them in the period. At most five queries."""
    facts, said = work_facts(scope), Drafted()
    if not facts:
        what = f"Sổ công trình chưa có công trình của năm {scope.upto.year}"
        who = people_on(scope.area, Role.NTM_OFFICER, clock.today())
        said.missing.append(Missing(what, who, reverse("campaigns:works")))
    for fact in facts:
        said.figures += _row(scope, fact)
        if not fact.funds:
            what = f"Công trình {quoted(fact.work.name)} chưa ghi nguồn vốn"
            said.missing.append(Missing(what[:250], name_of(fact.work.created_by), _url(fact.work)))
    for lead, rows in (
        ("Khởi công", [f.work for f in facts if f.work.starts_on and scope.since <= f.work.starts_on <= scope.upto and f.work.state != WorkState.PLANNED]),
        ("Nghiệm thu", [f.work for f in facts if f.work.accepted_on and scope.since <= f.work.accepted_on <= scope.upto]),
    ):  # fmt: skip
        if rows:
            names = joined(f"{quoted(work.name)} ({inside(work.area)})" for work in rows)
            said.sentences.append(
                Sentence(f"{lead} {number(len(rows))} công trình: {names}.", tuple(_source(work) for work in rows))
            )
    paid = [(fact.work, one) for fact in facts for one in fact.payments if one.paid_on >= scope.since]
    if paid:
        total = sum(one.amount for _, one in paid)
        count = len({work.pk for work, _ in paid})
        text = f"Thanh toán trong kỳ cho {number(count)} công trình: {dong(total)}."
        said.sentences.append(Sentence(text, named([_payment(work, one) for work, one in paid], _register())))
    return said


def _row(scope: Scope, fact: WorkFact) -> list[Figure]:
    work, row = fact.work, f"work:{fact.work.pk}"
    whole = _source(work)
    state = [fund for fund in fact.funds if fund.kind == FundKind.STATE]
    funds = [
        Source("campaigns.workfund", fund.pk, f"Nguồn vốn của {quoted(work.name)}"[:250], _url(work)) for fund in state
    ]
    now = [one for one in fact.payments if one.paid_on >= scope.since]
    money: list[tuple[str, int | None, Sequence[Source]]] = [
        ("total", work.total, [whole]),
        ("people", sum(one.amount for one in fact.receipts) if fact.receipts else None, [_given(one) for one in fact.receipts]),
        ("state", sum(fund.amount for fund in state) if state else None, funds),
        ("paid_in_period", sum(one.amount for one in now) if now else None, [_payment(work, one) for one in now]),
        ("paid", sum(one.amount for one in fact.payments) if fact.payments else None,
         [_payment(work, one) for one in fact.payments]),
    ]  # fmt: skip
    figures = [
        Figure("works", row, "area", text=str(work.area), sources=(whole,)),
        Figure("works", row, "work", text=work.name, sources=(whole,)),
    ]
    figures += [
        Figure("works", row, column, None if value is None else Decimal(value), sources=() if value is None else named(rows, whole))
        for column, value, rows in money
    ]  # fmt: skip
    return [*figures, Figure("works", row, "note", text=WorkState(work.state).label, sources=(whole,))]


def debts(scope: Scope) -> Drafted:
    """Table and sentence of what is owed for accepted works at the end of the period. At most five queries."""
    rows, said = debt_rows(scope), Drafted()
    accepted = [] if rows else accepted_works(scope)
    if not rows and not accepted:
        who = people_on(scope.area, Role.ACCOUNTANT, clock.today())
        what = "Sổ công trình chưa có công trình nào nghiệm thu nên chưa xác định được nợ đọng xây dựng cơ bản"
        said.missing.append(Missing(what, who, reverse("campaigns:works")))
        return said
    for work in rows:
        said.figures += _debt(work)
        what = f"Nguồn và lộ trình xử lý nợ đọng của công trình {quoted(work.name)}"
        said.missing.append(Missing(what[:250], name_of(work.created_by), _url(work)))
    until = f"Đến hết ngày {day(scope.upto)}"
    if rows:
        total = sum(work.debt for work in rows)
        text = f"{until}, nợ đọng xây dựng cơ bản {dong(total)} tại {number(len(rows))} công trình: "
        text += joined(f"{quoted(work.name)} {dong(work.debt)}" for work in rows) + "."
        said.sentences.append(Sentence(text, named([_source(work) for work in rows], _register())))
    else:
        text = f"{until}, {number(len(accepted))} công trình đã nghiệm thu đều đã thanh toán đủ, không có nợ đọng xây dựng cơ bản."
        said.sentences.append(Sentence(text, named([_source(work) for work in accepted], _register())))
    return said


def _debt(work: Any) -> list[Figure]:
    row, whole = f"work:{work.pk}", _source(work)
    decision = ""
    if work.decision is not None:
        dated = f"ngày {day(work.decision.dated)}" if work.decision.dated else ""
        decision = ", ".join(filter(None, (work.decision.number, dated)))
    funds = [
        Source("campaigns.workfund", fund.pk, f"Nguồn vốn của {quoted(work.name)}"[:250], _url(work))
        for fund in work.funds.all()
    ]
    paid = [_payment(work, one) for one in work.payments.all()]
    figures = [
        Figure("debts", row, "work", text=work.name, sources=(whole,)),
        Figure("debts", row, "decision", text=decision, sources=(whole,) if decision else ()),
    ]
    for column, value, rows in (
        ("total", work.total, [whole]), ("accepted", work.accepted_then, [whole]), ("funded", work.funded, funds),
        ("paid", work.paid if paid else None, paid), ("debt", work.debt, [whole, *paid]),
    ):  # fmt: skip
        figures.append(
            Figure("debts", row, column, None if value is None else Decimal(value), sources=() if value is None else named(rows, whole))
        )  # fmt: skip
    return [
        *figures,
        Figure("debts", row, "solution"),
        Figure("debts", row, "note", text=str(work.area), sources=(whole,)),
    ]


def _url(work: Work) -> str:
    return reverse("campaigns:work", args=[work.pk])


def _source(work: Work) -> Source:
    return Source(
        "campaigns.work", work.pk, f"Công trình {quoted(work.name)}"[:250], _url(work), name_of(work.created_by)
    )


def _register() -> Source:
    return Source("campaigns.work", None, "Sổ công trình", reverse("campaigns:works"))


def _payment(work: Work, one: WorkPayment) -> Source:
    label = f"Thanh toán ngày {day(one.paid_on)}{f', chứng từ {one.voucher}' if one.voucher else ''}"
    return Source("campaigns.workpayment", one.pk, label, _url(work), name_of(one.by))


def _given(one: Receipt) -> Source:
    return Source(
        "contributions.receipt",
        one.pk,
        f"{one} ngày {day(one.received_on)}"[:250],
        one.get_absolute_url(),
        name_of(one.by),
    )
