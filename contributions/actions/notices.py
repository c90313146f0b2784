"""Publishing: the words of a notice are frozen when it is posted."""

from __future__ import annotations

import json
import secrets
from datetime import date
from typing import TYPE_CHECKING, Any

from contributions.models import Campaign, PublicNotice
from contributions.papers.notices import Snapshot
from contributions.rules.notices import LEAST_DAYS, last_day
from core import clock
from core.errors import RuleError
from core.formats import vndate
from jobs.actions import once
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User


def post_notice(
    campaign: Campaign, said: Snapshot, *, posted_from: date, posted_to: date, places: str, key: str, by: User
) -> PublicNotice:
    """Publish what the snapshot says. The form sent twice (`key`) makes one notice. Writes the journal.

    RuleError for no place, or for less than 30 days on end.
    """
    if not places.strip():
        raise RuleError("Ghi ít nhất một nơi công khai.")
    if posted_to < last_day(posted_from):
        raise RuleError(
            f"Niêm yết ít nhất {LEAST_DAYS} ngày liên tục: từ ngày {vndate(posted_from)} thì đến hết ngày {vndate(last_day(posted_from))}."
        )

    def do() -> dict[str, Any]:
        notice = PublicNotice.objects.create(
            campaign=campaign, posted_from=posted_from, posted_to=posted_to, places=places.strip(),
            snapshot=json.dumps(said, ensure_ascii=False, sort_keys=True), code=secrets.token_hex(6).upper(), by=by, at=clock.now(),
        )  # fmt: skip
        record("notice.posted", notice, by=by, area=campaign.area, note=places.strip()[:500])
        return {"notice": notice.pk}

    return PublicNotice.objects.get(pk=once(by, purpose="contributions.notice", key=key, do=do)["notice"])
