"""The demonstration: five plans with their faults, people for every role, and nothing of anybody real."""

from __future__ import annotations

import os
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from accounts.enums import Role
from accounts.models import User
from areas.models import PostHolder
from campaigns.models import Plan
from contributions.ledger import campaign_totals, money_left
from contributions.models import Campaign
from core import clock
from criteria.enums import State
from criteria.models import Dossier, Evidence, Registration, Scorecard
from documents.models import Document
from documents.read import read_file
from emulation.models import Drive
from jobs.models import Job
from ntm.demo.accounts import ACCOUNTS, NEIGHBOURS, PASSWORD, PEOPLE
from ntm.demo.roster import COMPANIES, FULL, INITIALS, OFFICIALS
from tests import factories

ROOT = Path(__file__).resolve().parent.parent
REAL = Path(os.environ.get("NTM_PLANS_DIR") or ROOT.parent / "shared" / "plans")


def test_it_shows_five_plans_with_their_findings(db: None) -> None:
    for _ in range(2):
        call_command("load_demo", stdout=StringIO())
    told = {
        plan.kind: sorted({finding.code for finding in plan.findings.all()} - {"layout"})
        for plan in Plan.objects.exclude(source_file=None).prefetch_related("findings")
    }
    assert told == {
        "annual": ["criteria-count", "overload", "status-vs-text", "target-conflict"],
        "contribution": ["date-missing", "number-missing"],
        "emulation": ["gaps-unnamed", "signed-after-start"],
        "front": ["date-missing", "number-missing"],
        "peak": ["basis-after-start", "date-missing", "issuer-missing", "number-missing", "signature-missing"],
    }
    issued = Document.objects.filter(state="issued").order_by("number_and_symbol")
    # Linh Thông's has its number and day since the demonstration issued it for its campaign, the first one for its drive.
    assert [document.number_and_symbol for document in issued] == [
        "01/KH-UBND",
        "04/KH-UBND",
        "42/KH-UBND",
        "66/KH-UBND",
    ]
    assert Job.objects.filter(kind="documents.render").count() == 8


def test_a_scorecard_stands_there_as_its_plan_tells_it(db: None) -> None:
    """Without load_criteria before it: the sets come along."""
    for _ in range(2):
        call_command("load_demo", stdout=StringIO())
    card = Scorecard.objects.get(area__code="cu-20185")
    assert (str(card.area), card.year, card.criteria_set.code) == ("Xã Thượng Lộ", 2024, "ntm-xa-2021-2025")
    claims = card.results.filter(indicator=None)
    assert claims.filter(state=State.MET).count() == 16
    unmet = card.results.filter(indicator__code__in=("13.3", "15.4"), state=State.UNMET)
    assert unmet.count() == 2
    assert card.results.get(indicator__code="2.2").number == Decimal("92.5")
    assert card.scope == "BTB"
    insured = card.results.get(indicator__code="15.1")
    assert (insured.number, insured.second, insured.state) == (Decimal("97.1"), Decimal("97.5"), State.MET)
    evidence = Evidence.objects.get()
    assert evidence.uses.count() == 2
    assert "minh họa" in evidence.title
    aim = Registration.objects.get()
    assert (aim.area.name, aim.criteria_set.level, aim.state) == ("Cha Mãng", "thon", "registered")
    dossier = Dossier.objects.get(card=card)
    assert sorted(count.area.name for count in dossier.survey_counts.all()) == ["Cha Mãng", "Dỗ"]
    leader = Client()
    leader.post("/dang-nhap/", {"username": "0900000002", "password": PASSWORD})
    for url in (card.get_absolute_url(), dossier.get_absolute_url(), aim.get_absolute_url()):
        assert leader.get(url).status_code == 200


