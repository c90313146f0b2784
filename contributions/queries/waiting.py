"""What of a commune's money waits for a person: to be confirmed, matched, written into the ledger, handed in, decided.

A query or two each, asked only of who may do it. Amounts in đồng.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.access import areas_held, has_anywhere
from accounts.enums import Right
from areas.enums import Level
from areas.models import Area
from contributions.enums import BookForm, CampaignState, Way
from contributions.models import BankLine, Book, Handover, MusterLine, Receipt, ReversalRequest
from contributions.queries.bank import waiting
from contributions.queries.receipts import filtered
from core import clock
from core.formats import money, number
from core.todos import Todo

if TYPE_CHECKING:
    from accounts.models import User


def waiting_for(user: User) -> list[Todo]:
    """What waits for the person: the cashier, the accountant, who holds a book, the leader."""
    found: list[Todo] = []
    confirms, keeps, leads = (
        _places(user, right) for right in (Right.CONFIRM_MONEY, Right.WRITE_MONEY, Right.APPROVE_REVERSALS)
    )
    if confirms is not None:
        found += _to_confirm(confirms, user)
    if keeps is not None:
        found += [*_to_match(keeps), *_to_take(keeps)]
    if has_anywhere(user, Right.COLLECT):
        found += _to_hand_in(keeps, user)
    if leads is not None:
        found += _to_decide(leads)
    return found


def _places(user: User, right: Right) -> Q | None:
    """Areas on which the person holds the right and their villages; None where he holds it nowhere."""
    held = areas_held(user, right)
    return Q(pk__in=[area.pk for area in held]) | Q(parent__in=held, level=Level.VILLAGE) if held else None


def _in(places: Q) -> QuerySet[Area, Any]:
    return Area.objects.filter(places).order_by().values("pk")


def _to_confirm(places: Q, user: User) -> list[Todo]:
    """Receipts by campaign, as its list of those not confirmed shows them; not one's own where two people are asked for."""
    rows = filtered(Receipt.objects.filter(campaign__area__in=_in(places)), state="chua-xac-nhan")
    by_campaign = rows.exclude(by=user, campaign__two_people=True).order_by().values("campaign", "campaign__name")
    told: Any = by_campaign.annotate(n=Count("pk"), sum=Sum("amount"), since=Min("at")).order_by("since")
    return [
        Todo(
            f"Xác nhận {number(row['n'])} chứng từ thu", f"{row['campaign__name']}. Trị giá {money(row['sum'])} đồng.",
            reverse("contributions:receipts", args=[row["campaign"]]) + "?tinh-trang=chua-xac-nhan", "Xác nhận",
            "receipt_waiting", row["since"],
        )
        for row in told
    ]  # fmt: skip


def _to_match(places: Q) -> list[Todo]:
    """Money on statements that is in no receipt yet, by account."""
    rows = waiting(BankLine.objects.filter(account__organisation__area__in=_in(places))).order_by()
    told: Any = rows.values("account", "account__number").annotate(
        n=Count("pk"), sum=Sum("amount"), since=Min("booked_on")
    )
    return [
        Todo(
            f"Khớp {number(row['n'])} dòng tiền vào của sao kê",
            f"Tài khoản {row['account__number']}. {money(row['sum'])} đồng chưa ghi sổ.",
            reverse("contributions:bank_account", args=[row["account"]]), "Khớp", "bank_open", clock.start_of(row["since"]),
        )
        for row in told.order_by("since")
    ]  # fmt: skip


def _to_take(places: Q) -> list[Todo]:
    """Muster sheets that are not in the ledger, by open campaign."""
    rows = MusterLine.objects.filter(
        receipt=None, muster__campaign__area__in=_in(places), muster__campaign__state=CampaignState.OPEN
    )
    by_campaign = rows.order_by().values("muster__campaign", "muster__campaign__name")
    told: Any = by_campaign.annotate(n=Count("muster", distinct=True), sum=Sum("days"), since=Min("muster__at"))
    return [
        Todo(
            f"Ghi sổ {number(row['n'])} bảng chấm công", f"{row['muster__campaign__name']}. {number(row['sum'])} ngày công.",
            reverse("contributions:musters", args=[row["muster__campaign"]]), "Ghi sổ", "muster_waiting", row["since"],
        )
        for row in told.order_by("since")
    ]  # fmt: skip


def _to_hand_in(places: Q | None, user: User) -> list[Todo]:
    """Cash of books in somebody's hands that was not handed in: one's own books, and for the accountant the commune's."""
    mine = Q(holder=user)
    if places is not None:
        mine |= Q(holder__isnull=False, area__in=_in(places))
    books = list(Book.objects.filter(mine, form=BookForm.RECEIPT, handed_back_on=None).values_list("pk", flat=True))
    if not books:
        return []
    over = Handover.objects.filter(book=OuterRef("book")).order_by("-to_number").values("to_number")[:1]
    rows = Receipt.objects.filter(book__in=books, way=Way.CASH)
    rows = rows.annotate(over=Coalesce(Subquery(over), 0)).filter(number__gt=F("over")).order_by()
    book = rows.values("book", "book__code", "book__year", "book__holder__full_name")
    told: Any = book.annotate(n=Count("pk"), sum=Sum("amount"), last=Max("number"), since=Min("at")).filter(sum__gt=0)
    return [
        Todo(
            f"Nộp quỹ {money(row['sum'])} đồng",
            f"Quyển biên lai {row['book__code']}/{row['book__year']}, người giữ: {row['book__holder__full_name']}. "
            f"{number(row['n'])} biên lai tiền mặt đến số {row['last']} chưa nộp.",
            reverse("contributions:book", args=[row["book"]]), "Mở quyển", "cash_held", row["since"],
        )
        for row in told.order_by("since")
    ]  # fmt: skip


def _to_decide(places: Q) -> list[Todo]:
    """Reversals that are asked of the leader, each with its receipt."""
    rows = ReversalRequest.objects.filter(
        granted=None, receipt__campaign__area__in=_in(places), receipt__reversed_by=None
    )
    rows = rows.select_related("receipt__book").order_by("at", "pk")
    return [
        Todo(
            f"Duyệt điều chỉnh chứng từ {row.receipt.book.code}/{row.receipt.number:07d}",
            f"{row.receipt.payer}, {money(row.receipt.amount)} đồng. Lý do: {row.reason}", row.receipt.get_absolute_url(),
            "Xem và duyệt", "submitted", row.at,
        )
        for row in rows
    ]  # fmt: skip
