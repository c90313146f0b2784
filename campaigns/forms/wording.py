"""A person's own words for one passage."""

from __future__ import annotations

from django import forms

from campaigns.forms.grids import TEXT
from core.forms import HouseForm, NfcCharField


class SentenceForm(HouseForm):
    key = forms.CharField(max_length=100, widget=forms.HiddenInput())
    #: What is to be done: "ghi" own words, "giu" keep mine though the data changed, "bo" take the data's, "an" do not print.
    act = forms.ChoiceField(choices=[(act, act) for act in ("ghi", "giu", "bo", "an")])
    text = NfcCharField(label="Câu chữ", max_length=TEXT, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if data.get("act") == "ghi" and not data.get("text"):
            self.add_error("text", "Nhập câu chữ; để không in câu này, bấm “Không in”.")
        return data
