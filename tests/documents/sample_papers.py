"""One paper of each kind, with made-up words: what the rendering and measuring tests print."""

from __future__ import annotations

from documents.context import Appendix, Paper, Paragraph, Section, Signature, Table

LONG = "Tổ chức triển khai có hiệu quả các nội dung, nhiệm vụ của Chương trình trên địa bàn xã; định kỳ hằng tháng tổng hợp, báo cáo Ủy ban nhân dân xã để theo dõi, chỉ đạo kịp thời, bảo đảm đúng tiến độ và chất lượng đã đề ra."
PLAN = Paper(
    issuing_body="Ủy ban nhân dân xã Đồng Tâm",
    number="4",
    symbol="KH-UBND",
    place="Đồng Tâm",
    day=5,
    month=1,
    year=2024,
    type="KẾ HOẠCH",
    subject="Triển khai thực hiện Chương trình mục tiêu quốc gia xây dựng nông thôn mới trên địa bàn xã Đồng Tâm năm 2024",
    legal_bases=(
        "Căn cứ Luật Tổ chức chính quyền địa phương",
        "Thực hiện Nghị quyết số 10/NQ-HĐND ngày 26/12/2023 của Hội đồng nhân dân xã về phát triển kinh tế - xã hội năm 2024;",
    ),
    preamble=("Ủy ban nhân dân xã xây dựng kế hoạch như sau:",),
    content=(
        Section(
            "I",
            "Mục đích, yêu cầu",
            (
                Section("1", "Mục đích", (Paragraph(LONG),)),
                Section("2", "Yêu cầu", (Paragraph("- " + LONG), Paragraph("- " + LONG))),
            ),
        ),
        Section(
            "II",
            "Nội dung",
            (
                Section("1", None, (Paragraph("Hoàn thành các tiêu chí sau:"), Paragraph("- " + LONG))),
                Section("a", None, (Paragraph(LONG),)),
                Table(
                    (
                        ("TT", "Nội dung", "Đơn vị", "Số lượng", "Kinh phí (đồng)"),
                        ("1", "Bê tông hóa đường ngõ xóm", "m", "250", "150.000.000"),
                        ("2", "Trồng hoa " + LONG, "km", "1,5", "20.000.000"),
                    ),
                    align="clcrr",
                    caption="Bảng khối lượng",
                ),
            ),
        ),
        Section(
            "III",
            "Tổ chức thực hiện",
            tuple(
                Section(str(i), f"Đơn vị thứ {i}", (Paragraph("- " + LONG), Paragraph("- " + LONG)))
                for i in range(1, 9)
            ),
        ),
    ),
    closing=("Trên đây là Kế hoạch triển khai Chương trình; yêu cầu các đơn vị nghiêm túc thực hiện./",),
    recipients=("- UBND huyện (để b/c);", "Đảng ủy, HĐND xã;", "Các thôn", "Lưu: VT."),
    signature=Signature("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Nguyễn Văn Mẫu"),
    check_code="AB12-CD34-EF56",
    check_url="https://ntm.example.vn/xac-minh/AB12-CD34-EF56/",
    uid="x1",
    moment="2024-01-05T08:00:00+07:00",
)
ROWS = (
    ("TT", "Họ và tên", "Thôn", "Ngày công", "Số tiền (đồng)", "Ngày thu", "Ghi chú"),
    *(
        (
            str(i),
            "Nguyễn Thị Hồng Hạnh",
            f"Đồng Tâm {i % 9}",
            str(i % 7),
            "1.500.000",
            "05/01/2024",
            "đủ" if i % 3 else "Nộp hai lần theo đề nghị của hộ",
        )
        for i in range(1, 90)
    ),
)
PAPERS: dict[str, Paper] = {
    "plan": PLAN,
    "decision": Paper(
        issuing_body="Ủy ban nhân dân xã Đồng Tâm",
        number="12",
        symbol="QĐ-UBND",
        place="Đồng Tâm",
        day=15,
        month=4,
        year=2024,
        type="QUYẾT ĐỊNH",
        subject="Về việc tặng Giấy khen cho các tập thể, cá nhân có thành tích xuất sắc",
        deciding_authority="Chủ tịch Ủy ban nhân dân xã Đồng Tâm",
        legal_bases=(
            "Căn cứ Luật Thi đua, khen thưởng",
            "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ",
        ),
        preamble=("Theo đề nghị của Hội đồng Thi đua - Khen thưởng xã.",),
        content=(
            Section(
                "Điều 1",
                None,
                (
                    Paragraph(
                        "Tặng Giấy khen cho 03 tập thể và 05 cá nhân đã có thành tích xuất sắc trong phong trào thi đua (có danh sách kèm theo)."
                    ),
                ),
            ),
            Section("Điều 2", None, (Paragraph("Quyết định này có hiệu lực kể từ ngày ký."),)),
            Section(
                "Điều 3",
                None,
                (
                    Paragraph(
                        "Văn phòng, Hội đồng Thi đua - Khen thưởng và các cá nhân có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này"
                    ),
                ),
            ),
        ),
        recipients=("Như Điều 3", "Lưu: VT"),
        signature=Signature(None, "CHỦ TỊCH", "Nguyễn Văn Mẫu"),
        appendices=(
            Appendix("Phụ lục I", "Danh sách đóng góp", (Table(rows=ROWS, align="clccrcl"),), landscape=True),
            Appendix("Phụ lục II", "Danh sách thứ hai", (Table(ROWS[:60], align="clccrcl"), Paragraph(LONG))),
        ),
    ),
    "report": Paper(
        parent_body="UBND huyện Mẫu",
        issuing_body="Ủy ban nhân dân xã Đồng Tâm",
        number="121",
        symbol="BC-UBND",
        place="Đồng Tâm",
        day=30,
        month=11,
        year=2024,
        type="BÁO CÁO",
        subject="Kết quả thực hiện Chương trình năm 2024",
        addressees=("Ủy ban nhân dân huyện Mẫu", "Văn phòng Điều phối nông thôn mới huyện"),
        content=(Section("I", "Kết quả", (Paragraph(LONG),)),),
        recipients=("Như trên", "Lưu: VT"),
        signature=Signature("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Mẫu"),
    ),
    "letter": Paper(
        issuing_body="Ủy ban nhân dân xã Đồng Tâm",
        number="9",
        symbol="UBND-KT",
        place="Đồng Tâm",
        day=1,
        month=2,
        year=2024,
        type=None,
        subject="báo cáo tiến độ xây dựng khu dân cư nông thôn mới kiểu mẫu",
        addressees=("Các thôn trên địa bàn xã",),
        content=(Paragraph(LONG), Paragraph(LONG)),
        recipients=("Như trên", "Lưu: VT"),
        signature=Signature("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Mẫu"),
    ),
    "minutes": Paper(
        parent_body="Ủy ban nhân dân xã Đồng Tâm",
        issuing_body="Hội đồng thi đua - khen thưởng",
        number="3",
        symbol="BB-HĐTĐKT",
        type="BIÊN BẢN",
        subject="Họp xét khen thưởng đợt thi đua cao điểm",
        content=(
            Paragraph("Thời gian bắt đầu: 08 giờ 00 phút, ngày 05 tháng 6 năm 2024"),
            Paragraph("Địa điểm: Nhà văn hóa xã"),
            Paragraph("Thành phần tham dự: 09/09 thành viên"),
            Paragraph("Nội dung: " + LONG),
            Paragraph("Cuộc họp kết thúc vào 10 giờ 00 phút, ngày 05 tháng 6 năm 2024."),
        ),
        signature=Signature(None, "CHỦ TỌA", "Nguyễn Văn Mẫu"),
        left_signature=Signature(None, "THƯ KÝ", "Trần Thị Ví Dụ"),
        recipients=("Thành viên Hội đồng", "Lưu: VT, hồ sơ"),
    ),
    "invite": Paper(
        issuing_body="Ủy ban nhân dân xã Đồng Tâm",
        number="30",
        symbol="GM-UBND",
        place="Đồng Tâm",
        day=9,
        month=9,
        year=2024,
        type="GIẤY MỜI",
        subject="Dự hội nghị sơ kết",
        content=(
            Paragraph("Ủy ban nhân dân xã trân trọng kính mời: Trưởng thôn các thôn"),
            Paragraph("Tới dự hội nghị sơ kết đợt thi đua."),
            Paragraph("Chủ trì: Chủ tịch Ủy ban nhân dân xã."),
            Paragraph("Thời gian: 08 giờ 00, ngày 12 tháng 9 năm 2024."),
            Paragraph("Địa điểm: Hội trường xã"),
        ),
        recipients=("Như trên", "Lưu: VT"),
        signature=Signature("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Mẫu"),
    ),
    "party": Paper(
        style="party",
        parent_body="Đảng bộ tỉnh Mẫu",
        issuing_body="Đảng ủy xã Đồng Tâm",
        number="5",
        symbol="NQ/ĐU",
        place="Đồng Tâm",
        day=3,
        month=2,
        year=2026,
        type="NGHỊ QUYẾT",
        subject="về lãnh đạo xây dựng nông thôn mới năm 2026",
        legal_bases=("Căn cứ Điều lệ Đảng", "Căn cứ Quy chế làm việc của Ban Chấp hành Đảng bộ xã"),
        content=PLAN.content[:2],
        closing=("Nghị quyết này phổ biến đến chi bộ để thực hiện./.",),
        recipients=("Tỉnh ủy (để báo cáo)", "Các chi bộ", "Lưu Đảng ủy"),
        signature=Signature("T/M BAN THƯỜNG VỤ", "BÍ THƯ", "Nguyễn Văn Mẫu"),
    ),
    "front": Paper(
        style="front",
        parent_body="Ủy ban MTTQ Việt Nam tỉnh Mẫu",
        issuing_body="Ủy ban Mặt trận Tổ quốc Việt Nam xã Đồng Tâm Thượng Mẫu",
        symbol="KH-MTTQ-BTT",
        place="Đồng Tâm",
        month=4,
        year=2024,
        type="KẾ HOẠCH",
        subject="Thực hiện Cuộc vận động “Toàn dân đoàn kết xây dựng nông thôn mới, đô thị văn minh”",
        content=PLAN.content[:1],
        recipients=("Các thành viên", "Lưu: VP"),
        signature=Signature("TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH", "Trần Thị Ví Dụ"),
        is_draft=True,
        check_code="ZZ",
    ),
    "empty": Paper(),
}
