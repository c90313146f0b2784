from django.apps import AppConfig


class CriteriaConfig(AppConfig):
    name = "criteria"
    verbose_name = "Tiêu chí"

    def ready(self) -> None:
        from django.db.models.signals import pre_save

        from areas.models import Area
        from criteria import exporting
        from criteria.access import may_fetch_dossier, may_fetch_dossier_photo, may_fetch_evidence
        from criteria.actions.results import FORM_KIND, WORKBOOK_KIND
        from criteria.actions.tallies import before_area
        from criteria.dossier_zip import KIND as DOSSIER_ZIP
        from criteria.dossier_zip import pack
        from criteria.enums import JOURNAL
        from criteria.queries import deadlines
        from criteria.queries.dossiers import page_of_dossier_paper
        from criteria.queries.registrations import page_of_list
        from documents.enums import Purpose
        from documents.registry import register_file_check, register_page, who_ordered
        from documents.schedules import register_export
        from jobs.queues import EXPORTS, PAPERS
        from jobs.registry import register
        from journal.registry import register_actions
        from reminders import sources

        pre_save.connect(before_area, sender=Area)
        register_actions(JOURNAL)
        register_file_check(Purpose.EVIDENCE, may_fetch_evidence)
        register_file_check(Purpose.DOSSIER_PHOTO, may_fetch_dossier_photo)
        register_file_check(Purpose.DOSSIER, may_fetch_dossier)
        register(DOSSIER_ZIP, label="Đóng gói hồ sơ đề nghị công nhận", run=pack, queue=EXPORTS)
        register_page(page_of_dossier_paper)
        register_page(page_of_list)
        sources.register(
            "round_card", label="Phiếu tự đánh giá phải gửi", between=deadlines.rounds_between,
            of_user=deadlines.rounds_of, still_open=deadlines.open_rounds,
        )  # fmt: skip
        sources.register(
            "row_care", label="Tiêu chí được giao", between=deadlines.cares_between, of_user=deadlines.cares_of_user,
            still_open=deadlines.open_cares,
        )  # fmt: skip
        sources.register(
            "evidence", label="Minh chứng sắp hết giá trị", between=deadlines.evidence_between,
            of_user=deadlines.evidence_of, still_open=deadlines.open_evidence, before=(20, 10, 3),
        )  # fmt: skip
        register_file_check(Purpose.RESULTS, who_ordered)
        register(FORM_KIND, label="Dựng biểu kết quả", run=exporting.run_form, queue=PAPERS)
        register(WORKBOOK_KIND, label="Lập bảng tổng hợp tiêu chí", run=exporting.run_workbook, queue=EXPORTS)
        register_export(
            exporting.CODE, label=exporting.LABEL, formats=("xlsx",), choices=exporting.choices, make=exporting.make
        )
