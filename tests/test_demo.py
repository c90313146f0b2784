"""The demonstration: five plans with their faults, people for every role, and nothing of anybody real."""

from __future__ import annotations

import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from campaigns.models import Plan
from documents.models import Document
from documents.read import read_file
from jobs.models import Job
from ntm.demo.accounts import ACCOUNTS, PASSWORD
from tests import factories

ROOT = Path(__file__).resolve().parent.parent
REAL = Path(os.environ.get("NTM_PLANS_DIR") or ROOT.parent / "shared" / "plans")


def test_it_shows_five_plans_with_their_findings(db: None) -> None:
    for _ in range(2):
        call_command("load_demo", stdout=StringIO())
    told = {
        plan.kind: sorted({finding.code for finding in plan.findings.all()} - {"layout"})
        for plan in Plan.objects.prefetch_related("findings")
    }
    assert told == {
        "annual": ["criteria-count", "overload", "status-vs-text", "target-conflict"],
        "contribution": ["date-missing", "number-missing"],
        "emulation": ["gaps-unnamed", "signed-after-start"],
        "front": ["date-missing", "number-missing"],
        "peak": ["basis-after-start", "date-missing", "issuer-missing", "number-missing", "signature-missing"],
    }
    issued = Document.objects.filter(state="issued").order_by("number_and_symbol")
    assert [document.number_and_symbol for document in issued] == ["04/KH-UBND", "66/KH-UBND"]
    assert Job.objects.filter(kind="documents.render").count() == 4


def test_every_role_signs_in(db: None) -> None:
    call_command("load_demo", stdout=StringIO())
    assert {label for label, _, _ in ACCOUNTS} == {role.label for role in Role}
    for _, phone, password in ACCOUNTS:
        client = Client()
        assert client.post("/dang-nhap/", {"username": phone, "password": password}).status_code == 302
        assert client.get("/").status_code == 200


def test_it_stays_out_of_other_peoples_data(db: None) -> None:
    factories.person("Người Thật")
    with pytest.raises(CommandError, match="đã có người dùng thật"):
        call_command("load_demo")
    assert not Plan.objects.exists()


def test_no_signer_of_a_real_plan_stands_in_it() -> None:
    shipped = " ".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "ntm/demo").rglob("*")
        if path.suffix in {".txt", ".py", ".yaml"}
    )
    signatures = [read_file(path.read_bytes(), path.name).paper.signature for path in REAL.glob("*.txt")]
    assert [
        signature.name for signature in signatures if signature and signature.name and signature.name in shipped
    ] == []


def test_the_password_is_the_demonstrations_alone(db: None) -> None:
    call_command("load_demo", stdout=StringIO())
    assert not User.objects.filter(is_superuser=True).exists()
    assert len(PASSWORD) >= 12
