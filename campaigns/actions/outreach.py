"""Writing outreach: quotas, the month's pieces, their texts, and where they went out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse

from campaigns.enums import Every, Medium, WorkState
from campaigns.models import Outreach, OutreachQuota, Plan, Target
from campaigns.papers import outreach as papers
from campaigns.papers.changes import differences, mark_of
from campaigns.papers.routines import rhythm
from campaigns.queries.outreach import facts_for_text, in_month
from campaigns.rules.recurring import due_days, next_due, period_of, span_of
from core import clock
from core.errors import RuleError
from core.formats import number, vndate
from documents.enums import Purpose
from documents.photos import keep_photo
from jobs.actions import once
from journal.actions import notify, record

if TYPE_CHECKING:
    from accounts.models import User

Upload = tuple[str, bytes]


def said(item: Outreach) -> dict[str, str]:
    """The parts of a piece as text, for the journal and for noticing that somebody else saved."""
    return {
        "Hình thức": Medium(item.medium).label, "Tên": item.title, "Người làm": str(item.owner or ""),
        "Hạn": vndate(item.due_on) if item.due_on else "", "Nội dung": item.text,
        "Đã phát, đăng ngày": vndate(item.published_on) if item.published_on else "", "Nơi phát, đăng": item.where,
        "Địa chỉ trang": item.link, "Ảnh": str(item.photo or ""),
    }  # fmt: skip


def add_outreach(plan: Plan, *, values: Mapping[str, Any], key: str, by: User) -> Outreach:
    """Enter one piece; the form sent twice (`key`) makes one."""

    def do() -> dict[str, Any]:
        item = Outreach.objects.create(plan=plan, created_by=by, created_at=clock.now(), **values)
        record("outreach.saved", item, by=by, area=plan.area, note="Lập mới.")
        _tell(item, by=by)
        return {"outreach": item.pk}

    return Outreach.objects.get(pk=once(by, purpose="campaigns.outreach", key=key, do=do)["outreach"])


@transaction.atomic
def save_outreach(item: Outreach, *, values: Mapping[str, Any], seen: str, by: User) -> Outreach:
    """Change a piece; a new owner is told. RuleError where somebody saved since (`seen`)."""
    item = _locked(item)
    before = said(item)
    if seen != mark_of(before):
        raise RuleError("Nội dung này vừa được người khác sửa; mở lại trang để xem bản mới rồi sửa tiếp.")
    owner = item.owner_id
    for name, value in values.items():
        setattr(item, name, value)
    changes = differences(before, said(item))
    if changes:
        item.save()
        record("outreach.saved", item, by=by, area=item.plan.area, changes=changes)
    if item.owner_id != owner:
        _tell(item, by=by)
    return item


@transaction.atomic
def draft_text(item: Outreach, *, over: bool, by: User) -> Outreach:
    """Put a text drafted from the plan's rows into a piece; in the place of one that is there only with `over`."""
    item = _locked(item)
    if item.published_on is not None:
        raise RuleError("Nội dung này đã phát, đăng nên không soạn lại.")
    if item.text.strip() and not over:
        raise RuleError("Đã có nội dung; chọn “Soạn lại từ số liệu” để thay.")
    before = {"Nội dung": item.text}
    item.text = papers.draft(item.medium, material_of(item.plan))
    changes = differences(before, {"Nội dung": item.text})
    if changes:
        item.save(update_fields=["text"])
        record("outreach.drafted", item, by=by, area=item.plan.area, changes=changes)
    return item


