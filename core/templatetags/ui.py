"""Tags and filters of the house; built into every template, so no {% load %}.

Each block tag and component renders one file of templates/ui/, which opens with its inputs.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from django import forms, template
from django.core.paginator import Page
from django.forms.boundfield import BoundField
from django.forms.formsets import BaseFormSet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString

from core import clock, formats

register = template.Library()

SPRITE = "vendor/bootstrap-icons/icons.svg"

register.filter("money", formats.money)
register.filter("number", formats.number)
register.filter("percent", formats.percent)
register.filter("vndate", formats.vndate)
register.filter("vndatetime", formats.vndatetime)
register.filter("long_date", formats.long_date)
register.filter("file_size", formats.file_size)
register.filter("initials", formats.initials)


class Status(NamedTuple):
    """How a state is shown: its colours (.n-st-<tone>), its icon and its word."""

    tone: str
    icon: str
    word: str


#: Every state of the house by its code in the enums. Colour alone never tells it: icon and word stand beside.
STATUSES = {
    # judgement of a criterion
    "met": Status("met", "check-circle-fill", "Đạt"),
    "met_by_review": Status("met", "person-check-fill", "Đạt, xã xét"),
    "unmet": Status("unmet", "x-circle-fill", "Chưa đạt"),
    "not_assessed": Status("na", "slash-circle", "Không đánh giá"),
    "no_data": Status("nodata", "question-circle", "Chưa có số liệu"),
    "no_rule": Status("nodata", "question-circle", "Chưa có quy định"),
    # the way of a paper
    "to_compare": Status("nodata", "file-earmark", "Chờ đối chiếu"),
    "draft": Status("draft", "pencil-fill", "Bản nháp"),
    "submitted": Status("pending", "hourglass-split", "Chờ duyệt"),
    "verifying": Status("pending", "hourglass-split", "Chờ thẩm định"),
    "filling": Status("draft", "pencil-fill", "Đang tự đánh giá"),
    "accepted": Status("issued", "patch-check-fill", "Đã chấp nhận"),
    "returned": Status("returned", "arrow-return-left", "Trả lại"),
    "approved": Status("pending", "check-circle", "Đã duyệt, chờ cấp số"),
    "issued": Status("issued", "patch-check-fill", "Đã ban hành"),
    "replaced": Status("na", "arrow-left-right", "Đã được thay thế"),
    "revoked": Status("unmet", "stop-circle", "Đã thu hồi"),
    # a periodic report: its way, and whether it came in time
    "periodic_draft": Status("draft", "pencil-fill", "Đang soạn"),
    "periodic_signing": Status("pending", "hourglass-split", "Đang trình ký"),
    "periodic_sent": Status("pending", "send", "Đã gửi"),
    "periodic_received": Status("issued", "check-lg", "Đã nhận"),
    "periodic_returned": Status("returned", "arrow-return-left", "Bị trả lại"),
    "periodic_not_due": Status("nodata", "clock", "Chưa đến hạn"),
    "periodic_on_time": Status("met", "check-circle", "Đúng hạn"),
    "periodic_late": Status("pending", "exclamation-triangle-fill", "Gửi muộn"),
    "periodic_missing": Status("unmet", "exclamation-triangle-fill", "Quá hạn, chưa gửi"),
    # whether a cited document holds
    "law_in_force": Status("met", "check-circle", "Còn hiệu lực"),
    "law_not_begun": Status("nodata", "clock", "Chưa có hiệu lực"),
    "law_unknown": Status("nodata", "question-circle", "Chưa rõ hiệu lực"),
    "law_ended": Status("unmet", "slash-circle", "Hết hiệu lực"),
    "law_superseded": Status("na", "arrow-left-right", "Đã được thay"),
    "law_unconfirmed": Status("pending", "question-circle", "Chưa đối chiếu văn bản gốc"),
    "law_confirmed": Status("met", "file-earmark-check", "Đã đối chiếu văn bản gốc"),
    # whether a paper arrived
    "not_sent": Status("nodata", "clock", "Chưa gửi"),
    "sending": Status("pending", "hourglass-split", "Đang gửi"),
    "paper_sent": Status("draft", "send", "Đã gửi"),
    "paper_handed": Status("issued", "file-earmark-check", "Đã giao bản giấy"),
    "paper_opened": Status("draft", "eye", "Đã mở"),
    "paper_taken": Status("issued", "check-lg", "Đã nhận"),
    "paper_kept": Status("na", "archive", "Lưu"),
    # a plan asked of a unit below
    "asked": Status("nodata", "clock", "Chưa lập"),
    # registrations of villages, gardens and communes for a set
    "registered": Status("draft", "pencil-fill", "Đã đăng ký"),
    "assessed_met": Status("pending", "check-circle", "Đã đánh giá: đạt"),
    "assessed_unmet": Status("unmet", "x-circle-fill", "Đã đánh giá: chưa đạt"),
    "recognised": Status("issued", "patch-check-fill", "Đã công nhận"),
    "recognition_revoked": Status("unmet", "stop-circle", "Đã thu hồi công nhận"),
    "withdrawn": Status("na", "slash-circle", "Thôi đăng ký"),
    # long work
    "queued": Status("nodata", "clock", "Đang chờ"),
    "running": Status("pending", "hourglass-split", "Đang làm"),
    "done": Status("issued", "check-lg", "Đã xong"),
    "failed": Status("unmet", "exclamation-triangle-fill", "Không làm được"),
    "cancelled": Status("na", "slash-circle", "Đã dừng"),
    # what a check found
    "error": Status("unmet", "x-octagon-fill", "Lỗi"),
    "warning": Status("pending", "exclamation-triangle-fill", "Cảnh báo"),
    "note": Status("draft", "info-circle-fill", "Lưu ý"),
    "kept": Status("na", "pin-angle", "Giữ nguyên"),
    # where a wording or level of a criteria set comes from
    "checked": Status("met", "file-earmark-check", "Đã đối chiếu văn bản gốc"),
    "sourced": Status("draft", "link-45deg", "Theo nguồn đã dẫn"),
    "recalled": Status("pending", "question-circle", "Chưa đối chiếu văn bản gốc"),
    "missing": Status("nodata", "circle", "Chưa có"),
    # what an import would do to a row
    "row_new": Status("issued", "plus-lg", "Mới"),
    "row_changed": Status("pending", "pencil-fill", "Thay đổi"),
    "row_removed": Status("unmet", "trash", "Bỏ"),
    "levels_published": Status("issued", "patch-check-fill", "Đã công bố"),
    # tasks of a plan
    "task_open": Status("nodata", "circle", "Chưa làm"),
    "task_under_way": Status("pending", "hourglass-split", "Đang làm"),
    "task_late": Status("unmet", "exclamation-triangle-fill", "Quá hạn"),
    "task_done": Status("issued", "check-lg", "Đã xong"),
    "task_dropped": Status("na", "slash-circle", "Thôi làm"),
    # what else is due, on the start page
    "due_soon": Status("nodata", "clock", "Sắp đến hạn"),
    "due_today": Status("pending", "clock-fill", "Hạn hôm nay"),
    # old results beside a card by the next criteria set
    "carried_waiting": Status("pending", "hourglass-split", "Chờ kiểm tra lại"),
    "carried_taken": Status("met", "check-lg", "Đã lấy lại"),
    "carried_anew": Status("draft", "pencil-fill", "Đánh giá mới"),
    # works
    "work_planned": Status("nodata", "clock", "Chuẩn bị"),
    "work_building": Status("pending", "hourglass-split", "Đang thi công"),
    "work_accepted": Status("issued", "check-circle", "Đã nghiệm thu"),
    "work_settled": Status("issued", "check-lg", "Đã quyết toán"),
    "work_stopped": Status("na", "stop-circle", "Dừng"),
    # what residents decided; committees, models and clubs
    "passed": Status("met", "check-circle-fill", "Được thông qua"),
    "not_passed": Status("unmet", "x-circle-fill", "Chưa được thông qua"),
    "not_judged": Status("nodata", "question-circle", "Chưa xét được"),
    "working": Status("issued", "check-circle", "Đang hoạt động"),
    "ended": Status("na", "slash-circle", "Đã kết thúc"),
    "confirmed": Status("met", "check-circle-fill", "Công nhận"),
    "not_confirmed": Status("unmet", "x-circle-fill", "Không công nhận"),
    "not_yet": Status("nodata", "question-circle", "Chưa xét"),
    # campaigns of contributions, their rosters and the lists brought in
    "campaign_draft": Status("draft", "pencil-fill", "Đang chuẩn bị"),
    "campaign_open": Status("pending", "hourglass-split", "Đang vận động"),
    "campaign_closed": Status("na", "check-lg", "Đã kết thúc"),
    "line_asked": Status("draft", "circle", "Vận động"),
    "line_exempt": Status("na", "slash-circle", "Được miễn"),
    "line_declined": Status("na", "slash-circle", "Không tham gia"),
    "import_draft": Status("pending", "hourglass-split", "Chờ xác nhận"),
    "import_confirmed": Status("issued", "check-lg", "Đã ghi"),
    "import_undone": Status("na", "arrow-counterclockwise", "Đã hoàn tác"),
    # lines of a bank statement
    "bank_open": Status("pending", "hourglass-split", "Chờ khớp"),
    "bank_matched": Status("issued", "check-lg", "Đã ghi sổ"),
    "bank_set_aside": Status("na", "slash-circle", "Để riêng"),
    "bank_no_credit": Status("na", "dash-lg", "Không ghi thu"),
    # receipts, books and muster sheets
    "receipt_waiting": Status("pending", "hourglass-split", "Chờ xác nhận"),
    "receipt_confirmed": Status("met", "check-circle-fill", "Thủ quỹ đã xác nhận"),
    "receipt_reversed": Status("na", "arrow-counterclockwise", "Đã điều chỉnh"),
    "receipt_reversal": Status("returned", "arrow-return-left", "Điều chỉnh giảm"),
    "receipt_unassigned": Status("nodata", "question-circle", "Chưa phân bổ hết"),
    "book_open": Status("draft", "book", "Đang dùng"),
    "book_back": Status("na", "archive", "Đã trả"),
    "cash_held": Status("pending", "hourglass-split", "Chưa nộp quỹ"),
    "muster_waiting": Status("pending", "hourglass-split", "Chờ ghi sổ"),
    "muster_taken": Status("issued", "check-lg", "Đã ghi sổ"),
    # reports owed in a drive, and how the work of an entry goes
    "turn_on_time": Status("met", "check-circle-fill", "Đúng giờ"),
    "turn_late": Status("pending", "clock-fill", "Muộn"),
    "turn_missing": Status("unmet", "x-circle-fill", "Chưa báo cáo"),
    "turn_shut": Status("na", "slash-circle", "Không báo cáo, nay không nhận nữa"),
    "turn_not_yet": Status("nodata", "clock", "Chưa đến giờ"),
    "pace_far_behind": Status("unmet", "exclamation-triangle-fill", "Chậm nhiều"),
    "pace_behind": Status("pending", "hourglass-split", "Chậm"),
    "pace_on_plan": Status("met", "check-circle", "Đúng tiến độ"),
    "pace_ahead": Status("met", "check-circle-fill", "Vượt tiến độ"),
    "pace_done": Status("issued", "check-lg", "Đã xong"),
    "pace_no_volume": Status("nodata", "question-circle", "Chưa có khối lượng"),
    "check_open": Status("pending", "hourglass-split", "Chờ xem"),
    "check_fine": Status("met", "check-circle-fill", "Đúng thực tế"),
    "check_doubtful": Status("unmet", "x-circle-fill", "Không dùng làm minh chứng"),
    # drives of emulation and who competes in them
    "drive_draft": Status("draft", "pencil-fill", "Đang chuẩn bị"),
    "drive_open": Status("pending", "hourglass-split", "Đang thi đua"),
    "drive_closed": Status("na", "check-lg", "Đã tổng kết"),
    "entry_registered": Status("pending", "hourglass-split", "Chờ xã nhận"),
    "entry_accepted": Status("issued", "check-lg", "Xã đã nhận"),
    "entry_returned": Status("returned", "arrow-return-left", "Xã đề nghị bổ sung"),
    "entry_withdrawn": Status("na", "slash-circle", "Đã rút"),
    # reports of a drive and the labour days they propose
    "report_open": Status("draft", "clock", "Chưa đến giờ"),
    "report_late": Status("unmet", "exclamation-triangle-fill", "Chưa báo cáo"),
    "report_frozen": Status("na", "slash-circle", "Không báo cáo"),
    "report_sent": Status("issued", "check-lg", "Đã báo cáo"),
    "report_counted": Status("issued", "check-lg", "Đã ghi nhận"),
    "report_conflict": Status("pending", "question-circle", "Có hai bản khác nhau"),
    "report_replaced": Status("na", "arrow-left-right", "Đã có bản thay"),
    "report_set_aside": Status("na", "slash-circle", "Không dùng"),
    "labour_proposed": Status("pending", "hourglass-split", "Chờ nhận vào sổ"),
    "labour_accepted": Status("issued", "check-lg", "Đã ghi sổ"),
    "labour_declined": Status("na", "slash-circle", "Không ghi sổ"),
    "labour_dropped": Status("na", "arrow-left-right", "Thôi đề xuất"),
    # nominations for awards, sessions of the council
    "nomination_proposed": Status("draft", "pencil-fill", "Đã đề nghị"),
    "nomination_selected": Status("pending", "check-circle", "Ban Chỉ đạo đã chọn"),
    "nomination_passed": Status("met", "check-circle-fill", "Hội đồng đã thông qua"),
    "nomination_not_passed": Status("unmet", "x-circle-fill", "Hội đồng không thông qua"),
    "nomination_awarded": Status("issued", "patch-check-fill", "Đã khen"),
    "nomination_sent_up": Status("pending", "send", "Đã trình cấp trên"),
    "nomination_withdrawn": Status("na", "slash-circle", "Đã rút"),
    "session_called": Status("pending", "clock", "Đã triệu tập"),
    "session_held": Status("issued", "check-lg", "Đã họp, đã kiểm phiếu"),
    # the checklist of a recognition dossier
    "dossier_done": Status("met", "check-circle-fill", "Đã đủ"),
    "dossier_missing": Status("unmet", "x-circle-fill", "Còn thiếu"),
    "dossier_open": Status("nodata", "question-circle", "Người xét"),
    # scorings of a drive
    "scoring_draft": Status("draft", "pencil-fill", "Đang soạn thang điểm"),
    "scoring_marking": Status("pending", "hourglass-split", "Đang chấm"),
    "scoring_closed": Status("draft", "check-lg", "Đã chấm xong"),
    "scoring_frozen": Status("issued", "patch-check-fill", "Đã chốt xếp hạng"),
}


@register.simple_tag
def icon(name: str, size: int = 16, css: str = "") -> SafeString:
    """One picture of the sprite; always beside a word or inside something that has a name."""
    return _icon(static(SPRITE), name, size, css)


@cache
def _icon(sprite: str, name: str, size: int, css: str) -> SafeString:
    """Kept: a page has dozens of few kinds."""
    return format_html(
        '<svg class="n-i{}" width="{}" height="{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        f" {css}" if css else "",
        size,
        size,
        sprite,
        name,
    )


@register.simple_tag
def status(code: str, label: str = "") -> SafeString:
    """The chip of a state; `label` says it in more words ("Chưa đạt: 15.4"). An unknown code is a KeyError."""
    state = STATUSES[str(code)]
    return format_html(
        '<span class="n-st n-st-{}">{}{}</span>', state.tone, icon(state.icon), conditional_escape(label or state.word)
    )


@register.filter
def status_icon(code: str) -> SafeString:
    """The state's picture alone, in its colour, for rows that say the word anyway."""
    state = STATUSES[str(code)]
    return icon(state.icon, css=f"t-{state.tone}")


