"""Lines become an official paper: head, bases, parts, recipients, signature, appendices."""

from __future__ import annotations

import pytest

from documents.context import Paper, Paragraph, Signature, Table
from tests.documents.reading_tools import PLAN, outline, paper, reading, words


def test_a_whole_plan() -> None:
    read = paper(PLAN)

    assert (read.style, read.parent_body, read.issuing_body) == ("state", None, "ỦY BAN NHÂN DÂN XÃ TÂN LẬP")
    assert (read.number, read.symbol, read.place) == ("12", "KH-UBND", "Tân Lập")
    assert (read.day, read.month, read.year) == (5, 2, 2025)
    assert (read.type, read.subject) == ("KẾ HOẠCH", "Xây dựng cảnh quan xanh, sạch, đẹp trên địa bàn xã năm 2025")
    assert read.legal_bases == (
        "Căn cứ Kế hoạch số 10/KH-UBND ngày 02/01/2025 của UBND huyện;",
        "Thực hiện Nghị quyết số 05-NQ/ĐU ngày 10/01/2025 của Đảng ủy xã.",
    )
    assert read.preamble == ("Ủy ban nhân dân xã Tân Lập ban hành Kế hoạch như sau:",)
    assert outline(read.content) == [
        [
            "I",
            "MỤC ĐÍCH",
            ["1", "Làm đẹp đường làng:", "Mỗi thôn trồng ít nhất 500 mét đường hoa."],
            ["2", None, "Giữ sạch nơi công cộng."],
        ],
        [
            "II",
            "NỘI DUNG",
            [
                "1",
                "Đối với các thôn:",
                "- Tổng vệ sinh ngày 15 hằng tháng;",
                "+ Ưu tiên các trục đường chính.",
                ["1.1", "Thời gian", "Từ tháng 02 năm 2025.", ["a", "Đợt một"], ["b", "Đợt hai"]],
            ],
        ],
        ["III", "TỔ CHỨC THỰC HIỆN"],
    ]
    assert read.closing == ("Trên đây là Kế hoạch của xã, đề nghị các thôn thực hiện./.",)
    assert read.recipients == ("UBND huyện (b/c)", "Các thôn", "Lưu: VT")
    assert read.signature == Signature("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn An")
    assert reading(PLAN).missing == frozenset()
    assert reading(PLAN).layout_notes == ()


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("Số: 66-KH/UBND", ("66", "KH-UBND")),
        ("Số: 66/KH-UBND", ("66", "KH-UBND")),
        ("Số:      /KH- UBND", (None, "KH-UBND")),
        ("Số: 04 / KH – UBND", ("04", "KH-UBND")),
        ("Số:", (None, None)),
        ("Số: 7", ("7", None)),
        ("Số: 12/UBND-VX", ("12", "UBND-VX")),
    ],
)
def test_number_and_symbol_in_both_orders_or_blank(number: str, expected: tuple[str | None, str | None]) -> None:
    read = paper(f"UBND XÃ A\n{number}\nA, ngày 01 tháng 4 năm 2024\nKẾ HOẠCH\nTrồng hoa\nI. MỤC ĐÍCH\nLàm đẹp.")

    assert (read.number, read.symbol) == expected
    assert read.issuing_body == "UBND XÃ A"


def test_head_lines_of_two_columns_one_after_the_other() -> None:
    read = paper(
        "ỦY BAN NHÂN DÂN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nHUYỆN AN SƠN\nĐộc lập - Tự do - Hạnh phúc\n"
        "PHÒNG KINH TẾ\nSố: 9/BC-KT\nAn Sơn, ngày 02 tháng 02 năm 2025\nBÁO CÁO\nKết quả\nI. KẾT QUẢ\nTốt."
    )

    assert (read.parent_body, read.issuing_body) == ("ỦY BAN NHÂN DÂN HUYỆN AN SƠN", "PHÒNG KINH TẾ")
    assert (read.number, read.symbol, read.type) == ("9", "BC-KT", "BÁO CÁO")


@pytest.mark.parametrize(
    ("lines_of_head", "parent", "issuer"),
    [
        ("UBND XÃ TÂN LẬP\nTHÔN ĐOÀN KẾT", "UBND XÃ TÂN LẬP", "THÔN ĐOÀN KẾT"),
        ("UBND XÃ TÂN LẬP\nBAN PHÁT TRIỂN\nTHÔN ĐOÀN KẾT", "UBND XÃ TÂN LẬP", "BAN PHÁT TRIỂN THÔN ĐOÀN KẾT"),
        ("BAN THƯỜNG TRỰC ỦY BAN\nMTTQ VIỆT NAM XÃ TÂN LẬP", None, "BAN THƯỜNG TRỰC ỦY BAN MTTQ VIỆT NAM XÃ TÂN LẬP"),
        ("ỦY BAN MTTQ VIỆT NAM XÃ TÂN LẬP\nBAN THƯỜNG TRỰC", "ỦY BAN MTTQ VIỆT NAM XÃ TÂN LẬP", "BAN THƯỜNG TRỰC"),
        ("PHÒNG GD&ĐT HUYỆN AN SƠN\nTRƯỜNG TIỂU HỌC\nTÂN LẬP", "PHÒNG GD&ĐT HUYỆN AN SƠN", "TRƯỜNG TIỂU HỌC TÂN LẬP"),
        ("HỎA TỐC\nUBND XÃ TÂN LẬP", None, "UBND XÃ TÂN LẬP"),
    ],
)
def test_names_of_bodies_over_several_lines(lines_of_head: str, parent: str | None, issuer: str) -> None:
    read = paper(
        f"{lines_of_head}\nSố: 05/KH\nTân Lập, ngày 05 tháng 3 năm 2025\nKẾ HOẠCH\nTrồng hoa\nI. MỤC ĐÍCH\nLàm đẹp."
    )

    assert (read.parent_body, read.issuing_body) == (parent, issuer)


