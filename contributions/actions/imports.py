"""Lists brought in from a file or pasted: kept as a draft, read by columns, confirmed or undone as a whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import ProtectedError

from contributions.actions.expected import reckon
from contributions.actions.parties import take_codes
from contributions.actions.rosters import open_for_rosters
from contributions.actions.totals import hold_lines
from contributions.enums import ImportState
from contributions.models import Campaign, Party, Rate, RosterImport, RosterLine
from contributions.queries.campaigns import commune_of, units_for, villages_for
from contributions.queries.rosters import with_receipts
from contributions.rules import columns as rules
from contributions.rules.campaigns import limits
from contributions.rules.roster_rows import Known, KnownGiver, KnownRate, read_rows
from core import clock
from core.errors import RuleError
from core.formats import number
from core.sheets_reading import read_table, refuse_merged, text_of
from core.text import nfc, search_key
from journal.actions import record

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.models import User

#: Rows of one list; a commune has fewer households.
MOST_ROWS = 20_000
_AT_ONCE = 1_000


# --- In ---


def read_file(campaign: Campaign, *, name: str, data: bytes, by: User) -> RosterImport:
    """Keep the rows of a workbook as a draft, its columns guessed. RuleError with one sentence for a file that cannot be read."""
    table = read_table(name, data, known=rules.is_known, most=MOST_ROWS)
    rows = [(place, [text_of(cell) for cell in cells]) for place, cells in table.rows]
    return _keep(campaign, name=name, headings=table.headings, rows=rows, merged=table.merged, by=by)


def read_paste(campaign: Campaign, *, text: str, by: User) -> RosterImport:
    """Keep pasted lines as a draft: cells part by tabs, as Excel copies them. Without a heading line the first column is the name."""
    lines = [
        (place, [cell.strip() for cell in nfc(line).split("\t")])
        for place, line in enumerate(text.splitlines(), 1)
        if line.strip()
    ]
    if not lines:
        raise RuleError("Chưa có dòng nào; dán danh sách từ Excel hoặc ghi mỗi người một dòng.")
    if len(lines) > MOST_ROWS:
        raise RuleError(f"Danh sách có hơn {number(MOST_ROWS)} dòng; chia thành nhiều lần.")
    width = max(len(cells) for _, cells in lines)
    if any(rules.is_known(cell) for cell in lines[0][1]):
        headings, lines = lines[0][1], lines[1:]
    else:
        headings = ["Họ tên", *(f"Cột {place}" for place in range(2, width + 1))]
    headings += [""] * (width - len(headings))
    rows = [(place, cells + [""] * (width - len(cells))) for place, cells in lines]
    return _keep(campaign, name="Danh sách dán", headings=headings, rows=rows, merged={}, by=by)


@transaction.atomic
def _keep(
    campaign: Campaign, *, name: str, headings: list[str], rows: list[tuple[int, list[str]]], merged: dict[int, str], by: User
) -> RosterImport:  # fmt: skip
    """The draft; wages become the limits of their brackets and identity numbers are dropped before anything is stored."""
    campaign = open_for_rosters(campaign)
    if not rows:
        raise RuleError("Danh sách không có dòng nào dưới dòng tiêu đề.")
    steps = limits(campaign.rates.values_list("min_income", "max_income"))
    refused = rules.refused_columns(headings)
    wages = [place for place in rules.wage_columns(headings, [cells for _, cells in rows]) if place not in refused]
    for _, cells in rows:
        for place in refused:
            cells[place] = ""
        for place in wages:
            cells[place] = rules.coarse(cells[place], steps)
    guessed = {key: place for key, place in rules.guess(headings).items() if place not in refused}
    draft = RosterImport.objects.create(
        campaign=campaign, name=name[:200], by=by, at=clock.now(),
        columns={
            "headings": headings, "wages": wages, "refused": refused, "guess": guessed, "count": len(rows),
            "merged": {str(place): reference for place, reference in merged.items()},
        },
        rows=[{"place": place, "cells": cells} for place, cells in rows],
    )  # fmt: skip
    record("roster.imported", draft, by=by, area=campaign.area, note=f"{len(rows)} dòng, chờ xác nhận")
    return draft


# --- Read by columns ---


@transaction.atomic
def map_columns(
    draft: RosterImport, *, columns: Mapping[str, int], defaults: Mapping[str, Any], by: User
) -> RosterImport:
    """Read the draft's rows by the columns a person pointed to; may be done again until it is confirmed.

    `columns`: field → index; `defaults`: kind, village, unit, rate (ids) of rows that do not say them. RuleError where a column
    kept as brackets is to be something else than an income, or where one cell over several rows would give each its whole value.
    """
    draft = _locked(draft)
    told = draft.columns
    if not {"name", "code"} & set(columns):
        raise RuleError("Chọn cột có họ tên hoặc mã người đóng góp.")
    for key, index in columns.items():
        if key not in rules.SHARED and (reference := told.get("merged", {}).get(str(index))):
            refuse_merged(told["headings"][index], reference)
        if index in told["wages"] and key != "income":
            raise RuleError(
                f"Cột “{told['headings'][index]}” được đọc như thu nhập nên chỉ giữ theo mức, không giữ số tiền. Nếu là số tiền "
                "đăng ký thì đặt tên cột là “Số tiền đăng ký” rồi nạp lại."
            )
        if key == "income" and index not in told["wages"]:
            steps = limits(draft.campaign.rates.values_list("min_income", "max_income"))
            for row in draft.rows:
                row["cells"][index] = rules.coarse(row["cells"][index], steps)
            told["wages"] = [*told["wages"], index]
    read = read_rows(
        [(row["place"], row["cells"]) for row in draft.rows], columns, defaults, _known(draft.campaign)
    )  # fmt: skip
    draft.rows = [
        {
            "place": row.place, "cells": old["cells"], "values": row.values, "errors": row.errors, "match": row.match,
            "match_code": row.match_code,
        }
        for row, old in zip(read, draft.rows, strict=True)
    ]  # fmt: skip
    wrong = sum(1 for row in read if row.errors)
    draft.columns = {
        **told, "map": dict(columns), "defaults": dict(defaults), "wrong": wrong, "good": len(read) - wrong,
        "matched": sum(1 for row in read if row.match and not row.errors),
    }  # fmt: skip
    draft.save(update_fields=["columns", "rows"])
    return draft


def _locked(draft: RosterImport) -> RosterImport:
    """The draft as it now is. RuleError where it was confirmed or undone."""
    rows = RosterImport.objects.select_for_update(of=("self",)).select_related("campaign__area__parent")
    draft = rows.get(pk=draft.pk)
    if draft.state != ImportState.DRAFT:
        raise RuleError(f"Danh sách này {draft.get_state_display().lower()} rồi nên không sửa được nữa.")
    return draft


def _known(campaign: Campaign) -> Known:
    """What a list of the campaign is read against; three queries over the commune's givers and places."""
    commune = commune_of(campaign.area)
    known = Known(
        year=campaign.year,
        villages=_by_name((row.pk, row.name, f"{row.kind_word} {row.name}") for row in villages_for(campaign.area)),
        units=_by_name((row.pk, row.name) for row in units_for(campaign.area)),
        rates=[KnownRate(r.pk, r.group, r.label, r.min_income, r.max_income) for r in campaign.rates.all()],
    )
    listed = set(campaign.lines.values_list("party", flat=True))
    codes: dict[str, KnownGiver] = {}
    givers: dict[tuple[str, int | None, int | None], list[KnownGiver]] = defaultdict(list)
    merged: list[tuple[str, int]] = []
    by_pk: dict[int, KnownGiver] = {}
    rows = Party.objects.filter(area=commune).order_by("pk")
    fields = ("pk", "code", "name", "village", "unit", "household", "phone", "merged_into")
    for pk, code, name, village, unit, household, phone, into in rows.values_list(*fields).iterator():
        if into is not None:
            merged.append((code, into))
            continue
        giver = KnownGiver(pk, code, search_key(household), phone, pk in listed)
        codes[code] = by_pk[pk] = giver
        givers[name.casefold(), village, unit].append(giver)
    codes |= {code: by_pk[into] for code, into in merged if into in by_pk}
    known.codes, known.givers = codes, givers
    return known


