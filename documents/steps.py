"""Where a paper stands, what its reader may do next, and what else: plain values for the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from accounts.enums import Right
from documents.enums import DocumentState, Origin

if TYPE_CHECKING:
    from documents.models import Document

_WAY = (DocumentState.DRAFT, DocumentState.SUBMITTED, DocumentState.APPROVED, DocumentState.ISSUED)
_WHO = {
    DocumentState.DRAFT: ("Soạn", "Cán bộ soạn thảo"),
    DocumentState.SUBMITTED: ("Trình duyệt", "Lãnh đạo xem"),
    DocumentState.APPROVED: ("Phê duyệt", "Văn thư cấp số"),
    DocumentState.ISSUED: ("Ban hành", "Gửi nơi nhận"),
}


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    note: str
    #: "done", "now" or "".
    state: str


@dataclass(frozen=True, slots=True)
class Next:
    """The one next action: a sentence, and a button for whoever may press it."""

    title: str
    text: str = ""
    action: str = ""
    label: str = ""
    #: The button is a link to a page.
    get: bool = False


@dataclass(frozen=True, slots=True)
class Other:
    """A further action that asks for a second step, with a reason where one is due, or one that has a page of its own."""

    label: str
    action: str
    ask: str
    reason: str = ""
    danger: bool = False
    #: A form shown in the second step.
    fields: Iterable[Any] = ()
    #: `action` is the address of a page.
    page: bool = False


def steps_of(document: Document) -> list[Step]:
    """The way of a paper from draft to issued, with where it stands."""
    at = _WAY.index(DocumentState(document.state)) if document.state in _WAY else len(_WAY)
    steps = []
    for place, state in enumerate(_WAY):
        label, note = _WHO[state]
        finished = place < at or document.state == DocumentState.ISSUED
        steps.append(Step(label, note, "done" if finished else "now" if place == at else ""))
    return steps


def next_of(document: Document, rights: set[Right]) -> Next:
    """What is to be done now; with a button when this reader may do it."""

    def if_may(right: Right, title: str, text: str, name: str, label: str) -> Next:
        return Next(title, text, reverse(name, args=[document.pk]), label) if right in rights else Next(title, text)

    match document.state:
        case DocumentState.DRAFT if document.issuer is None:
            return Next("Chưa chọn cơ quan ban hành.", "Chọn ở “Sửa nội dung”; chưa có thì chưa trình duyệt được.")
        case DocumentState.DRAFT:
            # Besides those of the later steps, every right held here is one with which the paper is written.
            writing = next(iter(rights - {Right.APPROVE_PAPERS, Right.NUMBER_PAPERS}), Right.WRITE_PLANS)
            return if_may(
                writing,
                "Việc tiếp theo: trình duyệt.",
                "Cán bộ soạn thảo trình lãnh đạo.",
                "documents:submit",
                "Trình duyệt",
            )
        case DocumentState.SUBMITTED:
            return if_may(
                Right.APPROVE_PAPERS,
                "Việc tiếp theo: phê duyệt.",
                "Lãnh đạo xem, phê duyệt hoặc trả lại.",
                "documents:approve",
                "Phê duyệt",
            )
        case DocumentState.APPROVED:
            return if_may(
                Right.NUMBER_PAPERS, "Việc tiếp theo: cấp số, ban hành.", "Văn thư lấy số kế tiếp của dãy, ghi ngày hôm nay.",
                "documents:issue", "Cấp số, ban hành",
            )  # fmt: skip
        case DocumentState.ISSUED:
            return Next("Văn bản đã ban hành.", "Nội dung không thay đổi nữa; muốn sửa thì lập văn bản thay thế.")
        case _:
            return Next(f"{document.get_state_display()}.", "Nội dung vẫn đọc được, không còn hiệu lực.")


def others_of(
    document: Document, rights: set[Right], replace_form: Iterable[Any] = (), return_page: str = ""
) -> list[Other]:
    """Further actions open to this reader: return (on a page of its own, where there is one), keep as issued before, replace, revoke."""
    found = []
    if Right.APPROVE_PAPERS in rights and document.state in {DocumentState.SUBMITTED, DocumentState.APPROVED}:
        if return_page:
            found.append(Other("Trả lại", return_page, "", page=True))
        else:
            found.append(
                Other(
                    "Trả lại", f"{reverse('documents:return', args=[document.pk])}?khi={document.state}", "Trả lại người soạn để sửa.",
                    reason="Nội dung cần sửa",
                )
            )  # fmt: skip
    if Right.WRITE_PLANS in rights and document.state == DocumentState.DRAFT and document.origin == Origin.IMPORTED:
        found.append(
            Other(
                "Lưu là đã ban hành", reverse("documents:record_issued", args=[document.pk]),
                "Dùng cho văn bản đã ban hành trên giấy: giữ số, ngày và người ký như trong tệp; sau đó không sửa được nữa.",
            )
        )  # fmt: skip
    if Right.WRITE_PLANS in rights and document.state == DocumentState.ISSUED and not document.replaced_by_id:
        found.append(
            Other(
                "Thay thế", reverse("documents:replace", args=[document.pk]),
                "Chọn văn bản thay cho văn bản này; nếu văn bản đó còn là bản nháp thì có hiệu lực khi ban hành.",
                fields=replace_form,
            )
        )  # fmt: skip
    if Right.APPROVE_PAPERS in rights and document.state == DocumentState.ISSUED:
        found.append(
            Other(
                "Thu hồi", reverse("documents:revoke", args=[document.pk]), "Thu hồi văn bản đã ban hành.",
                reason="Lý do thu hồi", danger=True,
            )
        )  # fmt: skip
    return found
