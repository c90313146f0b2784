"""Plans: the list, one plan, and reading one in from a file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from accounts.access import has_anywhere, may
from accounts.enums import Right
from areas.models import Area
from areas.queries import commune_names, issuers_on
from campaigns.access import plans as access
from campaigns.access.checking import reads_drafts, remarks_for
from campaigns.access.levels import may_open_parent, request_to
from campaigns.actions import importing as actions
from campaigns.actions.checking import errors_in_the_way
from campaigns.enums import PlanKind
from campaigns.forms.importing import BlockFormSet, DutyFormSet, HeadForm, TargetFormSet, UploadForm, corrections
from campaigns.models import Plan
from campaigns.papers import plans as papers
from campaigns.papers.history import as_told
from campaigns.queries import plans as queries
from campaigns.rules.places import names_another_commune
from campaigns.steps import held_up
from core.errors import RuleError
from core.pages import answer, page_of, signed_in
from core.uploads import read_upload
from documents import steps
from documents.access import steps_open_to, successors_for
from documents.context import paper_from_json
from documents.delivery_actions import note_opened
from documents.enums import DocumentState
from documents.forms import ReplaceForm, SignedCopyForm
from documents.list_exports import list_response
from documents.rendering import files_of
from journal.papers import history_lines
from journal.queries import history_of


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    """Plans one may read: by kind, year, state, area and words; ?export=xlsx gives what one sees as a workbook."""
    everything = access.visible_plans(signed_in(request))
    chosen: dict[str, Any] = {
        "words": request.GET.get("q", ""), "kind": request.GET.get("loai", ""), "year": _number(request.GET.get("nam")),
        "state": request.GET.get("trang-thai", ""), "area": _number(request.GET.get("dia-ban")),
    }  # fmt: skip
    plans = queries.without_texts(queries.with_people(queries.filtered(everything, **chosen)))
    plans = queries.in_order(queries.with_finding_counts(plans))
    if request.GET.get("export") == "xlsx":
        return list_response(request, papers.plan_sheet(plans), "ke-hoach.xlsx", count=plans.count())
    context = {
        "page": page_of(request, plans), "chosen": chosen, "any_filter": any(chosen.values()),
        "kinds": PlanKind.choices, "states": DocumentState.choices, "years": queries.years_of(everything),
        "areas": queries.areas_of(everything), "may_write": has_anywhere(signed_in(request), Right.WRITE_PLANS),
    }  # fmt: skip
    return answer(request, "campaigns/plan_list.html", context)


@require_GET
def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Structure, findings with their quotes, the paper, its files and its history."""
    plan = access.get_plan(signed_in(request), pk)
    document, rows = plan.document, queries.rows_of(plan)
    note_opened(document, signed_in(request))
    rights = steps_open_to(signed_in(request), document)
    remarks = remarks_for(signed_in(request), plan)
    open_remarks = sum(line.row.resolved_at is None for line in remarks)
    may_keep_signed = document.is_frozen and Right.NUMBER_PAPERS in rights
    context = {
        "plan": plan, "document": document, **rows, "facts": papers.shown_facts(plan.facts),
        "contents": papers.contents(plan, rows), "finding_counts": papers.finding_counts(rows["findings"]),
        "steps": steps.steps_of(document), "next": held_up(plan, rights, errors_in_the_way(plan), open_remarks) or steps.next_of(document, rights),
        "actions": steps.others_of(document, rights, ReplaceForm(successors_for(signed_in(request), document)), reverse("campaigns:return", args=[plan.pk])), "signed_form": SignedCopyForm() if may_keep_signed else None,
        "files": files_of(document),
        "may_edit": document.state == DocumentState.DRAFT and Right.WRITE_PLANS in rights,
        "asked_here": request_to(signed_in(request), plan), "parent_readable": may_open_parent(signed_in(request), plan),
        "may_enter": may(signed_in(request), Right.WRITE_SCORECARDS, plan.area),
        "may_start": has_anywhere(signed_in(request), Right.WRITE_PLANS),
        "remarks": remarks,
        "signed_copies": document.signed_copies.select_related("file"),
        "history": history_lines(as_told(history_of(document), inside=reads_drafts(signed_in(request), plan))),
    }  # fmt: skip
    return render(request, "campaigns/plan_detail.html", context)


