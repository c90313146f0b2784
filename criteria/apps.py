from django.apps import AppConfig


class CriteriaConfig(AppConfig):
    name = "criteria"
    verbose_name = "Tiêu chí"

    def ready(self) -> None:
        from criteria.access import may_fetch_dossier, may_fetch_dossier_photo, may_fetch_evidence, may_fetch_results
        from criteria.actions.results import FORM_KIND, WORKBOOK_KIND, make_form, make_workbook
        from criteria.dossier_zip import KIND as DOSSIER_ZIP
        from criteria.dossier_zip import pack
        from criteria.enums import JOURNAL
        from criteria.queries.dossiers import page_of_dossier_paper
        from criteria.queries.registrations import page_of_list
        from documents.enums import Purpose
        from documents.registry import register_file_check, register_page
        from jobs.registry import register
        from journal.registry import register_actions

        register_actions(JOURNAL)
        register_file_check(Purpose.EVIDENCE, may_fetch_evidence)
        register_file_check(Purpose.DOSSIER_PHOTO, may_fetch_dossier_photo)
        register_file_check(Purpose.DOSSIER, may_fetch_dossier)
        register(DOSSIER_ZIP, label="Đóng gói hồ sơ đề nghị công nhận", run=pack)
        register_page(page_of_dossier_paper)
        register_page(page_of_list)
        register_file_check(Purpose.RESULTS, may_fetch_results)
        register(FORM_KIND, label="Dựng biểu kết quả", run=make_form)
        register(WORKBOOK_KIND, label="Lập bảng tổng hợp tiêu chí", run=make_workbook)
