"""Making the books of a campaign and the totals of an area as files: short ones at once, long ones as a job in "Tệp của tôi"."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any, BinaryIO

from areas.models import Area, Organisation
from campaigns.enums import Pot
from contributions import access
from contributions.models import Campaign, RosterLine
from contributions.papers import exports as papers
from contributions.papers.exports import Told
from contributions.queries import exports as queries
from contributions.queries.exports import Span
from contributions.read.forms import form_of
from core import clock
from core.errors import RuleError
from core.formats import grouped
from core.sheets import XLSX, Counted, Sheet
from core.sheets_long import CSV, csv_lines, write_sheet
from criteria.papers.results import Signing
from criteria.queries.results import issuer_of, signer_of
from documents import job_files
from documents.enums import Purpose
from jobs.actions import enqueue, report_progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import QuerySet

    from accounts.models import User
    from jobs.models import Job

KIND = "contributions.export"
#: Code of a book → what it is called; the order of the page.
BOOKS = {
    "ca-nhan": "Sổ theo dõi đóng góp theo cá nhân, hộ",
    "bien-lai": "Bảng tổng hợp biên lai thu tiền",
    "thon-don-vi": "Tổng hợp theo thôn, đơn vị",
    "s07-x": "Sổ theo dõi quỹ tài chính ngoài ngân sách (S07-X)",
    "ghi-thu-ghi-chi": "Bảng kê ghi thu, ghi chi ngân sách xã",
}
#: Those in which names of givers stand.
NAMED = frozenset({"ca-nhan", "s07-x", "ghi-thu-ghi-chi"})
#: Those that a village or a unit has of its own.
BY_PART = frozenset({"ca-nhan", "thon-don-vi"})
FORMATS = {"xlsx": XLSX, "csv": CSV}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which book of a campaign, of which part of its roster and which days."""

    campaign: Campaign
    book: str
    span: Span
    village: Area | None = None
    unit: Organisation | None = None

    @property
    def part(self) -> str:
        return "; ".join(str(place) for place in (self.village, self.unit) if place)


def signing_of(area: Area, maker: User | None, on: date) -> Signing:
    """Whose paper a book is, who signs for it today, who made it."""
    issuer = issuer_of(area)
    return Signing(issuer, signer_of(issuer, on), maker.full_name if maker else "", on)


def books_for(user: User, campaign: Campaign) -> dict[str, str]:
    """The books of the campaign that the person may have: those with names for who works with it."""
    everybody, some = access.sees_all_names(user, campaign), access.sees_some_names(user, campaign)
    books = {code: name for code, name in BOOKS.items() if code not in NAMED or everybody or (some and code in BY_PART)}
    if campaign.pot != Pot.BUDGET:
        books.pop("ghi-thu-ghi-chi", None)
    return books


def lines_of(wanted: Wanted, user: User) -> QuerySet[RosterLine]:
    """The roster's lines whose names the person may read, of the part that was asked for."""
    return part_of(wanted, access.seen_lines(user).filter(campaign=wanted.campaign))


def part_of(wanted: Wanted, lines: QuerySet[RosterLine]) -> QuerySet[RosterLine]:
    """Those of the lines that belong to the village and the unit that were asked for."""
    if wanted.village is not None:
        lines = lines.filter(village=wanted.village)
    return lines.filter(unit=wanted.unit) if wanted.unit is not None else lines


def row_count(wanted: Wanted, user: User) -> int:
    """About how many rows the book will have; it decides who makes it."""
    if wanted.book == "ca-nhan":
        return lines_of(wanted, user).count()
    if wanted.book == "s07-x":
        return queries.fund_count(wanted.campaign, wanted.span)
    if wanted.book == "ghi-thu-ghi-chi":
        return queries.in_kind_count(wanted.campaign, wanted.span)
    return 0


