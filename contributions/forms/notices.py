"""Posting a notice: from when to when, and where."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from contributions.models import Campaign
from contributions.queries.campaigns import commune_of, villages_for
from contributions.rules.notices import last_day
from core import clock
from core.forms import HouseForm, NfcCharField, VnDateField

#: As many village halls are proposed by name.
_MOST_HALLS = 12


class NoticeForm(HouseForm):
    key = forms.CharField(widget=forms.HiddenInput, max_length=60)
    posted_from = VnDateField(label="Niêm yết từ ngày")
    posted_to = VnDateField(label="Đến hết ngày", help_text="Ít nhất 30 ngày liên tục.")
    places = NfcCharField(
        label="Nơi công khai", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}), help_text="Mỗi nơi một dòng.",
    )  # fmt: skip

    def __init__(self, campaign: Campaign, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        self.fields["key"].initial = uuid4().hex
        self.fields["posted_from"].initial, self.fields["posted_to"].initial = today, last_day(today)
        halls = [
            f"Nhà văn hóa {village.kind_word} {village.name}" for village in villages_for(campaign.area)[:_MOST_HALLS]
        ]
        office = f"Trụ sở Ủy ban nhân dân {commune_of(campaign.area)}"
        self.fields["places"].initial = "\n".join([office, *halls, "Trang thông tin điện tử của xã"])
