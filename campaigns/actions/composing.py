"""Saving the parts of a plan's form: what was typed, who has it open, what was typed and not saved, what was deleted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, time, timedelta
from decimal import Decimal
from itertools import count
from typing import TYPE_CHECKING, Any

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import F, ProtectedError

from campaigns.actions.paper import put_paper
from campaigns.actions.versions import before_edit
from campaigns.compose.compose import composition_of
from campaigns.compose.editing import COSTS, PartInput, RowList, Typed, lists_of
from campaigns.compose.parts import BLOCK_PREFIX
from campaigns.models import (
    Block,
    ContributionTerms,
    Editing,
    Fund,
    PartState,
    Plan,
    Solution,
    Task,
    UnsavedInput,
)
from campaigns.queries.plans import with_people
from core import clock, formats
from core.errors import RuleError
from core.text import search_key
from documents.actions import choose_issuer
from documents.enums import DocumentState
from documents.models import Delivery, Document
from jobs.actions import once
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User
    from campaigns.compose.composition import Composition

Changes = dict[str, list[Any]]
#: How long what was typed may be under way to be kept.
ON_ITS_WAY = timedelta(seconds=10)

NO_DRAFT = "Kế hoạch không còn là bản nháp nên không sửa được; xem ở trang tổng quan."
FOREIGN_ROW = "Có dòng không còn thuộc mục này (đã bị xóa hoặc của kế hoạch khác); tải lại trang rồi sửa."


class PartChangedError(RuleError):
    """Somebody saved the part after the form was opened; nothing was written. `state` says who and when."""

    def __init__(self, state: PartState) -> None:
        who = f"{state.by} đã lưu mục này lúc {formats.vndatetime(state.at)}" if state.by else "Mục này đã được lưu"
        super().__init__(f"{who}, sau khi trang này được mở; chưa ghi gì.")
        self.state = state


def save_part(plan: Plan, slug: str, given: PartInput, *, base: int, by: User, sent: str, label: str = "") -> int:
    """Write what was typed into one part of a draft, and put its paper anew; answers how many rows were deleted.

    `base` is the number of saves the form was opened at: PartChangedError where others saved since and this input differs.
    `sent` identifies what was sent (a hash): the same again does nothing. Rows that the input does not name stay. RuleError
    for rows of other plans and for papers beyond their draft. `label` is the part's name for the journal.
    """
    answer = once(
        by, purpose=f"plan-part-{plan.pk}", key=sent, do=lambda: {"deleted": _save(plan, slug, given, base, by, label)}
    )
    return int(answer["deleted"])


def _save(plan: Plan, slug: str, given: PartInput, base: int, by: User, label: str) -> int:
    plan, state = _locked_part(plan, slug)
    block = _block(plan, slug)
    before_edit(plan, by)
    changes, deleted = _write(plan, slug, block, given, by)
    UnsavedInput.objects.filter(plan=plan, slug=slug, user=by).delete()
    if not changes:
        return 0
    if state.saves != base:
        raise PartChangedError(state)
    _note_save(plan, state, changes, deleted, by, label)
    return len(deleted)


def _note_save(plan: Plan, state: PartState, changes: Changes, deleted: list[Any], by: User, label: str) -> None:
    state.saves, state.by, state.at = state.saves + 1, by, clock.now()
    state.deleted = json.loads(json.dumps(serializers.serialize("python", deleted), cls=DjangoJSONEncoder))
    state.save()
    record("plan.block_saved", plan, by=by, area=plan.area, changes=changes, note=label)
    put_paper(plan, by=by)


def _locked_part(plan: Plan, slug: str) -> tuple[Plan, PartState]:
    """The plan as it stands now and the part's row, with the paper locked: parts of one plan are saved one after another."""
    document = Document.objects.select_for_update().only("pk", "state").get(pk=plan.document_id)
    if document.state != DocumentState.DRAFT:
        raise RuleError(NO_DRAFT)
    state, _ = PartState.objects.select_for_update().get_or_create(plan=plan, slug=slug)
    return with_people(Plan.objects.all()).get(pk=plan.pk), state