def test_a_contribution_campaign_runs_from_its_plan_to_the_ledger(db: None) -> None:
    for _ in range(2):
        call_command("load_demo", stdout=StringIO())
    campaign = Campaign.objects.exclude(plan=None).get()
    assert (str(campaign.area), campaign.state, str(campaign.account)) == ("Xã Linh Thông", "open", "1234567890123")
    assert campaign.plan is not None
    assert campaign.plan.document.state == "issued"
    assert (campaign.lines.count(), campaign.lines.filter(party__kind="organisation").count()) == (24, 4)
    assert all(line.expected_amount in {300_000, 450_000, 2_000_000} for line in campaign.lines.all())
    assert {receipt.way for receipt in campaign.receipts.all()} == {"cash", "transfer", "labour", "goods"}
    assert campaign.receipts.filter(reverses__isnull=False).count() == 1
    totals = campaign_totals(campaign)
    # 1.400.000 + 300.000 in cash, 900.000 + 5.000.000 by transfer, 2,5 days of 150.000, 400 plants of 6.000
    assert (totals.given.money, totals.given.labour, totals.given.goods) == (7_600_000, 375_000, 2_400_000)
    assert money_left(campaign) == 7_600_000 - 2_400_000
    notice = campaign.notices.get()
    public = Client().get(f"/cong-khai/{notice.code}/").content.decode()
    assert "10.375.000" in public
    assert "Công ty TNHH Ví Dụ Hai" in public, "who agreed"
    assert "Hợp tác xã Mẫu Ba" not in public, "who did not"
    assert "Đường hoa thôn Mẫu Một" in Client().get("/cong-khai/xa/cu-05539/").content.decode()
    accountant = Client()
    accountant.post("/dang-nhap/", {"username": "0900000025", "password": PASSWORD})
    page = accountant.get(campaign.get_absolute_url()).content.decode()
    assert "10.375.000" in page


def test_a_drive_runs_today_from_its_plan_to_the_reports_owed(db: None) -> None:
    for _ in range(2):
        call_command("load_demo", stdout=StringIO())
    drive = Drive.objects.get()
    assert (str(drive.area), drive.state, drive.plan.document.state) == ("Xã Thượng Lộ", "open", "issued")
    assert drive.starts_on <= clock.today() <= drive.ends_on
    assert sorted(drive.entries.filter(state="accepted").values_list("kind", flat=True)) == [
        "collective",
        *["village"] * 3,
    ]
    villages = drive.entries.filter(kind="village")
    assert all(2 <= entry.works.count() <= 3 for entry in villages)
    assert all(
        work.task.volume and work.task.measure and work.task.deadline for work in drive.works.select_related("task")
    )
    assert all(entry.plan is not None and entry.plan.parent == drive.plan for entry in villages)
    campaign = drive.campaigns.get()
    assert (str(campaign.area), campaign.state) == ("Thôn Cha Mãng", "open")
    assert drive.works.filter(campaign=campaign).count() == 3, "where the village's labour days go"
    duties = [duty for entry in drive.entries.all() for duty in entry.duties.all()]
    assert {duty.due_at.hour for duty in duties} == {17}
    assert sorted(bool(duty.committee) for duty in duties) == [False, False, True, True]
    head = Client()
    head.post("/dang-nhap/", {"username": "0900000008", "password": PASSWORD})
    assert head.get(drive.get_absolute_url()).status_code == 200


def test_the_account_and_the_givers_are_plainly_made_up() -> None:
    told = ("Mẫu", "Thử", "Ví Dụ", "Minh Họa", "Thí Dụ", "Giả Định", "Nháp", "Mô Phỏng")
    names = [row[0] for row in OFFICIALS] + list(COMPANIES)
    assert all(any(word in name for word in told) for name in names)
    assert len(set(names)) == 24
    assert {*FULL, *INITIALS} <= set(names)
    assert not any(row[4] for row in OFFICIALS), "nobody's telephone"


def test_who_is_named_is_one_person(db: None) -> None:
    """A commune's chair signs its plan, holds the post and is the leader who approves; no two people bear one name."""
    call_command("load_demo", stdout=StringIO())
    chairs = {holder.post.organisation.area.code: holder.full_name for holder in PostHolder.objects.all()}
    leaders = {person.area: person.full_name for person in (*PEOPLE, *NEIGHBOURS) if person.role == Role.LEADER}
    assert {code: name for code, name in leaders.items() if code in chairs} == {
        code: chairs[code] for code in ("cu-20185", "cu-05539")
    }
    for code in ("cu-20185", "cu-05833", "cu-05539"):
        plan = Plan.objects.exclude(source_file=None).get(area__code=code)
        assert plan.source_file is not None
        assert chairs[code] in plan.source_file.file.open().read().decode()
    names = [row[0] for row in OFFICIALS] + [person.full_name for person in (*PEOPLE, *NEIGHBOURS)]
    assert len(set(names)) == len(names)
    assert len(set(chairs.values())) == len(chairs)


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
