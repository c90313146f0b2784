from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "Văn bản"

    def ready(self) -> None:
        from documents import register_printing, sending
        from documents.access import may_fetch_paper_file, may_fetch_register, may_see_mailing, may_see_rendering
        from documents.enums import JOURNAL, Purpose
        from documents.registry import register_file_check
        from documents.rendering import KIND, render_rendition
        from jobs.registry import register
        from journal.registry import register_actions

        register_actions(JOURNAL)
        register_file_check(Purpose.RENDITION, may_fetch_paper_file)
        register_file_check(Purpose.SIGNED_COPY, may_fetch_paper_file)
        register_file_check(Purpose.REGISTER, may_fetch_register)
        register(KIND, label="Dựng bản in", run=render_rendition, may_see=may_see_rendering)
        register(sending.KIND, label="Gửi văn bản", run=sending.send_mail, may_see=may_see_mailing)
        register(register_printing.KIND, label="In sổ văn bản đi", run=register_printing.print_book)
