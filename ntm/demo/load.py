"""Loading the demonstration: places, organisations, people and five plans that are read by the importer itself."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.actions import assign_role
from accounts.models import User
from areas.actions import load_former, load_map
from areas.enums import OrganisationKind, PaperStyle
from areas.models import Area, BankAccount, Organisation, Post, PostHolder
from campaigns.actions.importing import save_imported_plan
from campaigns.models import Plan
from campaigns.read import plan_facts
from campaigns.rules import findings_for
from core.errors import RuleError
from documents.base_actions import load_bases
from documents.read import read_file
from documents.read.bases import read_bases
from emulation.actions.awards import load_shipped as load_awards
from ntm.demo.accounts import NEIGHBOURS, PASSWORD, PEOPLE, Person
from reporting.actions.forms import load_shipped as load_report_forms

FOLDER = Path(__file__).parent
SOURCE = "dữ liệu minh họa"


def load() -> list[Plan]:
    """Load everything that is not there yet; safe to repeat. Returns the plans that were added.

    RuleError where the database holds people who are not the demonstration's.
    """
    _refuse_foreign_data()
    data = yaml.safe_load((FOLDER / "places.yaml").read_text(encoding="utf-8"))
    with transaction.atomic():
        load_map()
        load_former()
        load_bases(read_bases())
        load_awards()
        load_report_forms()
        for row in data["areas"]:
            _area(row)
        for row in data["communes"]:
            _commune_bodies(Area.objects.get(code=row["code"]), row["place"], row["chair"])
        for row in data["organisations"]:
            _organisation(Area.objects.get(code=row["area"]), **{k: v for k, v in row.items() if k != "area"})
        for row in data["accounts"]:
            _account(row)
        # The first one named for a place, its NTM officer, brings in its plan.
        officers = {person.area: _person(person) for person in (*reversed(NEIGHBOURS), *reversed(PEOPLE))}
    return [plan for row in data["plans"] if (plan := _plan(row, officers[row["area"]]))]


def _refuse_foreign_data() -> None:
    known = [person.phone for person in (*PEOPLE, *NEIGHBOURS)]
    if User.objects.exclude(phone__in=known).exists():
        raise RuleError("Cơ sở dữ liệu đã có người dùng thật nên không nạp dữ liệu minh họa.")


def _area(row: dict[str, Any]) -> None:
    parent = Area.objects.get(code=row["parent"])
    values = {
        "level": row["level"],
        "kind_word": row["kind_word"],
        "name": row["name"],
        "parent": parent,
        "source": SOURCE,
    }
    Area.objects.get_or_create(code=row["code"], defaults=values)


def _organisation(area: Area, *, kind: str, name: str, **values: Any) -> Organisation:
    return Organisation.objects.get_or_create(area=area, kind=kind, name=name, defaults=values)[0]


def _account(row: dict[str, Any]) -> None:
    holder = Organisation.objects.filter(area__code=row["area"], kind=row["kind"]).first()
    values = {name: row[name] for name in ("bank", "holder")}
    BankAccount.objects.get_or_create(organisation=holder, number=row["number"], defaults=values)


def _commune_bodies(commune: Area, place: str | None, chair: str) -> None:
    word, name = commune.kind_word, commune.name
    committee = _organisation(
        commune, kind=OrganisationKind.PEOPLES_COMMITTEE, name=f"Ủy ban nhân dân {word} {name}",
        letterhead=f"ỦY BAN NHÂN DÂN\n{word} {name}".upper(), symbol_letters="UBND", place=place or "",
    )  # fmt: skip
    _organisation(
        commune, kind=OrganisationKind.PARTY_COMMITTEE, name=f"Đảng ủy {word} {name}", style=PaperStyle.PARTY,
        letterhead=f"ĐẢNG ỦY {word} {name}".upper(), symbol_letters="ĐU", place=place or "", term="2020-2025",
    )  # fmt: skip
    _organisation(
        commune, kind=OrganisationKind.FRONT, name=f"Ủy ban MTTQ Việt Nam {word} {name}", style=PaperStyle.FRONT,
        letterhead=f"ỦY BAN MTTQ VIỆT NAM\n{word} {name}\nBAN THƯỜNG TRỰC".upper(), symbol_letters="MTTQ-BTT", place=place or "",
    )  # fmt: skip
    _organisation(
        commune, kind=OrganisationKind.STEERING, name=f"Ban Chỉ đạo xây dựng NTM {word} {name}",
        letterhead_parent=f"ỦY BAN NHÂN DÂN {word} {name}".upper(), letterhead="BAN CHỈ ĐẠO\nXÂY DỰNG NÔNG THÔN MỚI",
        symbol_letters="BCĐ", place=place or "",
    )  # fmt: skip
    _organisation(commune, kind=OrganisationKind.PEOPLES_COUNCIL, name=f"Hội đồng nhân dân {word} {name}")
    _organisation(
        commune, kind=OrganisationKind.AWARD_COUNCIL, name=f"Hội đồng Thi đua - Khen thưởng {word} {name}",
        letterhead_parent=f"ỦY BAN NHÂN DÂN {word} {name}".upper(), letterhead="HỘI ĐỒNG\nTHI ĐUA - KHEN THƯỞNG",
        symbol_letters="HĐTĐKT", place=place or "",
    )  # fmt: skip
    _organisation(commune, kind=OrganisationKind.HEALTH_STATION, name=f"Trạm Y tế {word} {name}")
    post, _ = Post.objects.get_or_create(
        organisation=committee,
        title="CHỦ TỊCH",
        defaults={"authority": "TM. ỦY BAN NHÂN DÂN", "signs": True, "rank": 1},
    )
    PostHolder.objects.get_or_create(post=post, defaults={"full_name": chair, "valid_from": "2021-07-01"})


@cache
def _password_hash() -> str:
    """One hash for all: hashing is slow on purpose, and the password is the same."""
    return make_password(PASSWORD)


def _person(person: Person) -> User:
    area = Area.objects.get(code=person.area)
    user, _ = User.objects.get_or_create(
        phone=person.phone, defaults={"full_name": person.full_name, "password": _password_hash()}
    )
    unit = Organisation.objects.filter(area=area, name__startswith=person.unit).first() if person.unit else None
    for code in (person.area, *person.also):
        assign_role(user=user, role=person.role, area=Area.objects.get(code=code), organisation=unit, by=None)
    return user


def _plan(row: dict[str, Any], officer: User) -> Plan | None:
    area = Area.objects.get(code=row["area"])
    data = (FOLDER / "plans" / row["file"]).read_bytes()
    if Plan.objects.filter(area=area, source_file__name=row["file"]).exists():
        return None
    reading = read_file(data, row["file"])
    facts = plan_facts(reading)
    findings = findings_for(facts, reading.paper, layout_notes=reading.layout_notes, missing=reading.missing)
    issuer = Organisation.objects.filter(area=area, kind=row["issuer"]).exclude(symbol_letters="").first()
    return save_imported_plan(
        reading, facts, findings, area=area, issuer=issuer, filename=row["file"], data=data,
        already_issued=row["already_issued"], by=officer,
    )  # fmt: skip
