"""Making the files of results: the form of one card, and the workbook of an office. Ordered as jobs, kept in "Tệp của tôi"."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction

from areas.models import Area
from core import clock
from core.sheets import XLSX, Counted, check_rows, workbook
from criteria.models import CriteriaSet, Round, RoundCard, Scorecard
from criteria.papers.results import Before, ResultForm, Signing, result_form, results_paper
from criteria.papers.snapshots import snapshot_of
from criteria.papers.workbook import LIVING, NONE, CommuneCard, Told, detail_rows, workbook_sheets
from criteria.queries.cards import last_results, lines_of, with_people
from criteria.queries.cares import cares_of
from criteria.queries.evidence import by_row
from criteria.queries.results import (
    accepted_before,
    accepted_of,
    cards_of,
    communes_of,
    issuer_of,
    signer_of,
)
from documents import job_files
from documents.enums import Format, Purpose
from documents.files import keep_file, settled_id
from documents.queries import context_hash
from jobs.actions import enqueue, report_progress

if TYPE_CHECKING:
    from accounts.models import User
    from jobs.models import Job

FORM_KIND, WORKBOOK_KIND = "criteria.results", "criteria.workbook"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TYPES = {Format.PDF: "application/pdf", Format.DOCX: _WORD}


def form_of(card: Scorecard, on: date) -> ResultForm:
    """The form of a card as it stands, judged on the day."""
    accepted = accepted_before(card)
    if accepted is not None:
        before = Before(f"{accepted.round}, đã chấp nhận", accepted.snapshot)
    else:
        last = last_results(card)
        before = Before(f"phiếu năm {card.year - 1}" if last else "", results=last)
    proof = by_row(card.area, card.criteria_set, subject=card.subject)
    return result_form(lines_of(card, on=on), before=before, cares=cares_of(card), proof=proof)


def signing_of(card: Scorecard, maker: User | None, on: date) -> Signing:
    issuer = issuer_of(card.area)
    return Signing(issuer, signer_of(issuer, on), maker.full_name if maker else "", on)


# --- The form of one card as a file ---


def request_form(card: Scorecard, format: Format, *, by: User) -> Job:
    """Order the form as PDF or Word, as it stands now; asked twice it is made once."""
    on = clock.today()
    wording = context_hash(results_paper(card, form_of(card, on), signing_of(card, by, on)))[:16]
    return enqueue(
        FORM_KIND, key=f"{card.pk}:{format}:{by.pk}:{wording}", owner=by, area=card.area,
        payload={"card": card.pk, "format": format.value, "on": on.isoformat()},
        title=f"Biểu kết quả tiêu chí, {card} ({format.label})"[:200],
    )  # fmt: skip


def make_form(job: Job) -> dict[str, Any]:
    """Work of a "criteria.results" job; a form of the same wording is kept once."""
    from documents.render import render

    card = with_people(Scorecard.objects.all()).get(pk=job.payload["card"])
    format, on = Format(job.payload["format"]), date.fromisoformat(job.payload["on"])
    form = form_of(card, on)
    paper = results_paper(card, form, signing_of(card, job.owner, on))
    id = settled_id("results", card.pk, format.value, job.owner_id, context_hash(paper))
    name = f"Bieu ket qua tieu chi {card.area.name} {card.year}.{format.value}"
    return _kept(id, name, lambda: render(paper, format.value), _TYPES[format], card.area, job, len(form.rows))


# --- The workbook of an office ---


def request_workbook(area: Area, criteria_set: CriteriaSet, year: int, round_: Round | None, *, by: User) -> Job:
    """Order the workbook of all communes under the area; asked again while it is being made, it is made once."""
    payload = {"area": area.pk, "set": criteria_set.pk, "year": year, "round": round_.pk if round_ else None}
    return enqueue(
        WORKBOOK_KIND, key=":".join(str(part) for part in (*payload.values(), by.pk)), owner=by, area=area,
        payload={**payload, "on": clock.today().isoformat()},
        title=f"Tổng hợp kết quả tiêu chí, {area}, năm {year}"[:200],
    )  # fmt: skip


def make_workbook(job: Job) -> dict[str, Any]:
    """Work of a "criteria.workbook" job; safe to run again: a workbook of the same bytes is kept once."""
    area = Area.objects.get(pk=job.payload["area"])
    criteria_set = CriteriaSet.objects.get(pk=job.payload["set"])
    round_ = Round.objects.filter(pk=job.payload["round"]).first() if job.payload["round"] else None
    on, year = date.fromisoformat(job.payload["on"]), job.payload["year"]
    communes = []
    for done, (total, commune) in enumerate(_communes(area, criteria_set, year, round_, on)):
        communes.append(commune)
        if done % 20 == 0:
            report_progress(job, 80 * done // total, f"Đang đọc {commune.name}")
    data, rows = office_workbook(area, criteria_set, year, round_, on=on, communes=communes)
    told = repr((job.payload, [(item.source, item.snapshot) for item in communes]))
    id = settled_id("workbook", job.owner_id, hashlib.sha256(told.encode()).hexdigest())
    return _kept(id, f"Tong hop tieu chi {area.name} {year}.xlsx", lambda: data, XLSX, area, job, rows)


def office_workbook(
    area: Area,
    criteria_set: CriteriaSet,
    year: int,
    round_: Round | None,
    *,
    on: date,
    communes: list[CommuneCard] | None = None,
) -> tuple[bytes, int]:
    """The workbook of all communes under the area, of what was accepted (in the round), else of the living card; and how many
    rows its details have. RowCountError where they are not as many as the cards have."""
    found = communes
    if found is None:
        found = [commune for _, commune in _communes(area, criteria_set, year, round_, on)]
    issuer = issuer_of(area)
    told = Told(issuer.name if issuer else str(area), str(area), year, round_.name if round_ else "", on)
    summary, *details = workbook_sheets(criteria_set, found, told)
    counted = [Counted(sheet.rows) for sheet in details]
    data = workbook(summary, *(replace(sheet, rows=rows) for sheet, rows in zip(details, counted, strict=True)))
    written = sum(rows.read for rows in counted)
    check_rows(written, detail_rows(found))
    return data, written


def _communes(
    area: Area, criteria_set: CriteriaSet, year: int, round_: Round | None, on: date
) -> Iterator[tuple[int, CommuneCard]]:
    """How many there are, and each commune in Vietnamese order."""
    communes = communes_of(area, on)
    cards = cards_of(communes, criteria_set, year)
    accepted = accepted_of(cards.values(), round_)
    for commune in communes:
        above = str(commune.parent) if commune.parent_id != area.pk else ""
        source, snapshot = _said(cards.get(commune.pk), accepted, on)
        yield len(communes), CommuneCard(str(commune), above, source, snapshot)


def _said(card: Scorecard | None, accepted: dict[int, RoundCard], on: date) -> tuple[str, str]:
    if card is None:
        return NONE, ""
    row = accepted.get(card.pk)
    if row is not None:
        return f"Đã chấp nhận: {row.round}", row.snapshot
    return LIVING, snapshot_of(card, lines_of(card, on=on), {})


def _kept(
    id: Any, name: str, make: Any, content_type: str, area: Area, job: Job, rows: int | None = None
) -> dict[str, Any]:
    stored = job_files.kept_before(id)
    if stored is None:
        data = make()
        with transaction.atomic():
            stored = keep_file(
                name=name, data=data, content_type=content_type, purpose=Purpose.RESULTS, area=area, by=job.owner, id=id,
                kept_until=job_files.last_day(),
            )  # fmt: skip
    return job_files.result_of(stored, rows=rows)
