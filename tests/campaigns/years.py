"""An issued plan with what its year holds, for the stories of this folder."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from areas.enums import Level
from areas.models import Area
from campaigns.enums import Every
from campaigns.models import Plan, Routine
from documents import actions
from documents.enums import DocumentState
from tests import factories
from tests.cast import Cast

SCRIPT = "<script>alert('x')</script>"


def issued_plan(cast: Cast, **values: Any) -> Plan:
    """A plan of 2026 of xã An Bình, issued at the moment of the test's clock."""
    plan = factories.plan(cast.commune, cast.committee, state=DocumentState.APPROVED, by=cast.officer, **values)
    actions.issue(plan.document, by=cast.clerk)
    plan.document.refresh_from_db()
    return plan


def green_sunday(plan: Plan, **values: Any) -> Routine:
    return Routine.objects.create(
        **{"plan": plan, "position": 1, "what": "Ngày Chủ nhật xanh", "every": Every.WEEK, "day": 7, "gathers": True, **values}
    )  # fmt: skip


def second_village(cast: Cast) -> Area:
    return factories.area("Pá Lau", level=Level.VILLAGE, kind_word="thôn", code="T1-2", parent=cast.commune)


def photo(name: str = "anh.jpg", colour: str = "green") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def day(text: str) -> date:
    return date.fromisoformat(text)
