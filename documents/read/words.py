"""What official papers are called, who issues and signs them: the tables the structure rules read."""

from __future__ import annotations

import re

#: Vietnamese capitals as a character class; a range would take small letters in.
UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"

#: Names of papers that stand alone above their subject (Nghị định 30/2020, Phụ lục III, and common others).
PAPER_TYPES = (
    "KẾ HOẠCH LIÊN TỊCH", "KẾ HOẠCH", "BÁO CÁO", "TỜ TRÌNH", "THÔNG BÁO", "QUYẾT ĐỊNH", "NGHỊ QUYẾT", "CHƯƠNG TRÌNH PHỐI HỢP",
    "CHƯƠNG TRÌNH HÀNH ĐỘNG", "CHƯƠNG TRÌNH", "PHƯƠNG ÁN", "ĐỀ ÁN", "DỰ ÁN", "HƯỚNG DẪN", "CÔNG ĐIỆN", "CHỈ THỊ",
    "QUY CHẾ", "QUY ĐỊNH", "BIÊN BẢN", "GIẤY MỜI", "HỢP ĐỒNG", "KẾT LUẬN", "THÔNG CÁO", "LỜI KÊU GỌI", "THƯ NGỎ",
    "GIẤY ỦY QUYỀN", "GIẤY GIỚI THIỆU", "BẢN GHI NHỚ", "BẢN THỎA THUẬN", "QUY ƯỚC", "HƯƠNG ƯỚC", "CÔNG VĂN",
)  # fmt: skip
TYPE_LINE = re.compile(rf"^(?P<type>{'|'.join(PAPER_TYPES)})(?!\w)(?P<rest>.*)$", re.IGNORECASE)

#: The first words of a body's name.
BODY = (
    r"(?:Ban\s+Thường\s+trực|Ban\s+Thường\s+vụ|Ban\s+Chấp\s+hành|Ban\s+Chỉ\s+đạo|Ban\s+Quản\s+lý|Ban\s+Phát\s+triển|BCĐ|BQL|BTT|"
    r"(?:Ủy|Uỷ)\s+ban|UBND|UBMTTQ|UB\s+MTTQ|HĐND|MTTQ|Mặt\s+trận\s+Tổ\s+quốc|Hội\s+đồng|Hội|Đoàn|Đảng\s+(?:ủy|uỷ|bộ)|"
    r"(?:Huyện|Tỉnh|Thành|Thị|Quận)\s+(?:ủy|uỷ)|Chi\s+bộ|Liên\s+đoàn|Công\s+đoàn|Văn\s+phòng|Phòng|Sở|Bộ|Chi\s+cục|Trung\s+tâm|"
    r"Trường|Trạm|Công\s+an|Quân\s+sự|Chính\s+phủ|Thủ\s+tướng|Quốc\s+hội|Chủ\s+tịch|Tổ\s+công\s+tác|Tiểu\s+ban|Ban(?!\s+hành))"
)
BODY_START = re.compile(rf"^{BODY}(?!\w)", re.IGNORECASE)
#: Who decides, below the subject of a decision.
DECIDER = re.compile(
    r"^(?:CHỦ\s+TỊCH|[ỦU][ỶY]\s+BAN|UBND|HỘI\s+ĐỒNG|HĐND|TRƯỞNG|GIÁM\s+ĐỐC|HIỆU\s+TRƯỞNG|BAN\s+(?:CHỈ|THƯỜNG|CHẤP|QUẢN)|BỘ\s+TRƯỞNG|THỦ\s+TƯỚNG|CHÁNH)(?!\w)"
)
#: A line of a head that goes on with the name above it: "XÃ LỤC BA" below "ỦY BAN NHÂN DÂN".
AREA_START = re.compile(
    r"^(?:XÃ|PHƯỜNG|THỊ\s+TRẤN|HUYỆN|QUẬN|THỊ\s+XÃ|THÀNH\s+PHỐ|TP\.?|TỈNH|ĐẶC\s+KHU|THÔN|XÓM|BẢN|ẤP|VIỆT\s+NAM)(?!\w)",
    re.IGNORECASE,
)
VILLAGE_START = re.compile(r"^(?:THÔN|XÓM|BẢN|ẤP|TỔ\s+DÂN\s+PHỐ|KHU\s+DÂN\s+CƯ)(?!\w)", re.IGNORECASE)
COMMUNE = re.compile(r"(?<!\w)(?:XÃ|PHƯỜNG|THỊ\s+TRẤN)(?!\w)", re.IGNORECASE)

