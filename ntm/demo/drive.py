"""The demonstration's drive: sixty days of xã Thượng Lộ around today, from its plan to works and reports owed. All made up."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from accounts.models import User
from areas.enums import OrganisationKind
from areas.models import Area, Organisation
from campaigns.actions.committees import add_committee
from campaigns.actions.paper import put_paper
from campaigns.actions.residents import add_decision
from campaigns.actions.starting import start_plan
from campaigns.enums import (
    AwardLevel,
    CommitteeKind,
    DecisionForm,
    DecisionMatter,
    Every,
    LineKind,
    MilestoneRule,
    PlanKind,
    Pot,
    VillageRole,
)
from campaigns.models import Committee, Milestone, Plan, PlanAward, PlanLine, PlanVillage, Routine
from contributions.actions import campaigns
from contributions.enums import CampaignState, Group
from contributions.models import Campaign
from core import clock
from documents import actions as papers
from emulation.actions.drives import save_group, start_drive, step_drive
from emulation.actions.duties import prefill_duties
from emulation.actions.entries import propose_villages, register_entry
from emulation.actions.works import add_work, start_entry_plan
from emulation.enums import DriveState, EntryKind
from emulation.models import Drive, Entry
from emulation.papers.entries import WorkInput

_COMMUNE = "cu-20185"
_OFFICER, _LEADER, _CLERK, _MEMBER = "0900000001", "0900000002", "0900000003", "0900000009"
_TITLE = "Phát động 60 ngày cao điểm xây dựng khu dân cư kiểu mẫu, vườn mẫu (minh họa)"
#: The drive has run for this long when the demonstration is loaded.
_SINCE, _DAYS = 20, 60
_VILLAGES = (
    ("Cha Mãng", VillageRole.MODEL, "hoàn thành 10 tiêu chí khu dân cư kiểu mẫu", 10, 5, 5),
    ("Dỗ", VillageRole.MODEL, "hoàn thành 10 tiêu chí khu dân cư kiểu mẫu", 10, 5, 5),
    ("Ria Hồ", VillageRole.KEEP, "giữ vững các tiêu chí đã đạt", None, 2, 5),
)
_CONTENTS = (
    "Chỉnh trang khu dân cư, đường thôn, mương thoát nước; mỗi việc ghi rõ khối lượng, kết quả có hình ảnh kèm theo",
    "Xây dựng vườn mẫu, hàng rào xanh, đường hoa",
)
_PARTICIPANTS = ("Các thôn trong xã", "Các cơ quan, đơn vị, trường học, trạm y tế trên địa bàn", "Cá nhân, hộ gia đình")
_AWARDS = (
    "Giấy khen của Chủ tịch Ủy ban nhân dân xã cho tập thể",
    "Giấy khen của Chủ tịch Ủy ban nhân dân xã cho cá nhân, hộ gia đình",
)
#: By village's code: words, volume, unit, day of the drive by which, đồng.
_WORKS: dict[str, tuple[tuple[str, int, str, int, int], ...]] = {
    "demo-cha-mang": (
        ("Đào mương thoát nước hai bên đường thôn", 400, "m", 35, 24_000_000),
        ("Trồng đường hoa trục chính", 250, "m", 50, 6_000_000),
        ("Xây dựng vườn mẫu", 5, "vườn", 60, 15_000_000),
    ),
    "demo-do": (
        ("Đổ bê tông đường ngõ xóm", 180, "m", 40, 72_000_000),
        ("Trồng hàng rào xanh", 320, "m", 55, 4_800_000),
    ),
    "demo-ria-ho": (
        ("Sửa sân nhà văn hóa thôn", 120, "m²", 30, 9_600_000),
        ("Lắp đèn chiếu sáng đường thôn", 12, "bóng", 45, 10_800_000),
    ),
}
_GROUP = "Đoàn công tác số 1 của Đảng ủy xã (minh họa)"


def load_drive() -> Drive | None:
    """Issue Thượng Lộ's plan of sixty days around today and run its drive up to the reports owed; None where it is there.

    Safe to repeat. Cha Mãng and the health station report themselves, the other villages' reports are the working group's.
    """
    area = Area.objects.get(code=_COMMUNE)
    if Plan.objects.filter(area=area, kind=PlanKind.PEAK).exists():
        return None
    with transaction.atomic():
        today = clock.today()
        drive = _started(_issued(area, today - timedelta(days=_SINCE)))
        _entered(drive)
        return step_drive(drive, to=DriveState.OPEN, by=_by(_OFFICER))


def _by(phone: str) -> User:
    return User.objects.get(phone=phone)


def _issued(area: Area, first: date) -> Plan:
    officer, last = _by(_OFFICER), first + timedelta(days=_DAYS - 1)
    issuer = Organisation.objects.get(area=area, kind=OrganisationKind.PEOPLES_COMMITTEE)
    plan = start_plan(area=area, kind=PlanKind.PEAK, year=first.year, title=_TITLE, issuer=issuer, by=officer)
    plan.theme = "Chung tay xây dựng khu dân cư kiểu mẫu, vườn mẫu"
    plan.starts_on, plan.ends_on, plan.signer = first, last, issuer.posts.filter(signs=True).first()
    plan.save()
    _programme(plan, first, last)
    put_paper(plan, by=officer)
    document = plan.document
    papers.submit(document, by=officer)
    papers.approve(document, by=_by(_LEADER))
    papers.issue(document, by=_by(_CLERK), on=first)
    return Plan.objects.get(pk=plan.pk)


def _programme(plan: Plan, first: date, last: date) -> None:
    villages = {area.name: area for area in Area.objects.filter(parent=plan.area)}
    for place, (name, role, reach, criteria, gardens, each) in enumerate(_VILLAGES, 1):
        PlanVillage.objects.create(
            plan=plan, position=place, area=villages[name], name=f"Thôn {name}", role=role, reach=reach, criteria=criteria,
            gardens=gardens, garden_criteria=each,
        )  # fmt: skip
    for kind, texts in ((LineKind.CONTENT, _CONTENTS), (LineKind.PARTICIPANT, _PARTICIPANTS)):
        for place, words in enumerate(texts, 1):
            PlanLine.objects.create(plan=plan, position=place, kind=kind, text=words)
    for place, words in enumerate(_AWARDS, 1):
        rule = "Thôn bình xét, Ban Chỉ đạo chọn, Hội đồng thi đua – khen thưởng xã xét"
        PlanAward.objects.create(plan=plan, position=place, level=AwardLevel.COMMUNE, form=words, rule=rule)
    dates = (
        ("Lễ phát động", first, "Thôn Cha Mãng"),
        ("Hội nghị sơ kết, biểu dương, khen thưởng", last, "Hội trường xã"),
    )
    for place, (what, day, where) in enumerate(dates, 1):
        Milestone.objects.create(plan=plan, position=place, what=what, on=day, rule=MilestoneRule.ON, place=where)
    Routine.objects.create(
        plan=plan, position=1, what="Báo cáo kết quả về Ban Chỉ đạo", every=Every.DAY, at=time(17),
        who="Các đoàn công tác của Đảng ủy được phân công; thôn không có đoàn công tác tự báo cáo",
    )  # fmt: skip


def _started(plan: Plan) -> Drive:
    first, last = plan.starts_on, plan.ends_on
    values = {
        "name": "60 ngày cao điểm xây dựng khu dân cư kiểu mẫu, vườn mẫu", "starts_on": first, "ends_on": last,
        "launched_on": first, "launch_place": "Thôn Cha Mãng", "review_on": last, "keeps_place": True,
        "sample_percent": 10, "campaigns": [_labour(plan, _by(_OFFICER))],
    }  # fmt: skip
    return start_drive(plan, values=values, by=_by(_OFFICER))


def _entered(drive: Drive) -> None:
    officer = _by(_OFFICER)
    labour = drive.campaigns.get()
    propose_villages(drive, by=officer)
    for entry in drive.entries.filter(kind=EntryKind.VILLAGE).select_related("area", "drive__plan"):
        start_entry_plan(entry, by=officer)
        entry.refresh_from_db()
        _works(entry, labour if entry.area_id == labour.area_id else None, officer)
    station = Organisation.objects.get(area=drive.area, kind=OrganisationKind.HEALTH_STATION)
    values = {
        "kind": EntryKind.COLLECTIVE, "area": drive.area, "organisation": station, "name": station.name, "post": "",
        "goals": "Vận động hộ gia đình dùng nhà tiêu hợp vệ sinh, thu gom rác thải y tế đúng quy định (minh họa)",
    }  # fmt: skip
    register_entry(drive, values=values, accepted=True, by=officer)
    guided = drive.entries.filter(kind=EntryKind.VILLAGE).exclude(area__code="demo-cha-mang")
    save_group(drive, _group(drive, officer), entries=list(guided), people=[_by(_MEMBER)], by=officer)
    prefill_duties(drive, by=officer)


def _works(entry: Entry, labour: Campaign | None, by: User) -> None:
    for place, (words, volume, unit, day, cost) in enumerate(_WORKS[entry.area.code], 1):
        given = WorkInput(
            text=words, volume=Decimal(volume), measure=unit, starts_on=entry.drive.starts_on,
            deadline=entry.drive.starts_on + timedelta(days=day - 1), cost=cost, owner=None, after=(), campaign=labour,
        )  # fmt: skip
        add_work(entry, given, key=f"{_key(entry.area.code)}-{place}", by=by)


def _group(drive: Drive, by: User) -> Committee:
    members = [
        {"full_name": "Võ Thị Mẫu", "post": "Phó Bí thư Đảng ủy", "duty": "Trưởng đoàn"},
        {"full_name": "Lê Văn Làm Mẫu", "post": "Chủ tịch Ủy ban nhân dân xã", "duty": "Thành viên"},
    ]
    values = {"kind": CommitteeKind.WORKING_GROUP, "name": _GROUP, "plan": drive.plan, "valid_from": drive.starts_on}
    return add_committee(area=drive.area, values=values, members=members, key=_key("group"), by=by)


def _labour(plan: Plan, by: User) -> Campaign:
    """The village's own labour, which its households decided on; it takes the labour days that the village's reports name."""
    village, first = Area.objects.get(code="demo-cha-mang"), plan.starts_on
    assert first is not None
    decided = {
        "subject": "Góp ngày công đào mương, trồng đường hoa thôn Cha Mãng (minh họa)", "matter": DecisionMatter.CONTRIBUTION,
        "form": DecisionForm.MEETING, "held_on": first - timedelta(days=3), "households": 96, "present": 90, "agreed": 88,
        "chair": "Hồ Văn Thử", "secretary": "Trần Văn Giả Định",
    }  # fmt: skip
    decision = add_decision(area=village, values=decided, upload=None, key=_key("decision"), by=by)
    values = {
        "name": "Góp ngày công thôn Cha Mãng (minh họa)", "purpose": "Đào mương, trồng đường hoa của thôn", "pot": Pot.VILLAGE,
        "starts_on": plan.starts_on, "deadline": plan.ends_on, "labour_day_value": 200_000,
    }  # fmt: skip
    campaign = campaigns.open_from_decision(decision, values=values, key=_key("labour"), by=by)
    kept = {name: getattr(campaign, name) for name in (*values, "account", "residents_decision")}
    rate = {
        "group": Group.HOUSEHOLD,
        "label": "Hộ gia đình",
        "min_income": None,
        "max_income": None,
        "days": Decimal(3),
        "amount": None,
    }
    campaigns.save_campaign(
        campaign, values={**kept, "two_people": False, "reversal_limit": 1_000_000}, works=[], rates=[rate],
        seen=campaigns.mark(campaign), by=by,
    )  # fmt: skip
    return campaigns.step_campaign(campaign, to=CampaignState.OPEN, by=by)


def _key(what: str) -> str:
    return uuid5(NAMESPACE_URL, f"demo-thuong-lo-drive-{what}").hex
