"""Fast entry: a pile of receipts typed without a mouse against what was counted before, and the pile that was written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.access import may
from accounts.enums import Right
from campaigns.forms.grids import Grid
from campaigns.forms.places import grid_of
from contributions import access
from contributions.actions import receipts as actions
from contributions.enums import Way
from contributions.forms.fast import PILE, PileForm, pile_rows, row_class
from contributions.forms.receipts import address_of
from contributions.models import Book, Campaign
from contributions.papers import receipts as papers
from contributions.queries.receipts import books_for
from core.errors import RuleError
from core.formats import money
from core.pages import page_of, signed_in

if TYPE_CHECKING:
    from accounts.models import User

#: A refused pile is a page of its own that htmx would swap in, too.
REFUSED = 422


def fast(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the book (?quyen=), then the grid for it; refused, the rows stay as they were typed."""
    user = signed_in(request)
    campaign = access.get_campaign(user, pk)
    books = books_for(access.books_to_write(user, campaign), Way.CASH)
    asked = request.GET.get("quyen", "")
    if not asked:
        context = {"campaign": campaign, "books": list(books)}
        return render(request, "contributions/fast_books.html", context)
    book = get_object_or_404(books, pk=int(asked) if asked.isdecimal() and len(asked) < 10 else 0)
    form = PileForm(request.POST or None, initial={"key": uuid4()})
    grid = grid_of(row_class(book), PILE, [], request.POST or None)
    if request.method == "POST":
        done = _written(request, campaign, book, form, grid)
        if done is not None:
            return done
    context = {
        "campaign": campaign, "book": book, "form": form, "grid": grid, "text": _text(campaign),
        "first_number": _next_number(book),
    }  # fmt: skip
    return render(request, "contributions/fast.html", context, status=REFUSED if request.method == "POST" else 200)


def _text(campaign: Campaign) -> str:
    return f"Đóng góp: {campaign.name}"[:500]


def _next_number(book: Book) -> int | None:
    """Where the pile of a pre-printed book probably goes on."""
    if book.last_number is None:
        return None
    last = book.receipts.order_by("-number").values_list("number", flat=True).first()
    return (last or book.first_number - 1) + 1


def _written(request: HttpRequest, campaign: Campaign, book: Book, form: PileForm, grid: Grid) -> HttpResponse | None:
    """The answer to a pile that was written; None where something stands in the way, said in form and grid."""
    if False in [form.is_valid(), grid.is_valid()]:
        return None
    rows = pile_rows(grid, campaign.lines.select_related("party", "village", "unit"), _text(campaign))
    if any(row.errors for row in grid.live_forms):
        return None
    if not rows:
        form.add_error(None, "Chưa có tờ nào trong xấp.")
        return None
    said, by = form.cleaned_data, signed_in(request)
    try:
        batch = _issued(rows, campaign, book, said, by)
    except RuleError as error:
        form.add_error(None, error.message)
        return None
    made = list(batch.receipts.values_list("amount", flat=True))
    messages.success(request, f"Đã ghi {len(made)} tờ, {money(sum(made))} đồng.")
    if (len(made), sum(made)) != (len(rows), sum(row["amount"] for row in rows)):
        messages.warning(request, "Xấp này đã ghi trước đó; những dòng sửa hoặc thêm sau khi ghi chưa được ghi.")
    outside = sum(row["line"] is None for row in rows)
    if outside:
        messages.info(request, f"{outside} tờ của người ngoài danh sách, chưa phân bổ cho ai.")
    return redirect("contributions:batch", batch.pk) if "them" not in request.POST else _again(campaign, book)


def _again(campaign: Campaign, book: Book) -> HttpResponse:
    return redirect(f"{reverse('contributions:fast', args=[campaign.pk])}?quyen={book.pk}")


def _issued(rows: list[dict[str, Any]], campaign: Campaign, book: Book, said: dict[str, Any], by: User) -> Any:
    """Each row has a key of its own, made from the page's and its place: sent again, the pile is written once."""
    entries = [_entry(row, said["key"]) for row in rows]
    return actions.issue_batch(
        entries, campaign=campaign, book=book, control_count=int(said["control_count"]), control_total=said["control_total"],
        reason=said["reason"] or "", by=by,
    )  # fmt: skip


def _entry(row: dict[str, Any], key: UUID) -> actions.Entry:
    line, amount = row["line"], row["amount"]
    return actions.Entry(
        way=row["way"], payer=row["payer"], received_on=row["received_on"], text=row["text"], key=uuid5(key, str(row["row"])),
        amount=amount, shares=(actions.Share(line, amount),) if line else (), address=address_of(line) if line else "",
        party=line.party if line else None, village=line.village if line else None, number=row["number"],
    )  # fmt: skip


@require_GET
def batch_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A pile of receipts typed at one go: the control figures beside what was written."""
    user = signed_in(request)
    batch = access.get_batch(user, pk)
    rows = batch.receipts.select_related("book", "village").order_by("number")
    sums = rows.aggregate(count=Count("pk"), total=Sum("amount"))
    context = {
        "batch": batch, "campaign": batch.campaign, "page": page_of(request, rows, per_page=100), "sums": sums,
        "matches": (sums["count"], sums["total"]) == (batch.control_count, batch.control_total),
        "may_print": may(user, Right.COLLECT, batch.campaign.area), "parts": papers.print_parts(sums["count"]),
    }  # fmt: skip
    return render(request, "contributions/batch.html", context)
