"""Reading papers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber

from accounts.models import Assignment, User
from areas.enums import Level
from areas.models import Area, Organisation
from areas.queries import below, found_by, ids_on, in_force
from documents.context import Paper, paper_from_json
from documents.enums import FROZEN, DocumentState, Format
from documents.models import (
    Basis,
    CitedDocument,
    Delivery,
    Document,
    NumberSeries,
    Rendition,
    ScheduledExport,
    ScheduledRun,
    StoredFile,
)
from documents.recipients import COMMITTEE_ROLES, COORDINATION_ROLES, Addressees, Ears, read_line


def paper_of(document: Document) -> Paper:
    """What is printed: the context as it stands; anything not yet issued says DỰ THẢO."""
    paper = paper_from_json(document.context)
    check_url = f"{settings.PUBLIC_URL}/xac-minh/{document.check_code}/" if document.check_code else None
    if document.is_frozen:
        return replace(paper, is_draft=False, check_url=paper.check_url or check_url)
    return replace(
        paper, is_draft=True, uid=f"ntm-{document.pk}-nhap", moment=document.updated_at.isoformat(timespec="seconds")
    )


def context_hash(paper: Paper) -> str:
    """SHA-256 of the printed text: the same wording is rendered once."""
    text = json.dumps(paper.as_json(), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def rendition_of(document: Document, format: str) -> Rendition | None:
    """The finished file of the present wording, if there is one."""
    return (
        Rendition.objects.filter(document=document, format=format, context_hash=context_hash(paper_of(document)))
        .select_related("file")
        .first()
    )


def render_key(document: Document, format: str, wording: str = "") -> str:
    """The natural key of the job that renders the present wording; `wording` is its `context_hash` where that is known."""
    return f"{document.pk}:{format}:{(wording or context_hash(paper_of(document)))[:16]}"


def file_name(document: Document, format: Format | str) -> str:
    """A name a clerk recognises: "04-KH-UBND.pdf", for a draft "Du thao 12.pdf"."""
    stem = document.number_and_symbol.replace("/", "-") or f"Dự thảo {document.pk}"
    return f"{stem}.{format}"


def with_people(documents: QuerySet[Document]) -> QuerySet[Document]:
    return documents.select_related("area", "issuer", "created_by", "replaced_by", "series")


def frozen(documents: QuerySet[Document]) -> QuerySet[Document]:
    return documents.filter(state__in=sorted(FROZEN))


def waiting_for_approval(documents: QuerySet[Document]) -> QuerySet[Document]:
    return documents.filter(state=DocumentState.SUBMITTED)


def waiting_for_number(documents: QuerySet[Document]) -> QuerySet[Document]:
    return documents.filter(state=DocumentState.APPROVED)


def public_hashes(document: Document) -> list[tuple[str, str]]:
    """Label and SHA-256 of each file of an issued paper: the system's own and the signed copies."""
    wording = context_hash(paper_of(document))
    own = document.renditions.filter(context_hash=wording).select_related("file").order_by("format")
    signed = document.signed_copies.select_related("file").order_by("pk")
    return [(f"Bản {row.get_format_display()} đã ban hành", row.file.sha256) for row in own] + [
        ("Bản đã ký", row.file.sha256) for row in signed
    ]


# --- What papers rest on ---


def bases_for(areas: Sequence[Area]) -> QuerySet[CitedDocument]:
    """National documents, those of the areas, of all areas above them and of all below."""
    above = {pk for area in areas for pk in ids_on(area.path)}
    return CitedDocument.objects.filter(Q(area=None) | Q(area__in=above) | below(areas, "area__path"))


def in_force_on(on: date) -> Q:
    """The condition "in force on the day" for cited documents; a paper replaced on the day itself no longer is."""
    begun = Q(valid_from=None) | Q(valid_from__lte=on)
    not_ended = Q(valid_to=None) | Q(valid_to__gte=on)
    return begun & not_ended & ~_replaced_by(on) & ~(Q(document__state=DocumentState.REVOKED) & Q(valid_to__lte=on))


def _replaced_by(on: date) -> Q:
    """Where it is not known when the successor takes effect, its day of issue counts; where neither is known, it counts as in
    effect: better asked once too often than a dead basis printed."""
    replaced = Q(replaced_by__isnull=False)
    from_known = Q(replaced_by__valid_from__lte=on)
    dated_known = Q(replaced_by__valid_from=None) & (Q(replaced_by__dated=None) | Q(replaced_by__dated__lte=on))
    return replaced & (from_known | dated_known)


def out_of_force(bases: QuerySet[Basis], on: date) -> QuerySet[Basis]:
    """Bases whose document is not in force on the day (ended, replaced, or not yet begun); `cited.replaced_by` is at hand."""
    dead = CitedDocument.objects.exclude(pk__in=CitedDocument.objects.filter(in_force_on(on)).values("pk"))
    return bases.filter(cited__in=dead).select_related("cited__replaced_by")


