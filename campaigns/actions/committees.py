"""Writing committees and their members."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction

from areas.models import Area
from campaigns.models import Committee, CommitteeMember
from campaigns.papers.changes import differences, mark_of
from campaigns.papers.committees import said
from core import clock
from core.errors import RuleError
from jobs.actions import once
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User

Members = Sequence[Mapping[str, Any]]


def add_committee(*, area: Area, values: Mapping[str, Any], members: Members, key: str, by: User) -> Committee:
    """Enter a committee with its members. The form sent twice (`key`) makes one. Writes the journal."""

    def do() -> dict[str, Any]:
        committee = Committee(area=area, created_by=by, created_at=clock.now(), **values)
        committee.save()
        _write_members(committee, members)
        record("committee.saved", committee, by=by, area=area)
        return {"committee": committee.pk}

    return Committee.objects.get(pk=once(by, purpose="campaigns.committee", key=key, do=do)["committee"])


@transaction.atomic
def save_committee(
    committee: Committee, *, area: Area, values: Mapping[str, Any], members: Members, seen: str, by: User
) -> Committee:
    """Change a committee, end it (`valid_to`) or change its members; the journal keeps who came, went or changed the post.

    `seen` is the mark of what the person read: RuleError where somebody saved since.
    """
    rows = Committee.objects.select_for_update(of=("self",)).select_related("area", "plan")
    committee = rows.get(pk=committee.pk)
    before = said(committee, committee.members.all())
    if seen != mark_of(before):
        raise RuleError("Danh sách này vừa được người khác sửa; mở lại trang để xem bản mới rồi sửa tiếp.")
    committee.area = area
    for name, value in values.items():
        setattr(committee, name, value)
    order = [(member.full_name, member.post, member.duty) for member in committee.members.all()]
    committee.members.all().delete()
    written = _write_members(committee, members)
    changes = differences(before, said(committee, written))
    if not changes and order != [(member.full_name, member.post, member.duty) for member in written]:
        changes = {"Thứ tự thành viên": ["", ", ".join(member.full_name for member in written)]}
    if changes:
        committee.save()
        record("committee.saved", committee, by=by, area=area, changes=changes)
    return committee


def _write_members(committee: Committee, members: Members) -> list[CommitteeMember]:
    written = []
    for place, row in enumerate(members, 1):
        member = CommitteeMember(committee=committee, position=place, **row)
        member.save()
        written.append(member)
    return written
