"""A plan made up for the reading tests, and what they compare."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from documents.context import Block, Paper, Paragraph, Section, Signature, walk
from documents.read import Reading, read_file
from documents.read.encodings import decode
from documents.read.lines import Line
from documents.read.txt import lines_of

PLAN = """
ỦY BAN NHÂN DÂN          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ TÂN LẬP               Độc lập - Tự do - Hạnh phúc
Số: 12/KH-UBND           Tân Lập, ngày 05 tháng 02 năm 2025

KẾ HOẠCH
Xây dựng cảnh quan xanh, sạch, đẹp
trên địa bàn xã năm 2025

Căn cứ Kế hoạch số 10/KH-UBND ngày 02/01/2025 của UBND huyện;
Thực hiện Nghị quyết số 05-NQ/ĐU ngày 10/01/2025 của Đảng ủy xã.

Ủy ban nhân dân xã Tân Lập ban hành Kế hoạch như sau:

I. MỤC ĐÍCH
1. Làm đẹp đường làng: Mỗi thôn trồng ít nhất 500 mét đường hoa.
2. Giữ sạch nơi công cộng.
II. NỘI DUNG
1. Đối với các thôn:
- Tổng vệ sinh ngày 15 hằng tháng;
+ Ưu tiên các trục đường chính.
1.1. Thời gian
Từ tháng 02 năm 2025.
a) Đợt một
b) Đợt hai
III. TỔ CHỨC THỰC HIỆN
Trên đây là Kế hoạch của xã, đề nghị các thôn thực hiện./.

Nơi nhận:                            TM. ỦY BAN NHÂN DÂN
- UBND huyện (b/c);                  KT. CHỦ TỊCH
- Các thôn;                          PHÓ CHỦ TỊCH
- Lưu: VT.
                                     Nguyễn Văn An
"""


def reading(text: str) -> Reading:
    return read_file(text.encode(), "ke-hoach.txt")


def paper(text: str) -> Paper:
    return reading(text).paper


def outline(content: tuple[Block, ...]) -> list[object]:
    tree: list[object] = []
    for block in content:
        if isinstance(block, Section):
            tree.append([block.label, block.title, *outline(block.content)])
        else:
            tree.append(block.text if isinstance(block, Paragraph) else block.rows)
    return tree


def lines(text: str) -> list[str]:
    return [line.text for line in lines_of(decode(text.encode())) if isinstance(line, Line)]


def all_words(read: Paper) -> str:
    """Everything a paper says, with the fixed words its printing adds."""
    signature = read.signature or Signature(None, None, None)
    said: list[str | None] = [
        read.parent_body, read.issuing_body, "Số", read.number, read.symbol, read.place, "ngày tháng năm",
        f"{read.day:02d}" if read.day else "", f"{read.month} {read.month:02d}" if read.month else "", str(read.year or ""),
        read.type, read.subject, *read.addressees, read.deciding_authority, *read.legal_bases, *read.preamble, *read.closing,
        "Nơi nhận", *read.recipients, signature.authority, signature.title, signature.name, signature.post,
    ]  # fmt: skip
    for block in [*walk(read.content), *(inner for part in read.appendices for inner in walk(part.content))]:
        if isinstance(block, Section):
            said += [block.label, block.title]
        else:
            said += [block.text] if isinstance(block, Paragraph) else [cell for row in block.rows for cell in row]
    for appendix in read.appendices:
        said += [appendix.label, appendix.title]
    return "\n".join(text for text in said if text)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFC", text).replace("_", " ").casefold()))


def cp1258(text: str) -> bytes:
    """CP1258 keeps the hat on the letter and the tone behind it."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = ""
    for char in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", char)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        out += base + "".join(part for part in parts if part in tones)
    return out.encode("cp1258")
