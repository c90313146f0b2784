"""Recognition dossiers."""

from __future__ import annotations

from typing import Any

from areas.enums import OrganisationKind
from core.clock import now
from criteria.actions.dossier_papers import draft_paper
from criteria.actions.dossiers import add_photos, open_dossier
from criteria.enums import DossierPart, SetLevel
from criteria.models import CriteriaSet, Criterion, Dossier, Scorecard
from documents.photo_fields import CleanPhoto
from tests import factories
from tests.cast import Cast
from tests.permissions.rows import COLLEAGUES, HIDDEN, NOT_INSIDE, PEOPLE, Row, without

_READERS = (*COLLEAGUES, "village_head", "coordination")
_INSIDE = {**dict.fromkeys(_READERS, 403), **NOT_INSIDE}

TABLE = (
    Row("criteria:dossiers", PEOPLE, {}),
    Row("criteria:card_dossier", _READERS, NOT_INSIDE, of="card_without_dossier"),
    Row("criteria:card_dossier", ("officer",), _INSIDE, method="post", of="card_without_dossier", done=302),
    Row("criteria:dossier", _READERS, NOT_INSIDE, of="own_dossier"),
    Row("criteria:save_dossier", ("officer",), _INSIDE, method="post", of="own_dossier", done=302),
    Row("criteria:dossier_photo", ("officer",), _INSIDE, method="post", of="own_dossier"),
    Row("criteria:remove_dossier_photo", ("officer",), _INSIDE, method="post", of="own_dossier_photo", done=302),
    Row("criteria:dossier_zip", _READERS, NOT_INSIDE, method="post", of="own_dossier", done=302),
    Row("criteria:send_dossier", ("leader",), _INSIDE, method="post", of="own_dossier", done=302),
    Row("criteria:draft_paper", ("officer",), _INSIDE, method="post", of="own_dossier_part", done=302),
    Row("criteria:dossier_paper", COLLEAGUES, HIDDEN, of="own_dossier_paper"),
    Row("criteria:word_dossier_paper", ("officer",), without("officer"), of="own_dossier_paper"),
)
PAGES = (
    ("officer", "criteria:dossiers", ""),
    ("officer", "criteria:card_dossier", "card_without_dossier"),
    ("officer", "criteria:dossier", "own_dossier"),
    ("coordination", "criteria:dossier", "own_dossier"),
    ("officer", "criteria:dossier_paper", "own_dossier_paper"),
    ("officer", "criteria:word_dossier_paper", "own_dossier_paper"),
)


def things(cast: Cast, made: dict[str, Any]) -> dict[str, Any]:
    chosen = CriteriaSet.objects.create(
        code="thu-ho-so", name="Bộ tiêu chí thử về xã nông thôn mới", level=SetLevel.COMMUNE, issued_by="central"
    )
    Criterion.objects.create(criteria_set=chosen, number=1, name="Quy hoạch", complete=False)
    common = {"area": cast.commune, "criteria_set": chosen, "created_at": now(), "updated_at": now()}
    bare, card = (Scorecard.objects.create(year=year, **common) for year in (2023, 2024))
    if not cast.commune.organisations.filter(kind=OrganisationKind.PEOPLES_COMMITTEE).exists():
        factories.committee(cast.commune)
    dossier = open_dossier(card, by=cast.officer)
    paper = draft_paper(dossier, DossierPart.PROPOSAL, by=cast.officer)
    photo = CleanPhoto("anh.jpg", _picture(), "image/jpeg")
    add_photos(dossier, [photo], caption="Đường hoa thôn Nà Cốc", key="k", by=cast.officer)
    return {
        "card_without_dossier": bare.pk, "own_dossier": dossier.pk, "own_dossier_part": (dossier.pk, "debts"),
        "own_dossier_paper": paper.pk, "own_dossier_photo": Dossier.objects.get(pk=dossier.pk).photos.get().pk,
    }  # fmt: skip


def _picture() -> bytes:
    from io import BytesIO

    from PIL import Image

    out = BytesIO()
    Image.new("RGB", (80, 60), "green").save(out, "JPEG")
    return out.getvalue()
