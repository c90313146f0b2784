"""What everybody reads of a commune: only what was chosen, nobody's name, kept ready, gone at once."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from areas.enums import Level
from contributions.models import RosterLine
from contributions.rules.public import LEAST_GIVERS, MOST_PERCENT, Group, safe_groups
from criteria.models import RoundCard
from dashboards.papers.public import SLUGS, without_persons
from dashboards.views.public_kept import FRESH
from reporting.actions.publishing import publish, withdraw
from reporting.enums import PublicPart
from tests import factories
from tests.cast import Cast
from tests.conftest import Clock
from tests.contributions.conftest import Drive, drive, giver  # noqa: F401 - fixtures
from tests.dashboards import public_story as story

SignIn = Callable[[User], Client]
Giver = Callable[..., RosterLine]
PAGE = "/cong-khai/xa/T1/"
ALL = [slug for slugs in SLUGS.values() for slug in slugs]


@pytest.fixture
def filled(cast: Cast, drive: Drive, giver: Giver, clock: Clock) -> Cast:  # noqa: F811
    """Everything happened last month, and all of it is published."""
    story.everything(cast, drive, giver)
    clock.move(days=31)
    story.notice(cast, drive)
    publish(cast.commune, parts=[*PublicPart], words="Kính mời bà con giám sát.", by=cast.leader)
    return cast


@pytest.fixture
def some(cast: Cast, drive: Drive, giver: Giver, clock: Clock) -> Cast:  # noqa: F811
    """Works, gifts and awards without a card, which takes long to fill; published."""
    story.work(cast)
    story.gifts(cast, drive, giver)
    story.awards(cast)
    clock.move(days=31)
    publish(cast.commune, parts=[*PublicPart], by=cast.leader)
    return cast


def body(address: str = PAGE, **headers: str) -> str:
    return Client(headers=headers).get(address).content.decode()


def rows_of(slug: str) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO(Client().get(f"{PAGE}{slug}.csv").content.decode("utf-8-sig")))]


def queries(address: str, client: Client | None = None, **headers: str) -> tuple[int, HttpResponse]:
    with CaptureQueriesContext(connection) as found:
        response = (client or Client()).get(address, headers=headers)
    return len(found), response  # type: ignore[return-value]


def test_the_page_says_what_the_commune_chose(filled: Cast) -> None:
    page = body()
    for told in (
        "Kính mời bà con giám sát.", "3/19 tiêu chí", "Tỉnh Thử Nghiệm thẩm tra, chấp nhận", "12/QĐ-UBND", "Đường trục thôn Nà Cốc",
        "1.250,5 m", "400.000.000", "25\xa0%", "Đang thi công", "Thôn Nà Cốc", "Trạm Y tế xã", "Số liệu lúc", "/cong-khai/xa/T1/tieu-chi.csv",
    ):  # fmt: skip
        assert told in page, told
    assert 'property="og:title" content="Xã An Bình, Tỉnh Thử Nghiệm' in page
    assert "noindex" not in page
    publish(filled.commune, parts=[PublicPart.WORKS], by=filled.leader)
    page = body()
    assert "Đường trục thôn Nà Cốc" in page
    for gone in ("tiêu chí đạt", "Trạm Y tế", "Kính mời", "Đóng góp xây dựng"):
        assert gone not in page
    assert {slug for slug in ALL if Client().get(f"{PAGE}{slug}.csv").status_code == 200} == {"cong-trinh"}
    assert [item["id"] for item in json.loads(body(f"{PAGE}du-lieu.json"))["datasets"]] == ["cong-trinh"]


def test_nobody_of_the_commune_stands_anywhere(filled: Cast) -> None:
    staff = [user.full_name for user in User.objects.all()] + [user.phone for user in User.objects.all()]
    addresses = [
        PAGE,
        f"{PAGE}du-lieu/",
        f"{PAGE}du-lieu.json",
        "/cong-khai/xa/",
        *(f"{PAGE}{slug}.csv" for slug in ALL),
    ]
    for address in addresses:
        response = Client().get(address)
        assert response.status_code == 200, address
        said = f"{response.content.decode()} {response.headers}"
        assert [secret for secret in (*story.SECRETS, *staff) if secret.lower() in said.lower()] == [], address
    assert "Đường từ nhà ông … đến suối" in body()
    assert "Giúp hộ bà … làm đường" in body()
    assert [row["Thôn, tập thể được khen"] for row in rows_of("khen-thuong")] == [
        "Thôn Nà Cốc",
        "Trạm Y tế xã",
        "Gia đình ông …",
    ]
    assert [row["Địa bàn"] for row in rows_of("cong-nhan")] == ["Thôn Nà Cốc"]


def test_a_few_givers_are_never_a_sum_of_their_own(some: Cast) -> None:
    rows = rows_of("dong-gop")
    assert [(row["Mã nguồn"], row["Đã đóng góp"], row["Số người, tổ chức đóng góp"]) for row in rows] == [
        ("all", "2600000", "7")
    ]
    assert "2.000.000" not in body()
    assert "2000000" not in body(f"{PAGE}du-lieu.json").replace("12000000", "")


def test_one_who_gave_nearly_all_is_not_read_from_a_sum(cast: Cast, drive: Drive, giver: Giver, clock: Clock) -> None:  # noqa: F811
    story.gifts(cast, drive, giver, firms=1, of_firm=20_000_000)
    clock.move(days=31)
    publish(cast.commune, parts=[PublicPart.CONTRIBUTIONS], by=cast.leader)
    rows = rows_of("dong-gop")
    assert [(row["Mã nguồn"], row["Đã đóng góp"], row["Số người, tổ chức đóng góp"]) for row in rows] == [
        ("people", "600000", "6"),
        ("withheld", "", ""),
    ]
    (said,) = (item for item in json.loads(body(f"{PAGE}du-lieu.json"))["datasets"] if item["id"] == "dong-gop")
    assert [(row["source"], row["amount"], row["givers"]) for row in said["rows"]] == [
        ("people", 600_000, 6),
        ("withheld", None, None),
    ]
    page = body()
    assert "600.000" in page
    assert re.findall(r'data-l="([^"]+)">không công bố<', page) == [
        "Cộng (đồng)",
        "Người, tổ chức",
        "Đã đóng góp (đồng)",
    ], "with the sum of the year the others would tell it"
    for address in (PAGE, f"{PAGE}dong-gop.csv", f"{PAGE}du-lieu.json", f"{PAGE}du-lieu/"):
        assert not re.search(r"20[.]?[06]00[.]?000", body(address)), address


def people(count: int, worth: int = 1) -> dict[str, int]:
    return {f"{count}-{place}": worth for place in range(count)}


def test_which_sums_may_be_told() -> None:
    assert safe_groups({"people": people(6), "others": people(5)}) == [Group("people", 6, 6), Group("others", 5, 5)]
    assert safe_groups({"people": people(9), "others": people(3), "enterprises": people(2)}) == [
        Group("people", 9, 9),
        Group("rest", 5, 5),
    ], "two small ones hide each other"
    assert safe_groups({"people": people(9), "others": people(6), "enterprises": people(1)}) == [
        Group("people", 9, 9),
        Group("rest", 7, 7),
    ], "one small one takes the next smallest along"
    assert safe_groups({"people": people(9), "enterprises": people(1)}) == [Group("all", 10, 10)]
    assert safe_groups({"people": people(4)}) == []
    assert safe_groups({}) == []
    taken_back = {**people(5), "5-0": 0}
    assert safe_groups({"people": taken_back}) == [], "a gift that was reversed is none"
    twice = {"people": people(4), "others": people(4)}
    assert safe_groups(twice) == [], "the same four in two sources are four"


def test_a_sum_that_one_giver_made_is_not_told() -> None:
    def with_one(amount: int, others: int = 5) -> dict[str, int]:
        return {**people(others), "Công ty": amount}

    assert safe_groups({"people": with_one(20)}) == [Group("people", 25, 6)], "80 % is not more than 80 %"
    assert safe_groups({"people": with_one(21)}) == []
    assert safe_groups({"people": people(9), "others": people(6), "enterprises": with_one(30)}) == [
        Group("people", 9, 9),
        Group("rest", 41, 12),
    ], "the next smallest covers it"
    assert safe_groups({"people": people(9), "others": people(6), "enterprises": with_one(60)}) == [
        Group("all", 80, 21)
    ], "all together cover it"
    assert safe_groups({"people": people(9), "others": people(6), "enterprises": with_one(99)}) == [
        Group("people", 9, 9),
        Group("others", 6, 6),
        Group("withheld", None, None),
    ], "nothing covers it, and no sum of the year is told"
    assert safe_groups({"people": with_one(9), "others": with_one(40)}) == [
        Group("people", 14, 6),
        Group("withheld", None, None),
    ], "the same giver in two sources is one"


_SOURCES = st.dictionaries(
    st.sampled_from(("enterprises", "people", "others")),
    st.dictionaries(st.sampled_from("abcdefghij"), st.integers(0, 1000) | st.integers(0, 10), max_size=10),
)


@given(_SOURCES)
def test_from_what_is_told_no_giver_is_read(sources: dict[str, dict[str, int]]) -> None:
    """By every way of adding up whole sources that the year tells."""
    told = {group.source: group for group in safe_groups(sources)}
    apart = [source for name, source in sources.items() if name not in told]
    for name, group in told.items():
        if group.amount is None:
            assert len(told) > 1
            continue
        mine = apart if name in {"rest", "all"} else [sources[name]]
        gave = sum((Counter(source) for source in mine), Counter())
        assert (group.amount, group.givers) == (gave.total(), len(gave))
        assert len(gave) >= LEAST_GIVERS
        assert max(gave.values()) * 100 <= MOST_PERCENT * gave.total()
    if told and "withheld" not in told:
        assert sum(group.amount or 0 for group in told.values()) == sum(
            sum(given.values()) for given in sources.values()
        )


def test_what_somebody_gave_today_shows_with_its_month(cast: Cast, drive: Drive, giver: Giver, clock: Clock) -> None:  # noqa: F811
    story.gifts(cast, drive, giver, people=5, firms=0)
    publish(cast.commune, parts=[PublicPart.CONTRIBUTIONS], by=cast.leader)
    assert rows_of("dong-gop") == []
    assert "Chưa có số liệu đủ để công bố" in body()
    clock.move(days=31)
    assert [row["Đã đóng góp"] for row in rows_of("dong-gop")] == ["500000"]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Đường từ nhà ông Lò Văn An đến nhà bà Hà Thị Bưởi, thôn Nà Cốc", "Đường từ nhà ông … đến nhà bà …, thôn Nà Cốc"),
        ("Đường Bà Triệu, thôn Ông Đình", "Đường Bà Triệu, thôn Ông Đình"), ("Nhà hộ ông Lò Văn An.", "Nhà hộ ông …."),
        ("Cầu bản Mường 0912.345.678", "Cầu bản Mường …"), ("Kênh 1200 m, năm 2024, 450000000", "Kênh 1200 m, năm 2024, 450000000"),
        ("Nhà ở hộ nghèo", "Nhà ở hộ nghèo"), ("", ""),
    ],
)  # fmt: skip
def test_names_in_the_names_of_works(said: str, shown: str) -> None:
    assert without_persons(said) == shown


def test_a_self_assessment_is_never_told(cast: Cast) -> None:
    first = story.accepted_card(cast, met=2)
    publish(cast.commune, parts=[PublicPart.CRITERIA], by=cast.leader)
    assert "2/19 tiêu chí" in body()
    RoundCard.objects.exclude(pk=first.pk).delete()
    story.said(first, cast, met=9)
    publish(cast.commune, parts=[PublicPart.CRITERIA], words="Sửa.", by=cast.leader)
    assert "2/19 tiêu chí" in body()
    publish(cast.next_commune, parts=[PublicPart.CRITERIA], by=cast.leader)
    assert "Chưa có kỳ đánh giá nào của xã được cơ quan thẩm tra chấp nhận" in body("/cong-khai/xa/T2/")


def test_works_of_a_plan_in_the_making_wait_with_it(cast: Cast) -> None:
    story.work(cast, name="Cầu sắp bàn", plan=factories.plan(cast.commune, cast.committee, by=cast.officer))
    story.work(cast, name="Kênh không số liệu", total=None, volume=None, measure="").funds.all().delete()
    publish(cast.commune, parts=[PublicPart.WORKS], by=cast.leader)
    page = body()
    assert "Cầu sắp bàn" not in page
    assert page.count("chưa có") == 3, "what is not there is never 0"
    assert rows_of("cong-trinh")[0]["Tổng mức"] == ""


def test_withdrawn_is_gone_at_once(some: Cast) -> None:
    for address in (PAGE, f"{PAGE}du-lieu.json", f"{PAGE}cong-trinh.csv", f"{PAGE}du-lieu/"):
        assert Client().get(address).status_code == 200
    assert "Xã An Bình" in body("/cong-khai/xa/")
    tag = Client().get(PAGE)["ETag"]
    withdraw(some.commune, by=some.leader)
    for address in (
        PAGE,
        f"{PAGE}du-lieu.json",
        f"{PAGE}cong-trinh.csv",
        f"{PAGE}du-lieu/",
        "/cong-khai/xa/KHONGCO/",
        f"{PAGE}x.csv",
    ):
        response = Client().get(address, headers={"If-None-Match": tag})
        assert response.status_code == 404, address
        assert "Xã này chưa công khai số liệu" in response.content.decode()
        assert (response["Cache-Control"], "ETag" in response) == ("no-cache", False)
    assert "Xã An Bình" not in body("/cong-khai/xa/")
    publish(some.commune, parts=[PublicPart.WORKS], by=some.leader)
    assert Client().get(PAGE).status_code == 200


def test_kept_ready_for_everybody(some: Cast, signed_in: SignIn, clock: Clock) -> None:
    for address in (PAGE, f"{PAGE}du-lieu.json", f"{PAGE}cong-trinh.csv", f"{PAGE}du-lieu/", "/cong-khai/xa/"):
        first = Client().get(address)
        count, again = queries(address)
        assert (count, again.content) == (1, first.content), address
        inside, mine = queries(address, signed_in(some.officer))
        assert (inside, mine.content) == (1, first.content), "the same for whoever is signed in"
        same, none = queries(address, None, **{"If-None-Match": first["ETag"]})
        assert (none.status_code, none.content, same) == (304, b"", 1)
        assert Client().get(address, headers={"If-Modified-Since": first["Last-Modified"]}).status_code == 304
        for response in (first, mine):
            assert response["Cache-Control"] == "public, max-age=60"
            assert not response.cookies
            assert not response.has_header("Vary")
    assert Client().head(PAGE).status_code == 200
    assert Client().post(PAGE).status_code == 405
    before = body()
    story.work(some, name="Nhà văn hóa mới xong")
    assert body() == before, "nothing is built for one who asks"
    clock.move(seconds=FRESH)
    assert "Nhà văn hóa mới xong" in body()


def test_as_many_queries_for_many_rows_as_for_few(some: Cast) -> None:
    def built() -> int:
        cache.clear()
        return queries(PAGE)[0]

    few = built()
    for place in range(3):
        story.work(some, name=f"Công trình {place}")
        village = factories.area(
            f"Bản {place}", level=Level.VILLAGE, kind_word="bản", code=f"T1-9{place}", parent=some.commune
        )
        story.work(some, name=f"Kênh {place}", area=village)
    assert built() == few
    assert few <= 15


def test_open_data_says_where_it_comes_from(filled: Cast) -> None:
    response = Client().get(f"{PAGE}du-lieu.json")
    assert response["Access-Control-Allow-Origin"] == "*"
    said: dict[str, Any] = response.json()
    assert said["area"] == {"code": "T1", "name": "Xã An Bình", "province": "Tỉnh Thử Nghiệm"}
    assert "ghi nguồn" in said["licence"]
    assert said["attribution"] == "Xã An Bình, Tỉnh Thử Nghiệm"
    assert said["figures_at"].endswith("+07:00")
    assert said["described_by"].endswith("/cong-khai/xa/T1/du-lieu/")
    described = body(f"{PAGE}du-lieu/")
    for item in said["datasets"]:
        assert all(set(row) == {column["key"] for column in item["columns"]} for row in item["rows"])
        lines = rows_of(item["id"])
        assert len(lines[0]) == len(item["columns"]) + 4, "no heading twice"
        assert len(lines) == len(item["rows"])
        assert all(line["Xã"] == "Xã An Bình" and line["Số liệu lúc"] for line in lines)
        for column in item["columns"]:
            assert f"<code>{column['key']}</code>" in described
            assert column["title"] in lines[0]
    works = next(item for item in said["datasets"] if item["id"] == "cong-trinh")["rows"]
    assert (works[-1]["volume"], works[-1]["people_percent"], works[-1]["total"]) == (1250.5, 25, 400_000_000)
    file = Client().get(f"{PAGE}cong-trinh.csv")
    assert file.content.startswith(b"\xef\xbb\xbf")
    assert file["Content-Disposition"] == 'attachment; filename="cong-trinh-T1.csv"'
    assert [row["Mã dòng"] for row in rows_of("tieu-chi")] == [row["id"] for row in said["datasets"][0]["rows"]]


def test_words_of_people_are_no_commands(cast: Cast) -> None:
    story.work(cast, name='=HYPERLINK("x")')
    story.work(cast, name="<script>alert(1)</script>")
    publish(cast.commune, parts=[PublicPart.WORKS], words="<b>Đậm</b>", by=cast.leader)
    assert "<script>alert" not in body()
    assert "<b>Đậm" not in body()
    assert [row["Tên công trình"] for row in rows_of("cong-trinh")] == [
        "<script>alert(1)</script>",
        '\'=HYPERLINK("x")',
    ]


def test_the_list_of_communes_is_found_without_diacritics(cast: Cast) -> None:
    page = body("/cong-khai/xa/")
    assert "Chưa có xã nào công khai số liệu" in page
    publish(cast.commune, parts=[PublicPart.WORKS], by=cast.leader)
    publish(cast.next_commune, parts=[PublicPart.WORKS], by=cast.leader)

    def names(q: str = "") -> list[str]:
        return re.findall(r'<a href="/cong-khai/xa/[^"]+/">([^<]+)</a>', body(f"/cong-khai/xa/?q={q}"))

    assert names() == ["Xã An Bình", "Xã Bình Yên"]
    assert "Tỉnh Thử Nghiệm" in body("/cong-khai/xa/")
    assert names("an binh") == ["Xã An Bình"]
    assert names("thu nghiem yen") == ["Xã Bình Yên"]
    assert names("khong co") == []
    assert "Không có xã nào như đã tìm" in body("/cong-khai/xa/?q=khong+co")
    assert Client().get("/cong-khai/xa/?trang=x&q=%00").status_code == 200
    few = queries("/cong-khai/xa/?q=xa")[0]
    for place in range(3):
        more = factories.area(
            f"Thêm {place}", level=Level.COMMUNE, kind_word="xã", code=f"TT{place}", parent=cast.province
        )
        publish(more, parts=[PublicPart.WORKS], by=cast.leader)
    body("/cong-khai/xa/")
    assert queries("/cong-khai/xa/?q=xa")[0] == few == 1
    assert Client().get("/cong-khai/xa/?q=xa")["Cache-Control"] == "public, max-age=60"
