"""Every write on registrations: registered → assessed → recognised → revoked, or withdrawn on the way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from accounts.access import people_who_may
from accounts.enums import Right
from core import clock, text
from core.errors import RuleError
from core.formats import vndate
from criteria.actions.cards import open_card
from criteria.enums import REGISTRATION_STEPS, RegistrationState, SetLevel
from criteria.models import CriteriaSet, Registration, Scorecard
from criteria.papers.cards import card_rows, totals
from criteria.queries.cards import lines_of
from criteria.queries.registrations import fits
from journal.actions import notify, record

if TYPE_CHECKING:
    from accounts.models import User
    from areas.models import Area


@dataclass(frozen=True, slots=True)
class Registered:
    """What came of one entry: rows made, and how many stood there before."""

    made: list[Registration]
    known: int


@transaction.atomic
def register(
    *, area: Area, criteria_set: CriteriaSet, year: int, subjects: Sequence[str], on: date, by: User
) -> Registered:
    """Register the area (no subjects), or each household or garden named, for a set and a year.

    Names are the same whatever their capitals; one that was withdrawn is registered again. Safe to repeat.
    """
    _check_place(area, criteria_set, subjects)
    _not_after_today(on, "Ngày đăng ký")
    there = {row.subject.casefold(): row for row in _locked(area=area, criteria_set=criteria_set, year=year)}
    names = {name.casefold(): name for name in map(text.tidy, subjects) if name} or {"": ""}
    made = []
    for key, name in names.items():
        row = there.get(key)
        if row is None:
            row, created = Registration.objects.get_or_create(
                area=area, criteria_set=criteria_set, year=year, subject=name,
                defaults={"registered_on": on, "created_by": by, "created_at": clock.now()},
            )  # fmt: skip
            if created:
                record("registration.made", row, by=by, area=area)
                made.append(row)
        elif row.state == RegistrationState.WITHDRAWN:
            _step(row, RegistrationState.REGISTERED)
            _write(row, "registration.made", by, registered_on=on, assessed_on=None, found_met=None, reason="")
            made.append(row)
    return Registered(made, len(names) - len(made))


@transaction.atomic
def open_assessment(registration: Registration, *, by: User) -> Scorecard:
    """The card the registration is judged by; opened when it is not there yet. Safe to repeat."""
    row = _one(registration)
    if row.card is not None:
        return row.card
    if RegistrationState.ASSESSED not in REGISTRATION_STEPS[row.state]:
        raise RuleError(f"Đăng ký đang ở tình trạng “{row.get_state_display()}” nên không lập phiếu được.")
    if not row.criteria_set.criteria.exists():
        raise RuleError("Bộ tiêu chí này chưa có nội dung nên chưa lập phiếu được; ghi kết quả kèm căn cứ đánh giá.")
    row.card = open_card(area=row.area, criteria_set=row.criteria_set, year=row.year, subject=row.subject, by=by)
    row.save(update_fields=["card"])
    return row.card


@transaction.atomic
def assess(registration: Registration, *, on: date, said_met: bool | None, reason: str, by: User) -> Registration:
    """Keep what the assessment found: as the card computes it; where it cannot, as a person says, with a reason.

    RuleError where the set has rows and no card is open, or where a person must say and does not. May be done anew while it
    is not recognised; the same again writes nothing.
    """
    row = _one(registration)
    if row.card is None and row.criteria_set.criteria.exists():
        raise RuleError("Chưa lập phiếu đánh giá; lập phiếu và ghi kết quả từng tiêu chí trước.")
    _in_order(on, "Ngày đánh giá", row.registered_on, "ngày đăng ký")
    computed = _computed(row)
    found = computed if computed is not None else said_met
    if found is None or (computed is None and not reason.strip()):
        raise RuleError("Quy tắc đạt của bộ tiêu chí chưa xác định; đề nghị chọn kết quả và ghi căn cứ đánh giá.")
    new = {"assessed_on": on, "found_met": found, "reason": reason.strip()}
    if row.state == RegistrationState.ASSESSED and all(getattr(row, name) == value for name, value in new.items()):
        return row
    _step(row, RegistrationState.ASSESSED)
    words = f"{'Đạt' if found else 'Chưa đạt'}, ngày {vndate(on)}"
    note = f"{words}. {reason.strip()}" if reason.strip() else words
    return _write(row, "registration.assessed", by, note=note, **new)


@transaction.atomic
def recognise(registrations: Iterable[Registration], *, decision: str, on: date, by: User) -> list[Registration]:
    """Enter the decision that recognises them, all or none; those it recognised already stay as they are.

    RuleError for one that was not assessed as met. Whoever keeps the cards of the place is told.
    """
    if not decision.strip():
        raise RuleError("Đề nghị ghi số quyết định công nhận.")
    rows = list(_locked(pk__in=[row.pk for row in registrations]))
    done = []
    for row in rows:
        if row.state == RegistrationState.RECOGNISED and (row.decision, row.recognised_on) == (decision.strip(), on):
            continue
        if row.state == RegistrationState.ASSESSED and not row.found_met:
            raise RuleError(f"{row.whose}: lần đánh giá gần nhất chưa đạt nên chưa ghi công nhận được.")
        _step(row, RegistrationState.RECOGNISED)
        _in_order(on, "Ngày công nhận", row.assessed_on, "ngày đánh giá")
        note = f"{decision.strip()}, ngày {vndate(on)}"
        done.append(_write(row, "registration.recognised", by, note=note, decision=decision.strip(), recognised_on=on))
        _tell(row, f"Đã công nhận: {row.whose}, {row.criteria_set}")
    return done


@transaction.atomic
def revoke(registration: Registration, *, decision: str, on: date, reason: str, by: User) -> Registration:
    """Enter the decision that takes the recognition back, with its reason. Safe to repeat."""
    if not decision.strip() or not reason.strip():
        raise RuleError("Đề nghị ghi số quyết định và lý do thu hồi.")
    row = _one(registration)
    if row.state == RegistrationState.REVOKED:
        return row
    _step(row, RegistrationState.REVOKED)
    _in_order(on, "Ngày thu hồi", row.recognised_on, "ngày công nhận")
    note = f"{decision.strip()}, ngày {vndate(on)}. {reason.strip()}"
    new = {"revocation": decision.strip(), "revoked_on": on, "reason": reason.strip()}
    _write(row, "registration.revoked", by, note=note, **new)
    _tell(row, f"Đã thu hồi công nhận: {row.whose}, {row.criteria_set}")
    return row


@transaction.atomic
def withdraw(registration: Registration, *, reason: str, by: User) -> Registration:
    """The place does not aim at the set any more this year; its card, if there is one, stays. Safe to repeat."""
    if not reason.strip():
        raise RuleError("Đề nghị ghi lý do thôi đăng ký.")
    row = _one(registration)
    if row.state == RegistrationState.WITHDRAWN:
        return row
    _step(row, RegistrationState.WITHDRAWN)
    return _write(row, "registration.withdrawn", by, note=reason.strip(), reason=reason.strip())


def _computed(row: Registration) -> bool | None:
    """What the card says of the whole set today; None where there is no card or the set's rule is not established."""
    card = row.card
    return totals(card, card_rows(lines_of(card, on=clock.today()))).set_met if card is not None else None