def _by_name(rows: Any) -> dict[str, int | None]:
    """Search keys of names → id; None where two rows bear the name."""
    found: dict[str, int | None] = {}
    for pk, *names in rows:
        for key in {search_key(name) for name in names}:
            found[key] = None if key in found else pk
    return found


# --- Confirmed ---


@transaction.atomic
def confirm_import(draft: RosterImport, *, reuse: bool, by: User) -> RosterImport:
    """Write the good rows of a draft: new givers with the commune's next codes, and a line for each. Confirmed once.

    `reuse`: rows that seem to be a giver there is take that giver (a person said so), else they become new ones. Rows that name
    him by code always do. Rows with errors are left out and stay to be read. RuleError where the columns are not pointed to yet.
    """
    rows = RosterImport.objects.select_for_update(of=("self",)).select_related("campaign__area__parent", "by")
    draft = rows.get(pk=draft.pk)
    if draft.state == ImportState.CONFIRMED:
        return draft
    campaign = open_for_rosters(draft.campaign)
    draft = _locked(draft)
    if "map" not in draft.columns:
        raise RuleError("Chọn cột và xem trước rồi xác nhận.")
    listed = set(campaign.lines.values_list("party", flat=True))
    good = [row for row in draft.rows if not row["errors"]]
    for row in good:
        if row["match"] in listed:
            row["errors"].append("Đã có trong danh sách của đợt này khi xác nhận.")
    good = [row for row in good if not row["errors"]]
    if not good:
        raise RuleError("Không có dòng nào ghi được; sửa danh sách rồi nạp lại.")
    now = clock.now()
    parties = _givers(draft, good, reuse=reuse, now=now, by=by)
    _write_lines(draft, campaign, list(zip(good, parties, strict=True)), now)
    wrong = len(draft.rows) - len(good)
    draft.rows = [{key: row[key] for key in ("place", "values", "errors")} for row in draft.rows if row["errors"]]
    draft.columns = {**draft.columns, "good": len(good), "wrong": wrong}
    draft.state = ImportState.CONFIRMED
    draft.save(update_fields=["rows", "columns", "state"])
    record("roster.confirmed", draft, by=by, area=campaign.area, note=f"{len(good)} người; {wrong} dòng không ghi")
    return draft