@register.filter
def status_word(code: str) -> str:
    return STATUSES[str(code)].word


@register.filter
def due(deadline: date) -> str:
    """ "Quá 2 ngày", "Hôm nay", "Thứ Năm, 20/6"."""
    return formats.due_words(deadline, clock.today())


@register.filter
def due_tone(deadline: date) -> str:
    """The colour word that goes with `due`: unmet (past), pending (today) or nothing."""
    left = (deadline - clock.today()).days
    return "unmet" if left < 0 else "pending" if left == 0 else ""


@register.filter
def share(part: float | None, whole: float | None) -> str:
    """Part of a whole as an SVG length, "74.5%", never over 100; nothing when there is no base."""
    if not part or not whole:
        return "0%"
    return f"{min(100.0, 100 * float(part) / float(whole)):.1f}%"


@register.filter
def mark(text: str, passage: str) -> SafeString:
    """The text with the first occurrence of the passage marked, everything escaped."""
    before, found, after = str(text).partition(passage) if passage else (str(text), "", "")
    if not found:
        return conditional_escape(text)
    return format_html("{}<mark>{}</mark>{}", before, found, after)


@register.filter
def machine_date(value: date | datetime) -> str:
    """For <time datetime="…">."""
    return value.isoformat()


NOTE_ICONS = {
    "error": "x-octagon-fill",
    "warn": "exclamation-triangle-fill",
    "info": "info-circle-fill",
    "ok": "check-circle",
    "offline": "wifi-off",
}


