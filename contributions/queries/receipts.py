"""Reading receipts: lists and their filters, whom a typed code or name means, what a receipt may be written on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from contributions.enums import FORMS_OF, BookKind
from contributions.models import Allocation, Book, Campaign, Receipt, ReversalRequest, RosterLine
from core import clock
from core.text import search_key

#: Ways of asking what became of a receipt.
STATES = (
    ("chua-xac-nhan", "Thủ quỹ chưa xác nhận"), ("chua-phan-bo", "Chưa phân bổ hết"), ("dieu-chinh", "Đã điều chỉnh, điều chỉnh"),
    ("cho-duyet", "Chờ duyệt điều chỉnh"),
)  # fmt: skip
_CODE = re.compile(r"^\s*(?:[A-ZĐ]{1,10}-)?0*(\d{1,9})(?=\D|$)", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"^\s*0*(\d{1,9})\s*$")


def filtered(
    receipts: QuerySet[Receipt], *, words: str = "", way: str = "", village: int | None = None, since: date | None = None,
    until: date | None = None, state: str = "",
) -> QuerySet[Receipt]:  # fmt: skip
    """Receipts of a way, village (0: without one), span of days and state; `words` is a payer's name as written or a number."""
    if words:
        number = _BARE_NUMBER.match(words)
        numbered = Q(number=int(number[1])) if number else Q(pk__in=())
        receipts = receipts.filter(Q(payer__icontains=words.strip()) | _named(words) | numbered)
    if way:
        receipts = receipts.filter(way=way)
    if village is not None:
        receipts = receipts.filter(village=village or None)
    if since:
        receipts = receipts.filter(received_on__gte=since)
    if until:
        receipts = receipts.filter(received_on__lte=until)
    return _in_state(receipts, state)


def _named(words: str) -> Q:
    """The payer, or a giver whom a part is for, bears the name, with or without diacritics, or the code."""

    def meant(at: str) -> Q:
        return Q(**{f"{at}code": words.strip().upper()}) | _all_words(words, at)

    # Asked of each receipt: the givers of that name in the whole country are many, the receipts of a campaign are few.
    return meant("party__") | Q(Exists(Allocation.objects.filter(meant("line__party__"), receipt=OuterRef("pk"))))


def _all_words(words: str, prefix: str = "") -> Q:
    """Every typed word stands in the giver's name; nobody where nothing was typed."""
    typed = search_key(words).split()
    named = Q() if typed else Q(pk__in=())
    for word in typed:
        named &= Q(**{f"{prefix}search_key__contains": word})
    return named


def _in_state(receipts: QuerySet[Receipt], state: str) -> QuerySet[Receipt]:
    if state == "chua-xac-nhan":
        return receipts.filter(confirmation=None, reverses=None, reversed_by=None)
    if state == "chua-phan-bo":
        return with_assigned(receipts).filter(reverses=None, reversed_by=None, amount__gt=F("assigned"))
    if state == "dieu-chinh":
        return receipts.filter(Q(reverses__isnull=False) | Q(reversed_by__isnull=False))
    if state == "cho-duyet":
        return receipts.filter(Exists(ReversalRequest.objects.filter(receipt=OuterRef("pk"), granted=None)))
    return receipts


def with_assigned(receipts: QuerySet[Receipt]) -> QuerySet[Any]:
    """Adds `assigned`: what of a receipt is allocated to givers, in đồng."""
    parts = Allocation.objects.filter(receipt=OuterRef("pk")).order_by().values("receipt")
    sums: Any = Subquery(parts.annotate(total=Sum("amount")).values("total"), output_field=BigIntegerField())
    return receipts.annotate(assigned=Coalesce(sums, Value(0, output_field=BigIntegerField())))


def standing(receipt: Receipt) -> QuerySet[Allocation]:
    """Parts of a receipt that hold, with their givers."""
    rows = receipt.allocations.filter(takes_back=None, taken_back_by=None)
    return rows.select_related("line__party", "line__village", "line__unit", "line__campaign").order_by("pk")


def reversal_of(receipt: Receipt) -> Receipt | None:
    """The receipt that took this one back, with its book."""
    return Receipt.objects.filter(reverses=receipt).select_related("book").first()


def books_for(books: QuerySet[Book], way: str) -> QuerySet[Book]:
    """Those of the books in which the way of giving is written, this year's first."""
    return books.filter(form__in=FORMS_OF[way]).order_by("-year", "form", "kind", "code")


def book_for_reversal(receipt: Receipt, campaign: Campaign) -> Book | None:
    """The system's book of this year in which a reversal of the receipt stands: its own, else another of the same form."""
    books = Book.objects.filter(
        area__in=[campaign.area_id, campaign.area.parent_id], kind=BookKind.SYSTEM, form=receipt.book.form,
        year=clock.today().year, handed_back_on=None,
    )  # fmt: skip
    return books.filter(pk=receipt.book_id).first() or books.filter(holder=None).first() or books.first()


# --- Whom a typed code or name means ---


def looks_like_code(text: str) -> bool:
    """Whether the text begins as a giver's code does: "17", "AB-00017 – …"."""
    return _CODE.match(text) is not None


def suggested(lines: QuerySet[RosterLine], words: str, most: int = 8) -> list[RosterLine]:
    """The first lines whose giver's code ends in the typed figures or whose name holds every typed word."""
    number, typed = _CODE.match(words), search_key(words)
    if not typed:
        return []
    if number:
        return list(lines.filter(_code_is(lines, [int(number[1])])).order_by("pk")[:most])
    return list(lines.filter(_all_words(words, "party__")).order_by("party__sort_key", "pk")[:most])


def resolved(lines: QuerySet[RosterLine], texts: Iterable[str]) -> dict[str, list[RosterLine]]:
    """For each text the lines it may mean: "17", "AB-00017 – Lò Văn An" by the code, else the whole name; two queries."""
    wanted = {text for text in texts if text}
    numbers = {text: int(found[1]) for text in wanted if (found := _CODE.match(text))}
    names = {text: search_key(text) for text in wanted if text not in numbers}
    by_code: dict[int, list[RosterLine]] = defaultdict(list)
    by_name: dict[str, list[RosterLine]] = defaultdict(list)
    if numbers:
        for line in lines.filter(_code_is(lines, numbers.values())):
            by_code[int(line.party.code.rpartition("-")[2])].append(line)
    if names:
        for line in lines.filter(party__search_key__in=set(names.values())):
            by_name[line.party.search_key].append(line)
    coded = {text: by_code[number] for text, number in numbers.items()}
    return coded | {text: _exact(by_name[key], text) for text, key in names.items()}


def _exact(lines: list[RosterLine], text: str) -> list[RosterLine]:
    """Of namesakes without diacritics those who are written as typed, where there are any."""
    return [line for line in lines if line.party.name.casefold() == text.strip().casefold()] or lines


def _code_is(lines: QuerySet[RosterLine], numbers: Iterable[int]) -> Q:
    one = lines.order_by().values_list("party__code", flat=True).first()
    if one is None:
        return Q(pk__in=())
    prefix = one.rpartition("-")[0]
    return Q(party__code__in=[f"{prefix}-{number:05d}" for number in set(numbers)])