def upload(request: HttpRequest) -> HttpResponse:
    areas = access.writing_areas(signed_in(request))
    form = UploadForm(areas, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            name, data = read_upload(form.cleaned_data["file"])
            row = actions.read_upload(area=form.cleaned_data["area"], name=name, data=data, by=signed_in(request))
        except RuleError as error:
            form.add_error("file", error.message)
        else:
            return redirect("campaigns:import", row.pk)
    return render(request, "campaigns/upload.html", {"form": form, "waiting": access.open_imports(signed_in(request))})


def review_import(request: HttpRequest, pk: int) -> HttpResponse:
    """What was read beside the sentences it was read from; corrected, it is saved as a plan."""
    row = access.get_import(signed_in(request), pk)
    if row.plan is not None:
        if request.method == "POST":
            _say_saved_before(request, row.plan)
        return redirect(row.plan.get_absolute_url())
    forms = _review_forms(request, row.area, row.facts)
    if request.method == "POST" and _all_valid(forms):
        head = forms["head"]
        try:
            plan = actions.save_import(
                row, changes=corrections(**forms, facts=row.facts), issuer=head.cleaned_data["issuer"],
                already_issued=head.cleaned_data["already_issued"], by=signed_in(request),
            )  # fmt: skip
        except RuleError as error:
            head.add_error(None, error.message)
        else:
            if plan.created_by == signed_in(request):
                messages.success(request, "Đã lưu kế hoạch.")
            else:
                _say_saved_before(request, plan)
            return redirect(plan.get_absolute_url())
    context = {
        "row": row, "facts": row.facts, "outline": papers.outline(row.reading), **forms,
        "elsewhere": names_another_commune(paper_from_json(row.reading["paper"]), commune_names(row.area)),
    }  # fmt: skip
    return render(request, "campaigns/review_import.html", context)


def edit_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft, or a paper returned as one, corrected once more on the page that compared it with its file."""
    plan = access.get_plan(signed_in(request), pk, Right.WRITE_PLANS)
    if plan.document.state != DocumentState.DRAFT:
        messages.warning(request, "Văn bản không còn là bản nháp nên không sửa được.")
        return redirect(plan.get_absolute_url())
    forms = _review_forms(request, plan.area, plan.facts, issuer=plan.document.issuer)
    head = forms["head"].without_issued()
    if request.method == "POST" and _all_valid(forms):
        try:
            actions.revise_plan(
                plan, changes=corrections(**forms, facts=plan.facts), issuer=head.cleaned_data["issuer"],
                seen=request.POST.get("seen", ""), by=signed_in(request),
            )  # fmt: skip
        except RuleError as error:
            head.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu kế hoạch.")
            return redirect(plan.get_absolute_url())
    context = {
        "plan": plan, "facts": plan.facts, "seen": plan.document.updated_at.isoformat(),
        "outline": papers.outline({"paper": plan.document.context}), **forms,
    }  # fmt: skip
    return render(request, "campaigns/review_import.html", context)


def _say_saved_before(request: HttpRequest, plan: Plan) -> None:
    """A file is saved once; who comes second must not believe that the own corrections were kept."""
    who = "Anh/chị" if plan.created_by == signed_in(request) else plan.created_by
    messages.warning(request, f"{who} đã lưu tệp này thành kế hoạch trước đó; nội dung vừa gửi không được ghi thêm.")


def _all_valid(forms: dict[str, Any]) -> bool:
    """Every form is asked, so that the person sees all that is to be mended at once."""
    return False not in [form.is_valid() for form in forms.values()]


def _review_forms(request: HttpRequest, area: Area, facts: dict[str, Any], **initial: Any) -> dict[str, Any]:
    data = request.POST or None
    first = {**papers.head_initial(facts, area), **initial}
    return {
        "head": HeadForm(issuers_on(area), data, initial=first, prefix="d"),
        "blocks": BlockFormSet(data, initial=facts["blocks"], prefix="khoi"),
        "targets": TargetFormSet(data, initial=facts["targets"], prefix="muc-tieu"),
        "duties": DutyFormSet(data, initial=facts["assignments"], prefix="phan-cong"),
    }


@require_POST
def discard_import(request: HttpRequest, pk: int) -> HttpResponse:
    row = access.get_import(signed_in(request), pk)
    actions.discard_import(row, by=signed_in(request))
    messages.info(request, f"Đã bỏ tệp {row.file.name}.")
    return redirect("campaigns:upload")
