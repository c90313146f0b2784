"""Whom the demonstration's campaign asks: officials and companies that do not exist."""

from __future__ import annotations

_COMMITTEE, _SCHOOL = "Ủy ban nhân dân xã Linh Thông", "Trường Tiểu học Minh Họa"
_STATION, _FRONT = "Trạm Y tế xã Linh Thông", "Ủy ban MTTQ Việt Nam xã Linh Thông"
_ONE, _TWO, _THREE = "Mẫu Một", "Mẫu Hai", "Mẫu Ba"
#: Name, unit, village, income in đồng a month (kept as a bracket), phone.
OFFICIALS: tuple[tuple[str, str, str, str, str], ...] = (
    ("Nguyễn Văn Mẫu", _COMMITTEE, _ONE, "9000000", ""),
    ("Trần Thị Mẫu", _COMMITTEE, _ONE, "8500000", ""),
    ("Lê Văn Thử", _COMMITTEE, _ONE, "7200000", ""),
    ("Phạm Thị Thử", _COMMITTEE, _TWO, "6800000", ""),
    ("Hoàng Văn Ví Dụ", _COMMITTEE, _ONE, "6500000", ""),
    ("Vũ Thị Ví Dụ", _COMMITTEE, _ONE, "6100000", ""),
    ("Đặng Văn Minh Họa", _COMMITTEE, _ONE, "5000000", ""),
    ("Bùi Thị Thử Nghiệm", _COMMITTEE, _TWO, "5400000", ""),
    ("Đỗ Văn Thí Dụ", _FRONT, _TWO, "4900000", ""),
    ("Hồ Thị Thí Dụ", _FRONT, _TWO, "4200000", ""),
    ("Ngô Văn Làm Mẫu", _FRONT, _TWO, "4999999", ""),
    ("Dương Thị Làm Mẫu", _STATION, _TWO, "7700000", ""),
    ("Lý Văn Giả Định", _STATION, _TWO, "6900000", ""),
    ("Mai Thị Giả Định", _STATION, _THREE, "4800000", ""),
    ("Đinh Văn Nháp", _SCHOOL, _THREE, "9800000", ""),
    ("Trịnh Thị Nháp", _SCHOOL, _THREE, "8800000", ""),
    ("Đoàn Văn Thử Nghiệm", _SCHOOL, _THREE, "7900000", ""),
    ("Lâm Thị Thử Nghiệm", _SCHOOL, _THREE, "7100000", ""),
    ("Phùng Văn Mô Phỏng", _SCHOOL, _THREE, "6000000", ""),
    ("Tạ Thị Mô Phỏng", _SCHOOL, _THREE, "4500000", ""),
)
COMPANIES = (
    "Công ty TNHH Minh Họa Một", "Công ty TNHH Ví Dụ Hai", "Hợp tác xã Mẫu Ba", "Doanh nghiệp tư nhân Thử Bốn",
)  # fmt: skip
#: Who agrees to be named in full, and who as first letters; nobody else is named.
FULL = frozenset({"Nguyễn Văn Mẫu", "Trần Thị Mẫu", "Công ty TNHH Minh Họa Một", "Công ty TNHH Ví Dụ Hai"})
INITIALS = frozenset({"Lê Văn Thử", "Phạm Thị Thử", "Đỗ Văn Thí Dụ"})
