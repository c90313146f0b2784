"""What kind of file came in, by its first bytes; every kind but two is refused with what to do instead."""

from __future__ import annotations

from pathlib import PurePath

from core.errors import RuleError

_SAVE_AS = "hãy mở tệp bằng Word hoặc LibreOffice, chọn “Lưu thành” (Save As) kiểu .docx rồi tải lại."
_SCAN = "hãy gõ lại hoặc lấy tệp Word gốc, lưu thành .docx rồi tải lên."

#: First bytes → the sentence that refuses them.
_REFUSED_BYTES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", f"Tệp PDF không đọc được thành kế hoạch; {_SCAN}"),
    (b"{\\rtf", f"Tệp .rtf chưa đọc được; {_SAVE_AS}"),
    (b"\x89PNG", f"Tệp ảnh hoặc bản quét không đọc được thành kế hoạch; {_SCAN}"),
    (b"\xff\xd8\xff", f"Tệp ảnh hoặc bản quét không đọc được thành kế hoạch; {_SCAN}"),
    (b"GIF8", f"Tệp ảnh hoặc bản quét không đọc được thành kế hoạch; {_SCAN}"),
    (b"II*\x00", f"Tệp ảnh hoặc bản quét không đọc được thành kế hoạch; {_SCAN}"),
    (b"MM\x00*", f"Tệp ảnh hoặc bản quét không đọc được thành kế hoạch; {_SCAN}"),
    (b"RIFF", f"Tệp ảnh, âm thanh hoặc phim không đọc được thành kế hoạch; {_SCAN}"),
    (b"\x00\x00\x00\x18ftyp", f"Tệp ảnh hoặc phim không đọc được thành kế hoạch; {_SCAN}"),
    (b"\x00\x00\x00\x1cftyp", f"Tệp ảnh hoặc phim không đọc được thành kế hoạch; {_SCAN}"),
    (b"Rar!", "Tệp nén không đọc được; hãy giải nén và tải lên tệp .docx bên trong."),
    (b"7z\xbc\xaf", "Tệp nén không đọc được; hãy giải nén và tải lên tệp .docx bên trong."),
    (b"\x1f\x8b", "Tệp nén không đọc được; hãy giải nén và tải lên tệp .docx bên trong."),
)
_REFUSED_NAMES: dict[str, str] = {
    ".doc": f"Tệp .doc (Word 97–2003) chưa đọc được; {_SAVE_AS}",
    ".dot": f"Tệp .dot (Word 97–2003) chưa đọc được; {_SAVE_AS}",
    ".odt": f"Tệp .odt chưa đọc được; {_SAVE_AS}",
    ".rtf": f"Tệp .rtf chưa đọc được; {_SAVE_AS}",
    ".pdf": f"Tệp PDF không đọc được thành kế hoạch; {_SCAN}",
    **dict.fromkeys(
        (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".heic"),
        f"Tệp ảnh hoặc bản quét không đọc được thành kế hoạch; {_SCAN}",
    ),
}
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Names of streams inside an OLE container are UTF-16.
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD_NAMES = (".docx", ".docm")


def is_word(data: bytes, filename: str) -> bool:
    """True for a Word file, False for a text file; raises RuleError for everything else."""
    if not data.strip(b"\x00 \t\r\n\x0b\x0c\x1a"):
        raise RuleError("Tệp rỗng, không có gì để đọc.")
    extension = PurePath(filename.replace("\\", "/")).suffix.lower()
    _refuse_by_bytes(data)
    if data.startswith(_ZIP):
        if b"vnd.oasis.opendocument" in data[:200]:
            raise RuleError(_REFUSED_NAMES[".odt"])
        return True
    if extension in _WORD_NAMES:
        raise RuleError(f"Tệp Word bị hỏng, không mở được; {_SAVE_AS}")
    if extension in _REFUSED_NAMES:
        raise RuleError(_REFUSED_NAMES[extension])
    if extension != ".txt":
        raise RuleError("Chỉ đọc được tệp .docx hoặc .txt; hãy lưu kế hoạch thành một trong hai kiểu này rồi tải lại.")
    return False


def _refuse_by_bytes(data: bytes) -> None:
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise RuleError("Tệp Word này được đặt mật khẩu; hãy bỏ mật khẩu, lưu lại thành .docx rồi tải lên.")
        raise RuleError(_REFUSED_NAMES[".doc"])
    for start, sentence in _REFUSED_BYTES:
        if data.startswith(start):
            raise RuleError(sentence)