def sheet_of(wanted: Wanted, user: User) -> Sheet:
    """The book as a sheet; its rows are read while it is written."""
    campaign, span = wanted.campaign, wanted.span
    part = wanted.part if wanted.book in BY_PART else ""
    told = Told(span, signing_of(campaign.area, user, clock.today()), part)
    whole = not part and access.sees_all_names(user, campaign)
    if wanted.book == "ca-nhan":
        lines = lines_of(wanted, user)
        rest = queries.not_assigned(campaign, span) if whole else None
        return papers.giver_sheet(campaign, queries.giver_rows(lines, span), told, count=lines.count(), rest=rest)
    if wanted.book == "bien-lai":
        return papers.book_sheet(campaign, queries.book_rows(campaign, span), told)
    if wanted.book == "thon-don-vi":
        lines = part_of(wanted, campaign.lines.all())
        return papers.place_sheet(campaign, queries.place_lines(campaign, lines, span, rest=not part), told)
    if wanted.book == "s07-x":
        opening, code = queries.fund_opening(campaign, span), form_of("fund_book", span.until or told.signing.on)
        moves = queries.fund_moves(campaign, span)
        count = queries.fund_count(campaign, span)
        return papers.fund_sheet(campaign, moves, told, opening=opening, count=count, form=code.code if code else "")
    count = queries.in_kind_count(campaign, span)
    return papers.in_kind_sheet(campaign, queries.in_kind_rows(campaign, span), told, count=count)


def write(sheet: Sheet, format: str, out: BinaryIO, told: Callable[[int], None] | None = None) -> int:
    """The sheet into `out` as "xlsx" or "csv"; gives the rows written, having called `told` with them now and then.

    RowCountError where they are not those that were asked for.
    """
    rows = Counted(sheet.rows, told)
    counted = replace(sheet, rows=rows)
    if format == "xlsx":
        write_sheet(counted, out)
    else:
        out.writelines(csv_lines(counted))
    return rows.read


def file_name(wanted: Wanted, format: str) -> str:
    return f"{wanted.book}-{wanted.campaign.code}-{clock.today():%Y%m%d}.{format}"


# --- As a job ---


def request_export(wanted: Wanted, format: str, *, by: User) -> Job:
    """Order a book as a file in "Tệp của tôi"; asked again while it is being made, it is made once."""
    span = wanted.span
    payload = {
        "campaign": wanted.campaign.pk, "book": wanted.book, "format": format,
        "since": span.since.isoformat() if span.since else "", "until": span.until.isoformat() if span.until else "",
        "village": wanted.village.pk if wanted.village else None, "unit": wanted.unit.pk if wanted.unit else None,
    }  # fmt: skip
    return enqueue(
        KIND, key=":".join(str(part) for part in (*payload.values(), by.pk)), owner=by, area=wanted.campaign.area, payload=payload,
        title=f"{BOOKS[wanted.book]}: {wanted.campaign.name}"[:200],
    )  # fmt: skip


def make_export(job: Job) -> dict[str, Any]:
    """Work of a "contributions.export" job; the file and the end of the job are stored together."""
    owner, said = job.owner, job.payload
    if owner is None:
        raise RuleError("Người đặt tệp không còn trong hệ thống.")
    campaign = access.visible_campaigns(owner).filter(pk=said["campaign"]).first()
    if campaign is None or said["book"] not in books_for(owner, campaign):
        raise RuleError("Anh/chị không còn quyền xem sổ này của đợt vận động.")
    days = [date.fromisoformat(said[name]) if said[name] else None for name in ("since", "until")]
    wanted = Wanted(
        campaign, said["book"], Span(*days), Area.objects.filter(pk=said["village"]).first(),
        Organisation.objects.filter(pk=said["unit"]).first(),
    )  # fmt: skip
    asked = row_count(wanted, owner)

    def told(done: int) -> None:
        report_progress(job, min(99, 100 * done // max(asked, 1)), f"đã ghi {grouped(done)} dòng")

    with job_files.spool() as out:
        rows = write(sheet_of(wanted, owner), said["format"], out, told)
        return job_files.keep_and_finish(
            job, name=file_name(wanted, said["format"]), stream=out, content_type=FORMATS[said["format"]],
            purpose=Purpose.MONEY_FILE, area=campaign.area, rows=rows,
        )  # fmt: skip


def file_of(sheet: Sheet, format: str) -> bytes:
    """The sheet's bytes, for an answer that keeps no file."""
    out = BytesIO()
    write(sheet, format, out)
    return out.getvalue()