def test_party_and_front_papers_follow_their_own_style() -> None:
    party = reading(
        "ĐẢNG BỘ HUYỆN AN SƠN          ĐẢNG CỘNG SẢN VIỆT NAM\nĐẢNG ỦY XÃ TÂN LẬP\n*\n"
        "Số 05-NQ/ĐU          Tân Lập, ngày 10 tháng 3 năm 2025\nNGHỊ QUYẾT\nvề xây dựng nông thôn mới\n-----\n"
        "- Căn cứ Điều lệ Đảng;\nI- MỤC TIÊU\n1- Mục tiêu chung\nGiữ vững.\nT/M BAN CHẤP HÀNH\nBÍ THƯ\nLê Văn Bình\n"
        "Nơi nhận:\n- Huyện ủy,\n- Lưu Đảng ủy."
    )
    assert (party.paper.style, party.style_known) == ("party", True)
    assert (party.paper.number, party.paper.symbol) == ("05", "NQ/ĐU")
    assert (party.paper.parent_body, party.paper.issuing_body) == ("ĐẢNG BỘ HUYỆN AN SƠN", "ĐẢNG ỦY XÃ TÂN LẬP")
    assert outline(party.paper.content) == [["I", "MỤC TIÊU", ["1", "Mục tiêu chung", "Giữ vững."]]]
    assert party.paper.signature == Signature("T/M BAN CHẤP HÀNH", "BÍ THƯ", "Lê Văn Bình")
    assert party.paper.recipients == ("Huyện ủy", "Lưu Đảng ủy")
    assert party.layout_notes == ()

    front = reading(
        "KẾ HOẠCH\nVận động\nBan Thường trực Ủy ban MTTQ Việt Nam xã xây dựng kế hoạch như sau:\nI. MỤC ĐÍCH\nA."
    )
    assert (front.paper.style, front.style_known) == ("front", True)
    assert front.paper.issuing_body == "Ban Thường trực Ủy ban MTTQ Việt Nam xã"


def test_an_official_letter_has_no_kind_but_addressees() -> None:
    read = paper(
        "UBND XÃ TÂN LẬP\nBAN CHỈ ĐẠO XÂY DỰNG\nNÔNG THÔN MỚI\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        "Số: 15/BCĐ-VX\nTân Lập, ngày 03 tháng 3 năm 2025\nV/v tổ chức ra quân\nKính gửi:\n- Các thôn;\n- Trường Tiểu học.\n"
        "Ban Chỉ đạo đề nghị:\n1. Ra quân đúng ngày.\n2. Báo cáo kết quả./.\nTRƯỞNG BAN\nCHỦ TỊCH UBND XÃ\nTrần Văn Cường"
    )

    assert (read.type, read.subject) == (None, "V/v tổ chức ra quân")
    assert (read.parent_body, read.issuing_body) == ("UBND XÃ TÂN LẬP", "BAN CHỈ ĐẠO XÂY DỰNG NÔNG THÔN MỚI")
    assert read.addressees == ("Các thôn", "Trường Tiểu học")
    assert read.preamble == ("Ban Chỉ đạo đề nghị:",)
    assert read.signature == Signature(None, "TRƯỞNG BAN", "Trần Văn Cường", "CHỦ TỊCH UBND XÃ")


def test_a_decision_names_who_decides() -> None:
    read = paper(
        "ỦY BAN NHÂN DÂN\nXÃ TÂN LẬP\nSố: 21/QĐ-UBND\nTân Lập, ngày 03 tháng 3 năm 2025\nQUYẾT ĐỊNH\nVề việc thành lập Ban Chỉ đạo\n"
        "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ TÂN LẬP\nCăn cứ Luật Tổ chức chính quyền địa phương;\nTheo đề nghị của Văn phòng.\n"
        "QUYẾT ĐỊNH:\nĐiều 1. Thành lập Ban Chỉ đạo gồm:\n1. Ông A;\n2. Bà B.\nĐiều 2. Văn phòng thi hành Quyết định này./.\n"
        "CHỦ TỊCH\n(Đã ký)\nLê Văn Dũng\nNơi nhận:\n- Như Điều 2;\n- Lưu: VT."
    )

    assert read.deciding_authority == "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ TÂN LẬP"
    assert read.legal_bases == ("Căn cứ Luật Tổ chức chính quyền địa phương;", "Theo đề nghị của Văn phòng.")
    assert outline(read.content) == [
        ["Điều 1", "Thành lập Ban Chỉ đạo gồm:", ["1", None, "Ông A;"], ["2", None, "Bà B."]],
        ["Điều 2", None, "Văn phòng thi hành Quyết định này./."],
    ]
    assert read.signature == Signature(None, "CHỦ TỊCH", "Lê Văn Dũng", "(Đã ký)")
    assert read.recipients == ("Như Điều 2", "Lưu: VT")


