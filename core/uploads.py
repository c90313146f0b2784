"""What comes in from a browser: read once, never more than allowed."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from core.errors import RuleError


class TooLargeError(RuleError):
    """More than is taken in: other systems hear 413."""


def read_upload(upload: UploadedFile) -> tuple[str, bytes]:
    """Name and bytes of an uploaded file; RuleError when it is empty, TooLargeError when it is larger than UPLOAD_MAX_MB."""
    limit = settings.UPLOAD_MAX_BYTES
    if (upload.size or 0) > limit:
        raise TooLargeError(
            f"Tệp lớn hơn {limit // 1024 // 1024} MB nên không nhận được; đề nghị giảm dung lượng ảnh trong tệp."
        )
    data = upload.read()
    if not data:
        raise RuleError("Tệp trống; đề nghị chọn lại tệp.")
    return upload.name or "tệp", data
