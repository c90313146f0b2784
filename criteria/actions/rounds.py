"""Every write on rounds: opened, submitted, returned, corrected, accepted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse

from accounts.access import holders
from accounts.enums import Right
from core import clock
from core.errors import RuleError
from core.formats import vndate
from criteria.actions.derived import refresh_card
from criteria.actions.summaries import keep_round_card
from criteria.enums import ROUND_STEPS, WITH_COMMUNE, RoundCardState, State
from criteria.models import (
    CriteriaSet,
    Criterion,
    Indicator,
    Round,
    RoundCard,
    RowCorrection,
    RowRemark,
    Scorecard,
)
from criteria.papers.snapshots import snapshot_of, states_in, with_corrections
from criteria.queries.cards import lines_of, scopes_of
from criteria.queries.evidence import by_row
from criteria.queries.rounds import communes_below, corrections_of
from journal.actions import notify, record

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area


@dataclass(frozen=True, slots=True)
class RemarkOn:
    """What the office says about one row."""

    criterion: Criterion
    indicator: Indicator | None
    text: str


@transaction.atomic
def open_round(
    *, area: Area, criteria_set: CriteriaSet, kind: str, name: str, year: int, deadline: date, by: User
) -> Round:
    """Open a round for every commune below the area; their cards are opened where they are not yet. Safe to repeat.

    A round of a past year asks the communes of that year: since then they may have merged. Writes the round, the cards,
    a notice for everybody who fills or submits one; RuleError where no commune lies below, or where another round has
    the name.
    """
    now, today = clock.now(), clock.today()
    if deadline < today:
        raise RuleError("Hạn gửi phải từ hôm nay trở đi.")
    found, created = Round.objects.get_or_create(
        area=area, criteria_set=criteria_set, name=name,
        defaults={"kind": kind, "year": year, "deadline": deadline, "created_by": by, "created_at": now},
    )  # fmt: skip
    if not created:
        _same(found, kind=kind, year=year, deadline=deadline)
        return found
    day = min(today, date(year, 12, 31))
    communes = list(communes_below(area, day))
    if not communes:
        raise RuleError(f"{area} không có xã nào bên dưới ngày {vndate(day)} để mở kỳ đánh giá.")
    scopes = scopes_of(communes, criteria_set, day)
    Scorecard.objects.bulk_create(
        [
            Scorecard(
                area=commune, criteria_set=criteria_set, year=year, scope=scopes.get(commune.pk, ""), created_by=by,
                created_at=now, updated_at=now,
            )
            for commune in communes
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    cards = Scorecard.objects.filter(area__in=communes, criteria_set=criteria_set, year=year, subject="")
    RoundCard.objects.bulk_create([RoundCard(round=found, card=card) for card in cards])
    record("round.opened", found, by=by, area=area)
    notify(
        _fillers(communes), key=f"round:{found.pk}:opened",
        title=f"{name}: tự đánh giá, gửi chậm nhất ngày {vndate(deadline)}",
        url=found.get_absolute_url(),
    )  # fmt: skip
    return found


def _same(found: Round, *, kind: str, year: int, deadline: date) -> None:
    """RuleError where the round that has the name already is not the one asked for: it was no second click."""
    if (found.kind, found.year, found.deadline) != (kind, year, deadline):
        raise RuleError(
            f"{found.area} đã có kỳ “{found}” của năm {found.year} với hạn gửi {vndate(found.deadline)}; "
            "đề nghị đặt tên khác, hoặc sửa kỳ đó."
        )


@transaction.atomic
def change_round(opened: Round, *, name: str, deadline: date, by: User) -> Round:
    """Name a round otherwise or give its communes another deadline. Safe to repeat.

    A deadline that has passed stays or moves to a day to come. Who still has to send hears of a new deadline.
    """
    opened = Round.objects.select_for_update(of=("self",)).select_related("area").get(pk=opened.pk)
    if deadline != opened.deadline and deadline < clock.today():
        raise RuleError("Hạn gửi phải từ hôm nay trở đi.")
    others = Round.objects.filter(area=opened.area, criteria_set=opened.criteria_set_id, name=name)
    if others.exclude(pk=opened.pk).exists():
        raise RuleError(f"{opened.area} đã có kỳ “{name}” của bộ tiêu chí này; đề nghị đặt tên khác.")
    changes = {
        label: [was, now]
        for label, was, now in (
            ("Tên kỳ", opened.name, name),
            ("Hạn gửi", vndate(opened.deadline), vndate(deadline)),
        )
        if was != now
    }
    if not changes:
        return opened
    moved = deadline != opened.deadline
    opened.name, opened.deadline = name, deadline
    opened.save(update_fields=["name", "deadline"])
    record("round.changed", opened, by=by, area=opened.area, changes=changes)
    if moved:
        waiting = opened.cards.filter(state__in=WITH_COMMUNE).select_related("card__area")
        notify(
            _fillers([row.card.area for row in waiting]),
            key=f"round:{opened.pk}:deadline:{clock.now():%Y%m%d%H%M%S%f}",
            title=f"{name}: hạn gửi phiếu chuyển sang {vndate(deadline)}", url=opened.get_absolute_url(),
        )  # fmt: skip
    return opened


@transaction.atomic
def withdraw_round(opened: Round, *, by: User) -> None:
    """Take back a round that no commune has answered yet; RuleError where one has. The communes' own cards stay.

    Who was asked hears of it. The journal keeps what was opened.
    """
    cards = list(opened.cards.select_for_update(of=("self",)).select_related("card__area"))
    sent = sum(round_card.state != RoundCardState.FILLING for round_card in cards)
    if sent:
        raise RuleError(f"Đã có {sent} xã gửi phiếu nên không rút được kỳ này.")
    note = f"{opened.name}, {opened.criteria_set}, hạn gửi {vndate(opened.deadline)}, {len(cards)} xã"
    record("round.withdrawn", opened, by=by, area=opened.area, note=note)
    notify(
        _fillers([round_card.card.area for round_card in cards]), key=f"round:{opened.pk}:withdrawn",
        title=f"{opened.name}: {opened.area} đã rút kỳ đánh giá này", url=reverse("criteria:rounds"),
    )  # fmt: skip
    opened.cards.all().delete()
    opened.delete()


def _fillers(communes: Iterable[Area]) -> set[User]:
    """Everybody who fills or submits the cards of these communes."""
    return {*holders(Right.WRITE_SCORECARDS, communes), *holders(Right.SUBMIT_SCORECARDS, communes)}


def _locked(round_card: RoundCard) -> RoundCard:
    """The card to write on; RuleError where its round was taken back meanwhile."""
    rows = RoundCard.objects.select_for_update(of=("self",))
    rows = rows.select_related("round__area", "card__area", "card__criteria_set", "submitted_by")
    found = rows.filter(pk=round_card.pk).first()
    if found is None:
        raise RuleError("Kỳ đánh giá này đã được rút.")
    return found


def _step(round_card: RoundCard, to: RoundCardState) -> None:
    if to not in ROUND_STEPS[round_card.state]:
        raise RuleError(
            f"Phiếu đang ở trạng thái “{round_card.get_state_display()}” nên không chuyển sang “{to.label}” được."
        )
    round_card.state = to


@transaction.atomic
def submit_card(round_card: RoundCard, *, by: User) -> RoundCard:
    """The commune's leader sends the card: what it says now is kept for the office. Safe to repeat."""
    round_card = _locked(round_card)
    if round_card.state == RoundCardState.SUBMITTED:
        return round_card
    _step(round_card, RoundCardState.SUBMITTED)
    card, now = round_card.card, clock.now()
    refresh_card(card, by=by)
    round_card.snapshot = snapshot_of(card, lines_of(card, on=clock.today()), by_row(card.area, card.criteria_set))
    round_card.submitted_by, round_card.submitted_at = by, now
    round_card.save()
    round_card.remarks.filter(answered_at=None).update(answered_at=now)
    keep_round_card(round_card)
    record("round.submitted", round_card, by=by, area=card.area)
    _tell(holders(Right.VERIFY_SCORECARDS, [round_card.round.area]), round_card, f"Chờ thẩm tra: {card.area}")
    return round_card


