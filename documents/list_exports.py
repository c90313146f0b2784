"""The list that a page shows as a workbook: a short one at once, a long one as a job in "Tệp của tôi".

The job asks the same address again, as its owner and with the rights of the moment it runs, so a list has its filters, its
rights and its columns in one place only: its view. A view ends with `return list_response(request, sheet, name, count=…)`.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import resolve

from accounts.access import home_area
from core.errors import RuleError
from core.formats import grouped
from core.pages import signed_in
from core.sheets import XLSX, Counted, Sheet, Sums, sheet_response
from core.sheets_long import write_sheet
from documents import job_files
from documents.enums import Purpose
from jobs.actions import enqueue, report_progress

if TYPE_CHECKING:
    from accounts.models import User
    from jobs.models import Job

KIND = "documents.list_export"
#: A list with more rows is made by the worker.
AT_ONCE = 2_000
_NO_RIGHT = "Anh/chị không còn quyền xem danh sách này."


class LongList(HttpResponse):
    """What a view answers the worker: the sheet, not yet written."""

    def __init__(self, sheet: Sheet, name: str, count: int) -> None:
        super().__init__()
        self.sheet, self.name, self.count = sheet, name, count


def list_response(request: HttpRequest, sheet: Sheet, name: str, *, count: int) -> HttpResponse:
    """The sheet as a download; with more than 2,000 rows it is ordered as a job and the person lands on "Tệp của tôi".

    `count` is how many rows the sheet must have, asked of the database apart from the rows themselves.
    """
    if hasattr(request, "listing_job"):
        return LongList(sheet, name, count)
    if count <= AT_ONCE:
        return sheet_response(sheet, name)
    _order(request, sheet.title, by=signed_in(request))
    messages.info(request, f"Danh sách có {grouped(count)} dòng nên đang lập; tệp sẽ có ở “Tệp của tôi”.")
    return redirect("jobs:my_files")


def _order(request: HttpRequest, title: str, *, by: User) -> Job:
    path = request.get_full_path()
    return enqueue(
        KIND, key=f"{by.pk}:{hashlib.sha256(path.encode()).hexdigest()[:16]}", payload={"path": path}, owner=by,
        area=home_area(by), title=f"Danh sách: {title}",
    )  # fmt: skip


def make_list(job: Job) -> dict[str, Any]:
    """Work of a "documents.list_export" job. RowCountError where the file has other than the rows that were counted."""
    owner = job.owner
    if owner is None or not owner.is_active:
        raise RuleError(_NO_RIGHT)
    found = _asked_again(job, owner)
    area = home_area(owner)
    if area is None:
        raise RuleError(_NO_RIGHT)

    def told(done: int) -> None:
        report_progress(job, min(98, 100 * done // max(found.count, 1)), f"đã ghi {grouped(done)} dòng")

    rows = Counted(found.sheet.rows, told)
    with job_files.spool() as stream:
        write_sheet(replace(found.sheet, rows=rows, sums=Sums((), count=found.count)), stream)
        return job_files.keep_and_finish(
            job, name=found.name, stream=stream, content_type=XLSX, purpose=Purpose.EXPORT, area=area, rows=rows.read
        )


def _asked_again(job: Job, owner: User) -> LongList:
    asked = urlsplit(job.payload["path"])
    request: Any = HttpRequest()
    request.method, request.path, request.path_info, request.GET = "GET", asked.path, asked.path, QueryDict(asked.query)
    request.user, request.htmx, request.listing_job = owner, False, job
    match = resolve(asked.path)
    try:
        answer = match.func(request, *match.args, **match.kwargs)
    except (Http404, PermissionDenied) as error:
        raise RuleError(_NO_RIGHT) from error
    if not isinstance(answer, LongList):
        raise RuleError("Danh sách này không còn lập được; đề nghị mở lại trang và xuất lần nữa.")
    return answer