def _givers(
    draft: RosterImport, rows: Sequence[Mapping[str, Any]], *, reuse: bool, now: datetime, by: User
) -> list[int]:
    """The id of each row's giver, in order; those that are new are written."""
    commune = commune_of(draft.campaign.area)
    fresh = [row for row in rows if not _is_there(row, reuse)]
    made = []
    for row, code in zip(fresh, take_codes(commune, len(fresh)), strict=True):
        said = row["values"]
        party = Party(
            area=commune, code=code, kind=said["kind"], name=said["name"], village_id=said["village"], unit_id=said["unit"],
            household=said["household"], phone=said["phone"], address=said["address"], roster_import=draft, created_by=by,
            created_at=now,
        )  # fmt: skip
        party.set_keys()
        made.append(party)
    new = iter(Party.objects.bulk_create(made, batch_size=_AT_ONCE))
    return [row["match"] if _is_there(row, reuse) else next(new).pk for row in rows]


def _is_there(row: Mapping[str, Any], reuse: bool) -> bool:
    return row["match"] is not None and (reuse or bool(row["values"]["code"]))


def _write_lines(
    draft: RosterImport, campaign: Campaign, rows: Sequence[tuple[Mapping[str, Any], int]], now: datetime
) -> None:
    rates: dict[int, Rate] = {rate.pk: rate for rate in campaign.rates.all()}
    lines = []
    for row, party in rows:
        said = row["values"]
        if said["rate"] and said["rate"] not in rates:
            raise RuleError("Mức vận động vừa thay đổi; mở lại trang chọn cột và xem trước lần nữa.")
        line = RosterLine(
            campaign=campaign, party_id=party, village_id=said["village"], unit_id=said["unit"],
            rate=rates.get(said["rate"]), months=said["months"], state=said["state"], reason=said["reason"],
            pledged_days=said["pledged_days"], pledged_amount=said["pledged_amount"], roster_import=draft, created_at=now,
        )  # fmt: skip
        reckon(line, campaign)
        lines.append(line)
    RosterLine.objects.bulk_create(lines, batch_size=_AT_ONCE)


# --- Undone ---


@transaction.atomic
def undo_import(draft: RosterImport, *, by: User) -> RosterImport:
    """Take a list back as a whole: its lines, and the givers that came with it and stand nowhere else. Undone once.

    RuleError where receipts or muster sheets speak of one of its lines (queries.rosters.with_receipts lists them).
    """
    rows = RosterImport.objects.select_for_update(of=("self",)).select_related("campaign__area")
    draft = rows.get(pk=draft.pk)
    if draft.state == ImportState.UNDONE:
        return draft
    open_for_rosters(draft.campaign)
    note = "Bản chờ xác nhận"
    if draft.state == ImportState.CONFIRMED:
        hold_lines(draft.lines.all())
        kept = with_receipts(draft.lines.all()).count()
        if kept:
            raise RuleError(f"{kept} người trong danh sách này đã có chứng từ hoặc ngày công nên không hoàn tác được.")
        try:
            note = f"Bỏ {draft.lines.all().delete()[0]} dòng"
            alone = draft.parties.filter(lines=None, receipts=None, merged=None, merged_into=None)
            # Who proposes one of them as somebody else's double waits, or has ended: the proposal goes too.
            gone = Party.objects.select_for_update().filter(pk__in=list(alone.values_list("pk", flat=True)))
            Party.objects.filter(pk__in=list(gone.order_by("pk").values_list("pk", flat=True))).delete()
        except ProtectedError:
            raise RuleError("Có người trong danh sách này đã được ghi ở sổ khác nên không hoàn tác được.") from None
    draft.state, draft.rows = ImportState.UNDONE, []
    draft.save(update_fields=["state", "rows"])
    record("roster.undone", draft, by=by, area=draft.campaign.area, note=note)
    return draft
