"""What goes into a dossier: opinions, the meeting's votes, the survey of residents' satisfaction."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts.enums import Role
from accounts.models import User
from areas.enums import Level, OrganisationKind
from areas.models import Area, Organisation
from core.clock import now
from core.errors import RuleError
from criteria.actions import opinions as opinion_actions
from criteria.actions import surveys as actions
from criteria.enums import SetLevel
from criteria.models import (
    CriteriaSet,
    Criterion,
    Dossier,
    Opinion,
    ProposalMeeting,
    RecognitionRule,
    Scorecard,
    SurveyCount,
)
from criteria.papers.ballot import A5, ballot_html
from criteria.survey_rules import Ballots
from journal.queries import history_of
from tests import factories
from tests.cast import Cast
from tests.workbooks import recalculated

SignIn = Callable[[User], Client]
SCRIPT = "<script>alert(1)</script>"
NAMES = ("Quy hoạch", "Giao thông", "Thủy lợi")


@pytest.fixture
def dossier(cast: Cast) -> Dossier:
    """The dossier of xã An Bình by a set of three criteria, in 2026, with thresholds 90, 80, 70, 90 % and 20 days."""
    chosen = CriteriaSet.objects.create(code="thu", name="Bộ tiêu chí thử", level=SetLevel.COMMUNE, issued_by="central")
    for number, name in enumerate(NAMES, 1):
        Criterion.objects.create(criteria_set=chosen, number=number, name=name, complete=False)
    card = Scorecard.objects.create(
        area=cast.commune, criteria_set=chosen, year=2026, created_by=cast.officer, created_at=now(), updated_at=now()
    )
    for key, number in (
        ("satisfaction-overall", 90), ("satisfaction-each-item", 80), ("households-asked-share", 70),
        ("meeting-share", 90), ("opinions-days", 20),
    ):  # fmt: skip
        RecognitionRule.objects.create(key=key, number=number, valid_from=date(2022, 8, 2), basis="QĐ thử")
    return Dossier.objects.create(card=card, created_by=cast.officer, created_at=now())


@pytest.fixture
def second(cast: Cast) -> Area:
    return factories.area("Nà Lơi", level=Level.VILLAGE, kind_word="thôn", code="T1-2", parent=cast.commune)


@pytest.fixture
def front(cast: Cast) -> Organisation:
    return Organisation.objects.create(
        area=cast.commune, kind=OrganisationKind.FRONT, name="Ủy ban Mặt trận Tổ quốc xã An Bình",
        letterhead="ỦY BAN MTTQ VIỆT NAM\nXÃ AN BÌNH",
    )  # fmt: skip


def url(dossier: Dossier, rest: str) -> str:
    return f"/ho-so-cong-nhan/{dossier.pk}/{rest}"


def page(client: Client, dossier: Dossier, rest: str) -> str:
    answer = client.get(url(dossier, rest))
    assert answer.status_code == 200
    return answer.content.decode()


def item_data(*texts: str, spare: int = 0) -> dict[str, Any]:
    data: dict[str, Any] = {"nd-TOTAL_FORMS": len(texts) + spare, "nd-INITIAL_FORMS": len(texts)}
    for place, text in enumerate([*texts, *[""] * spare]):
        data |= {f"nd-{place}-text": text, f"nd-{place}-criterion": "", f"nd-{place}-place": str(place + 1)}
    return data


def ask(client: Client, dossier: Dossier, *texts: str) -> None:
    assert client.post(url(dossier, "hai-long/noi-dung/"), item_data(*texts, spare=2)).status_code == 302


def count_data(dossier: Dossier, client: Client, area: Area, *figures: int, items: tuple[int, ...]) -> dict[str, Any]:
    """What the form sends, with the mark it was opened with."""
    form = client.get(url(dossier, f"hai-long/{area.pk}/")).context["form"]
    names = ("households", "handed_out", "returned", "valid", "satisfied")
    data: dict[str, Any] = dict(zip(names, figures, strict=True)) | {"seen": form["seen"].value()}
    return data | {f"nd{item.pk}": answer for item, answer in zip(dossier.survey_items.all(), items, strict=True)}


def count(client: Client, dossier: Dossier, area: Area, *figures: int, items: tuple[int, ...]) -> Any:
    return client.post(url(dossier, f"hai-long/{area.pk}/"), count_data(dossier, client, area, *figures, items=items))


# --- The survey ---


def test_the_items_are_drafted_from_the_criteria(cast: Cast, signed_in: SignIn, dossier: Dossier) -> None:
    officer = signed_in(cast.officer)
    shown = page(officer, dossier, "hai-long/noi-dung/")
    assert all(f">\n{name}</textarea>" in shown for name in NAMES)
    assert dossier.survey_items.count() == 0
    ask(officer, dossier, "Đường thôn", SCRIPT)
    assert [item.text for item in dossier.survey_items.all()] == ["Đường thôn", SCRIPT]
    assert SCRIPT not in page(officer, dossier, "hai-long/noi-dung/")
    assert SCRIPT not in page(officer, dossier, "hai-long/")
    data = item_data("Một", "Hai") | {"nd-0-place": "2", "nd-1-place": "1", "nd-1-criterion": "2"}
    officer.post(url(dossier, "hai-long/noi-dung/"), data)
    assert [(item.text, item.criterion) for item in dossier.survey_items.all()] == [("Hai", 2), ("Một", None)]
    assert "Phiếu cần ít nhất một nội dung hỏi." in officer.post(
        url(dossier, "hai-long/noi-dung/"), item_data("", "")
    ).content.decode()  # fmt: skip


def test_once_a_village_is_counted_the_items_stand(cast: Cast, signed_in: SignIn, dossier: Dossier) -> None:
    officer = signed_in(cast.officer)
    ask(officer, dossier, "Đường thôn")
    assert count(officer, dossier, cast.village, 100, 95, 94, 93, 90, items=(80,)).status_code == 302
    assert "Nội dung hỏi giữ nguyên" in page(officer, dossier, "hai-long/noi-dung/")
    refused = officer.post(url(dossier, "hai-long/noi-dung/"), item_data("Khác"))
    assert refused.status_code == 200
    assert [item.text for item in dossier.survey_items.all()] == ["Đường thôn"]
    gone = officer.post(url(dossier, f"hai-long/{cast.village.pk}/go/"), {"reason": "Nhập nhầm thôn"})
    assert gone.status_code == 302
    ask(officer, dossier, "Khác")
    entry = history_of(dossier).filter(action="survey.count_removed").get()
    assert entry.note == "Nhập nhầm thôn"
    assert "Phiếu hợp lệ: 93" in entry.changes["Thôn Nà Cốc"][0]


def test_the_table_says_what_is_reached_and_what_not(
    cast: Cast, signed_in: SignIn, dossier: Dossier, second: Area
) -> None:
    officer = signed_in(cast.officer)
    ask(officer, dossier, "Đường thôn", "Nước sạch")
    count(officer, dossier, cast.village, 100, 80, 80, 80, 72, items=(64, 63))
    shown = page(officer, dossier, "hai-long/")
    assert "Còn 1 thôn chưa kiểm phiếu: Thôn Nà Lơi" in shown
    assert "Đạt yêu cầu" not in shown
    count(officer, dossier, second, 60, 40, 20, 20, 18, items=(16, 16))
    found = officer.get(url(dossier, "hai-long/")).context
    assert (found["overall_standing"], found["asked_standing"]) == (
        "met",
        "met",
    )  # 90/100 and 120/160, both at the least
    assert [standing for _row, standing in found["items"]] == ["met", "unmet"]  # 80/100 and 79/100
    shown = page(officer, dossier, "hai-long/")
    assert "90/100 (90\u00a0%)" in shown
    assert "79/100 (79\u00a0%)" in shown
    assert "120/160 (75\u00a0%)" in shown
    assert "Chưa đối chiếu văn bản gốc" in shown


def test_without_a_rule_nothing_is_judged(cast: Cast, signed_in: SignIn, dossier: Dossier) -> None:
    RecognitionRule.objects.all().delete()
    officer = signed_in(cast.officer)
    ask(officer, dossier, "Đường thôn")
    count(officer, dossier, cast.village, 100, 100, 100, 100, 100, items=(100,))
    shown = page(officer, dossier, "hai-long/")
    assert "Chưa có quy định" in shown
    assert "Đạt yêu cầu" not in shown


def test_a_round_thousand_is_read_as_it_is_written(cast: Cast, signed_in: SignIn, dossier: Dossier) -> None:
    officer = signed_in(cast.officer)
    ask(officer, dossier, "Đường thôn")
    data = count_data(dossier, officer, cast.village, 0, 900, 800, 800, 700, items=(700,)) | {"households": "1.000"}
    assert officer.post(url(dossier, f"hai-long/{cast.village.pk}/"), data).status_code == 302
    assert SurveyCount.objects.get().households == 1000
    assert 'value="1.000"' in page(officer, dossier, f"hai-long/{cast.village.pk}/")


def test_counts_that_do_not_fall_are_refused_at_their_field(cast: Cast, signed_in: SignIn, dossier: Dossier) -> None:
    officer = signed_in(cast.officer)
    ask(officer, dossier, "Đường thôn")
    answer = count(officer, dossier, cast.village, 100, 101, 90, 80, 81, items=(99,))
    assert answer.status_code == 200
    shown = answer.content.decode()
    assert "Số phiếu phát ra (101) không quá tổng số hộ (100)." in shown
    assert "Số phiếu hài lòng chung (81) không quá số phiếu hợp lệ (80)." in shown
    assert "Số phiếu hài lòng (99) không quá số phiếu hợp lệ (80)." in shown
    data = count_data(dossier, officer, cast.village, 1, 1, 1, 1, 1, items=(1,)) | {"valid": "hai", "returned": ""}
    shown = officer.post(url(dossier, f"hai-long/{cast.village.pk}/"), data).content.decode()
    assert "Nhập số nguyên, ví dụ 12 hoặc 1.200." in shown
    assert "Nhập số, không có thì nhập 0." in shown
    assert not SurveyCount.objects.exists()
    with pytest.raises(RuleError, match="không quá"):
        actions.save_count(
            dossier, cast.village, Ballots(1, 2, 0, 0, 0), {dossier.survey_items.get().pk: 0}, seen="", by=cast.officer
        )


def test_a_count_is_changed_with_its_history(cast: Cast, signed_in: SignIn, dossier: Dossier) -> None:
    officer = signed_in(cast.officer)
    ask(officer, dossier, "Đường thôn")
    data = count_data(dossier, officer, cast.village, 100, 95, 94, 93, 90, items=(80,))
    for _ in range(2):  # sent twice
        assert officer.post(url(dossier, f"hai-long/{cast.village.pk}/"), data).status_code == 302
    assert history_of(dossier).filter(action="survey.counted").count() == 1
    other = data | {"valid": "92"}  # opened before the first count was saved
    assert "vừa được người khác sửa" in officer.post(
        url(dossier, f"hai-long/{cast.village.pk}/"), other
    ).content.decode()  # fmt: skip
    count(officer, dossier, cast.village, 100, 95, 94, 92, 90, items=(80,))
    entry = history_of(dossier).filter(action="survey.counted").first()
    assert entry is not None
    assert entry.changes == {"Thôn Nà Cốc, phiếu hợp lệ": ["93", "92"]}
    assert "phiếu hợp lệ: 93 → 92" in page(officer, dossier, "hai-long/")


def test_saving_leads_on_to_the_next_village(cast: Cast, signed_in: SignIn, dossier: Dossier, second: Area) -> None:
    officer = signed_in(cast.officer)
    ask(officer, dossier, "Đường thôn")
    data = count_data(dossier, officer, cast.village, 10, 10, 10, 10, 10, items=(10,)) | {"sang": "1"}
    answer: Any = officer.post(url(dossier, f"hai-long/{cast.village.pk}/"), data)
    assert answer.url == url(dossier, f"hai-long/{second.pk}/")
    data = count_data(dossier, officer, second, 10, 10, 10, 10, 10, items=(10,)) | {"sang": "1"}
    last: Any = officer.post(url(dossier, f"hai-long/{second.pk}/"), data)
    assert last.url == url(dossier, "hai-long/")


def test_the_days_of_the_survey(cast: Cast, signed_in: SignIn, dossier: Dossier) -> None:
    officer = signed_in(cast.officer)
    ask(officer, dossier, "Đường thôn")
    assert (
        officer.post(url(dossier, "hai-long/thoi-gian/"), {"first": "1/3/2026", "last": "10/3/2026"}).status_code == 302
    )
    assert "Lấy ý kiến từ" in page(officer, dossier, "hai-long/")
    for first, last in (("10/3/2026", "1/3/2026"), ("mai", ""), ("1/1/2090", "")):
        assert officer.post(url(dossier, "hai-long/thoi-gian/"), {"first": first, "last": last}).status_code == 409
    dossier.refresh_from_db()
    assert (dossier.surveyed_from, dossier.surveyed_to) == (date(2026, 3, 1), date(2026, 3, 10))


def test_the_workbook_adds_up_by_itself(
    cast: Cast, signed_in: SignIn, dossier: Dossier, second: Area, tmp_path: Path
) -> None:
    officer = signed_in(cast.officer)
    ask(officer, dossier, "Đường thôn", "=1+1")
    count(officer, dossier, cast.village, 100, 80, 80, 80, 72, items=(64, 63))
    count(officer, dossier, second, 60, 40, 21, 21, 18, items=(16, 16))
    data = officer.get(url(dossier, "hai-long/?export=xlsx")).content
    for sheet in load_workbook(io.BytesIO(data)):
        assert any("SUM(" in str(cell.value) for row in sheet.iter_rows() for cell in row)
    worked_out = recalculated(data, tmp_path)
    rows, items = ({str(row[1]): row for row in sheet.iter_rows(values_only=True)} for sheet in worked_out)
    found = officer.get(url(dossier, "hai-long/")).context["found"]
    whole = found.total
    assert rows["Cộng"][2:9] == (
        whole.households, whole.handed_out, 0.75, whole.returned, whole.valid, whole.satisfied,
        float(whole.overall.percent / 100),
    )  # fmt: skip
    assert items["Số phiếu hợp lệ"][2:5] == (80, 21, 101)
    for item in found.items:
        row = items[item.item.text]
        assert row[4] == item.share.part
        assert Decimal(str(row[5])) * 100 == item.share.percent
    assert (items["Đường thôn"][7], items["=1+1"][7]) == ("chưa đạt yêu cầu", "chưa đạt yêu cầu")  # 80/101, 79/101
    assert rows["Đánh giá"][8] == "chưa đạt yêu cầu"  # 90/101


def test_the_ballot_is_one_sheet_without_names(
    cast: Cast, signed_in: SignIn, dossier: Dossier, front: Organisation
) -> None:
    import pikepdf

    officer = signed_in(cast.officer)
    assert officer.get(url(dossier, "hai-long/phieu.pdf")).status_code == 409
    ask(officer, dossier, *(f"Kết quả thực hiện tiêu chí {name}" for name in NAMES * 6), SCRIPT)
    for kind, width in (("", 842), ("?kho=a4", 595)):
        answer = officer.get(url(dossier, f"hai-long/phieu.pdf{kind}"))
        assert answer["Content-Type"] == "application/pdf"
        with pikepdf.open(io.BytesIO(answer.content)) as pdf:
            assert len(pdf.pages) == 1
            assert round(float(pdf.pages[0].mediabox[2])) == width
    assert answer.content == officer.get(url(dossier, "hai-long/phieu.pdf?kho=a4")).content
    items = list(dossier.survey_items.all())
    two = ballot_html(dossier, items, front, size=A5)
    assert two.count("PHIẾU LẤY Ý KIẾN") == two.count("Đánh giá chung") == 2
    assert "ỦY BAN MTTQ VIỆT NAM<br/>XÃ AN BÌNH" in two
    assert SCRIPT not in two
    assert "Họ và tên" not in two


def test_a_long_ballot_is_printed_on_a4(cast: Cast, signed_in: SignIn, dossier: Dossier) -> None:
    import pikepdf

    officer = signed_in(cast.officer)
    ask(officer, dossier, *(f"Nội dung dài thứ {at} " + "về kết quả thực hiện tiêu chí này " * 3 for at in range(18)))
    assert "Hai phiếu A5" not in page(officer, dossier, "hai-long/")
    with pikepdf.open(io.BytesIO(officer.get(url(dossier, "hai-long/phieu.pdf")).content)) as pdf:
        assert round(float(pdf.pages[0].mediabox[2])) == 595


# --- Opinions ---


def opinion_data(**values: Any) -> dict[str, Any]:
    return {
        "who": "khac",
        "other": "Hội Người cao tuổi",
        "way": "meeting",
        "held_from": "1/10/2026",
        "key": "k1",
        **values,
    }


def test_who_was_heard_and_who_not(
    cast: Cast, signed_in: SignIn, dossier: Dossier, second: Area, front: Organisation
) -> None:
    officer = signed_in(factories.person("Tòng Văn Trận", Role.FRONT_OFFICER, cast.commune))
    data = opinion_data(who=f"t{cast.village.pk}", asked="60", agreed="57", text=SCRIPT, answer=SCRIPT)
    for _ in range(2):  # sent twice
        assert officer.post(url(dossier, "y-kien/moi/"), data).status_code == 302
    row = Opinion.objects.get()
    assert (row.giver, row.area, row.asked, row.agreed) == ("Thôn Nà Cốc", cast.village, 60, 57)
    shown = page(officer, dossier, "y-kien/")
    assert SCRIPT not in shown
    assert "57/60 (95\u00a0%)" in shown
    summary = officer.get(url(dossier, "y-kien/")).context["summary"]
    assert (summary.missing_villages, summary.missing_bodies) == ((second,), (front,))
    officer.post(url(dossier, "y-kien/moi/"), opinion_data(who=f"t{second.pk}", key="k2"))
    officer.post(url(dossier, "y-kien/moi/"), opinion_data(who=f"c{front.pk}", key="k3"))
    assert "đều đã có ý kiến" in page(officer, dossier, "y-kien/")
    assert f'value="t{second.pk}" selected' in page(officer, dossier, f"y-kien/moi/?noi=t{second.pk}")


def test_a_posting_is_held_against_its_days(cast: Cast, signed_in: SignIn, dossier: Dossier) -> None:
    officer = signed_in(cast.officer)
    officer.post(url(dossier, "y-kien/moi/"), opinion_data(way="posted", held_from="1/10/2026", held_to="19/10/2026"))
    assert officer.get(url(dossier, "y-kien/")).context["posting"] == "unmet"
    row = Opinion.objects.get()
    form = officer.get(url(dossier, f"y-kien/{row.pk}/")).context["form"]
    changed = opinion_data(way="posted", held_to="20/10/2026", seen=form["seen"].value(), key="")
    assert officer.post(url(dossier, f"y-kien/{row.pk}/"), changed).status_code == 302
    assert officer.get(url(dossier, "y-kien/")).context["posting"] == "met"
    assert "vừa được người khác sửa" in officer.post(
        url(dossier, f"y-kien/{row.pk}/"), changed | {"text": "Muộn"}
    ).content.decode()  # fmt: skip
    entry = history_of(dossier).filter(action="opinion.saved").first()
    assert entry is not None
    assert entry.changes == {"Hội Người cao tuổi, thời gian": ["1/10/2026 – 19/10/2026", "1/10/2026 – 20/10/2026"]}


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"held_from": "mai"}, "Nhập ngày theo mẫu"),
        ({"held_from": "1/1/2090"}, "Ngày này chưa đến."),
        ({"held_to": "1/9/2026"}, "Ngày kết thúc không được trước ngày bắt đầu."),
        ({"asked": "10", "agreed": "11"}, "Số người nhất trí không quá số người được hỏi (10)."),
        ({"agreed": "11"}, "Nhập số người được hỏi để tính được tỷ lệ nhất trí."),
        ({"other": ""}, "Nhập tên nơi góp ý."),
        ({"who": "t999999"}, "Chọn một mục trong danh sách."),
        ({"who": ""}, "Chọn một mục."),
    ],
)
def test_an_opinion_that_cannot_be(
    cast: Cast, signed_in: SignIn, dossier: Dossier, values: dict[str, str], sentence: str
) -> None:
    answer = signed_in(cast.officer).post(url(dossier, "y-kien/moi/"), opinion_data(**values))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Opinion.objects.exists()


def test_an_opinion_is_taken_off_with_a_reason(cast: Cast, signed_in: SignIn, dossier: Dossier) -> None:
    officer = signed_in(cast.officer)
    officer.post(url(dossier, "y-kien/moi/"), opinion_data())
    row = Opinion.objects.get()
    assert officer.post(url(dossier, f"y-kien/{row.pk}/go/"), {"reason": " "}).status_code == 409
    for _ in range(2):
        assert officer.post(url(dossier, f"y-kien/{row.pk}/go/"), {"reason": "Ghi trùng"}).status_code == 302
    assert officer.post(url(dossier, "y-kien/moi/"), opinion_data()).status_code == 302  # the old form, sent once more
    assert not Opinion.objects.exists()
    assert history_of(dossier).filter(action="opinion.removed").get().note == "Ghi trùng"
    with pytest.raises(RuleError):
        opinion_actions.remove_opinion(Opinion(giver="x"), reason="", by=cast.officer)


# --- The meeting ---


def meeting_data(**values: Any) -> dict[str, Any]:
    return {
        "held_on": "5/11/2026", "starts_at": "8h30", "ends_at": "10:15", "place": "Nhà văn hóa xã", "chair": "Cầm Văn Hạnh",
        "secretary": "Lò Thị Mến", "invited": "55", "present": "50", "agreed": "45", "disagreed": "2", "members": "Ban Chỉ đạo xã",
        "absent": "Lò Văn An (ốm)", "discussion": SCRIPT, "key": "m1", **values,
    }  # fmt: skip


def test_the_vote_decides_and_the_last_meeting_counts(cast: Cast, signed_in: SignIn, dossier: Dossier) -> None:
    officer = signed_in(cast.officer)
    assert "Chưa ghi cuộc họp nào" in page(officer, dossier, "cuoc-hop/")
    for _ in range(2):  # sent twice
        assert officer.post(url(dossier, "cuoc-hop/moi/"), meeting_data()).status_code == 302
    assert ProposalMeeting.objects.count() == 1
    shown = page(officer, dossier, "cuoc-hop/")
    assert "Đủ: cần từ 45/50 người có mặt (90\u00a0%) đồng ý; có 45." in shown
    assert "Vắng 5 người, mới ghi tên 1." in shown
    assert SCRIPT not in shown
    officer.post(url(dossier, "cuoc-hop/moi/"), meeting_data(held_on="6/11/2026", agreed="44", key="m2"))
    found = officer.get(url(dossier, "cuoc-hop/")).context
    assert (found["standing"], len(found["earlier"])) == ("unmet", 1)
    assert "Chưa đủ: cần từ 45/50 người có mặt (90\u00a0%) đồng ý; có 44, còn thiếu 1." in page(
        officer, dossier, "cuoc-hop/"
    )
    last = ProposalMeeting.objects.get(agreed=44)
    form = officer.get(url(dossier, f"cuoc-hop/{last.pk}/")).context["form"]
    changed = meeting_data(held_on="6/11/2026", agreed="46", key="", seen=form["seen"].value())
    assert officer.post(url(dossier, f"cuoc-hop/{last.pk}/"), changed).status_code == 302
    assert officer.get(url(dossier, "cuoc-hop/")).context["standing"] == "met"
    assert "vừa được người khác sửa" in officer.post(
        url(dossier, f"cuoc-hop/{last.pk}/"), changed | {"agreed": "47"}
    ).content.decode()  # fmt: skip
    assert officer.post(url(dossier, f"cuoc-hop/{last.pk}/go/"), {"reason": "Ghi nhầm"}).status_code == 302
    assert ProposalMeeting.objects.get().agreed == 45


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"present": "56"}, "Số có mặt không quá số được mời (55)."),
        ({"agreed": "49"}, "Số đồng ý và không đồng ý cộng lại (51) không quá số có mặt (50)."),
        ({"present": "0", "agreed": "0", "disagreed": "0"}, "Số có mặt phải lớn hơn 0."),
        ({"ends_at": "7:00"}, "Giờ kết thúc không được trước giờ bắt đầu."),
        ({"starts_at": "sáng"}, "Nhập giờ như 8:30 hoặc 8h30."),
        ({"held_on": "1/1/2090"}, "Ngày này chưa đến."),
        ({"chair": ""}, "Nhập mục này."),
        ({"invited": "-1"}, "Số phải từ 0 trở lên."),
    ],
)
def test_a_meeting_that_cannot_be(
    cast: Cast, signed_in: SignIn, dossier: Dossier, values: dict[str, str], sentence: str
) -> None:
    answer = signed_in(cast.officer).post(url(dossier, "cuoc-hop/moi/"), meeting_data(**values))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not ProposalMeeting.objects.exists()


# --- Who, and how many queries ---


def test_the_commune_reads_and_the_neighbour_sees_nothing(
    cast: Cast, signed_in: SignIn, dossier: Dossier, second: Area
) -> None:
    ask(signed_in(cast.officer), dossier, "Đường thôn")
    for rest in ("y-kien/", "cuoc-hop/", "hai-long/"):
        shown = page(signed_in(cast.village_head), dossier, rest)
        assert "y-kien/moi" not in shown
        assert "cuoc-hop/moi" not in shown
        assert f"hai-long/{cast.village.pk}/" not in shown
        assert signed_in(cast.neighbour).get(url(dossier, rest)).status_code == 404
    assert signed_in(cast.leader).get(url(dossier, f"hai-long/{cast.village.pk}/")).status_code == 403
    elsewhere = factories.area("Xa", level=Level.VILLAGE, kind_word="thôn", code="T2-1", parent=cast.next_commune)
    assert signed_in(cast.officer).get(url(dossier, f"hai-long/{elsewhere.pk}/")).status_code == 404


def _queries(client: Client, dossier: Dossier, rest: str) -> int:
    page(client, dossier, rest)
    with CaptureQueriesContext(connection) as caught:
        page(client, dossier, rest)
    return len(caught)


def test_pages_ask_as_often_for_many_rows_as_for_one(cast: Cast, signed_in: SignIn, dossier: Dossier) -> None:
    officer = signed_in(cast.officer)
    pages = ("y-kien/", "cuoc-hop/", "hai-long/", f"hai-long/{cast.village.pk}/", "hai-long/noi-dung/")
    ask(officer, dossier, "Một")

    def fill(area: Area, at: int) -> None:
        count(officer, dossier, area, 10, 10, 10, 10, 10, items=tuple(10 for _ in dossier.survey_items.all()))
        officer.post(url(dossier, "y-kien/moi/"), opinion_data(who=f"t{area.pk}", key=f"o{at}"))
        officer.post(url(dossier, "cuoc-hop/moi/"), meeting_data(key=f"m{at}"))

    fill(cast.village, 0)
    before = {rest: _queries(officer, dossier, rest) for rest in pages}
    SurveyCount.objects.all().delete()
    ask(officer, dossier, "Một", "Hai", "Ba", "Bốn")
    count(officer, dossier, cast.village, 10, 10, 10, 10, 10, items=(1, 2, 3, 4))
    for at in range(1, 5):
        place = factories.area(f"Số {at}", level=Level.VILLAGE, kind_word="thôn", code=f"T1-9{at}", parent=cast.commune)
        fill(place, at)
    assert {rest: _queries(officer, dossier, rest) for rest in pages} == before
