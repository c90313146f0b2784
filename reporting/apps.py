from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "reporting"
    verbose_name = "Báo cáo định kỳ"

    def ready(self) -> None:
        from documents.registry import register_gate, register_page, register_step
        from journal.registry import register_actions
        from reminders import sources
        from reporting.actions.sending import after_paper_step, refuse_unfit_paper
        from reporting.enums import JOURNAL
        from reporting.queries import deadlines
        from reporting.queries.reports import page_of_report

        register_actions(JOURNAL)
        register_page(page_of_report)
        register_gate(refuse_unfit_paper)
        register_step(after_paper_step)
        sources.register(
            "periodic_report", label="Báo cáo định kỳ", between=deadlines.reports_between, of_user=deadlines.reports_of,
            still_open=deadlines.open_reports, before=(3, 1),
        )  # fmt: skip
