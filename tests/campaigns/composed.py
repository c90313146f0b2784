"""What the tests of composed papers share: plans read from files and composed from their rows, and what a paper lost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from areas.enums import OrganisationKind, PaperStyle
from areas.models import Organisation, Post, PostHolder
from campaigns.actions.importing import save_imported_plan
from campaigns.actions.starting import start_plan
from campaigns.corrections import facts_of, reading_of_draft
from campaigns.models import Plan
from campaigns.read import plan_facts
from campaigns.rules import findings_for
from core.text import tidy
from documents.context import Paper
from documents.read import Reading, read_file
from tests.cast import Cast


def signed_issuer(cast: Cast, *, front: bool = False) -> Organisation:
    """A body that issues plans and has somebody who signs them."""
    issuer = cast.committee
    if front:
        issuer = Organisation.objects.create(
            area=cast.commune, kind=OrganisationKind.FRONT, name="Ban Thường trực Ủy ban MTTQ Việt Nam xã An Bình",
            style=PaperStyle.FRONT, letterhead="ỦY BAN MTTQ VIỆT NAM\nXÃ AN BÌNH\nBAN THƯỜNG TRỰC",
            symbol_letters="MTTQ-BTT", place="An Bình",
        )  # fmt: skip
    authority = "TM. BAN THƯỜNG TRỰC" if front else "TM. ỦY BAN NHÂN DÂN"
    post = Post.objects.create(organisation=issuer, title="CHỦ TỊCH", authority=authority, signs=True)
    PostHolder.objects.create(post=post, full_name="Lò Văn Thử", valid_from=date(2020, 1, 1))
    return issuer


def imported(file: Path, cast: Cast) -> tuple[Reading, Plan]:
    """The plan as the importer keeps it."""
    data = file.read_bytes()
    reading = read_file(data, file.name)
    facts = plan_facts(reading)
    plan = save_imported_plan(
        reading, facts, findings_for(facts, reading.paper), area=cast.commune, filename=file.name, data=data,
        issuer=signed_issuer(cast, front=facts.kind == "front"), by=cast.officer,
    )  # fmt: skip
    return reading, plan


def composed_again(plan: Plan, cast: Cast, **values: Any) -> Plan:
    """A plan of the same year and place that starts from this one and is composed from nothing but rows."""
    return start_plan(**{
        "area": plan.area, "kind": plan.kind, "year": plan.year, "title": plan.title, "issuer": plan.document.issuer,
        "by": cast.officer, "based_on": plan, **values,
    })  # fmt: skip


def read_again(paper: Paper) -> dict[str, Any]:
    return facts_of(reading_of_draft(paper))


def plain(text: str | None) -> str:
    return tidy(text or "").strip(" .,;:/-–").casefold()


def missing(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Every fact of `before` that `after` does not hold, as one line each. Texts may have gained words, never lost any."""
    lost = [name for name in ("kind", "year", "rates", "period", "deadline") if before[name] not in (None, after[name])]
    if before["theme"] and plain(before["theme"]) != plain(after["theme"]):
        lost.append(f"theme: {before['theme']}")
    exact = {
        "criteria": ("number", "status", "name"), "indicators": ("code", "status", "value", "target", "unit"),
        "targets": ("value", "unit", "direction", "criterion"), "cited_documents": ("number", "date", "issuer"),
        "milestones": ("date", "rule", "place"), "villages": ("name", "role"), "routines": ("every", "at", "who"),
        "awards": ("level", "form"), "funds": ("kind", "text"),
    }  # fmt: skip
    for name, keys in exact.items():
        lost += _gone(name, (_key(row, keys) for row in before[name]), [_key(row, keys) for row in after[name]])
    for name in ("participants", "bank_accounts"):
        lost += _gone(name, map(plain, before[name]), [plain(row) for row in after[name]])
    lost += _blocks(before["blocks"], after["blocks"])
    lost += _texts(before["assignments"], after["assignments"], "unit", ("duties",))
    if not before["criteria"]:
        keys = ("set", "met", "unmet", "total")
        lost += _gone(
            "claims", (_key(row, keys) for row in before["claims"]), [_key(row, keys) for row in after["claims"]]
        )
    return lost + _document(before["document"], after["document"])


def _key(row: dict[str, Any], keys: Iterable[str]) -> tuple[Any, ...]:
    return tuple(plain(row[key]) if isinstance(row[key], str) and key != "date" else row[key] for key in keys)


def _gone(name: str, before: Iterable[Any], after: list[Any]) -> list[str]:
    left, gone = list(after), []
    for row in before:
        if row in left:
            left.remove(row)
        else:
            gone.append(f"{name}: {row}")
    return gone


def _blocks(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[str]:
    keys = ("number", "criterion", "title", "lead", "responsible")
    lost = _gone("blocks", (_key(row, keys) for row in before), [_key(row, keys) for row in after])
    return lost + _texts(before, after, "title", ("tasks", "solutions"))


def _texts(before: list[dict[str, Any]], after: list[dict[str, Any]], name: str, lists: tuple[str, ...]) -> list[str]:
    lost = []
    found = {plain(row[name]): row for row in after}
    for row in before:
        again = found.get(plain(row[name]))
        if again is None:
            lost.append(f"{name}: {row[name]}")
            continue
        for key in lists:
            said = [plain(text) for text in again[key]]
            lost += [f"{row[name]}, {key}: {text}" for text in row[key] if not any(plain(text) in one for one in said)]
    return lost


def _document(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    lost = [] if plain(before["subject"]) == plain(after["subject"]) else ["subject"]
    for name in ("legal_bases", "recipients"):
        said = [plain(text) for text in after[name]]
        lost += [f"{name}: {text}" for text in before[name] if not any(one and one in plain(text) for one in said)]
    return lost