@transaction.atomic
def publish(
    item: Outreach, *, published_on: date, where: str, link: str = "", photo: Upload | None = None, by: User
) -> Outreach:
    """Say when and where a piece went out, with its address or a photo. Saying it anew corrects it; old and new are kept.

    RuleError for a day to come, and for a web page with neither address nor photo.
    """
    item = _locked(item)
    if published_on > clock.today():
        raise RuleError(f"Ngày {vndate(published_on)} chưa đến; ghi sau khi đã phát, đăng.")
    if item.medium == Medium.WEB and not (link or photo or item.photo):
        raise RuleError("Tin bài trên trang thông tin cần địa chỉ trang hoặc ảnh chụp.")
    before, old_photo = said(item), item.photo
    item.published_on, item.where, item.link = published_on, where, link
    if photo is not None:
        kept = keep_photo(name=photo[0], data=photo[1], purpose=Purpose.OUTREACH_PHOTO, area=item.plan.area, by=by)
        if old_photo is not None and old_photo.sha256 == kept.sha256:
            _forget(kept)
        else:
            item.photo = kept
    changes = differences(before, said(item))
    if changes or item.photo != old_photo:
        item.save()
        record("outreach.published", item, by=by, area=item.plan.area, changes=changes)
    if old_photo is not None and item.photo != old_photo:
        _forget(old_photo)
    return item


@transaction.atomic
def remove_outreach(item: Outreach, *, by: User) -> None:
    """Take away a piece that is not wanted; what went out stays."""
    found = Outreach.objects.select_for_update(of=("self",)).select_related("plan__area").filter(pk=item.pk).first()
    if found is None:
        return
    if found.published_on is not None:
        raise RuleError("Nội dung đã phát, đăng thì không bỏ được.")
    record("outreach.removed", found.plan, by=by, area=found.plan.area, note=found.title)
    found.delete()


@transaction.atomic
def save_quotas(plan: Plan, rows: Sequence[Mapping[str, Any]], *, by: User) -> None:
    """Set what is made each month: rows of medium, each_month, day and people; a medium left out has no quota."""
    Plan.objects.select_for_update(of=("self",)).only("pk").get(pk=plan.pk)
    before = _quotas_said(plan)
    plan.quotas.exclude(medium__in=[row["medium"] for row in rows]).delete()
    for row in rows:
        quota, _ = OutreachQuota.objects.update_or_create(
            plan=plan, medium=row["medium"], defaults={"each_month": row["each_month"], "day": row["day"]}
        )
        quota.people.set(row["people"])
    changes = differences(before, _quotas_said(plan))
    if changes:
        record("outreach.quotas", plan, by=by, area=plan.area, changes=changes)


@transaction.atomic
def make_month(plan: Plan, month: date, *, by: User) -> list[Outreach]:
    """The pieces that the quotas ask for in a month and that are not there yet; each person hears once. Safe to repeat.

    `month` is any day of it. RuleError where the plan has no quota, or the month lies outside the plan's time.
    """
    Plan.objects.select_for_update(of=("self",)).only("pk").get(pk=plan.pk)
    span = span_of(Every.MONTH, month)
    period = period_of(starts_on=plan.starts_on, ends_on=plan.ends_on, deadline=plan.deadline, year=plan.year)
    if period is not None and (span.end < period.start or span.start > period.end):
        raise RuleError(f"Tháng {month.month}/{month.year} nằm ngoài thời gian thực hiện kế hoạch.")
    quotas = list(plan.quotas.prefetch_related("people"))
    if not quotas:
        raise RuleError("Kế hoạch chưa đặt chỉ tiêu tin bài; đặt chỉ tiêu trước.")
    there: dict[tuple[str, int | None], int] = {}
    for key in in_month(plan.outreach.all(), span.start).values_list("medium", "owner"):
        there[key] = there.get(key, 0) + 1
    wanted: list[tuple[OutreachQuota, User | None, int]] = []
    for quota in quotas:
        owners: list[User | None] = [*quota.people.all()] or [None]
        for owner in owners:
            first = there.get((quota.medium, owner.pk if owner else None), 0) + 1
            wanted += [(quota, owner, place) for place in range(first, quota.each_month + 1)]
    made = Outreach.objects.bulk_create(
        Outreach(
            plan=plan, medium=quota.medium, owner=owner, created_by=by, created_at=clock.now(),
            title=_title(quota, month, place), due_on=due_days(Every.MONTH, quota.day, span, span.end)[0],
        )
        for quota, owner, place in wanted
    )  # fmt: skip
    if made:
        record(
            "outreach.month", plan, by=by, area=plan.area, note=f"Tháng {month.month}/{month.year}: {len(made)} việc"
        )
        notify(
            {item.owner for item in made if item.owner} - {by}, key=f"outreach:{plan.pk}:{span.start}", url=reverse("campaigns:outreach", args=[plan.pk]),
            title=f"Việc tuyên truyền tháng {month.month}/{month.year}: {plan.title}",
        )  # fmt: skip
    return made


