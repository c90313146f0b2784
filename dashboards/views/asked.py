"""What the pages of areas and the map read from an address alike."""

from __future__ import annotations

from django.http import HttpRequest

from criteria.enums import TallyKind

#: ?nguon= on the page.
KINDS = {"tu-danh-gia": TallyKind.SELF, "tham-tra": TallyKind.ACCEPTED}


def kind_of(request: HttpRequest) -> TallyKind:
    """Whose word is asked for; what is not understood counts as not asked."""
    return KINDS.get(request.GET.get("nguon", ""), TallyKind.SELF)
