from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    verbose_name = "Văn bản"

    def ready(self) -> None:
        from documents.access import may_fetch_paper_file, may_see_rendering
        from documents.enums import JOURNAL, Purpose
        from documents.registry import register_file_check
        from documents.rendering import KIND, render_rendition
        from jobs.registry import register
        from journal.registry import register_actions

        register_actions(JOURNAL)
        register_file_check(Purpose.RENDITION, may_fetch_paper_file)
        register_file_check(Purpose.SIGNED_COPY, may_fetch_paper_file)
        register(KIND, label="Dựng bản in", run=render_rendition, may_see=may_see_rendering)
