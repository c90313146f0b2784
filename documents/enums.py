"""States of a paper and the steps between them."""

from django.db import models


class DocumentState(models.TextChoices):
    DRAFT = "draft", "Bản nháp"
    SUBMITTED = "submitted", "Chờ duyệt"
    APPROVED = "approved", "Đã duyệt, chờ cấp số"
    ISSUED = "issued", "Đã ban hành"
    REPLACED = "replaced", "Đã được thay thế"
    REVOKED = "revoked", "Đã thu hồi"


_S = DocumentState
#: From each state, the states an action may go to; everything else is refused.
STEPS: dict[str, frozenset[str]] = {
    _S.DRAFT: frozenset({_S.SUBMITTED}),
    _S.SUBMITTED: frozenset({_S.APPROVED, _S.DRAFT}),
    _S.APPROVED: frozenset({_S.ISSUED, _S.DRAFT}),
    _S.ISSUED: frozenset({_S.REPLACED, _S.REVOKED}),
    _S.REPLACED: frozenset(),
    _S.REVOKED: frozenset(),
}
#: What an issued paper says never changes again.
FROZEN = frozenset({_S.ISSUED, _S.REPLACED, _S.REVOKED})


class Origin(models.TextChoices):
    MADE = "made", "Soạn trên hệ thống"
    #: Read from a file; when it had been issued on paper before, it is kept with the number it bears.
    IMPORTED = "imported", "Nhập từ tệp"


class Format(models.TextChoices):
    PDF = "pdf", "PDF"
    DOCX = "docx", "Word"


class Purpose(models.TextChoices):
    """What a stored file is; each purpose has a rights check registered (documents.registry)."""

    RENDITION = "rendition", "Bản in"
    SIGNED_COPY = "signed_copy", "Bản đã ký"
    PLAN_SOURCE = "plan_source", "Tệp nguồn của kế hoạch"


class PaperType(models.TextChoices):
    """Letters of a paper's type in its symbol (NĐ 30/2020, Phụ lục III)."""

    PLAN = "KH", "Kế hoạch"
    DECISION = "QĐ", "Quyết định"
    RESOLUTION = "NQ", "Nghị quyết"
    REPORT = "BC", "Báo cáo"
    PROPOSAL = "TTr", "Tờ trình"
    NOTICE = "TB", "Thông báo"
    MINUTES = "BB", "Biên bản"
    INVITATION = "GM", "Giấy mời"
    GUIDE = "HD", "Hướng dẫn"
    PROGRAMME = "CTr", "Chương trình"
    LETTER = "CV", "Công văn"


JOURNAL = {
    "document.created": "Lập văn bản",
    "document.edited": "Sửa văn bản",
    "document.recorded": "Lưu văn bản đã ban hành",
    "document.submitted": "Trình duyệt",
    "document.returned": "Trả lại",
    "document.approved": "Phê duyệt",
    "document.issued": "Ban hành",
    "document.replaced": "Được thay thế",
    "document.revoked": "Thu hồi",
    "document.signed_copy": "Lưu bản đã ký",
}