def _block(plan: Plan, slug: str) -> Block | None:
    number = slug.removeprefix(BLOCK_PREFIX)
    if number == slug:
        return None
    block = plan.blocks.filter(pk=number).first()
    if block is None:
        raise RuleError("Tiêu chí này vừa bị bỏ khỏi kế hoạch nên không lưu được.")
    return block


# --- Writing ---


def _write(plan: Plan, slug: str, block: Block | None, given: PartInput, by: User) -> tuple[Changes, list[Any]]:
    """Write head and rows; what changed by its label, and the rows taken away."""
    changes = _write_head(plan, slug, block, dict(given.values), by)
    deleted: list[Any] = []
    for list_ in lists_of(slug, plan.kind):
        if list_.name in given.rows:
            deleted += _write_rows(list_, plan, block, given.rows[list_.name], changes)
    return changes, deleted


def _write_head(plan: Plan, slug: str, block: Block | None, values: dict[str, Any], by: User) -> Changes:
    if not values:
        return {}
    changes: Changes = {}
    if "issuer" in values:
        issuer, before = values.pop("issuer"), plan.document.issuer
        if issuer != before:
            choose_issuer(plan.document, issuer=issuer, by=by)
            plan.document.issuer = issuer
            changes["Cơ quan ban hành"] = [str(before or ""), str(issuer or "")]
    stored: models.Model = block or plan
    if slug == "muc-van-dong":
        stored = ContributionTerms.objects.get_or_create(plan=plan)[0]
    touched = _set(stored, values, changes)
    if touched:
        also = ["sort_key", "search_key"] if stored is plan else []
        stored.save(update_fields=[*touched, *also])
    return changes


def _set(stored: models.Model, values: dict[str, Any], changes: Changes, prefix: str = "") -> list[str]:
    """Put the values that differ into the object; their field names. A link's old row must be loaded with it."""
    touched = []
    for name, value in values.items():
        field = _field(type(stored), name)
        attribute = getattr(field, "attname", name)
        new = value.pk if isinstance(value, models.Model) else value
        old = getattr(stored, attribute)
        if old == new or (old in (None, "") and new in (None, "")):
            continue
        said = getattr(stored, name) if attribute != name else old
        verbose = str(getattr(field, "verbose_name", name))
        words = dict(getattr(field, "flatchoices", None) or ())
        changes[f"{prefix}{verbose}" if prefix else verbose.capitalize()] = [_shown(said, words), _shown(value, words)]
        setattr(stored, name, value if value is not None or getattr(field, "null", False) else "")
        touched.append(name)
    return touched


