"""Kinds of plans and of their rows."""

from django.db import models


class PlanKind(models.TextChoices):
    ANNUAL = "annual", "Kế hoạch năm"
    CONTRIBUTION = "contribution", "Vận động đóng góp"
    EMULATION = "emulation", "Phong trào thi đua"
    FRONT = "front", "Cuộc vận động của Mặt trận"
    PEAK = "peak", "Đợt cao điểm"
    OTHER = "other", "Kế hoạch khác"


class ItemKind(models.TextChoices):
    TASK = "task", "Nhiệm vụ"
    SOLUTION = "solution", "Giải pháp"


class Direction(models.TextChoices):
    AT_LEAST = "at_least", "từ … trở lên"
    AT_MOST = "at_most", "không quá"


class FindingLevel(models.TextChoices):
    ERROR = "error", "Lỗi"
    WARNING = "warning", "Cảnh báo"
    NOTE = "note", "Lưu ý"


JOURNAL = {
    "plan.file_read": "Đọc tệp kế hoạch",
    "plan.imported": "Nhập kế hoạch từ tệp",
    "plan.revised": "Sửa kế hoạch",
}
