"""Books of a campaign on a schedule."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from accounts.access import areas_held, commune_ids_above
from accounts.enums import Right
from areas.enums import Level
from areas.models import Area
from contributions import access
from contributions.exporting import FORMATS, NAMED, Wanted, file_name, sheet_of, write
from contributions.queries.exports import ALWAYS
from documents.schedules import Made

if TYPE_CHECKING:
    from accounts.models import User

#: Books that people want regularly, by their code in exporting.BOOKS.
BOOKS = ("ca-nhan", "bien-lai")


def choices_of(book: str) -> Callable[[User], list[tuple[str, str]]]:
    """Campaigns of the person's own commune and its villages, the newest first; with names for who works with them."""
    right = Right.READ_CONTRIBUTIONS if book in NAMED else Right.READ_CONTRIBUTION_TOTALS

    def choices(user: User) -> list[tuple[str, str]]:
        held = areas_held(user, right)
        ids = [*(area.pk for area in held), *commune_ids_above(held)]
        own = Area.objects.filter(pk__in=ids).order_by().values("pk")
        communes = [area.pk for area in held if area.level == Level.COMMUNE]
        if communes:
            # A union, not an "or": beside an "or" PostgreSQL would look at every area of the country.
            own = own.union(Area.objects.filter(parent__in=communes, level=Level.VILLAGE).order_by().values("pk"))
        campaigns = access.visible_campaigns(user).filter(area__in=own).order_by("-year", "sort_key", "pk")
        return [(str(campaign.pk), f"{campaign.name} ({campaign.area}, {campaign.year})") for campaign in campaigns]

    return choices


def maker_of(book: str) -> Callable[[User, str, str, BinaryIO], Made]:
    def make(user: User, what: str, format: str, out: BinaryIO) -> Made:
        wanted = Wanted(access.get_campaign(user, int(what)), book, ALWAYS)
        rows = write(sheet_of(wanted, user), format, out)
        return Made(file_name(wanted, format), FORMATS[format], rows, wanted.campaign.area)

    return make