@transaction.atomic
def return_card(round_card: RoundCard, *, remarks: Sequence[RemarkOn], by: User) -> RoundCard:
    """The office gives the card back, with what is to be mended row by row."""
    round_card = _locked(round_card)
    if not remarks:
        raise RuleError("Đề nghị ghi ý kiến ở ít nhất một chỉ tiêu khi trả lại phiếu.")
    _step(round_card, RoundCardState.RETURNED)
    now = clock.now()
    round_card.decided_by, round_card.decided_at = by, now
    round_card.save()
    keep_round_card(round_card)
    RowRemark.objects.bulk_create(
        RowRemark(
            round_card=round_card,
            criterion=remark.criterion,
            indicator=remark.indicator,
            text=remark.text,
            by=by,
            at=now,
        )
        for remark in remarks
    )
    said = "; ".join(f"{remark.indicator or remark.criterion}: {remark.text}" for remark in remarks)
    record("round.returned", round_card, by=by, area=round_card.card.area, note=said)
    _tell(_fillers([round_card.card.area]), round_card, f"Trả lại phiếu tự đánh giá: {round_card.round}")
    return round_card


@transaction.atomic
def correct_row(
    round_card: RoundCard, *, criterion: Criterion, indicator: Indicator | None, after: State, reason: str, by: User
) -> RowCorrection:
    """The office judges one row otherwise, with a reason; the commune's own card stays as it is."""
    round_card = _locked(round_card)
    if round_card.state != RoundCardState.SUBMITTED:
        raise RuleError("Chỉ điều chỉnh được phiếu đang chờ thẩm tra.")
    if not reason.strip():
        raise RuleError("Đề nghị ghi rõ lý do điều chỉnh.")
    before = states_in(round_card.snapshot, corrections_of(round_card))[str(indicator or criterion.number)]
    if before == after:
        raise RuleError(f"Dòng {indicator or criterion.number} đã là “{after.label}”.")
    correction = RowCorrection.objects.create(
        round_card=round_card, criterion=criterion, indicator=indicator, before=before, after=after,
        reason=reason.strip(), by=by, at=clock.now(),
    )  # fmt: skip
    keep_round_card(round_card)
    changes = {str(indicator or criterion): [before.label, after.label]}
    record("round.corrected", round_card, by=by, area=round_card.card.area, changes=changes, note=reason.strip())
    return correction


@transaction.atomic
def accept_card(round_card: RoundCard, *, by: User) -> RoundCard:
    """The office accepts: the snapshot with its corrections is frozen for ever. Safe to repeat."""
    round_card = _locked(round_card)
    if round_card.state == RoundCardState.ACCEPTED:
        return round_card
    _step(round_card, RoundCardState.ACCEPTED)
    round_card.snapshot = with_corrections(round_card.snapshot, corrections_of(round_card))
    round_card.decided_by, round_card.decided_at = by, clock.now()
    round_card.save()
    keep_round_card(round_card)
    record("round.accepted", round_card, by=by, area=round_card.card.area)
    people = [round_card.submitted_by] if round_card.submitted_by else []
    _tell(people, round_card, f"Đã chấp nhận phiếu: {round_card.round}")
    return round_card


def _tell(people: Iterable[User], round_card: RoundCard, title: str) -> None:
    moment = round_card.decided_at if round_card.state != RoundCardState.SUBMITTED else round_card.submitted_at
    key = f"round-card:{round_card.pk}:{round_card.state}:{moment:%Y%m%d%H%M%S%f}"
    notify(people, key=key, title=title, url=round_card.get_absolute_url())