def _title(quota: OutreachQuota, month: date, place: int) -> str:
    which = f" ({place})" if quota.each_month > 1 else ""
    return f"{quota.get_medium_display()} tháng {month.month}/{month.year}{which}"


def _quotas_said(plan: Plan) -> dict[str, str]:
    return {
        quota.get_medium_display(): f"{quota.each_month} mỗi tháng, hạn ngày {quota.day or 'cuối tháng'}, "
        + (", ".join(sorted(str(person) for person in quota.people.all())) or "việc chung")
        for quota in plan.quotas.prefetch_related("people")
    }


def _tell(item: Outreach, *, by: User) -> None:
    if item.owner is None or item.owner == by:
        return
    notify(
        [item.owner], key=f"outreach-item:{item.pk}:{item.owner_id}", title=f"Việc tuyên truyền: {item.title}",
        url=reverse("campaigns:outreach_item", args=[item.pk]),
    )  # fmt: skip


def _locked(item: Outreach) -> Outreach:
    rows = Outreach.objects.select_for_update(of=("self",)).select_related(
        "plan", "plan__area", "plan__document", "plan__document__issuer", "owner", "photo"
    )
    return rows.get(pk=item.pk)


def _forget(stored: Any) -> None:
    stored.delete()
    transaction.on_commit(lambda: stored.file.delete(save=False))


def material_of(plan: Plan) -> papers.Material:
    """What a text of this plan may say today. Reads only."""
    today, document = clock.today(), plan.document
    facts = facts_for_text(plan, today)
    period = period_of(
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        deadline=plan.deadline,
        year=plan.year,
        issued_on=document.issued_on,
    )
    ahead = [papers.Dated(row.what, row.on, row.place) for row in facts["milestones"]]
    ahead += [papers.Dated(row.text, row.deadline) for row in facts["ahead"]]
    ahead += [papers.Dated(row.title, row.held_on, row.place) for row in facts["events"] if row.held_on >= today]
    shared = [row for row in facts["routines"] if row.gathers or row.times]
    for row in shared:
        due = (
            next_due(row.every, row.day, period, today + timedelta(days=1))
            if period and row.every != Every.DAY
            else None
        )
        ahead += [papers.Dated(row.what, due)] if due else []
    return papers.Material(
        place=str(plan.area), issuer=document.issuer.name if document.issuer else f"Ủy ban nhân dân {plan.area}",
        title=plan.title, today=today, number=document.number_and_symbol, issued_on=document.issued_on, year=plan.year,
        theme=plan.theme, goals=tuple(_goal(row) for row in facts["targets"]), tasks=facts["tasks"]["total"],
        tasks_done=facts["tasks"]["done"], done=tuple(row.text for row in facts["done"]),
        ahead=tuple(sorted(ahead, key=lambda row: row.on)),
        works=tuple((row.name, str(WorkState(row.state).label)) for row in facts["works"]),
        held=tuple(papers.Dated(row.title, row.held_on, row.place) for row in facts["events"] if row.held_on < today)[::-1],
        shared=tuple(
            papers.Shared(row.what, rhythm(row), row.times, row.people or 0, row.days or Decimal(0)) for row in shared
        ),
    )  # fmt: skip


def _goal(target: Target) -> papers.Goal:
    unit = f" {target.unit}" if target.unit else ""
    value = f"{number(target.value)}{unit}" if target.value is not None else ""
    last = max(target.values.all(), key=lambda row: (row.month, row.at, row.pk), default=None)
    if last is not None:
        return papers.Goal(
            target.text, value, f"đến tháng {last.month.month}/{last.month.year} đạt {number(last.value)}{unit}"
        )
    now = f"khi lập kế hoạch là {number(target.base)}{unit}" if target.base is not None else ""
    return papers.Goal(target.text, value, now)
