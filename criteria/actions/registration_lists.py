"""Writing the list of a year's registrations as an official paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from areas.enums import OrganisationKind
from areas.models import Area
from areas.queries import in_force, signer_on
from core import clock
from core.errors import RuleError
from criteria.models import RegistrationList
from criteria.papers.registrations import list_paper
from criteria.queries.registrations import on_list
from documents.actions import create_document, edit_document
from documents.enums import DocumentState, PaperType
from journal.actions import record

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def draft_list(area: Area, *, year: int, by: User) -> RegistrationList:
    """The commune's list of the year as a draft of its people's committee; a draft that is there already is written anew.

    A paper beyond its draft stays as it is and a new one is drafted beside it. RuleError where nobody is registered, where the
    commune's committee is not declared, and while a paper waits for its approval or number.
    """
    area = Area.objects.select_for_update(of=("self",)).get(pk=area.pk)
    rows = on_list(area, year)
    if not rows:
        raise RuleError(f"Năm {year} chưa có đăng ký nào nên chưa lập danh sách được.")
    kind = OrganisationKind.PEOPLES_COMMITTEE
    issuer = in_force(area.organisations.filter(kind=kind), clock.today()).first()
    if issuer is None:
        raise RuleError(f"Chưa khai báo Ủy ban nhân dân {area.kind_word} ở mục Cơ quan nên chưa lập văn bản được.")
    paper = list_paper(area, year, rows, issuer=issuer, signer=signer_on(issuer, clock.today()), today=clock.today())
    last = RegistrationList.objects.filter(area=area, year=year).select_related("document__issuer").first()
    if last is not None and last.document.state in {DocumentState.SUBMITTED, DocumentState.APPROVED}:
        raise RuleError(
            f"Danh sách năm {year} đang ở trạng thái “{last.document.get_state_display()}” nên không lập lại được."
        )
    if last is not None and last.document.state == DocumentState.DRAFT:
        if last.document.context != paper.as_json():
            edit_document(last.document, paper=paper, by=by)
        return last
    document = create_document(area=area, issuer=issuer, type=PaperType.NOTICE, paper=paper, by=by)
    found = RegistrationList.objects.create(area=area, year=year, document=document)
    record("registration.listed", found, by=by, area=area)
    return found
