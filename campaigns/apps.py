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
        from campaigns.actions.approval import after_step
        from campaigns.actions.checking import refuse_open_errors
        from campaigns.enums import JOURNAL
        from campaigns.queries.cards import targets_on_card, values_on_card, what_plans_say
        from campaigns.queries.plans import page_of_plan
        from campaigns.queries.works import debts_in
        from campaigns.queries.year import page_of_event
        from campaigns.timeline import KIND as TIMELINE_KIND
        from campaigns.timeline import may_fetch_sheet, print_sheet
        from criteria.sources import register_debts, register_papers, register_targets, register_values
        from documents.enums import Purpose
        from documents.registry import (
            register_file_check,
            register_gate,
            register_page,
            register_readers,
            register_step,
        )
        from jobs.registry import register
        from journal.registry import register_actions

        register_actions(JOURNAL)
        register_file_check(Purpose.PLAN_SOURCE, may_fetch_source)
        register_file_check(Purpose.TASK_FILE, may_fetch_task_file)
        register_file_check(Purpose.WORK_PHOTO, may_fetch_work_photo)
        register_file_check(Purpose.RESIDENTS_RECORD, may_fetch_record)
        register_file_check(Purpose.TURN_PHOTO, may_fetch_turn_photo)
        register_file_check(Purpose.MINUTES, may_fetch_minutes)
        register_file_check(Purpose.OUTREACH_PHOTO, may_fetch_outreach_photo)
        register_file_check(Purpose.TIMELINE, may_fetch_sheet)
        register(TIMELINE_KIND, label="Dựng bản in tiến độ", run=print_sheet)
        register_page(page_of_plan)
        register_readers(papers_asking)
        register_page(page_of_event)
        register_gate(refuse_open_errors)
        register_step(after_step)
        register_targets(targets_on_card)
        register_papers(what_plans_say)
        register_values(values_on_card)
        register_debts(debts_in)
