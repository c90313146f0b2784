"""Places from which nothing is heard: communes without news, and drives whose reports of today are missing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import DateTimeField, Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone

from areas.enums import Level
from areas.models import Area
from areas.queries import below, in_force
from core.formats import vndate
from criteria.models import Scorecard
from dashboards.queries.office.groups import Group, Item, Scope, place, worst
from emulation.access.drives import visible_drives
from emulation.queries.following import with_missing
from journal.models import Entry
from reporting.models import PeriodicReport
from reporting.queries.office import writers_on

if TYPE_CHECKING:
    from accounts.models import User

#: The shortest rhythm in which every commune owes a word is the month: with longer silence it has let one go by.
QUIET_DAYS = 30
#: Stands for "never" among moments, so that the silent ones come first.
_NEVER = datetime(1, 1, 2, tzinfo=UTC)


def _quiet(scope: Scope) -> QuerySet[Area]:
    """Communes below the offices without a line in the journal, a change of a card or a report sent in so many days."""
    since = scope.now - timedelta(days=QUIET_DAYS)
    communes = in_force(Area.objects.filter(below(scope.offices, "path"), level=Level.COMMUNE), scope.today)
    return communes.filter(
        ~Exists(Entry.objects.filter(area=OuterRef("pk"), at__gte=since)),
        ~Exists(Scorecard.objects.filter(area=OuterRef("pk"), updated_at__gte=since)),
        ~Exists(PeriodicReport.objects.filter(area=OuterRef("pk"), sent_at__gte=since)),
    ).order_by()


def _last_news() -> Greatest:
    """The last moment something was heard of the area of the outer query; _NEVER where nothing ever was."""

    def newest(rows: QuerySet[Any], field: str) -> Coalesce:
        # The first of the newest, not the greatest of all: an index on area and moment answers at once.
        last = rows.filter(area=OuterRef("pk"), **{f"{field}__isnull": False}).order_by(f"-{field}").values(field)[:1]
        return Coalesce(Subquery(last), Value(_NEVER), output_field=DateTimeField())

    return Greatest(
        newest(Entry.objects.all(), "at"), newest(Scorecard.objects.all(), "updated_at"),
        newest(PeriodicReport.objects.all(), "sent_at"),
    )  # fmt: skip


def quiet_communes(scope: Scope, limit: int | None) -> Group:
    """Communes nothing was heard of in 30 days, the longest silent first, with whom to call. Two queries."""
    rows = _quiet(scope).select_related("parent").annotate(last=_last_news()).order_by("last", "sort_key", "pk")
    shown, count = worst(rows, limit)
    people = writers_on([area.pk for area in shown], scope.today)
    items = tuple(_quiet_item(scope, area, people.get(area.pk, [])) for area in shown)
    return Group(
        "xa-im-ang", f"Xã không có tin {QUIET_DAYS} ngày", "xã",
        f"Trong {QUIET_DAYS} ngày qua xã không ghi việc gì trên hệ thống, không sửa phiếu tiêu chí, không gửi báo cáo.",
        f"Xã nào cũng có tin trong {QUIET_DAYS} ngày qua.", count, items,
    )  # fmt: skip


def _quiet_item(scope: Scope, area: Area, people: list[User]) -> Item:
    last: datetime = area.last  # type: ignore[attr-defined]  # quiet_communes adds it
    mine = {one.pk for one in scope.areas}
    note = f"{area.parent}. " if area.parent is not None and not (len(mine) == 1 and area.parent_id in mine) else ""
    heard = None if last.year < 2000 else timezone.localdate(last)
    note += f"Tin gần nhất ngày {vndate(heard)}." if heard else "Chưa có tin nào trên hệ thống."
    note += f" Gọi {people[0].full_name}, {people[0].phone}." if people else " Xã chưa có tài khoản của cán bộ."
    due = f"Im {(scope.today - heard).days} ngày" if heard else "Chưa có tin"
    asked = urlencode({"q": people[0].full_name}) if people else ""
    url = f"{reverse('accounts:staff')}?{asked}"
    return Item(str(area), note, due, "pending", url, "Xem cán bộ", heard)


def drives_missing(scope: Scope, limit: int | None) -> Group:
    """Open drives with reports of today whose hour is past and that have not come, most missing first. One query."""
    drives = visible_drives(scope.user).filter(scope.within("area__path"))
    late = with_missing(drives, timezone.localtime(scope.now)).filter(missing__gt=0)
    fields = ("pk", "name", "missing", "owed", "area__kind_word", "area__name")
    rows, count = worst(late.order_by("-missing", "sort_key", "pk").values(*fields), limit)
    items = tuple(
        Item(
            row["name"], f"{place(row, 'area')}. {row['missing']}/{row['owed']} báo cáo đến giờ hôm nay chưa gửi.",
            f"Thiếu {row['missing']}", "unmet", reverse("emulation:follow_up", args=[row["pk"]]), "Xem ai thiếu", scope.today,
        )
        for row in rows
    )  # fmt: skip
    return Group(
        "thi-dua-thieu-bao-cao", "Thi đua thiếu báo cáo hôm nay", "đợt", "Đợt thi đua có báo cáo hôm nay đã quá giờ mà chưa gửi.",
        "Không có đợt thi đua nào thiếu báo cáo đã đến giờ hôm nay.", count, items, reverse("emulation:list"),
    )  # fmt: skip
