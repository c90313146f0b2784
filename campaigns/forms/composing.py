"""The form of one part of a plan: the fields of its head, and its grids."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.safestring import SafeString, mark_safe

from accounts.models import User
from accounts.queries import people_of
from areas.models import Area, BankAccount, Organisation, Post
from areas.queries import issuers_on, rows_of
from campaigns.compose.editing import PartInput, RowList, lists_of
from campaigns.compose.parts import BLOCK_PREFIX
from campaigns.compose.reading import rows_in
from campaigns.enums import COMPOSED_KINDS, PlanKind, Pot, Standing
from campaigns.forms.grids import TEXT, Grid, tag
from campaigns.forms.rows import grid_for
from campaigns.forms.task_rows import task_labels
from campaigns.models import Block, ContributionTerms, Plan, ResidentsDecision
from campaigns.queries import composing as queries
from core import clock
from core.forms import DigitsField, HouseForm, MoneyField, NfcCharField, VnDateField
from core.templatetags.ui import Fault


def _text(label: str, length: int = 300, **kwargs: Any) -> NfcCharField:
    return NfcCharField(label=label, max_length=length, required=kwargs.pop("required", False), **kwargs)


def _lines(label: str, rows: int = 3, **kwargs: Any) -> NfcCharField:
    return _text(label, TEXT, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class _HeadForm(HouseForm):
    """Fields of one stored object, under the prefix "d"."""

    prefix = "d"

    @classmethod
    def initial_of(cls, stored: Any) -> dict[str, Any]:
        return {name: getattr(stored, name) for name in cls.base_fields}


class GeneralForm(_HeadForm):
    title = _text("Tên kế hoạch (trích yếu)", 3000, required=True, widget=forms.Textarea(attrs={"rows": 2}))
    issuer = forms.ModelChoiceField(
        label="Cơ quan ban hành", queryset=Organisation.objects.none(), required=False,
        help_text="Quyết định thể thức, địa danh, ký hiệu và dãy số.",
    )  # fmt: skip
    year = DigitsField(label="Năm", least=1945, most=2100, required=False)
    theme = _lines("Chủ đề", 2)
    starts_on = VnDateField(label="Từ ngày", required=False)
    ends_on = VnDateField(label="Đến ngày", required=False)
    deadline = VnDateField(label="Hạn hoàn thành", required=False)

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["issuer"].queryset = issuers_on(plan.area)  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, stored: Plan) -> dict[str, Any]:
        names = [name for name in cls.base_fields if name != "issuer"]
        return {**{name: getattr(stored, name) for name in names}, "issuer": stored.document.issuer}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end, due = data.get("starts_on"), data.get("ends_on"), data.get("deadline")
        if start and end and end < start:
            self.add_error("ends_on", f"Ngày kết thúc phải từ {_shown(start)} (ngày bắt đầu) trở đi.")
        if start and due and due < start:
            self.add_error("deadline", f"Hạn hoàn thành phải từ {_shown(start)} (ngày bắt đầu) trở đi.")
        return data


def _shown(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


class BlockForm(_HeadForm):
    standing = forms.ChoiceField(label="Hiện trạng", choices=[("", "Chưa nêu"), *Standing.choices], required=False)
    situation = _lines("Mô tả hiện trạng")
    lead = _text("Người chỉ đạo", 500)
    responsible = _text("Người, đơn vị phụ trách", 500)
    owner = forms.ModelChoiceField(label="Cán bộ theo dõi trên hệ thống", queryset=User.objects.none(), required=False)
    deadline = VnDateField(label="Hạn", required=False)
    money = MoneyField(label="Kinh phí", required=False)

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = people_of(plan.area)  # type: ignore[attr-defined]
        for name in ("lead", "responsible"):
            self.fields[name].widget.attrs |= {"list": "ds-to-chuc", "autocomplete": "off"}


class TermsForm(_HeadForm):
    labour_day_value = MoneyField(label="Giá trị một ngày công", required=False)
    organisation_minimum = MoneyField(label="Doanh nghiệp, tổ chức: từ", required=False)
    account = forms.ModelChoiceField(label="Tài khoản nhận", queryset=BankAccount.objects.none(), required=False)
    account_number = forms.RegexField(
        r"^\d{6,20}$", label="Số tài khoản khác", required=False, max_length=30,
        error_messages={"invalid": "Số tài khoản gồm 6 đến 20 chữ số."},
    )  # fmt: skip
    purpose = _lines("Dùng vào việc", 2)
    pot = forms.ChoiceField(label="Khoản thu thuộc", choices=[("", "Chưa chọn"), *Pot.choices], required=False)
    decision = forms.ModelChoiceField(
        label="Quyết định của Nhân dân", queryset=ResidentsDecision.objects.none(), required=False,
        help_text="Biên bản họp thôn hoặc kết quả phát phiếu, ghi ở trang “Nhân dân quyết định”.",
    )  # fmt: skip

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = queries.accounts_of(plan)  # type: ignore[attr-defined]
        self.fields["decision"].queryset = queries.decisions_for(plan.area)  # type: ignore[attr-defined]


class _PostField(forms.ModelChoiceField):
    holders: dict[int, Any]

    def label_from_instance(self, post: Any) -> str:
        holder = self.holders.get(post.pk)
        return f"{post.title}: {holder.full_name}" if holder else f"{post.title}: chưa có người giữ chức vụ"


class SigningForm(_HeadForm):
    signer = _PostField(
        label="Chức vụ người ký", queryset=Post.objects.none(), required=False, empty_label="Theo thứ tự ký của cơ quan",
        help_text="Họ tên in trên văn bản là người giữ chức vụ vào ngày ký; tên ở đây là của hôm nay.",
    )  # fmt: skip

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        posts = queries.signing_posts(plan.document.issuer)
        field = self.fields["signer"]
        field.queryset = posts  # type: ignore[attr-defined]
        field.holders = queries.holders_on(posts, clock.today())  # type: ignore[attr-defined]


_HEADS: dict[str, type[Any]] = {"chung": GeneralForm, "muc-van-dong": TermsForm, "ky": SigningForm}


def _stored_head(slug: str, plan: Plan, block: Block | None) -> Any:
    if slug == "muc-van-dong":
        return ContributionTerms.objects.filter(plan=plan).first() or ContributionTerms(plan=plan)
    return block or plan


@dataclass(slots=True)
class PartForm:
    """What one part shows: head and grids, of what is stored or of what was typed."""

    head: _HeadForm | None
    grids: list[Grid]
    lists: queries.Lists
    #: The page's lists of suggestions, ready to stand in it.
    suggestions: SafeString

    def is_valid(self) -> bool:
        """Every form is asked, so that the person sees all that is to be mended at once."""
        return False not in [form.is_valid() for form in self.forms]

    @property
    def forms(self) -> list[Any]:
        return [form for form in (self.head, *self.grids) if form is not None]

    @property
    def typed(self) -> PartInput:
        return PartInput(
            values=dict(self.head.cleaned_data) if self.head else {},
            rows={grid.list_.name: grid.typed() for grid in self.grids},
        )

    @property
    def faults(self) -> list[Fault]:
        """What is to be mended, for the summary above the form: where it is, its name, the sentence."""
        found = []
        if self.head is not None:
            found += [Fault("", "", str(message)) for message in self.head.non_field_errors()]
            found += [
                Fault(box.id_for_label, str(box.label), str(message)) for box in self.head for message in box.errors
            ]
        for grid in self.grids:
            found += [Fault("", "", str(message)) for message in grid.non_form_errors()]
            for form in grid.forms:
                for name, messages in form.errors.items() if form.is_bound else ():
                    box = form[name]
                    found += [
                        Fault(box.id_for_label, f"{form.row_name}, {box.label}", str(message)) for message in messages
                    ]
        return found

    def refuse(self, message: str) -> None:
        """Say a refusal of an action above the form."""
        if self.head is not None:
            self.head.add_error(None, message)
        else:
            self.grids[0].non_form_errors().append(message)

    def without_rows_gone(self, data: QueryDict) -> QueryDict:
        """What was typed, ready to be saved knowingly over this stored state: rows deleted meanwhile become new ones."""
        mended = data.copy()
        for grid in self.grids:
            stored = {str(form["id"].value()) for form in grid.forms if form.is_stored}
            for name, value in data.items():
                if name.startswith(f"{grid.prefix}-") and name.endswith("-id") and value and value not in stored:
                    mended[name] = ""
        return mended

    def differences_from(self, stored: PartForm) -> list[Difference]:
        """Where what was typed and what is stored are not the same, in the words of the boxes."""
        found: list[Difference] = []
        if self.head is not None and stored.head is not None:
            found += _differences("", self.head, stored.head, list(self.head.fields))
        for grid, theirs in zip(self.grids, stored.grids, strict=True):
            names = [name for name in grid.form.base_fields if name != "id"]
            mine = {str(form["id"].value()): form for form in grid.forms if form.is_stored}
            for form in theirs.forms:
                if not form.is_stored:
                    continue
                own = mine.get(str(form["id"].value()))
                if own is None:
                    found.append(Difference(f"{form.row_name}, người khác thêm", "", _whole(form, names)))
                elif grid.is_struck_out(own):
                    found.append(Difference(form.row_name, "(xóa)", _whole(form, names)))
                else:
                    found += _differences(f"{form.row_name}: ", own, form, names)
        return found


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    mine: str
    theirs: str


def _differences(prefix: str, mine: forms.BaseForm, theirs: forms.BaseForm, names: list[str]) -> list[Difference]:
    pairs = ((str(mine[name].label), _said(mine, name), _said(theirs, name)) for name in names)
    return [Difference(f"{prefix}{label}", own, other) for label, own, other in pairs if own != other]


def _said(form: forms.BaseForm, name: str) -> str:
    """What the box shows; of a choice its words."""
    bound = form[name]
    value = bound.value()
    if isinstance(bound.field, forms.ChoiceField):
        code = getattr(value, "pk", value)
        choices: Any = bound.field.choices
        return next((str(words) for key, words in choices if str(key) == str(code)), "") if code else ""
    if isinstance(bound.field, forms.BooleanField):
        return "có" if value in (True, "on") else "không"
    return " ".join(str(bound.field.widget.format_value(value) or "").split())


def _whole(form: forms.BaseForm, names: list[str]) -> str:
    return "; ".join(said for name in names if (said := _said(form, name)))


def part_form(plan: Plan, slug: str, block: Block | None, data: QueryDict | None = None) -> PartForm:
    """The form of a part in a fixed number of queries; bound when `data` is what was typed."""
    lists_here = lists_of(slug, plan.kind)
    lists = queries.lists_for(plan, [item.name for item in lists_here])
    grids = [_grid(item, plan, block, lists, data) for item in lists_here if not _without_criterion(item, block)]
    head_class = BlockForm if slug.startswith(BLOCK_PREFIX) else _HEADS.get(slug)
    head = None
    if head_class is not None:
        head = head_class(plan, data, initial=head_class.initial_of(_stored_head(slug, plan, block)))
    return PartForm(head, grids, lists, _suggestions(lists))


def _without_criterion(item: RowList, block: Block | None) -> bool:
    """A block without a criterion's number has no targets of its own: they are known by it."""
    return block is not None and block.criterion is None and item.name == "chi-tieu"


