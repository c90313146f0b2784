from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "Văn bản"

    def ready(self) -> None:
        from documents import (
            deadlines,
            list_exports,
            register_export,
            register_printing,
            schedule_actions,
            scheduled_sending,
            schedules,
            sending,
        )
        from documents.access import may_fetch_paper_file, may_fetch_register, may_see_mailing, may_see_rendering
        from documents.enums import JOURNAL, Purpose
        from documents.registry import register_file_check, who_ordered
        from documents.rendering import KIND, render_rendition
        from jobs.queues import EXPORTS, MAIL, PAPERS
        from jobs.registry import register
        from journal.registry import register_actions
        from reminders import sources

        register_actions(JOURNAL)
        register_file_check(Purpose.RENDITION, may_fetch_paper_file)
        register_file_check(Purpose.SIGNED_COPY, may_fetch_paper_file)
        register_file_check(Purpose.REGISTER, may_fetch_register)
        register(KIND, label="Dựng bản in", run=render_rendition, may_see=may_see_rendering, queue=PAPERS)
        register(sending.KIND, label="Gửi văn bản", run=sending.send_mail, may_see=may_see_mailing, queue=MAIL)
        register_file_check(Purpose.EXPORT, who_ordered)
        register(list_exports.KIND, label="Lập danh sách", run=list_exports.make_list, queue=EXPORTS)
        register(
            schedule_actions.KIND, label="Lập và gửi tệp theo lịch", run=scheduled_sending.make_and_send, queue=EXPORTS
        )
        schedules.register_export(
            register_export.CODE, label=register_export.LABEL, formats=("xlsx",), choices=register_export.choices,
            make=register_export.make,
        )  # fmt: skip
        register(register_printing.KIND, label="In sổ văn bản đi", run=register_printing.print_book, queue=PAPERS)
        # The day they arrived is told at once by the step itself.
        sources.register(
            "paper_to_sign", label="Văn bản chờ ký", between=deadlines.to_sign_between, of_user=deadlines.to_sign_of,
            still_open=deadlines.still_to_sign, before=(), after=(1, 3),
        )  # fmt: skip
        sources.register(
            "paper_to_number", label="Văn bản chờ cấp số", between=deadlines.to_number_between,
            of_user=deadlines.to_number_of, still_open=deadlines.still_to_number, before=(), after=(1, 3),
        )  # fmt: skip