# --- Blocks: {% panel title="…" %} … {% endpanel %} ---


@register.simple_block_tag
def panel(content: str, title: str = "", **more: Any) -> str:
    return render_to_string("ui/panel.html", {"content": content, "title": title, **more})


@register.simple_block_tag
def note(content: str, kind: str = "info", **more: Any) -> str:
    return render_to_string("ui/note.html", {"content": content, "kind": kind, "icon": NOTE_ICONS[kind], **more})


@register.simple_block_tag
def finding(content: str, item: Any, **more: Any) -> str:
    return render_to_string("ui/finding.html", {"actions": content, "finding": item, **more})


@register.simple_block_tag
def table(content: str, caption: str, **more: Any) -> str:
    return render_to_string("ui/table.html", {"content": content, "caption": caption, **more})


@register.inclusion_tag("ui/crumbs.html")
def crumbs(*trail: str) -> dict[str, Any]:
    """{% crumbs "Kế hoạch" plans_url "04/KH-UBND" %}: words and their addresses in turn, the last without one."""
    return {"steps": list(zip(trail[0:-1:2], trail[1::2], strict=True)), "here": trail[-1]}


# --- Forms ---


class Fault(NamedTuple):
    """One line of the error summary: where it leads, the field's name, the sentence."""

    target: str
    label: str
    message: str


