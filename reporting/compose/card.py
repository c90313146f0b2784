"""Biểu kết quả thực hiện tiêu chí: every criterion and indicator of the year's cards, and how many are met.

The counts in the sentence are counted from the rows of the table, so that the two never say different things.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from accounts.enums import Role
from core import clock
from criteria.enums import State
from criteria.models import Result
from criteria.papers.cards import card_rows
from criteria.papers.results import Before, ResultRow, result_form
from criteria.queries.cares import care_for
from reporting.compose.words import day, name_of, named, quoted
from reporting.context import Drafted, Figure, Missing, Scope, Sentence, Source
from reporting.queries.sources import people_on
from reporting.queries.sources_card import CardFact, card_facts, said_before

_TABLE = "criteria"
#: Columns of the form in their order (criteria.papers.results.HEAD).
_COLUMNS = (
    "number", "criterion", "indicator", "unit", "standard", "before", "result", "state", "due", "who", "proof", "note",
)  # fmt: skip
_BEFORE, _RESULT, _STATE = (_COLUMNS.index(name) for name in ("before", "result", "state"))
_COUNTS_AS_MET = {State.MET, State.NOT_ASSESSED}


def card(scope: Scope) -> Drafted:
    """Rows, sentence and rows without data for each card of the year. At most ten queries a card."""
    facts, said = card_facts(scope), Drafted()
    who = people_on(scope.area, Role.NTM_OFFICER, clock.today())
    if not facts:
        what = f"Chưa lập phiếu tự đánh giá tiêu chí nông thôn mới năm {scope.upto.year}"
        said.missing.append(Missing(what, who, reverse("criteria:list")))
    earlier = said_before(scope) if facts else {}
    for fact in facts:
        _one(scope, fact, earlier, who, said)
    return said


def _one(scope: Scope, fact: CardFact, earlier: dict[str, str], officers: str, said: Drafted) -> None:
    form = result_form(fact.lines, before=_before(fact), cares=fact.cares, proof=fact.proof)
    whole = Source(
        "criteria.scorecard", fact.card.pk, f"Phiếu tự đánh giá năm {fact.card.year}, {fact.card.criteria_set}"[:250],
        fact.card.get_absolute_url(),
    )  # fmt: skip
    met: dict[bool, list[Source]] = {True: [], False: []}
    totals = {True: 0, False: 0}
    for row, (key, result, url) in zip(form.rows, _keys(fact), strict=True):
        source = _result_source(result, url) if result is not None else None
        totals[row.is_criterion] += 1
        if row.state in _COUNTS_AS_MET:
            met[row.is_criterion].append(source or whole)
        said.figures += list(_cells(key, row, earlier.get(key, ""), source or whole))
    empty = sum(row.is_criterion and row.state == State.NO_DATA for row in form.rows)
    rest = f"; {empty} tiêu chí chưa đủ số liệu để đánh giá" if empty else ""
    text = (
        f"Theo {fact.card.criteria_set}, đến hết ngày {day(scope.upto)} {fact.card.area.kind_word} tự đánh giá đạt "
        f"{len(met[True])}/{totals[True]} tiêu chí, {len(met[False])}/{totals[False]} chỉ tiêu{rest}."
    )
    sources = tuple(dict.fromkeys((*met[True], *met[False])))
    said.sentences.append(Sentence(text, named(sources, whole) or (whole,)))
    said.missing += _without_data(fact, officers)


def _before(fact: CardFact) -> Before:
    if fact.accepted is not None:
        return Before(str(fact.accepted.round), fact.accepted.snapshot)
    return Before(results=fact.last)


def _keys(fact: CardFact) -> Iterator[tuple[str, Result | None, str]]:
    """Key, result and page of each row, in the order of the form."""
    chosen = fact.card.criteria_set_id
    for line in fact.lines:
        url = reverse("criteria:criterion", args=[fact.card.pk, line.criterion.number])
        yield f"{chosen}:criterion:{line.criterion.number}", line.whole, url
        for row in line.rows:
            yield f"{chosen}:indicator:{row.indicator}"[:80], row.result, url


def _cells(key: str, row: ResultRow, earlier: str, source: Source) -> Iterator[Figure]:
    for place, (column, cell) in enumerate(zip(_COLUMNS, row.cells, strict=True)):
        text = cell
        if place == _BEFORE and earlier:
            text = earlier
        # A criterion's result is its state: what the next report calls the period before.
        if place == _RESULT and row.is_criterion:
            text = row.cells[_STATE]
        yield Figure(_TABLE, key, column, text=text, sources=(source,) if text else ())


def _result_source(result: Result, url: str) -> Source:
    by = name_of(result.by)
    return Source("criteria.result", result.pk, f"Kết quả ghi ngày {day(result.at)}", url, by)


def _without_data(fact: CardFact, officers: str) -> list[Missing]:
    """One gap a criterion, with the rows that nobody filled and who looks after them."""
    found = []
    for shown in card_rows(fact.lines):
        line = shown.line
        empty = [row for row in line.rows if row.result is None or row.result.state == State.NO_DATA]
        if not (empty or (shown.judged_whole and line.whole is None)):
            continue
        codes = ", ".join(str(row.indicator) for row in empty)
        what = f"Tiêu chí {line.criterion.number} {quoted(line.criterion.name)} chưa có số liệu"
        cares = [care_for(fact.cares, line.criterion.pk, row.indicator.pk) for row in empty] or [
            care_for(fact.cares, line.criterion.pk)
        ]
        names = dict.fromkeys(name_of(care.owner) or care.unit for care in cares if care is not None)
        who = ", ".join(filter(None, names)) or officers
        url = reverse("criteria:criterion", args=[fact.card.pk, line.criterion.number])
        found.append(Missing((f"{what}: chỉ tiêu {codes}" if codes else what)[:250], who[:200], url))
    return found