def _shown(value: Any, words: dict[Any, Any]) -> str:
    """A value as a person reads it in the history."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, date):
        return formats.vndate(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, int | Decimal):
        return formats.number(value, places=4)
    return "; ".join(str(part) for part in value) if isinstance(value, list) else str(words.get(value, value))


def _field(model: type[models.Model], name: str) -> Any:
    return model._meta.get_field(name)  # noqa: SLF001 - documented, in spite of its name


def _all(model: type[models.Model]) -> models.Manager[Any]:
    return model._default_manager  # noqa: SLF001 - documented, in spite of its name


def _write_rows(list_: RowList, plan: Plan, block: Block | None, typed: list[Typed], changes: Changes) -> list[Any]:
    """Rows of one list in a fixed number of queries; the rows deleted, each before what hangs on it."""
    stored = _stored(list_, plan, block, typed)
    named = [row.pk for row in typed if row.pk is not None]
    if len(set(named)) != len(named) or not set(named) <= set(stored):
        raise RuleError(FOREIGN_ROW)
    gone = [stored[row.pk] for row in typed if row.deleted and row.pk is not None]
    live = [row for row in typed if not row.deleted]
    deleted = _delete(list_, gone, changes)

    fields = _fields(list_, typed)
    fixed = list_.fixed(plan, block)
    objects: dict[int, Any] = {}
    created, changed = [], []
    places = _places(stored, gone, live)
    before = [row.pk for row in stored.values() if row not in gone]
    for shown_place, (row, values, place) in enumerate(zip(live, _values(list_, plan, live), places, strict=False), 1):
        if row.pk is None:
            target = list_.model(**fixed, position=place, **values)
            created.append(target)
            changes[f"{list_.word} {shown_place} (thêm)"] = [None, str(target)]
        else:
            target = stored[row.pk]
            touched = _set(target, values, changes, f"{list_.word} {shown_place}: ")
            if touched or target.position != place:
                target.position = place
                changed.append(target)
        objects[row.number] = target
    after = [row.pk for row in live if row.pk is not None]
    if [pk for pk in before if pk in set(after)] != after:
        changes[f"Thứ tự, {list_.title.lower()}"] = [None, ", ".join(str(stored[pk]) for pk in after)]
    if list_.model is Delivery and changed:
        # Two lines never have the same place, not even while they change it.
        Delivery.objects.filter(document=plan.document_id).update(position=F("position") + 10_000)
    if changed:
        _all(list_.model).bulk_update(_with_unnamed(list_, stored, changed, gone), [*fields, "position"])
    _all(list_.model).bulk_create(created)
    if list_.model is Task:
        _write_waits(live, objects, changes, list_)
    return deleted


def _with_unnamed(list_: RowList, stored: dict[int, Any], changed: list[Any], gone: list[Any]) -> list[Any]:
    """All lines of Nơi nhận get their places back, since all were moved out of the way."""
    return [row for row in stored.values() if row not in gone] if list_.model is Delivery else changed


def _fields(list_: RowList, typed: list[Typed]) -> list[str]:
    names = {name for row in typed for name in row.values}
    return sorted(names - {"after"})


def _stored(list_: RowList, plan: Plan, block: Block | None, typed: list[Typed]) -> dict[int, Any]:
    links = [
        name for name in _fields(list_, typed) if isinstance(_field(list_.model, name), models.ForeignKey)
    ]  # fmt: skip
    rows = list_.rows(plan, block).order_by("position", "pk")
    return {row.pk: row for row in (rows.select_related(*links) if links else rows)}


def _places(stored: dict[int, Any], gone: list[Any], live: list[Typed]) -> Iterator[int]:
    """Places for the rows of the form: those they have, made to rise, then on behind the last of all."""
    last = 0
    for place in sorted(stored[row.pk].position for row in live if row.pk is not None):
        last = max(place, last + 1)
        yield last
    yield from count(max([last, *(row.position for row in stored.values() if row not in gone)]) + 1)


def _values(list_: RowList, plan: Plan, typed: list[Typed]) -> list[dict[str, Any]]:
    """The values of each row as its model holds them."""
    funds = _funds(plan) if list_ is COSTS else {}
    found = []
    for row in typed:
        values = {name: value for name, value in row.values.items() if name != "after"}
        if list_ is COSTS:
            values["fund"] = _fund(funds, values.get("fund") or "")
        for name, value in values.items():
            if value is None and not getattr(_field(list_.model, name), "null", False):
                values[name] = ""
        found.append(values)
    return found


def _funds(plan: Plan) -> dict[str, Fund]:
    """The sources of money by their words, those written just now as well."""
    found: dict[str, Fund] = {}
    for fund in plan.funds.order_by("position", "pk"):
        for label in (str(fund), fund.get_kind_display()):
            found.setdefault(search_key(label), fund)
    return found


def _fund(funds: dict[str, Fund], words: str) -> Fund | None:
    if words.strip() and search_key(words) not in funds:
        raise RuleError(f"Không có nguồn kinh phí “{words}” ở danh sách nguồn; ghi đúng tên một nguồn ở trên.")
    return funds.get(search_key(words))


def _delete(list_: RowList, gone: list[Any], changes: Changes) -> list[Any]:
    if not gone:
        return []
    ids = [row.pk for row in gone]
    hanging: list[Any] = []
    if list_.model is Block:
        hanging = [
            *Solution.objects.filter(block__in=ids),
            *Task.objects.filter(block__in=ids).prefetch_related("after"),
        ]
    for row in gone:
        changes[f"{list_.word} “{str(row)[:60]}” (xóa)"] = [str(row), None]
    taken = [*gone, *hanging]
    try:
        _all(list_.model).filter(pk__in=ids).delete()
    except ProtectedError:
        raise RuleError("Có dòng đang được trang khác dùng đến nên không xóa được.") from None
    return taken


def _write_waits(live: list[Typed], objects: dict[int, Any], changes: Changes, list_: RowList) -> None:
    """Which task waits for which: ids of stored tasks, or negative numbers of rows of the same form."""
    through = Task.after.through
    mine = [objects[row.number].pk for row in live]
    wanted = {
        (objects[row.number].pk, objects[-early].pk if early < 0 else early)
        for row in live
        for early in row.values.get("after") or ()
    }
    have = {(link.from_task_id, link.to_task_id): link.pk for link in through.objects.filter(from_task__in=mine)}
    if wanted == set(have):
        return
    through.objects.filter(pk__in=[pk for pair, pk in have.items() if pair not in wanted]).delete()
    through.objects.bulk_create(
        [through(from_task_id=late, to_task_id=early) for late, early in sorted(wanted - set(have))]
    )
    places = {objects[row.number].pk: place for place, row in enumerate(live, 1)}
    for late in sorted({late for late, _ in wanted ^ set(have)}):
        old, new = ([early for who, early in pairs if who == late] for pairs in (have, wanted))
        changes[f"{list_.word} {places[late]}: làm sau nhiệm vụ"] = [len(old), len(new)]


# --- Undoing, previewing ---


@transaction.atomic
def undo_deletion(plan: Plan, slug: str, *, by: User, label: str = "") -> int:
    """Put back what the last save of the part took away; how many rows. RuleError where there is nothing any more."""
    plan, state = _locked_part(plan, slug)
    _block(plan, slug)
    if not state.deleted:
        raise RuleError("Không còn dòng nào để hoàn tác; mục này đã được lưu lại sau đó.")
    changes: Changes = {}
    for restored in serializers.deserialize("python", state.deleted):
        row = restored.object
        links = restored.m2m_data or {}
        restored.m2m_data = {}
        if _all(type(row)).filter(pk=row.pk).exists():
            continue
        if isinstance(row, Delivery):
            row.position = Delivery.objects.filter(document=plan.document_id).count() + 20_000
        restored.save()
        if isinstance(row, Task):
            row.after.set(
                Task.objects.filter(plan=plan, pk__in=[getattr(task, "pk", task) for task in links.get("after", ())])
            )
        changes[f"“{str(row)[:60]}” (hoàn tác xóa)"] = [None, str(row)]
    _note_save(plan, state, changes, [], by, label)
    return len(changes)


def preview_with(plan: Plan, slug: str, given: PartInput, *, by: User) -> Composition:
    """The paper as it would be with this input; nothing is kept of it."""
    with transaction.atomic():
        plan, _ = _locked_part(plan, slug)
        _write(plan, slug, _block(plan, slug), given, by)
        composition = composition_of(plan)
        transaction.set_rollback(True)
    return composition


# --- What is typed and not saved; who is there ---


def keep_unsaved(plan: Plan, slug: str, data: dict[str, Any], *, base: int, by: User) -> UnsavedInput | None:
    """Keep what a person has typed so far, in the place of what was kept before.

    None, and nothing kept, for what arrives after it was saved: it was on its way when the person pressed "Lưu".
    """
    state = PartState.objects.filter(plan=plan, slug=slug, by=by, saves__gt=base).first()
    if state is not None and state.at is not None and clock.now() - state.at < ON_ITS_WAY:
        return None
    row, _ = UnsavedInput.objects.update_or_create(
        plan=plan, slug=slug, user=by, defaults={"data": data, "at": clock.now()}
    )
    return row


def drop_unsaved(plan: Plan, slug: str, *, by: User) -> None:
    UnsavedInput.objects.filter(plan=plan, slug=slug, user=by).delete()


def be_present(plan: Plan, slug: str, *, by: User) -> None:
    """Say that the person has the part open just now."""
    Editing.objects.update_or_create(plan=plan, slug=slug, user=by, defaults={"at": clock.now()})
