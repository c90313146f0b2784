from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "contributions"
    verbose_name = "Đóng góp"

    def ready(self) -> None:
        from contributions.access import may_fetch_spending_photo
        from contributions.enums import JOURNAL
        from contributions.exporting import KIND as EXPORT_KIND
        from contributions.exporting import make_export, may_fetch_export
        from contributions.queries.final_reports import page_of_final_report
        from documents.enums import Purpose
        from documents.registry import register_file_check, register_page
        from jobs.registry import register
        from journal.registry import register_actions

        register_actions(JOURNAL)
        register_page(page_of_final_report)
        register_file_check(Purpose.SPENDING_PHOTO, may_fetch_spending_photo)
        register_file_check(Purpose.MONEY_FILE, may_fetch_export)
        register(EXPORT_KIND, label="Lập sổ, biểu đóng góp", run=make_export)
