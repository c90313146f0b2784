from django.apps import AppConfig


class CriteriaConfig(AppConfig):
    name = "criteria"
    verbose_name = "Tiêu chí"

    def ready(self) -> None:
        from criteria.access import may_fetch_evidence
        from criteria.enums import JOURNAL
        from documents.enums import Purpose
        from documents.registry import register_file_check
        from journal.registry import register_actions

        register_actions(JOURNAL)
        register_file_check(Purpose.EVIDENCE, may_fetch_evidence)