def bases_found(bases: QuerySet[CitedDocument], *, words: str, type_name: str, force: str, on: date) -> QuerySet:
    """Filtered for the register's page: words without diacritics, type, and "con" (in force), "het" or "chua" (unconfirmed)."""
    found = found_by(bases, words)
    if type_name:
        found = found.filter(type_name=type_name)
    alive = CitedDocument.objects.filter(in_force_on(on)).values("pk")
    if force == "con":
        found = found.filter(pk__in=alive)
    elif force == "het":
        found = found.exclude(pk__in=alive)
    elif force == "chua":
        found = found.filter(confirmed=False)
    return found


# --- Where papers go ---


def bodies_around(area: Area, on: date) -> list[Organisation]:
    """The bodies of the area and of all areas above it that exist on the day."""
    above = ids_on(area.path)
    bodies = in_force(Organisation.objects.filter(area__in=above), on)
    return list(bodies.select_related("area").order_by("area__path", "kind", "pk"))


def listeners(ears: Ears, on: date) -> QuerySet[User]:
    """Active people who hear for a line of Nơi nhận on a day; for one person, documents.recipients.hears."""
    held = in_force(Assignment.objects.all(), on).filter(
        Q(organisation__in=ears.body_ids)
        | Q(area__in=ears.committee_areas, role__in=COMMITTEE_ROLES)
        | Q(area__in=ears.coordination_areas, role__in=COORDINATION_ROLES)
        | Q(area__parent__in=ears.village_parents, area__level=Level.VILLAGE)
    )
    return User.objects.filter(is_active=True, pk__in=held.values("user_id"))


def addressees_of(line: Delivery, bodies: Sequence[Organisation], own: Area) -> Addressees:
    """Whom a line means: what the row names, and what its printed words name."""
    read = read_line(line.name, bodies, own)
    named = [body for body in bodies if body.pk == line.organisation_id and body not in read.bodies]
    villages = own if line.area_id == own.pk else read.villages_of
    return Addressees((*named, *read.bodies), villages, read.kept)


def outgoing_file(document: Document) -> StoredFile | None:
    """What is sent: the newest signed copy, else the system's own PDF; None while it is still being made."""
    signed = document.signed_copies.select_related("file").order_by("-pk").first()
    own = rendition_of(document, Format.PDF)
    return signed.file if signed else own.file if own else None


def by_link(secret: str) -> Delivery | None:
    """The delivery whose link this is, also where its time is over."""
    digest = hashlib.sha256(secret.encode()).hexdigest()
    people = ("document__issuer", "document__area", "document__replaced_by")
    return Delivery.objects.filter(link_hash=digest).select_related(*people).first()


# --- The register of outgoing papers ---


def register_of(body: Organisation, year: int) -> QuerySet[Document]:
    """The body's issued papers of a year in the order of their numbers; signature, pages and deliveries at hand, no wording."""
    pages = Rendition.objects.filter(document=OuterRef("pk"), format=Format.PDF).order_by("-pk").values("pages")[:1]
    issued = frozen(Document.objects.filter(issuer=body, issued_on__year=year)).defer("context")
    issued = issued.annotate(said_signature=F("context__signature"), pages=Subquery(pages))
    return (
        issued.select_related("issuer", "series", "replaced_by")
        .prefetch_related("deliveries")
        .order_by("series__code", "series__period", "number", "issued_on", "pk")
    )


def register_years(body: Organisation) -> list[int]:
    """The years in which the body issued papers, the latest first."""
    days = frozen(Document.objects.filter(issuer=body)).dates("issued_on", "year", order="DESC")
    return [day.year for day in days]


def gaps(body: Organisation, year: int) -> list[tuple[NumberSeries, list[int]]]:
    """Per series used in the year, the numbers up to the last one given that no paper here bears."""
    used = (
        NumberSeries.objects.filter(issuer=body, documents__issued_on__year=year).distinct().order_by("code", "period")
    )
    found = []
    numbers = Document.objects.filter(series__in=used).values_list("series_id", "number")
    borne_in: dict[int | None, set[int | None]] = {}
    for series_id, number in numbers:
        borne_in.setdefault(series_id, set()).add(number)
    for series in used:
        borne = borne_in[series.pk]
        missing = [number for number in range(1, series.last_number + 1) if number not in borne]
        if missing:
            found.append((series, missing))
    return found


# --- Exports on a schedule ---

#: Turns of a schedule that its owner sees.
LAST_RUNS = 5


def with_last_runs(schedules: QuerySet[ScheduledExport]) -> QuerySet[ScheduledExport]:
    """With `last_runs`, the newest turns of each."""
    place = Window(RowNumber(), partition_by=F("schedule_id"), order_by=("-day", "-pk"))
    last = ScheduledRun.objects.annotate(place=place).filter(place__lte=LAST_RUNS).order_by("-day", "-pk")
    return schedules.prefetch_related(Prefetch("runs", queryset=last, to_attr="last_runs"))
