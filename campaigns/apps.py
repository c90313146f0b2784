from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "Kế hoạch"

    def ready(self) -> None:
        from campaigns.access.follow import may_fetch_task_file
        from campaigns.access.levels import papers_asking
        from campaigns.access.outreach import may_fetch_outreach_photo
        from campaigns.access.plans import may_fetch_source
        from campaigns.access.residents import may_fetch_record
        from campaigns.access.routines import may_fetch_turn_photo
        from campaigns.access.works import may_fetch_photo as may_fetch_work_photo
        from campaigns.access.year import may_fetch_minutes
        from campaigns.actions import approval, checking, events
        from campaigns.enums import JOURNAL
        from campaigns.queries import deadlines, invited
        from campaigns.queries.cards import targets_on_card, values_on_card, what_plans_say
        from campaigns.queries.plans import is_plan, page_of_plan
        from campaigns.queries.works import debts_in
        from campaigns.queries.year import page_of_event
        from campaigns.timeline import KIND as TIMELINE_KIND
        from campaigns.timeline import print_sheet
        from criteria.sources import register_debts, register_papers, register_targets, register_values
        from documents.enums import Purpose
        from documents.registry import (
            register_blanks,
            register_file_check,
            register_gate,
            register_page,
            register_readers,
            register_step,
            who_ordered,
        )
        from jobs.queues import PAPERS
        from jobs.registry import register
        from journal.registry import register_actions
        from reminders import sources

        register_actions(JOURNAL)
        register_file_check(Purpose.PLAN_SOURCE, may_fetch_source)
        register_file_check(Purpose.TASK_FILE, may_fetch_task_file)
        register_file_check(Purpose.WORK_PHOTO, may_fetch_work_photo)
        register_file_check(Purpose.RESIDENTS_RECORD, may_fetch_record)
        register_file_check(Purpose.TURN_PHOTO, may_fetch_turn_photo)
        register_file_check(Purpose.MINUTES, may_fetch_minutes)
        register_file_check(Purpose.OUTREACH_PHOTO, may_fetch_outreach_photo)
        register_file_check(Purpose.TIMELINE, who_ordered)
        register(TIMELINE_KIND, label="Dựng bản in tiến độ", run=print_sheet, queue=PAPERS)
        register_page(page_of_plan)
        register_readers(papers_asking)
        register_page(page_of_event)
        register_gate(checking.refuse_open_errors, approval.refuse_open_remarks, events.refuse_stale_invitation)
        register_blanks(is_plan)
        register_step(approval.after_step)
        register_targets(targets_on_card)
        register_papers(what_plans_say)
        register_values(values_on_card)
        register_debts(debts_in)
        sources.register(
            "task", label="Nhiệm vụ của kế hoạch", between=deadlines.tasks_between, of_user=deadlines.tasks_of,
            still_open=deadlines.open_tasks,
        )  # fmt: skip
        sources.register(
            "plan_request", label="Kế hoạch cấp trên yêu cầu", between=deadlines.requests_between,
            of_user=deadlines.requests_of, still_open=deadlines.open_requests,
        )  # fmt: skip
        sources.register(
            "outreach", label="Việc tuyên truyền", between=deadlines.outreach_between, of_user=deadlines.outreach_of,
            still_open=deadlines.open_outreach, before=(3, 1),
        )  # fmt: skip
        sources.register(
            "recommendation", label="Kiến nghị sau kiểm tra", between=deadlines.recommendations_between,
            of_user=deadlines.recommendations_of, still_open=deadlines.open_recommendations,
        )  # fmt: skip
        sources.register(
            "event", label="Hoạt động được mời", between=invited.events_between, of_user=invited.events_of,
            still_open=invited.open_events, before=(3, 1), after=(),
        )  # fmt: skip
