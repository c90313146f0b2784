"""Public notices: what was published of a campaign, posting one, its A4, and the page that everybody may read."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from accounts.access import may
from accounts.enums import Right
from contributions import access
from contributions.actions import notices as actions
from contributions.exporting import signing_of
from contributions.forms.notices import NoticeForm
from contributions.models import PublicNotice
from contributions.papers import notices as papers
from contributions.queries import notices as queries
from core import clock
from core.errors import RuleError
from core.pages import page_of, signed_in
from core.sheets import sheet_response

#: Seconds for which others may keep the public page.
_KEPT = 600


@require_GET
def notice_list(request: HttpRequest, pk: int) -> HttpResponse:
    """What was published where, from when to when; ?export=xlsx gives the list."""
    user = signed_in(request)
    campaign = access.get_campaign(user, pk)
    rows = queries.notices_of(campaign)
    if request.GET.get("export") == "xlsx":
        return sheet_response(papers.published_sheet(campaign, rows), f"cong-khai-{campaign.code}.xlsx")
    context = {
        "campaign": campaign, "page": page_of(request, rows), "today": clock.today(),
        "may_write": may(user, Right.WRITE_CAMPAIGNS, campaign.area),
    }  # fmt: skip
    return render(request, "contributions/notice_list.html", context)


def post_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """What the notice would say today, and the form that publishes it."""
    user = signed_in(request)
    campaign = access.get_campaign(user, pk, Right.WRITE_CAMPAIGNS)
    form = NoticeForm(campaign, request.POST or None)
    said = papers.snapshot_of(campaign, queries.to_publish(campaign), signing_of(campaign.area, user, clock.today()))
    if request.method == "POST" and form.is_valid():
        try:
            notice = actions.post_notice(campaign, said, **form.cleaned_data, by=user)
        except RuleError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Đã công khai. In thông báo để niêm yết, sao chép bản đọc cho loa truyền thanh.")
            return redirect("contributions:notice", campaign.pk, notice.pk)
    return render(request, "contributions/notice_form.html", {"form": form, "campaign": campaign, "said": said})


@require_GET
def notice_detail(request: HttpRequest, pk: int, notice_pk: int) -> HttpResponse:
    notice = access.get_notice(signed_in(request), pk, notice_pk)
    said = papers.frozen(notice)
    context = {
        "notice": notice, "campaign": notice.campaign, "said": said, "address": _address(notice),
        "spoken": papers.spoken(said, notice.posted_from, notice.posted_to), "today": clock.today(),
    }  # fmt: skip
    return render(request, "contributions/notice_detail.html", context)


def _address(notice: PublicNotice) -> str:
    return f"{settings.PUBLIC_URL}{reverse('contributions:public_notice', args=[notice.code])}"


@require_GET
def notice_pdf(request: HttpRequest, pk: int, notice_pk: int) -> HttpResponse:
    """The notice on A4, to be printed, signed and posted; it prints the same for ever."""
    from documents.render import render as render_paper

    notice = access.get_notice(signed_in(request), pk, notice_pk)
    paper = papers.notice_paper(
        papers.frozen(notice), posted_from=notice.posted_from, posted_to=notice.posted_to, places=notice.places, code=notice.code,
        address=_address(notice),
    )  # fmt: skip
    response = HttpResponse(render_paper(paper, "pdf"), content_type="application/pdf")
    name = f"Thông báo công khai {notice.campaign.code} {notice.posted_from:%d-%m-%Y}.pdf"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    return response


@login_not_required
@require_GET
def public_notice(request: HttpRequest, code: str) -> HttpResponse:
    """The notice for everybody, while it is posted; before and after those days 404.

    The page is the same for all, whoever is signed in, so that it may be kept by caches.
    """
    today = clock.today()
    notice = get_object_or_404(PublicNotice, code=code.upper(), posted_from__lte=today, posted_to__gte=today)
    request.user = AnonymousUser()
    response = render(request, "contributions/public_notice.html", {"notice": notice, "said": papers.frozen(notice)})
    patch_cache_control(response, public=True, max_age=_KEPT)
    return response