#: In whose place somebody signs.
AUTHORITY = re.compile(rf"^(?:(?:TM|T/M|KT|K/T|TL|T/L|TUQ|T/UQ)(?:\s*\.\s*|\s+)|Q\s*\.\s*)(?=[{UPPER}])")
#: Posts of signers, as they stand in capitals in a signing block.
POST = re.compile(
    r"^(?:Q\.\s*)?(?:(?:PHÓ|QUYỀN)\s+)*(?:CHỦ\s+TỊCH|CHỦ\s+TOẠ|CHỦ\s+TỌA|BÍ\s+THƯ|TRƯỞNG\s+(?:BAN|PHÒNG|THÔN|XÓM|BẢN|ẤP|TRẠM|TIỂU\s+BAN|ĐOÀN|CÔNG\s+AN|KHU)|"
    r"CHÁNH\s+VĂN\s+PHÒNG|VĂN\s+PHÒNG|HIỆU\s+TRƯỞNG|GIÁM\s+ĐỐC|TỔNG\s+GIÁM\s+ĐỐC|CHI\s+CỤC\s+TRƯỞNG|CỤC\s+TRƯỞNG|VỤ\s+TRƯỞNG|BỘ\s+TRƯỞNG|THỨ\s+TRƯỞNG|"
    r"THỦ\s+TƯỚNG|THƯ\s+KÝ|TỔ\s+TRƯỞNG|HỘI\s+TRƯỞNG|CHỈ\s+HUY\s+TRƯỞNG|UỶ\s+VIÊN|ỦY\s+VIÊN|NGƯỜI\s+LẬP|THƯỜNG\s+TRỰC|CHÁNH\s+THANH\s+TRA)(?!\w)"
)
SIGNED_NOTE = re.compile(r"^[(\[]\s*(?:đã\s+ký|ký|chữ\s+ký|đóng\s+dấu).{0,60}[)\]]$", re.IGNORECASE)
RECIPIENTS_HEAD = re.compile(r"^N[ơƠ][iI]\s+nh[ậẬ]n\s*(?::|$)|^NƠI\s+NHẬN\s*(?::|$)", re.IGNORECASE)

#: How the paragraph opens that closes a paper.
CLOSING = re.compile(
    r"^(?:Trên\s+đây\s+là|Trên\s+đây,|Kế\s+hoạch\s+này\s+(?:có\s+hiệu\s+lực|được|thay)|Quyết\s+định\s+này\s+có\s+hiệu\s+lực)",
    re.IGNORECASE,
)
#: A last paragraph that opens so and carries the end mark closes the paper too.
CLOSING_WITH_MARK = re.compile(
    r"^(?:Yêu\s+cầu|Đề\s+nghị|Trong\s+quá\s+trình|Trên\s+cơ\s+sở|Căn\s+cứ|Nhận\s+được|Giao|Kế\s+hoạch\s+này)(?!\w).*/\.$",
    re.IGNORECASE | re.DOTALL,
)
#: Paragraphs that open so are a basis: always, or when they cite a paper.
BASIS_ALWAYS = re.compile(r"^Căn\s+cứ\s+(?!vào\s+tình\s+hình)", re.IGNORECASE)
BASIS_IF_CITING = re.compile(
    r"^(?:(?:Tiếp\s+tục|Triển\s+khai)\s+)?(?:Thực\s+hiện|Thi\s+hành|Xét|Theo|Triển\s+khai|Quán\s+triệt)\s",
    re.IGNORECASE,
)
CITES = re.compile(r"(?i:\bsố)\s*[:.]?\s*\d|\d\s*[/\-–]\s*[A-ZĐ]{2}")
BASIS_OF_DECISION = re.compile(r"^(?:Theo\s+đề\s+nghị|Xét\s+đề\s+nghị|Xét\s+Tờ\s+trình)\s", re.IGNORECASE)

_MADE = r"(?:báo\s+cáo|thông\s+báo|đề\s+ra|lập|ban\s+hành|xây\s+dựng(?:\s+và\s+ban\s+hành)?|triển\s+khai)"
_KINDS = r"(?:kế\s+hoạch|chương\s+trình|phương\s+án|đề\s+án|hướng\s+dẫn|báo\s+cáo|thông\s+báo|quy\s+chế)"
#: "UBND xã … xây dựng Kế hoạch …": who issues, said in the sentence before the first part.
ISSUER_IN_SENTENCE = re.compile(
    rf"(?:^|[.;,]\s+)(?P<issuer>{BODY}(?:(?!\s{_MADE}\s+{_KINDS})[^.;:,\n]){{0,110}})\s+{_MADE}\s+{_KINDS}(?!\w)",
    re.IGNORECASE,
)


def opens_preamble(previous: str, text: str) -> bool:
    """Below a basis: "… của Đảng bộ xã," + "Ban Thường vụ Đảng ủy xã … xây dựng Kế hoạch …"."""
    if not text[0].isupper() or BODY_START.match(text) is None:
        return False
    return previous.endswith((".", ";")) or ISSUER_IN_SENTENCE.match(text) is not None
