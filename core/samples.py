"""Made-up content for /thiet-ke/: no real commune, person or figure."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from core import clock
from core.forms import HouseForm, MoneyField, NfcCharField, NumberField, PercentField, VnDateField

PLANS: list[dict[str, Any]] = [
    {
        "number": "12/KH-UBND",
        "subject": "Xây dựng nông thôn mới năm 2025",
        "kind": "Kế hoạch năm",
        "state": "issued",
        "money": 1_250_000_000,
    },
    {
        "number": "—",
        "subject": "Vận động làm đường ngõ xóm",
        "kind": "Vận động đóng góp",
        "state": "draft",
        "money": 86_500_000,
    },
    {
        "number": "—",
        "subject": "Đợt thi đua cao điểm làm sạch đồng ruộng",
        "kind": "Phong trào thi đua",
        "state": "submitted",
        "money": 0,
    },
    {
        "number": "7/KH-UBND",
        "subject": "Củng cố tiêu chí môi trường",
        "kind": "Kế hoạch khác",
        "state": "revoked",
        "money": None,
    },
]

STEPS = [
    {"label": "Soạn", "note": "3/2, Lê Minh họa", "state": "done"},
    {"label": "Kiểm tra", "note": "1 lỗi, 1 cảnh báo", "state": "now"},
    {"label": "Trình duyệt", "note": "Cán bộ NTM", "state": ""},
    {"label": "Phê duyệt", "note": "Chủ tịch UBND xã", "state": ""},
    {"label": "Ban hành", "note": "Văn thư cấp số", "state": ""},
]

FINDINGS: list[dict[str, Any]] = [
    {
        "level": "error",
        "message": "Khai 9 tuyến đường nhưng chỉ liệt kê 8",
        "place": "Phần II, mục 1. Phải sửa trước khi trình duyệt.",
        "quotes": [
            {"where": "Phần II, mục 1", "text": "Trong năm nâng cấp 9 tuyến đường thôn.", "mark": "9 tuyến"},
            {"where": "Bảng ngay dưới (8 dòng)", "text": "Tuyến số 1 … Tuyến số 8", "mark": "số 8"},
        ],
    },
    {
        "level": "warning",
        "message": "tỷ lệ dùng nước sạch có hai mục tiêu, 90 % và 95 %",
        "place": "Khối nước sạch",
        "quotes": ["Phấn đấu 90% số hộ dùng nước sạch.", "Vận động 95% số hộ lắp đồng hồ nước."],
    },
    {"level": "note", "message": "một người phụ trách 9/19 khối", "place": "Bình quân mỗi người 2 khối", "quotes": []},
]

JOBS = [
    {"id": "viec-1", "title": "Bản PDF", "state": "queued"},
    {"id": "viec-2", "title": "Sổ thu quý I", "state": "running", "progress": 32, "progress_text": "đã viết 640 dòng"},
    {"id": "viec-3", "title": "Bản Word", "state": "done"},
    {
        "id": "viec-4",
        "title": "Nhập danh sách hộ",
        "state": "failed",
        "reason": "Dòng 14 thiếu họ tên; sửa tệp rồi tải lên lại.",
    },
]

CONTENTS = [
    {"mark": "I", "label": "Mục tiêu", "note": "7 chỉ tiêu số", "url": "#cau-truc"},
    {
        "mark": "II",
        "label": "Kết quả các tiêu chí",
        "note": "16 đạt, 2 chưa đạt",
        "url": "#cau-truc",
        "current": True,
        "level": "error",
    },
    {"mark": "III", "label": "Nhiệm vụ và giải pháp", "note": "19 khối", "url": "#cau-truc", "level": "warning"},
    {"mark": "", "label": "Nơi nhận", "note": "5 nơi", "url": "#cau-truc"},
]

COLOURS = ["met", "unmet", "na", "nodata", "pending", "returned", "issued"]


def tabs(current: str) -> list[dict[str, Any]]:
    rows = [("", "Tất cả", 124), ("nam", "Kế hoạch năm", 25), ("dong-gop", "Đóng góp", 61), ("thi-dua", "Thi đua", 38)]
    return [
        {"label": label, "url": f"?loai={code}#danh-sach", "count": count, "current": code == current}
        for code, label, count in rows
    ]


def history() -> list[dict[str, Any]]:
    now = clock.now()
    return [
        {
            "text": "Trả lại để sửa",
            "by": "Phạm Minh họa",
            "at": now - timedelta(hours=1),
            "reason": "Bổ sung nguồn kinh phí của khối 3.",
        },
        {"text": "Trình duyệt", "by": "Lê Minh họa", "at": now - timedelta(hours=5)},
        {"text": "Nhập kế hoạch từ tệp Word", "by": "Lê Minh họa", "at": now - timedelta(days=1)},
    ]


class SampleForm(HouseForm):
    """One field of each shape."""

    name = NfcCharField(label="Tên công trình", max_length=120)
    kind = forms.ChoiceField(
        label="Hình thức",
        choices=[("new", "Làm mới"), ("mend", "Sửa chữa"), ("keep", "Duy tu")],
        widget=forms.RadioSelect,
    )
    village = forms.ChoiceField(
        label="Thôn", choices=[("", "Chọn…"), ("1", "Thôn Minh họa 1"), ("2", "Thôn Minh họa 2")]
    )
    deadline = VnDateField(label="Hạn xong", help_text="Ví dụ 30/6/2025.")
    cost = MoneyField(label="Kinh phí", help_text="Nhập được cả 2tr5, 450k.")
    share = PercentField(label="Phần dân góp", help_text="Phần thập phân sau dấu phẩy.")
    length = NumberField(label="Chiều dài", suffix="m", required=False)
    remark = NfcCharField(label="Ghi chú", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    file = forms.FileField(label="Ảnh hiện trạng", required=False, help_text="Ảnh hoặc PDF, không quá 20 MB.")
    public = forms.BooleanField(label="Niêm yết ở nhà văn hóa thôn", required=False)


FAULTY = {
    "loi-name": "Đường ngõ xóm số 4",
    "loi-deadline": "31/11/2025",
    "loi-cost": "1,500",
    "loi-share": "5,47",
    "loi-length": "250",
}