def _grid(item: RowList, plan: Plan, block: Block | None, lists: queries.Lists, data: Any | None) -> Grid:
    return grid_for(item, rows_in(item, plan, block), lists, data, in_block=block is not None)


def _suggestions(lists: queries.Lists) -> SafeString:
    found = (
        ("ds-to-chuc", [*lists.organisations.labels, *(lists.villages.labels if lists.organisations.labels else ())]),
        ("ds-thon", lists.villages.labels), ("ds-can-bo", lists.people.labels), ("ds-van-ban", lists.cited.labels),
        ("ds-nguon", lists.funds.labels), ("ds-nhiem-vu", list(task_labels(lists).values())),
    )  # fmt: skip
    # Hundreds of words: written here, since a template takes many times as long.
    html = "".join(
        f"{tag('datalist', {'id': name})}{''.join(tag('option', {'value': word}) for word in words)}</datalist>"
        for name, words in found
        if words
    )
    return mark_safe(html)  # noqa: S308 - `tag` escapes


class _SourceField(forms.ModelChoiceField):
    def label_from_instance(self, plan: Any) -> str:
        return f"{plan.title} ({plan.area}{f', {plan.year}' if plan.year else ''})"


class StartForm(HouseForm):
    """A new plan: what it is, whose it is, and from what it starts."""

    kind = forms.ChoiceField(
        label="Loại kế hoạch", choices=[(kind.value, kind.label) for kind in COMPOSED_KINDS], initial=PlanKind.ANNUAL
    )
    area = forms.ModelChoiceField(label="Địa bàn", queryset=Area.objects.none(), empty_label=None)
    year = DigitsField(label="Năm", least=2000, most=2100)
    title = _text(
        "Tên kế hoạch", 3000, required=True, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Như trích yếu của văn bản, ví dụ “Xây dựng nông thôn mới năm 2027”.",
    )  # fmt: skip
    issuer = forms.ModelChoiceField(label="Cơ quan ban hành", queryset=Organisation.objects.none(), required=False)
    based_on = _SourceField(
        label="Lập từ", queryset=Plan.objects.none(), required=False, empty_label="Trống",
        help_text="Kế hoạch năm trước, hoặc kế hoạch của xã khác cùng văn phòng điều phối.",
    )  # fmt: skip
    key = forms.CharField(widget=forms.HiddenInput(), max_length=100)

    def __init__(self, areas: list[Area], sources: QuerySet[Plan], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = rows_of(areas)  # type: ignore[attr-defined]
        self.fields["issuer"].queryset = (  # type: ignore[attr-defined]
            Organisation.objects.filter(area__in=areas).exclude(symbol_letters="").order_by("sort_key")
        )
        self.fields["based_on"].queryset = sources  # type: ignore[attr-defined]
        if len(areas) == 1:
            self.fields["area"].initial = areas[0]
            self.fields["area"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        issuer, area = data.get("issuer"), data.get("area")
        if issuer and area and issuer.area_id != area.pk:
            self.add_error("issuer", f"Chọn cơ quan của {area}.")
        return data
