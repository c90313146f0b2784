"""Papers of a dossier: drafting from the data, one paper with its steps, putting words into a draft."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from accounts.access import may
from core.errors import RuleError
from core.pages import signed_in
from criteria import access
from criteria.actions import dossier_papers as actions
from criteria.dossier_material import material_of
from criteria.enums import DossierPart
from criteria.forms.dossiers import WordingForm
from criteria.papers.dossier_wording import sentences_of
from criteria.papers.dossiers import right_to_write
from documents import steps
from documents.access import steps_open_to, successors_for
from documents.context import paper_from_json
from documents.enums import DocumentState
from documents.forms import ReplaceForm
from documents.rendering import files_of
from journal.papers import history_lines
from journal.queries import history_of


@require_POST
def draft(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """Draft a paper from the data; a draft that a person edited is drafted anew only when asked so (name="anew")."""
    if part not in DossierPart.values:
        raise Http404
    user, wanted = signed_in(request), DossierPart(part)
    dossier = access.get_dossier(user, pk, right_to_write(wanted))
    try:
        row = actions.draft_paper(dossier, wanted, by=user, anew="anew" in request.POST)
    except RuleError as error:
        messages.error(request, error.message)
        return redirect(f"{dossier.get_absolute_url()}#soan")
    messages.success(request, f"Đã dự thảo: {wanted.label}. Chỗ để trống là chỗ chưa có dữ liệu.")
    return redirect("criteria:dossier_paper", row.pk)


@require_GET
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper: where it stands, what is next, its files."""
    user = signed_in(request)
    row = access.get_dossier_paper(user, pk)
    document, area = row.document, row.dossier.card.area
    rights = steps_open_to(user, document)
    context = {
        "row": row, "dossier": row.dossier, "card": row.dossier.card, "document": document, "steps": steps.steps_of(document),
        "next": steps.next_of(document, rights),
        "others": steps.others_of(document, rights, ReplaceForm(successors_for(user, document))), "files": files_of(document),
        "may_word": document.state == DocumentState.DRAFT and may(user, right_to_write(DossierPart(row.part)), area),
        "edited": document.state == DocumentState.DRAFT and actions.is_edited(row),
        "stale": not document.is_frozen and actions.is_stale(row, material_of(row.dossier)),
        "history": history_lines(history_of(document)),
    }  # fmt: skip
    return render(request, "criteria/dossier_paper.html", context)


def word(request: HttpRequest, pk: int) -> HttpResponse:
    """Put words into a draft, sentence by sentence: what the data does not know."""
    user = signed_in(request)
    row = access.get_dossier_paper(user, pk)
    access.get_dossier(user, row.dossier_id, right_to_write(DossierPart(row.part)))
    if row.document.state != DocumentState.DRAFT:
        raise RuleError("Văn bản không còn là bản nháp nên không sửa được.")
    sentences = sentences_of(paper_from_json(row.document.context))
    form = WordingForm(sentences, request.POST or None, seen=actions.wording_of(row.document))
    if request.method == "POST" and form.is_valid():
        try:
            actions.word_paper(row, form.texts(), seen=form.cleaned_data["seen"], by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã lưu lời văn.")
            return redirect("criteria:dossier_paper", row.pk)
    return render(request, "criteria/dossier_wording.html", {"form": form, "row": row, "dossier": row.dossier})
