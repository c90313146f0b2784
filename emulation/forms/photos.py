"""What a person says of a photo."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import HouseForm, NfcCharField
from emulation.enums import CheckState
from emulation.models import PhotoCheck

_VERDICTS = [(state.value, state.label) for state in (CheckState.FINE, CheckState.DOUBTFUL)]


class CheckForm(HouseForm):
    """The verdict is the button that is pressed; a photo that is not used needs a remark."""

    state = forms.ChoiceField(choices=_VERDICTS, error_messages={"required": "Chọn một kết luận."})
    remark = NfcCharField(
        label="Nhận xét", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Cần ghi khi không dùng ảnh làm minh chứng.",
    )  # fmt: skip
    #: What the page showed, so that nobody decides over a colleague's head.
    seen = forms.ChoiceField(choices=CheckState, widget=forms.HiddenInput)

    def __init__(self, check: PhotoCheck, data: Any = None) -> None:
        super().__init__(data, auto_id=f"anh-{check.pk}-%s", initial={"seen": check.state, "remark": check.remark})

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("state") == CheckState.DOUBTFUL and not said.get("remark"):
            self.add_error("remark", "Nêu lý do khi không dùng ảnh làm minh chứng.")
        return said
