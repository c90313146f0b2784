"""Reading what a commune set for printing certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from emulation.models import CertificateLayout

if TYPE_CHECKING:
    from areas.models import Area


def layout_of(area: Area, mode: str) -> CertificateLayout:
    """What the commune set for this way of printing; an unsaved row with the standard where it set nothing."""
    found = CertificateLayout.objects.select_related("emblem").filter(area=area, mode=mode).first()
    return found or CertificateLayout(area=area, mode=mode, places={})
