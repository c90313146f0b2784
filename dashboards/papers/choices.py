"""The options of a long list to choose from, put together from ready pieces: rounds of all offices are a thousand and more. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from criteria.models import Round


def option_list(rows: Iterable[tuple[int | str, str]], chosen: int | str | None) -> SafeString:
    """`<option>` for each (id or code of ours, words), the chosen one marked."""
    found = [
        f'<option value="{pk}"{" selected" if pk == chosen else ""}>{conditional_escape(words)}</option>'
        for pk, words in rows
    ]
    return mark_safe("".join(found))  # noqa: S308 - every piece is escaped or ours


def round_options(rounds: Iterable[Round], chosen: int) -> SafeString:
    """Rounds by name, office and set: every province has its "Cả năm"."""
    return option_list(((row.pk, f"{row.name}, {row.area}, {row.criteria_set}") for row in rounds), chosen)
