"""The queue for administrators: what waits, what failed and why; all they change is that work is done again."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from core.admin import ReadOnlyAdmin
from core.errors import RuleError
from jobs import actions, registry
from jobs.models import Heartbeat, Job


class KindFilter(admin.SimpleListFilter):
    title = "loại việc"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        kinds = Job.objects.order_by().values_list("kind", flat=True).distinct()
        return sorted(((kind, registry.label(kind)) for kind in kinds), key=lambda pair: pair[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Job)
class JobAdmin(ReadOnlyAdmin):
    list_display = ("label", "title", "state", "queue", "owner", "area", "reason", "cause", "created_at", "finished_at")
    list_filter = ("state", "queue", KindFilter)
    list_select_related = ("owner", "area")
    search_fields = ("key", "title", "cause")
    date_hierarchy = "created_at"
    actions = ("retry_chosen",)
    fields = (
        "label", "title", "state", "reason", "cause", "owner", "area", "queue", "created_at", "started_at", "finished_at",
        "attempts", "failures", "next_try_at", "progress", "progress_text", "kind", "key", "payload", "result",
    )  # fmt: skip
    readonly_fields = ("label",)

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("jobs.change_job")

    @admin.action(description="Chạy lại", permissions=["retry"])
    def retry_chosen(self, request: HttpRequest, queryset: QuerySet[Job]) -> None:
        for job in queryset:
            self._retry(request, job)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        job = Job.objects.filter(pk=object_id).first() if object_id.isdecimal() else None
        may_retry = job is not None and job.is_retryable and self.has_retry_permission(request)
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "may_retry": may_retry})

    def get_urls(self) -> list[URLPattern]:
        again = path("<int:pk>/chay-lai/", self.admin_site.admin_view(self.retry_one), name="jobs_job_retry")
        return [again, *super().get_urls()]

    @method_decorator(require_POST)
    def retry_one(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The button on the page of one job."""
        if not self.has_retry_permission(request):
            raise PermissionDenied
        job = Job.objects.filter(pk=pk).first()
        if job is None:
            raise Http404
        self._retry(request, job)
        return redirect("admin:jobs_job_change", pk)

    def _retry(self, request: HttpRequest, job: Job) -> None:
        """Queue the job anew, told to the administrator and in the log of administration."""
        try:
            actions.retry(job)
        except RuleError as error:
            self.message_user(request, f"{job}: {error.message}", messages.WARNING)
            return
        self.log_change(request, job, "Chạy lại")
        self.message_user(request, f"Đã cho chạy lại: {job}.")


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadOnlyAdmin):
    list_display = ("name", "at")
