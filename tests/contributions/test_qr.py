"""QR codes for transfers: on the page, and read back by an independent decoder from the printed sheet."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageDraw

from accounts.models import User
from areas.models import BankAccount, Organisation
from contributions.models import RosterLine
from contributions.read.banks import known_banks
from contributions.rules.transfers import Reference, is_whole, references_in
from tests.cast import Cast
from tests.contributions.conftest import Drive

SignIn = Callable[[User], Client]
GiverOf = Callable[..., RosterLine]


@pytest.fixture
def school(cast: Cast) -> Organisation:
    return Organisation.objects.create(area=cast.commune, kind="truong", name="Trường Tiểu học An Bình")


def page_of(client: Client, drive: Drive, **more: str) -> str:
    return client.get(reverse("contributions:transfers", args=[drive.campaign.pk]), more).content.decode()


def codes_in(pdf: bytes, folder: Path) -> list[str]:
    """What an independent decoder reads on the printed pages."""
    (folder / "poster.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", "200", "-png", "poster.pdf", "page"], cwd=folder, check=True)
    found = []
    for picture in sorted(folder.glob("page*.png")):
        found += [code.text for code in zxingcpp.read_barcodes(Image.open(picture))]
    return found


def words_in(pdf: bytes) -> str:
    told = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(told.stdout.decode().split())


def test_a_code_for_each_giver(
    cast: Cast, drive: Drive, account: BankAccount, giver: GiverOf, signed_in: SignIn
) -> None:
    an = giver("Lò Văn An <b>")
    giver("Vàng A Miễn", state="exempt")
    text = page_of(signed_in(cast.accountant), drive)
    assert Reference("CSNTM", "C", an.pk).text in text
    assert "450.000 đồng" in text
    assert "Lò Văn An &lt;b&gt;" in text
    assert "Vàng A Miễn" not in text
    view, path = re.search(r'viewBox="-4 -4 (\d+) \d+" role="img"[^>]*><path fill="#000" d="([^"]+)"', text).groups()  # type: ignore[union-attr]
    code = drawn(int(view), path)
    assert is_whole(code)
    assert references_in(code, ["CSNTM"]) == [Reference("CSNTM", "C", an.pk)]
    assert "5406450000" in code


def drawn(side: int, path: str) -> str:
    """The page's SVG path as a picture, read back."""
    scale = 6
    picture = Image.new("L", (side * scale, side * scale), 255)
    pen = ImageDraw.Draw(picture)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)", path):
        left, top = (int(x) + 4) * scale, (int(y) + 4) * scale
        pen.rectangle((left, top, left + int(width) * scale - 1, top + scale - 1), fill=0)
    return str(zxingcpp.read_barcodes(picture)[0].text)


def test_units_and_villages_ask_for_what_is_left_of_theirs(
    cast: Cast, drive: Drive, account: BankAccount, giver: GiverOf, school: Organisation, signed_in: SignIn
) -> None:
    giver("Lò Văn An", unit=school)
    giver("Lò Thị Bình", drive.low, unit=school)
    client = signed_in(cast.accountant)
    units, villages = page_of(client, drive, xem="don-vi"), page_of(client, drive, xem="thon")
    assert "Trường Tiểu học An Bình" in units
    assert "750.000 đồng" in units
    assert Reference("CSNTM", "D", school.pk).text in units
    assert Reference("CSNTM", "T", cast.village.pk).text in villages
    assert "Người chuyển tự ghi số tiền" in villages
    assert "Lò Văn An" not in units + villages


