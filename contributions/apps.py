from django.apps import AppConfig


class ContributionsConfig(AppConfig):
    name = "contributions"
    verbose_name = "Đóng góp"

    def ready(self) -> None:
        from contributions.access import may_fetch_spending_photo, right_of_paper
        from contributions.enums import JOURNAL
        from contributions.exporting import BOOKS, FORMATS, make_export
        from contributions.exporting import KIND as EXPORT_KIND
        from contributions.queries import deadlines
        from contributions.queries.final_reports import page_of_final_report
        from contributions.scheduled import BOOKS as SCHEDULED
        from contributions.scheduled import choices_of, maker_of
        from documents.enums import Purpose
        from documents.registry import register_file_check, register_page, register_writing, who_ordered
        from documents.schedules import register_export
        from jobs.queues import EXPORTS
        from jobs.registry import register
        from journal.registry import register_actions
        from reminders import sources

        register_actions(JOURNAL)
        register_page(page_of_final_report)
        register_writing(right_of_paper)
        register_file_check(Purpose.SPENDING_PHOTO, may_fetch_spending_photo)
        register_file_check(Purpose.MONEY_FILE, who_ordered)
        register(EXPORT_KIND, label="Lập sổ, biểu đóng góp", run=make_export, queue=EXPORTS)
        sources.register(
            "campaign", label="Kết thúc đợt vận động", between=deadlines.campaigns_between,
            of_user=deadlines.campaigns_of, still_open=deadlines.open_campaigns,
        )  # fmt: skip
        sources.register(
            "receipt_book", label="Quyển biên lai phải trả", between=deadlines.books_between, of_user=deadlines.books_of,
            still_open=deadlines.open_books,
        )  # fmt: skip
        for book in SCHEDULED:
            register_export(
                f"contributions.{book}",
                label=BOOKS[book],
                formats=tuple(FORMATS),
                choices=choices_of(book),
                make=maker_of(book),
            )
