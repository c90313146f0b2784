from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    name = "campaigns"
    verbose_name = "Kế hoạch"

    def ready(self) -> None:
        from campaigns.access import may_fetch_source
        from campaigns.enums import JOURNAL
        from campaigns.queries import page_of_plan
        from documents.enums import Purpose
        from documents.registry import register_file_check, register_page
        from journal.registry import register_actions

        register_actions(JOURNAL)
        register_file_check(Purpose.PLAN_SOURCE, may_fetch_source)
        register_page(page_of_plan)