def _locked(**conditions: Any) -> Any:
    rows = Registration.objects.select_for_update(of=("self",)).filter(**conditions)
    return rows.select_related("area", "area__parent", "criteria_set", "card").order_by("pk")


def _one(registration: Registration) -> Registration:
    return _locked(pk=registration.pk).get()


def _step(row: Registration, to: RegistrationState) -> None:
    if to not in REGISTRATION_STEPS[row.state]:
        raise RuleError(
            f"Đăng ký đang ở tình trạng “{row.get_state_display()}” nên không chuyển sang “{to.label}” được."
        )
    row.state = to


def _write(row: Registration, action: str, by: User, *, note: str = "", **values: Any) -> Registration:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    record(action, row, by=by, area=row.area, note=note)
    return row


def _tell(row: Registration, title: str) -> None:
    """Those who keep the cards of the place hear of it; a decision of another day is told anew."""
    key = f"registration:{row.pk}:{row.state}:{row.recognised_on}:{row.revoked_on}"
    notify(people_who_may(Right.WRITE_SCORECARDS, row.area), key=key, title=title, url=row.get_absolute_url())


def _check_place(area: Area, criteria_set: CriteriaSet, subjects: Sequence[str]) -> None:
    if not fits(area, criteria_set):
        raise RuleError(f"{criteria_set} không áp dụng cho {area}.")
    named = any(text.tidy(name) for name in subjects)
    if criteria_set.level == SetLevel.GARDEN and not named:
        raise RuleError("Bộ tiêu chí này xét từng hộ, vườn; đề nghị ghi tên hộ, mỗi hộ một dòng.")
    if criteria_set.level != SetLevel.GARDEN and named:
        raise RuleError(f"Bộ tiêu chí này xét cả {area.kind_word}; để trống tên hộ, vườn.")


def _not_after_today(on: date, what: str) -> None:
    if on > clock.today():
        raise RuleError(f"{what} không được sau hôm nay.")


def _in_order(on: date, what: str, earlier: date | None, earlier_what: str) -> None:
    _not_after_today(on, what)
    if earlier is not None and on < earlier:
        raise RuleError(f"{what} không được trước {earlier_what} ({vndate(earlier)}).")
