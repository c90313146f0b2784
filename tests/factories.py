"""Plain functions that make one row each, without surprises."""

from __future__ import annotations

import itertools
import json
from datetime import date
from typing import Any

from accounts.enums import Role
from accounts.models import Assignment, User
from areas.enums import Level, OrganisationKind
from areas.models import Area, Organisation, Post, PostHolder
from campaigns.corrections import facts_of, reading_of_draft
from campaigns.models import Plan
from core import clock
from documents.context import Paper, Paragraph, Section, Signature, paper_from_json
from documents.enums import DocumentState, PaperType
from documents.models import Document
from documents.nd30 import DOTS

PASSWORD = "mat-khau-thu-nghiem"
_phones = itertools.count(900_100_001)


def area(name: str, *, level: Level, kind_word: str, code: str, parent: Area | None = None) -> Area:
    return Area.objects.create(name=name, level=level, kind_word=kind_word, code=code, parent=parent)


def committee(commune: Area, **values: Any) -> Organisation:
    """The people's committee of a commune, which issues papers."""
    return Organisation.objects.create(
        **{
            "area": commune, "kind": OrganisationKind.PEOPLES_COMMITTEE, "name": f"Ủy ban nhân dân {commune}",
            "letterhead": f"ỦY BAN NHÂN DÂN\n{commune}".upper(), "symbol_letters": "UBND", "place": commune.name, **values,
        }
    )  # fmt: skip


def signer(body: Organisation, name: str) -> PostHolder:
    """Who signs the papers of the body; asked again, the same."""
    said = {"authority": "TM. ỦY BAN NHÂN DÂN", "signs": True}
    post, _ = Post.objects.get_or_create(organisation=body, title="CHỦ TỊCH", defaults=said)
    return PostHolder.objects.get_or_create(post=post, full_name=name, defaults={"valid_from": date(2021, 1, 1)})[0]


def filled(document: Document) -> Document:
    """The draft with words in the place of every blank, as somebody fills them in before it is submitted."""
    document.refresh_from_db()
    document.context = json.loads(json.dumps(document.context, ensure_ascii=False).replace(DOTS, "đã có"))
    document.save()
    return document


def person(name: str, role: Role | None = None, on: Area | None = None) -> User:
    """A person who signs in with PASSWORD; with a role on an area."""
    user = User.objects.create_user(f"0{next(_phones)}", name, PASSWORD)
    if role is not None and on is not None:
        Assignment.objects.create(user=user, role=role, area=on)
    return user


def paper(**values: Any) -> Paper:
    """A short plan that has every component."""
    return Paper(
        **{
            "issuing_body": "ỦY BAN NHÂN DÂN\nXÃ AN BÌNH", "number": None, "symbol": "KH-UBND", "place": "An Bình",
            "month": 3, "year": 2026, "type": "KẾ HOẠCH", "subject": "Xây dựng nông thôn mới năm 2026",
            "legal_bases": ("Căn cứ Nghị quyết số 12/NQ-HĐND ngày 20/12/2025 của Hội đồng nhân dân xã An Bình.",),
            "content": (
                Section("I", "MỤC TIÊU", (Paragraph("- Giữ vững các tiêu chí đã đạt."),)),
                Section("II", "TỔ CHỨC THỰC HIỆN", (Section("1", "Văn phòng", (Paragraph("Theo dõi, đôn đốc."),)),)),
            ),
            "closing": ("Trên đây là Kế hoạch xây dựng nông thôn mới năm 2026./.",),
            "recipients": ("Đảng ủy xã", "Lưu: VT"),
            "signature": Signature("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lò Văn Thử"), **values,
        }
    )  # fmt: skip


def document(
    commune: Area,
    issuer: Organisation | None,
    *,
    state: DocumentState = DocumentState.DRAFT,
    by: User | None = None,
    **values: Any,
) -> Document:
    """A paper that has not been issued; to issue one, go through documents.actions."""
    now = clock.now()
    said = paper(**values)
    return Document.objects.create(
        area=commune, issuer=issuer, type=PaperType.PLAN, subject=said.subject or "", context=said.as_json(), state=state,
        created_by=by, created_at=now, updated_at=now,
    )  # fmt: skip


def plan(
    commune: Area, issuer: Organisation | None, *, title: str = "Xây dựng nông thôn mới năm 2026", kind: str = "annual",
    year: int | None = 2026, state: DocumentState = DocumentState.DRAFT, by: User | None = None,
) -> Plan:  # fmt: skip
    """A plan with its paper."""
    now = clock.now()
    draft = document(commune, issuer, state=state, by=by, subject=title)
    return Plan.objects.create(
        area=commune, document=draft, kind=kind, title=title, year=year, created_by=by, created_at=now, updated_at=now,
        starts_on=date(2026, 1, 1) if year == 2026 else None,
        facts=facts_of(reading_of_draft(paper_from_json(draft.context))),
    )  # fmt: skip
