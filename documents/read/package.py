"""The zip package of a Word file, opened with limits: nothing outside it is looked at, nothing in it is run."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib

from lxml import etree

from core.errors import RuleError

#: A long plan with its pictures stays far below these.
MAX_ENTRIES = 2_000
MAX_TOTAL = 200 * 1024 * 1024
MAX_PART = 24 * 1024 * 1024
MAX_RATIO = 200
#: Parts smaller than this may be packed as tightly as they like.
_SMALL = 2 * 1024 * 1024

_BROKEN = "Tệp Word bị hỏng, không mở được; hãy mở bằng Word, lưu lại thành .docx rồi tải lên."
_TOO_BIG = "Tệp Word quá lớn khi mở ra nên không được đọc; hãy bỏ bớt ảnh rồi lưu lại thành .docx."
_NOT_WORD = "Tệp này không phải là văn bản Word; hãy lưu kế hoạch thành .docx hoặc .txt rồi tải lại."
_OUTSIDE = (
    "Tệp Word này tham chiếu nội dung ở bên ngoài (khuôn mẫu, ảnh hoặc đối tượng liên kết) nên không được đọc; "
    "hãy ngắt liên kết hoặc chép nội dung sang tệp mới rồi tải lại."
)
_UNSAFE_XML = "Tệp Word có cấu trúc XML không an toàn nên không được đọc; hãy lưu lại bằng Word rồi tải lên."
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ODF = "Tệp .odt chưa đọc được; hãy mở bằng LibreOffice, chọn “Lưu thành” (Save As) kiểu .docx rồi tải lại."


#: file:///C:\…, C:\… or a bare file name; never a server's.
_ON_DISK = re.compile(r"(?:file:///)?(?:[A-Za-z](?::|%3A)[\\/].*|[^\\/:]+\.dot[xm]?)$")


class Package:
    """The parts of a Word file that hold text."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, zipfile.LargeZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise RuleError(_BROKEN) from error
        except (UnicodeDecodeError, OverflowError, MemoryError, IndexError) as error:
            raise RuleError(_BROKEN) from error
        self._check(entries)
        self._names = {entry.filename.lower(): entry for entry in entries}
        self._refuse_outside_references()
        self.document = self._main_part()

    def xml(self, name: str) -> etree._Element | None:
        """The parsed part beside the main document ("numbering.xml"), or None when the file has none."""
        return self._parsed(posixpath.join(posixpath.dirname(self.document), name))

    def main(self) -> etree._Element:
        """The main document."""
        root = self._parsed(self.document)
        if root is None:
            raise RuleError(_NOT_WORD)
        return root

    def _check(self, entries: list[zipfile.ZipInfo]) -> None:
        if len(entries) > MAX_ENTRIES or sum(entry.file_size for entry in entries) > MAX_TOTAL:
            raise RuleError(_TOO_BIG)
        for entry in entries:
            if entry.flag_bits & 0x1:
                raise RuleError("Tệp Word này được đặt mật khẩu; hãy bỏ mật khẩu, lưu lại thành .docx rồi tải lên.")
            if entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
                raise RuleError(_TOO_BIG)

    def _read(self, name: str) -> bytes | None:
        entry = self._names.get(name.lower().lstrip("/"))
        if entry is None:
            return None
        try:
            with self._zip.open(entry) as stream:
                # What the directory promises is not trusted: never more than the limit is unpacked.
                data = stream.read(MAX_PART + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
            ValueError,
        ) as error:
            raise RuleError(_BROKEN) from error
        if len(data) > MAX_PART:
            raise RuleError(_TOO_BIG)
        return data

    def _parsed(self, name: str) -> etree._Element | None:
        data = self._read(name)
        if data is None:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
            remove_comments=True, remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(data.replace(_STRICT, _TRANSITIONAL), parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise RuleError(_BROKEN) from error
        if root is None:
            raise RuleError(_BROKEN)
        if root.getroottree().docinfo.internalDTD is not None:
            raise RuleError(_UNSAFE_XML)
        return root

    def _main_part(self) -> str:
        relations = self._parsed("_rels/.rels")
        if relations is not None:
            for relation in relations:
                if (relation.get("Type") or "").endswith("/officeDocument"):
                    target = posixpath.normpath(relation.get("Target") or "").lstrip("/")
                    if target.lower() in self._names and target.lower().endswith(".xml") and "word" in target.lower():
                        return target
        if "word/document.xml" in self._names:
            return "word/document.xml"
        if "mimetype" in self._names and b"opendocument" in (self._read("mimetype") or b""):
            raise RuleError(_ODF)
        raise RuleError(_NOT_WORD)

    def _refuse_outside_references(self) -> None:
        """Plain hyperlinks are harmless; everything else that points outside would be fetched by Word."""
        for name in self._names:
            if not name.endswith(".rels"):
                continue
            relations = self._parsed(name)
            for relation in relations if relations is not None else ():
                kind = (relation.get("Type") or "").rsplit("/", 1)[-1].lower()
                outside = (relation.get("TargetMode") or "").lower() == "external"
                if outside and kind != "hyperlink" and not _own_template(kind, relation.get("Target") or ""):
                    raise RuleError(_OUTSIDE)


def _own_template(kind: str, target: str) -> bool:
    """Word notes the template on its author's own disk in many ordinary files; one on a network would be fetched."""
    return kind == "attachedtemplate" and _ON_DISK.match(target) is not None


def refuse_outside_field(instruction: str) -> None:
    """Refuse a field that would pull in another file: INCLUDETEXT, INCLUDEPICTURE, LINK, DDE, DDEAUTO."""
    word = instruction.strip().split(" ", 1)[0].upper()
    if word in {"INCLUDETEXT", "INCLUDEPICTURE", "LINK", "DDE", "DDEAUTO", "RD"}:
        raise RuleError(_OUTSIDE)
