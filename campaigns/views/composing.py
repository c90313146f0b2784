"""Composing a plan: its parts one after another, what is typed kept at once, the paper beside it."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from campaigns.access import composing as access
from campaigns.access.plans import writing_areas
from campaigns.access.starting import plans_to_start_from
from campaigns.actions import composing as actions
from campaigns.actions.sentences import unword_sentence, word_sentence
from campaigns.actions.starting import start_plan
from campaigns.compose import shown as papers
from campaigns.compose.compose import composition_of
from campaigns.compose.parts import Part
from campaigns.compose.reading import part_lines
from campaigns.compose.writer import EXTRA
from campaigns.forms.composing import PartForm, StartForm, part_form
from campaigns.forms.wording import SentenceForm
from campaigns.models import Block, Plan
from campaigns.queries import composing as queries
from core import clock
from core.errors import RuleError
from core.formats import vndatetime
from core.pages import signed_in
from documents.enums import DocumentState
from jobs.actions import once

#: Names of a form's fields that are not its content.
_NOT_TYPED = ("csrfmiddlewaretoken", "tiep")
WORDING = "cau-chu"


def start(request: HttpRequest) -> HttpResponse:
    """A new plan: empty, from last year's, from another commune's; or to the page that reads a Word file."""
    areas = writing_areas(signed_in(request))
    sources = plans_to_start_from(signed_in(request), areas)
    asked = sources if "tu" in request.GET else ()
    form = StartForm(
        areas,
        sources,
        request.POST or None,
        initial={**papers.start_initial(request.GET, asked, clock.today()), "key": uuid4().hex},
    )
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        key = data.pop("key")
        try:
            answer = once(
                signed_in(request), purpose="start-plan", key=key,
                do=lambda: {"plan": start_plan(**data, by=signed_in(request)).pk},
            )  # fmt: skip
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            return redirect("campaigns:compose", answer["plan"])
    return render(request, "campaigns/compose/start.html", {"form": form})


@require_GET
def compose(request: HttpRequest, pk: int) -> HttpResponse:
    """To the first part that still is empty."""
    plan = access.get_composable(signed_in(request), pk)
    if (elsewhere := _not_open(request, plan)) is not None:
        return elsewhere
    lines = part_lines(plan, queries.blocks_of(plan), signed_in(request))
    slug = next((line.part.slug for line in lines if line.state == "empty"), lines[0].part.slug)
    return redirect("campaigns:compose_part", plan.pk, lines[0].part.slug if slug == WORDING else slug)


def _not_open(request: HttpRequest, plan: Plan) -> HttpResponse | None:
    """Where one is led whose plan is not to be composed, with the reason."""
    if plan.document.state != DocumentState.DRAFT:
        messages.warning(request, actions.NO_DRAFT)
    elif not plan.composed:
        messages.warning(
            request, "Kế hoạch này giữ lời văn của tệp đã nhập; để soạn theo từng mục, lập kế hoạch mới từ nó."
        )
    else:
        return None
    return redirect(plan.get_absolute_url())


@require_http_methods(["GET", "POST"])
def compose_part(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """One part: its form, what others do, and saving it."""
    plan, part, block = access.get_part(signed_in(request), pk, slug)
    if (elsewhere := _not_open(request, plan)) is not None:
        return elsewhere
    if slug == WORDING:
        return _wording(request, plan, part)
    if request.method == "POST":
        return _save(request, plan, part, block)
    unsaved = queries.unsaved_of(plan, slug, signed_in(request))
    if unsaved is not None and "khoi-phuc" in request.GET:
        return _page(request, plan, part, block, data=_query_dict(unsaved.data))
    return _page(request, plan, part, block, unsaved=unsaved)


def _save(request: HttpRequest, plan: Plan, part: Part, block: Block | None) -> HttpResponse:
    form = part_form(plan, part.slug, block, request.POST)
    if not form.is_valid():
        return _page(request, plan, part, block, data=request.POST, form=form)
    try:
        actions.save_part(
            plan, part.slug, form.typed, base=_base(request.POST), by=signed_in(request), sent=_mark(request.POST, part.slug),
            label=part.label,
        )  # fmt: skip
    except actions.PartChangedError:
        return _page(request, plan, part, block, data=request.POST)
    except RuleError as error:
        form.refuse(error.message)
        return _page(request, plan, part, block, data=request.POST, form=form)
    return redirect("campaigns:compose_part", plan.pk, _next(plan, part.slug) if "tiep" in request.POST else part.slug)


def _page(
    request: HttpRequest, plan: Plan, part: Part, block: Block | None, *, data: QueryDict | None = None,
    form: PartForm | None = None, unsaved: Any = None,
) -> HttpResponse:  # fmt: skip
    """The page of a part: of what is stored, or of `data`, beside what others saved since the form was opened."""
    state = queries.state_of(plan, part.slug)
    theirs: list[Any] = []
    if data is not None and _base(data) != state.saves:
        stored = part_form(plan, part.slug, block)
        form = part_form(plan, part.slug, block, stored.without_rows_gone(data))
        theirs = form.differences_from(stored)
    if form is None:
        form = part_form(plan, part.slug, block, data)
    blocks = queries.blocks_of(plan)
    lines = part_lines(plan, blocks, signed_in(request))
    context = {
        "plan": plan, "part": part, "of_block": block, "form": form, "state": state, "lines": lines, "theirs": theirs,
        "unsaved": unsaved, "others": next((line.people for line in lines if line.part.slug == part.slug), ()),
        "may_undo": bool(state.deleted) and state.by == signed_in(request), "around": papers.around(lines, part.slug),
        "remarks": queries.open_remarks(plan, part.slug), "findings": queries.findings_at(plan, part.slug),
    }  # fmt: skip
    return render(request, "campaigns/compose/part.html", context)


def _base(data: QueryDict) -> int:
    text = data.get("ban", "")
    return int(text) if text.isdecimal() and len(text) < 8 else -1


def _typed(data: QueryDict) -> dict[str, str]:
    return {name: str(data[name]) for name in data if name not in _NOT_TYPED}


def _mark(data: QueryDict, slug: str) -> str:
    """The same for the same input: a second click, or the same form sent again after going back."""
    return hashlib.sha256(json.dumps([slug, _typed(data)], sort_keys=True).encode()).hexdigest()


def _query_dict(data: dict[str, str]) -> QueryDict:
    made = QueryDict(mutable=True)
    made.update(data)
    return made


def _next(plan: Plan, slug: str) -> str:
    blocks = queries.blocks_of(plan)
    return papers.next_slug(plan.kind, blocks, slug)


@require_POST
def keep_typed(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """While one types: keep it, say one is there, and answer the time and who else is."""
    plan, part, _ = access.get_part(signed_in(request), pk, slug)
    if plan.document.state != DocumentState.DRAFT:
        return JsonResponse({"refused": actions.NO_DRAFT}, status=409)
    actions.be_present(plan, part.slug, by=signed_in(request))
    answer: dict[str, Any] = {"others": queries.present_in(plan, part.slug, signed_in(request))}
    if "ban" in request.POST:
        base = _base(request.POST)
        row = actions.keep_unsaved(plan, part.slug, _typed(request.POST), base=base, by=signed_in(request))
        if row is not None:
            answer["at"] = vndatetime(row.at).split(" ")[1]
    answer["saves"] = queries.state_of(plan, part.slug).saves
    return JsonResponse(answer)


@require_POST
def drop_typed(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    plan, part, _ = access.get_part(signed_in(request), pk, slug)
    actions.drop_unsaved(plan, part.slug, by=signed_in(request))
    return redirect("campaigns:compose_part", plan.pk, part.slug)


@require_POST
def undo(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    plan, part, _ = access.get_part(signed_in(request), pk, slug)
    actions.undo_deletion(plan, part.slug, by=signed_in(request), label=part.label)
    return redirect("campaigns:compose_part", plan.pk, part.slug)


@require_GET
def preview(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """The paper with what is typed but not saved, where that is without fault; for the frame beside the form."""
    from documents.render.html import render_fragment

    plan, part, block = access.get_part(signed_in(request), pk, slug)
    composition = None
    unsaved = queries.unsaved_of(plan, slug, signed_in(request)) if plan.document.state == DocumentState.DRAFT else None
    if unsaved is not None and "nhap" in request.GET:
        form = part_form(plan, slug, block, _query_dict(unsaved.data))
        if form.is_valid():
            try:
                composition = actions.preview_with(plan, slug, form.typed, by=signed_in(request))
            except RuleError:
                composition = None  # rows deleted meanwhile: saving tells it, the preview shows what is stored
    typed_in = composition is not None
    composition = composition or composition_of(plan)
    context = {
        "plan": plan, "part": part, "typed_in": typed_in, "paper": render_fragment(papers.as_draft(composition.paper)),
        "passage": papers.first_words(composition, part.slug),
    }  # fmt: skip
    return render(request, "campaigns/compose/preview.html", context)


# --- Sentences ---


def _wording(request: HttpRequest, plan: Plan, part: Part) -> HttpResponse:
    """Every passage of the paper: what the data say, one's own words, and where the data have changed since."""
    if request.method == "POST":
        form = SentenceForm(request.POST)
        if form.is_valid():
            return _word(request, plan, form)
        messages.error(
            request,
            "Câu chữ chưa ghi được: " + " ".join(str(error) for errors in form.errors.values() for error in errors),
        )
    composition = composition_of(plan)
    blocks = queries.blocks_of(plan)
    lines = part_lines(plan, blocks, signed_in(request))
    shown = papers.wording_page(composition, lines, request.GET.get("muc", ""))
    may_add = shown["chosen"] not in ("", papers.STALE)
    context = {
        "plan": plan, "part": part, "lines": lines, "around": papers.around(lines, part.slug), **shown,
        "new_key": f"{EXTRA}{shown['chosen']}:{uuid4().hex[:12]}" if may_add else "",
    }  # fmt: skip
    return render(request, "campaigns/compose/wording.html", context)


def _word(request: HttpRequest, plan: Plan, form: SentenceForm) -> HttpResponse:
    data, by = form.cleaned_data, signed_in(request)
    if data["act"] == "bo":
        unword_sentence(plan, key=data["key"], by=by)
    else:
        word_sentence(plan, key=data["key"], text="" if data["act"] == "an" else data["text"], by=by)
    here = reverse("campaigns:compose_part", args=[plan.pk, WORDING])
    return redirect(f"{here}?{urlencode({'muc': request.POST.get('muc', '')})}")
