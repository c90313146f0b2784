"""Reading statements: what waits, what was matched, whom the references speak of, and what moved at the bank and in the books."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from areas.models import Area, BankAccount, Organisation
from contributions.enums import FORMS_OF, UNIT, VILLAGE, BankLineKind, BankLineState, BookKind, ImportState, Way
from contributions.ledger import with_balance
from contributions.models import BankLine, BankMatch, Book, Campaign, Receipt, Statement, StatementProfile
from contributions.queries.rosters import found

#: Filters of a statement's lines by their word in the address.
FILTERS = (
    ("", "Tất cả"), ("cho", "Chờ khớp"), ("theo-ma", "Theo mã"), ("da-ghi", "Đã ghi sổ"), ("de-rieng", "Để riêng"),
    ("khac", "Không phải tiền vào"),
)  # fmt: skip


def accounts(rows: QuerySet[BankAccount]) -> QuerySet[Any]:
    """Accounts in use, or that have statements, with `last`: the day their newest statement closes."""
    rows = rows.filter(Q(valid_to=None) | Q(statements__isnull=False)).distinct()
    last = Max("statements__closing_on", filter=Q(statements__state=ImportState.CONFIRMED))
    return rows.annotate(last=last).order_by("organisation__sort_key", "number")


def waiting_by_account(rows: Sequence[BankAccount]) -> dict[int, dict[str, int]]:
    """Per account: how many lines of money wait, and their sum."""
    lines = waiting(BankLine.objects.filter(account__in=rows)).order_by().values("account")
    return {row["account"]: row for row in lines.annotate(n=Count("pk"), money=Sum("amount"))}


def drafts_of(rows: Sequence[BankAccount]) -> QuerySet[Statement]:
    """Statements of which somebody still has to say the columns."""
    found_ = Statement.objects.filter(account__in=rows, state=ImportState.DRAFT)
    return found_.select_related("account", "by").defer("table")


def statements_of(account: BankAccount) -> QuerySet[Any]:
    """An account's statements, newest first, with `waits`: how many of their lines wait."""
    rows = account.statements.select_related("by").defer("table", "refused")
    live = Exists(BankMatch.objects.filter(bank_line=OuterRef("lines"), receipt__reversed_by=None))
    waits: Any = Q(lines__kind=BankLineKind.CREDIT) & ~Q(lines__state=BankLineState.SET_ASIDE) & ~live
    return rows.annotate(waits=Count("lines", filter=waits)).order_by("-at", "-pk")


def columns_known(account: BankAccount) -> StatementProfile | None:
    """Which columns the account's statements have, as a person said last."""
    return StatementProfile.objects.filter(account=account).first()


def with_live(lines: QuerySet[BankLine]) -> QuerySet[Any]:
    """Adds `live`: whether a receipt that was not reversed stands for the line."""
    return lines.annotate(live=Exists(BankMatch.objects.filter(bank_line=OuterRef("pk"), receipt__reversed_by=None)))


def waiting(lines: QuerySet[BankLine]) -> QuerySet[Any]:
    """Money that came in, is in no receipt and was not set aside."""
    return with_live(lines).filter(kind=BankLineKind.CREDIT, live=False).exclude(state=BankLineState.SET_ASIDE)


def filtered(lines: QuerySet[Any], wanted: str, by_reference: Iterable[int]) -> QuerySet[Any]:
    """Lines (with `live`) by one of FILTERS; an unknown word filters nothing."""
    if wanted == "cho":
        return waiting(lines)
    if wanted == "theo-ma":
        return lines.filter(pk__in=list(by_reference))
    if wanted == "da-ghi":
        return lines.filter(live=True)
    if wanted == "de-rieng":
        return lines.filter(state=BankLineState.SET_ASIDE, live=False)
    return lines.exclude(kind=BankLineKind.CREDIT) if wanted == "khac" else lines


# --- People to split a transfer over ---


def lines_to_split(campaign: Campaign, *, words: str, place: str, most: int) -> list[Any]:
    """Lines of the roster (with balance) by name, code or phone, or of a unit ("D12") or village ("T7"); at most so many."""
    rows = with_balance(campaign.lines.all()).select_related("party", "unit", "village")
    if words:
        rows = found(rows, words)
    if place[1:].isdecimal():
        rows = rows.filter(**{"unit" if place[0] == UNIT else "village": int(place[1:][:9])})
    return list(rows.order_by("party__sort_key", "pk")[:most])


def places_of(campaign: Campaign) -> list[tuple[str, str]]:
    """Units and villages that have somebody on the roster: ("D12", name)."""
    units = Organisation.objects.filter(pk__in=campaign.lines.order_by().values("unit")).order_by("sort_key")
    villages = Area.objects.filter(pk__in=campaign.lines.order_by().values("village")).order_by("sort_key")
    return [(f"{UNIT}{row.pk}", row.name) for row in units] + [(f"{VILLAGE}{row.pk}", str(row)) for row in villages]


# --- Books and receipts ---


def open_books(area: Area) -> QuerySet[Book]:
    """Books of the area that were not handed back."""
    return Book.objects.filter(area=area, handed_back_on=None)


def system_book(books: QuerySet[Book], year: int) -> Book | None:
    """The book that takes transfers of a year: one the system numbers, of receipts before cash vouchers."""
    rows = books.filter(kind=BookKind.SYSTEM, form__in=FORMS_OF[Way.TRANSFER], year=year)
    return rows.order_by("-form", "code").first()


def receipts_of(line: BankLine) -> QuerySet[Receipt]:
    """Receipts that were made from a line, the first first."""
    rows = Receipt.objects.filter(bank_match__bank_line=line)
    return rows.select_related("campaign", "book", "reversed_by").order_by("pk")


# --- A page's own questions ---


def counts(lines: QuerySet[Any]) -> dict[str, int]:
    """How many of a statement's lines (with `live`) each filter shows; "theo-ma" is the caller's."""
    credit = Q(kind=BankLineKind.CREDIT)
    aside = Q(state=BankLineState.SET_ASIDE, live=False)
    told = lines.order_by().aggregate(
        all=Count("pk"),
        waits=Count("pk", filter=credit & Q(live=False) & ~Q(state=BankLineState.SET_ASIDE)),
        matched=Count("pk", filter=Q(live=True)),
        aside=Count("pk", filter=aside),
        other=Count("pk", filter=~credit),
    )
    return {
        "": told["all"],
        "cho": told["waits"],
        "da-ghi": told["matched"],
        "de-rieng": told["aside"],
        "khac": told["other"],
    }


def lines_numbered(campaign: Campaign, ids: Iterable[int]) -> list[Any]:
    """Lines of the campaign with these ids, with their balance, in the roster's order."""
    rows = with_balance(campaign.lines.filter(pk__in=list(ids))).select_related("party", "unit", "village")
    return list(rows.order_by("party__sort_key", "pk"))


def next_waiting(line: BankLine) -> BankLine | None:
    """The account's next line of money that waits, else the first one that does."""
    rows = waiting(BankLine.objects.filter(account=line.account_id)).exclude(pk=line.pk).order_by("booked_on", "pk")
    after = rows.filter(Q(booked_on__gt=line.booked_on) | Q(booked_on=line.booked_on, pk__gt=line.pk))
    return after.first() or rows.first()
