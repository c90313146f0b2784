"""The register of documents that papers rest on (căn cứ)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from core import clock
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from documents import access, base_actions, papers, queries
from documents.base_forms import BaseForm
from documents.enums import CITED_TYPES
from documents.models import CitedDocument

_FORCES = (("con", "Còn hiệu lực"), ("het", "Hết hiệu lực, đã được thay"), ("chua", "Chưa đối chiếu văn bản gốc"))


@require_GET
def bases(request: HttpRequest) -> HttpResponse:
    """What may be cited: by words, type and whether it holds today."""
    user, today = signed_in(request), clock.today()
    chosen = {
        "words": request.GET.get("q", ""), "type_name": request.GET.get("loai", ""), "force": request.GET.get("hieu-luc", ""),
    }  # fmt: skip
    found = queries.bases_found(access.visible_bases(user), **chosen, on=today)
    page = page_of(
        request, found.select_related("area", "replaced_by", "document").order_by("-dated", "sort_key", "pk")
    )
    context = {
        "page": page, "chosen": chosen, "any_filter": any(chosen.values()), "types": CITED_TYPES, "forces": _FORCES,
        "lines": [papers.base_line(row, today, may_edit=access.may_edit_base(user, row)) for row in page],
        "may_keep": access.may_keep_bases(user),
    }  # fmt: skip
    return answer(request, "documents/bases.html", context)


def add_base(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


def edit_base(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, access.get_base(signed_in(request), pk))


def _edit(request: HttpRequest, cited: CitedDocument | None) -> HttpResponse:
    user = signed_in(request)
    areas = [] if cited else access.base_areas(user)
    title = str(cited or "Thêm văn bản căn cứ")  # as it stands, before the form writes into the row
    form = BaseForm(areas, access.visible_bases(user), request.POST or None, instance=cited)
    if request.method == "POST" and form.is_valid():
        try:
            saved = base_actions.save_base(form.instance, by=user)
        except RuleError as error:
            form.add_error("number", error.message)
        else:
            messages.success(request, f"Đã lưu {saved}.")
            return redirect("documents:bases")
    return render(request, "documents/base.html", {"form": form, "title": title})


@require_POST
def confirm_base(request: HttpRequest, pk: int) -> HttpResponse:
    cited = base_actions.confirm_base(access.get_base(signed_in(request), pk), by=signed_in(request))
    messages.success(request, f"Đã ghi: {cited} đã đối chiếu với văn bản gốc.")
    return redirect("documents:bases")