@register.inclusion_tag("ui/error_summary.html")
def error_summary(*forms_: forms.BaseForm | BaseFormSet[Any] | list[forms.BaseForm]) -> dict[str, Any]:
    """What is to be mended in these forms, lists of forms and formsets, with links to the fields; nothing when all is well.

    A form with a `place` ("2.1") is one of many alike: its faults say where they stand.
    """
    return {"faults": [fault for form in forms_ for fault in _faults(form)]}


def _faults(form: forms.BaseForm | BaseFormSet[Any] | list[forms.BaseForm]) -> Iterable[Fault]:
    if isinstance(form, list):
        for one in form:
            yield from _faults(one)
        return
    if isinstance(form, BaseFormSet):
        yield from (Fault("", "", str(message)) for message in form.non_form_errors())
        for row in form.forms:
            yield from _faults(row)
        return
    place = getattr(form, "place", "")
    yield from (Fault("", "", f"{place}: {message}" if place else str(message)) for message in form.non_field_errors())
    for field in form:
        label = f"{place}, {field.label}" if place else str(field.label)
        for message in field.errors:
            if field.is_hidden:
                yield Fault("", label, str(message))
            else:
                yield Fault(_focusable(field), label, str(message))


def _focusable(field: BoundField) -> str:
    """The id of the element to go to; radios and check lists have none of their own, so their first choice."""
    return field.id_for_label or f"{field.auto_id}_0"


_CONTROL = {
    "select": "form-select",
    "selectmultiple": "form-select",
    "nullbooleanselect": "form-select",
    "checkbox": "form-check-input",
    "radioselect": "form-check-input",
    "checkboxselectmultiple": "form-check-input",
}


@register.filter
def field_kind(field: BoundField) -> str:
    """Which shape of templates/ui/field.html it takes: check, choices, file or plain."""
    widget = field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        return "choices"
    return "file" if isinstance(widget, forms.FileInput) else "plain"


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The field's own input with the classes of the house; crispy's attributes on the widget are kept."""
    classes = [str(field.field.widget.attrs.get("class", "")), _CONTROL.get(field.widget_type, "form-control")]
    if field.errors:
        classes.append("is-invalid")
    return field.as_widget(attrs={"class": " ".join(filter(None, classes))})


@register.filter
def page_numbers(page: Page[Any]) -> Iterable[int | str]:
    """Numbers for the pager, with gaps: 1 2 … 7 8 9 … 40."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def own_address(address: str | None, request: HttpRequest) -> str:
    """The address if it leads back into this site, else the first page: a referrer is the visitor's word."""
    if address and url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return address
    return "/"