def test_an_appendix_behind_the_signature() -> None:
    read = paper(
        PLAN + "\nPHỤ LỤC I\nDANH MỤC CÔNG TRÌNH\n(Kèm theo Kế hoạch số 12/KH-UBND)\n| TT | Tên |\n| 1 | Đường hoa |\n"
    )

    (appendix,) = read.appendices
    assert (appendix.label, appendix.title) == ("PHỤ LỤC I", "DANH MỤC CÔNG TRÌNH")
    assert appendix.content[0] == Paragraph("(Kèm theo Kế hoạch số 12/KH-UBND)")
    assert isinstance(appendix.content[1], Table)
    assert read.signature == Signature("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn An")


def test_a_numbered_list_inside_a_point_belongs_to_the_point() -> None:
    read = paper(
        "KẾ HOẠCH\nA\nI. NỘI DUNG\n1. Giao thông\n2. Thủy lợi\na) Các việc:\n1. Nạo vét mương\n2. Sửa cống\nb) Kinh phí\n3. Điện"
    )

    assert outline(read.content) == [
        [
            "I",
            "NỘI DUNG",
            ["1", "Giao thông"],
            ["2", "Thủy lợi", ["a", "Các việc:", ["1", "Nạo vét mương"], ["2", "Sửa cống"]], ["b", "Kinh phí"]],
            ["3", "Điện"],
        ]
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Thân em như tấm lụa đào\nPhất phơ giữa chợ biết vào tay ai",
        "họ tên,tuổi,thôn\nAn,35,Đoàn Kết\nBình,41,Hòa Bình",
        "Hôm nay trời đẹp. Cả nhà ra đồng gặt lúa.",
    ],
)
def test_a_text_that_is_no_paper_becomes_paragraphs(text: str) -> None:
    read = reading(text)

    assert all(isinstance(block, Paragraph) for block in read.paper.content)
    assert not words(text) - words(" ".join(block.text for block in read.paper.content if isinstance(block, Paragraph)))
    assert read.paper == Paper(content=read.paper.content)
    assert read.missing == {"number", "date", "signature", "issuer"}
    assert (read.style_known, read.layout_notes) == (False, ())


def test_a_decision_copied_from_a_web_page_with_everything_broken_into_lines() -> None:
    read = paper(
        "ỦY BAN NHÂN DÂN\nTỈNH AN SƠN\n-------\n|\nCỘNG HÒA XÃ HỘI\nCHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n---------------\n|\n"
        "Số:\n15/2023/QĐ-UBND\n|\nAn Sơn, ngày\n02 tháng 8 năm 2023\n|\nQUYẾT ĐỊNH\nBAN\nHÀNH QUY CHẾ\nPHỐI HỢP TRÊN ĐỊA BÀN TỈNH AN SƠN\n"
        "ỦY BAN NHÂN DÂN TỈNH AN SƠN\nCăn cứ Luật Tổ chức chính quyền địa phương ngày\n19 tháng 6 năm 2015;\n"
        "Căn cứ Nghị định số\n07/2021/NĐ-CP ngày 27 tháng\n01 năm 2021 của Chính phủ;\nQUYẾT ĐỊNH:\nĐiều 1. Ban hành Quy chế\n1. Phạm vi."
    )

    assert (read.issuing_body, read.number, read.symbol) == ("ỦY BAN NHÂN DÂN TỈNH AN SƠN", "15", "2023/QĐ-UBND")
    assert (read.place, read.day, read.month, read.year) == ("An Sơn", 2, 8, 2023)
    assert (read.type, read.subject) == ("QUYẾT ĐỊNH", "BAN HÀNH QUY CHẾ PHỐI HỢP TRÊN ĐỊA BÀN TỈNH AN SƠN")
    assert read.deciding_authority == "ỦY BAN NHÂN DÂN TỈNH AN SƠN"
    assert read.legal_bases == (
        "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
        "Căn cứ Nghị định số 07/2021/NĐ-CP ngày 27 tháng 01 năm 2021 của Chính phủ;",
    )
    assert read.signature is None


def test_recipients_without_markers_and_over_two_lines() -> None:
    read = paper(
        "KẾ HOẠCH\nTrồng hoa\nI. MỤC ĐÍCH\nLàm đẹp./.\nNơi nhận:\nUBND huyện;\n- Các phòng,\nban liên quan;\nLưu: VT.\nCHỦ TỊCH\nLê Văn An"
    )

    assert read.recipients == ("UBND huyện", "Các phòng, ban liên quan", "Lưu: VT")
    assert read.signature == Signature(None, "CHỦ TỊCH", "Lê Văn An")
