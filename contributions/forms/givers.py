"""The box in which a giver is typed by code or name, and what it means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from campaigns.forms.grids import Box
from contributions.queries.receipts import looks_like_code
from core.forms import NfcCharField

if TYPE_CHECKING:
    from contributions.models import RosterLine


class GiverField(NfcCharField):
    """A giver of the campaign's roster: "17", "AB-00017" or the name; static/js/givers.js suggests while one types.

    Cleans to the typed words; `meant` says which line they mean once the whole form's words have been looked up together.
    """

    def __init__(self, **kwargs: Any) -> None:
        box = Box({"data-giver": True, "autocomplete": "off"})
        super().__init__(**{"label": "Người đóng góp", "required": False, "max_length": 250, "widget": box, **kwargs})


def told(line: RosterLine) -> str:
    """ "AB-00017 – Lò Văn An"."""
    return f"{line.party.code} – {line.party.name}"


def meant(words: str, found: Mapping[str, Sequence[RosterLine]], *, may_be_outside: bool = False) -> RosterLine | None:
    """The one line that typed words mean; None where a name outside the roster is allowed. ValidationError says why not."""
    lines = found.get(words, ())
    if len(lines) == 1:
        return lines[0]
    if lines:
        codes = ", ".join(line.party.code for line in lines[:6])
        raise ValidationError(f"Có {len(lines)} người tên này trong danh sách; ghi mã: {codes}.", code="many")
    if may_be_outside and not looks_like_code(words):
        return None
    raise ValidationError(f"“{words}” không có trong danh sách của đợt vận động.", code="unknown")
