from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts.enums import Role, Scope
from accounts.models import User
from areas.models import Area, Organisation
from areas.queries import rows_of
from core.forms import HouseForm, HouseFormMixin, NfcCharField, VnDateField, WholeField
from core.text import digits


class SignInForm(HouseForm):
    """Phone or e-mail, and password; the answer does not tell which of them was wrong."""

    username = forms.CharField(
        label="Số điện thoại hoặc thư điện tử", max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True, "inputmode": "email"}),
        error_messages={"required": "Nhập số điện thoại hoặc thư điện tử."},
    )  # fmt: skip
    password = forms.CharField(
        label="Mật khẩu", strip=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Nhập mật khẩu."},
    )  # fmt: skip
    keep = forms.BooleanField(
        label="Giữ đăng nhập trên máy này 7 ngày", required=False, help_text="Không chọn khi dùng máy chung."
    )

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.user: User | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("username") and data.get("password"):
            self.user = authenticate(self.request, username=data["username"], password=data["password"])
            if self.user is None:
                raise ValidationError("Số điện thoại (thư điện tử) hoặc mật khẩu không đúng.", code="wrong")
        return data


class PasswordForm(HouseForm):
    """A new password for oneself, after the old one."""

    old = forms.CharField(
        label="Mật khẩu hiện nay", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    new = forms.CharField(
        label="Mật khẩu mới", strip=False, help_text="Từ 8 ký tự, không chỉ gồm chữ số.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label="Nhập lại mật khẩu mới", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_old(self) -> str:
        if not self.user.check_password(self.cleaned_data["old"]):
            raise ValidationError("Mật khẩu hiện nay không đúng.")
        return str(self.cleaned_data["old"])

    def clean_new(self) -> str:
        password_validation.validate_password(self.cleaned_data["new"], self.user)
        return str(self.cleaned_data["new"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("new") and data.get("again") and data["new"] != data["again"]:
            self.add_error("again", "Hai lần nhập mật khẩu mới không giống nhau.")
        return data


class PersonForm(HouseForm):
    """A colleague's account with a first role; the password is to be changed at the first sign-in."""

    full_name = NfcCharField(label="Họ tên", max_length=120)
    phone = forms.CharField(label="Số điện thoại", max_length=20, widget=forms.TextInput(attrs={"inputmode": "tel"}))
    email = forms.EmailField(label="Thư điện tử", required=False)
    role = forms.ChoiceField(label="Vai trò", choices=[("", "Chọn…"), *Role.choices])
    area = forms.ModelChoiceField(label="Địa bàn", queryset=Area.objects.none())
    password = forms.CharField(
        label="Mật khẩu ban đầu", strip=False, help_text="Người dùng phải đổi khi đăng nhập lần đầu.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, areas: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]

    def clean_phone(self) -> str:
        phone = digits(self.cleaned_data["phone"])
        if not 9 <= len(phone) <= 11:
            raise ValidationError("Số điện thoại gồm 10 chữ số, ví dụ 0912 345 678.")
        return phone

    def clean_password(self) -> str:
        password_validation.validate_password(self.cleaned_data["password"])
        return str(self.cleaned_data["password"])


class EmailForm(HouseForm):
    """Where mails to a colleague go."""

    email = forms.EmailField(
        label="Thư điện tử",
        required=False,
        help_text="Nơi nhận bản tin nhắc hạn, tệp định kỳ; để trống nếu không dùng.",
    )


class RoleForm(HouseForm):
    """One more role for a colleague."""

    role = forms.ChoiceField(label="Vai trò", choices=[("", "Chọn…"), *Role.choices])
    area = forms.ModelChoiceField(label="Địa bàn", queryset=Area.objects.none())

    def __init__(self, areas: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]


class NewPasswordForm(HouseForm):
    """A password given to a colleague."""

    password = forms.CharField(
        label="Mật khẩu mới", strip=False, help_text="Người dùng phải đổi khi đăng nhập lần sau.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def clean_password(self) -> str:
        password_validation.validate_password(self.cleaned_data["password"])
        return str(self.cleaned_data["password"])


class VillageForm(HouseForm):
    commune = forms.ModelChoiceField(label="Xã", queryset=Area.objects.none(), empty_label=None)
    kind_word = forms.ChoiceField(
        label="Loại",
        choices=[(word, word) for word in ("thôn", "xóm", "bản", "ấp", "tổ dân phố", "khu dân cư", "buôn", "làng")],
    )
    name = NfcCharField(label="Tên", max_length=120)

    def __init__(self, communes: list[Area], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["commune"].queryset = rows_of(communes)  # type: ignore[attr-defined]
        if len(communes) == 1:
            self.fields["commune"].initial = communes[0]
            self.fields["commune"].widget = forms.HiddenInput()


class OrganisationForm(HouseFormMixin, forms.ModelForm):
    """A body of the commune, what its papers need, and who signs for it from today on."""

    authority = NfcCharField(
        label="Thẩm quyền ký", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Các dòng trên chức vụ, ví dụ: TM. ỦY BAN NHÂN DÂN",
    )  # fmt: skip
    title = NfcCharField(label="Chức vụ người ký", max_length=120, required=False)
    full_name = NfcCharField(label="Họ tên người ký", max_length=120, required=False)

    class Meta:
        model = Organisation
        fields = (
            "area", "kind", "name", "style", "letterhead_parent", "letterhead", "symbol_letters", "place", "numbers_together", "term",
        )  # fmt: skip
        widgets = {"letterhead": forms.Textarea(attrs={"rows": 2}), "term": forms.TextInput()}
        help_texts = {
            "letterhead": "Mỗi dòng in là một dòng, ví dụ: ỦY BAN NHÂN DÂN / XÃ AN BÌNH.",
            "symbol_letters": "Phần sau loại văn bản trong ký hiệu, ví dụ UBND, MTTQ-BTT, BCĐ; để trống nếu không ban hành văn bản.",
            "letterhead_parent": "Ủy ban nhân dân không có dòng này.",
            "term": "Chỉ với văn bản của Đảng, đánh số theo nhiệm kỳ, ví dụ 2025-2030.",
        }

    def __init__(self, areas: list[Area], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = rows_of(areas)  # type: ignore[attr-defined]
        self.fields["area"].empty_label = None  # type: ignore[attr-defined]
        if len(areas) == 1:
            self.fields["area"].initial = areas[0]
            self.fields["area"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("full_name")) != bool(data.get("title")):
            self.add_error("title" if data.get("full_name") else "full_name", "Ghi cả chức vụ và họ tên người ký.")
        return data

    def signer(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("title", "authority", "full_name")}


class TokenForm(HouseForm):
    """A token for another system."""

    name = NfcCharField(label="Tên hệ thống", max_length=100, help_text="Ví dụ: Kho dữ liệu dùng chung của tỉnh.")
    area = forms.ModelChoiceField(
        label="Địa bàn", queryset=Area.objects.none(), help_text="Hệ thống chỉ thấy địa bàn này và bên dưới."
    )
    scopes = forms.MultipleChoiceField(label="Được làm", choices=Scope.choices, widget=forms.CheckboxSelectMultiple)
    per_minute = WholeField(label="Số yêu cầu mỗi phút", least=1, most=6000, initial=60)
    valid_to = VnDateField(label="Dùng đến hết ngày")

    def __init__(self, areas: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        self.fields["scopes"].error_messages["required"] = "Chọn ít nhất một việc."

    def clean_scopes(self) -> list[Scope]:
        return [Scope(value) for value in self.cleaned_data["scopes"]]