def test_the_sheet_of_a_unit_is_read_back(
    cast: Cast,
    drive: Drive,
    account: BankAccount,
    giver: GiverOf,
    school: Organisation,
    signed_in: SignIn,
    tmp_path: Path,
) -> None:
    people = [giver(f"Lò Văn {name}", unit=school) for name in ("An", "Bình", "Cường", "Dũng")]
    giver("Quàng Thị Ngoài")
    at = reverse("contributions:transfer_poster", args=[drive.campaign.pk])
    client = signed_in(cast.accountant)
    made = client.get(at, {"noi": f"D{school.pk}", "kieu": "nguoi"})
    assert made["Content-Type"] == "application/pdf"
    found = codes_in(made.content, tmp_path)
    assert sorted(str(references_in(code, ["CSNTM"])) for code in found) == sorted(
        str([Reference("CSNTM", "C", row.pk)]) for row in people
    )
    assert all(is_whole(code) for code in found)
    words = words_in(made.content)
    assert "Lò Văn Dũng" in words
    assert "Quàng Thị Ngoài" not in words
    assert "450.000 đồng" in words
    assert "Số tài khoản: 8800000000001 tại Ngân hàng Thử" in words


def test_one_big_code_names_nobody(
    cast: Cast, drive: Drive, account: BankAccount, giver: GiverOf, signed_in: SignIn, tmp_path: Path
) -> None:
    giver("Lò Văn An")
    at = reverse("contributions:transfer_poster", args=[drive.campaign.pk])
    made = signed_in(cast.accountant).get(at, {"noi": f"T{cast.village.pk}"})
    found = codes_in(made.content, tmp_path)
    assert [references_in(code, ["CSNTM"]) for code in found] == [[Reference("CSNTM", "T", cast.village.pk)]]
    assert "Lò Văn An" not in words_in(made.content)
    for wrong in ("", "D99999", "Tx", "T-1", f"X{cast.village.pk}"):
        assert signed_in(cast.accountant).get(at, {"noi": wrong}).status_code == 404


def test_what_is_missing_is_said_and_filled_in(cast: Cast, drive: Drive, giver: GiverOf, signed_in: SignIn) -> None:
    giver("Lò Văn An")
    client = signed_in(cast.accountant)
    assert "chưa chọn tài khoản nhận" in page_of(client, drive)
    found = BankAccount.objects.create(organisation=cast.committee, number="8800000000001")
    drive.campaign.account = found
    drive.campaign.save()
    text = page_of(client, drive)
    assert "chưa có mã ngân hàng tại NAPAS" in text
    assert reverse("contributions:bank_account", args=[found.pk]) in text
    assert "Kế toán ghi mã" in page_of(signed_in(cast.officer), drive)
    at = reverse("contributions:bank_number", args=[found.pk])
    for wrong in ("97040", "97040x", "٩٧٠٤٠٥"):
        assert "mã gồm 6 chữ số" in client.post(at, {"bank": "", "number": wrong}).content.decode()
    client.post(at, {"bank": "970405", "number": ""})
    assert Reference("CSNTM", "C", drive.campaign.lines.get().pk).text in page_of(client, drive)
    found.refresh_from_db()
    assert found.bin == "970405"
    poster = reverse("contributions:transfer_poster", args=[drive.campaign.pk])
    BankAccount.objects.update(bin="")
    assert client.get(poster, {"noi": f"T{cast.village.pk}"}).status_code == 409


def test_who_sees_codes(cast: Cast, drive: Drive, account: BankAccount, giver: GiverOf, signed_in: SignIn) -> None:
    """A village head prints those of his village; the office above sees no names, the neighbour nothing."""
    giver("Lò Văn An")
    other = giver("Tòng Văn Khác")
    other.village = None
    other.save()
    text = page_of(signed_in(cast.village_head), drive)
    assert "Lò Văn An" in text
    assert "Tòng Văn Khác" not in text
    at = reverse("contributions:transfers", args=[drive.campaign.pk])
    assert signed_in(cast.coordination).get(at).status_code == 403
    assert signed_in(cast.neighbour).get(at).status_code == 404


def test_known_banks_are_numbers_once() -> None:
    numbers = [bank.number for bank in known_banks()]
    assert len(set(numbers)) == len(numbers)
    assert all(re.fullmatch(r"\d{6}", number) for number in numbers)
    assert [bank.name for bank in known_banks() if bank.confirmed] == ["Agribank"]
