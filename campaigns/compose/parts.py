"""The parts of a plan's form, one a screenful, in the order of the paper; their slugs stand in addresses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from campaigns.enums import PlanKind

#: Slug of the part for one block is this and the block's id.
BLOCK_PREFIX = "tieu-chi-"


@dataclass(frozen=True, slots=True)
class Part:
    slug: str
    label: str


_GENERAL = Part("chung", "Thông tin chung")
_BASES = Part("can-cu", "Căn cứ")
_PURPOSE = Part("muc-dich", "Mục đích, yêu cầu")
_STANDING = Part("hien-trang", "Hiện trạng tiêu chí")
_TARGETS = Part("muc-tieu", "Mục tiêu")
#: Which blocks there are; each block then has a part of its own.
_BLOCKS = Part("khoi", "Danh sách tiêu chí")
_CONTENT = Part("noi-dung", "Nội dung")
_PARTICIPANTS = Part("doi-tuong", "Đối tượng tham gia")
_TERMS = Part("muc-van-dong", "Mức vận động")
_VILLAGES = Part("thon", "Các thôn")
_TASKS = Part("nhiem-vu", "Nhiệm vụ")
_MILESTONES = Part("moc", "Mốc thời gian")
_ROUTINES = Part("dinh-ky", "Hoạt động định kỳ")
_AWARDS = Part("khen-thuong", "Khen thưởng")
_MONEY = Part("kinh-phi", "Kinh phí")
_DUTIES = Part("phan-cong", "Phân công")
_RECIPIENTS = Part("noi-nhan", "Nơi nhận")
_SIGNING = Part("ky", "Người ký")
#: Every sentence of the paper, each open to a wording of one's own.
_WORDING = Part("cau-chu", "Câu chữ")

_END = (_MONEY, _DUTIES, _RECIPIENTS, _SIGNING, _WORDING)
PARTS: dict[str, tuple[Part, ...]] = {
    PlanKind.ANNUAL: (
        _GENERAL, _BASES, _PURPOSE, _STANDING, _TARGETS, _BLOCKS, _ROUTINES, _MILESTONES, _CONTENT, _VILLAGES, *_END,
    ),
    PlanKind.CONTRIBUTION: (_GENERAL, _BASES, _PURPOSE, _PARTICIPANTS, _TERMS, _CONTENT, _MILESTONES, *_END),
    PlanKind.EMULATION: (
        _GENERAL, _BASES, _PURPOSE, _STANDING, _TARGETS, _CONTENT, _PARTICIPANTS, _TASKS, _ROUTINES, _MILESTONES, _AWARDS,
        *_END,
    ),
    PlanKind.FRONT: (_GENERAL, _BASES, _PURPOSE, _TARGETS, _CONTENT, _TASKS, _ROUTINES, _MILESTONES, *_END),
    PlanKind.PEAK: (
        _GENERAL, _BASES, _PURPOSE, _CONTENT, _PARTICIPANTS, _VILLAGES, _TASKS, _ROUTINES, _MILESTONES, _AWARDS, *_END,
    ),
}  # fmt: skip


def parts_of(kind: str, blocks: Iterable[tuple[int, str]] = ()) -> list[Part]:
    """The parts of a plan of this kind; `blocks` are (id, title) of its blocks, whose parts follow "khoi"."""
    found: list[Part] = []
    for part in PARTS[kind]:
        found.append(part)
        if part is _BLOCKS:
            found += [Part(f"{BLOCK_PREFIX}{pk}", title) for pk, title in blocks]
    return found
