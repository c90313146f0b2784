from django.apps import AppConfig


class EmulationConfig(AppConfig):
    name = "emulation"
    verbose_name = "Thi đua"

    def ready(self) -> None:
        from documents.enums import Purpose
        from documents.registry import (
            register_file_check,
            register_gate,
            register_page,
            register_step,
            register_writing,
        )
        from emulation.access.awards import right_of_paper
        from emulation.access.certificates import may_fetch_certificates
        from emulation.access.reports import may_fetch_report_photo
        from emulation.actions.certificates import KIND as CERTIFICATES_KIND
        from emulation.actions.certificates import make_certificates
        from emulation.actions.decisions import after_decision_step, refuse_unfit_decision
        from emulation.actions.higher_award_zip import KIND as AWARD_ZIP_KIND
        from emulation.actions.higher_award_zip import pack as pack_award
        from emulation.enums import JOURNAL
        from emulation.photo_jobs import KIND as PHOTO_KIND
        from emulation.photo_jobs import prepare as prepare_photo
        from emulation.queries import deadlines
        from emulation.queries.awards import page_of_decision
        from emulation.queries.higher_awards import page_of_higher_award
        from emulation.queries.reviews import page_of_review
        from emulation.queries.sessions import page_of_session_paper
        from jobs.queues import EXPORTS, PAPERS
        from jobs.registry import register
        from journal.registry import register_actions
        from reminders import sources

        register_actions(JOURNAL)
        register_page(page_of_decision)
        register_page(page_of_session_paper)
        register_gate(refuse_unfit_decision)
        register_step(after_decision_step)
        register_file_check(Purpose.REPORT_PHOTO, may_fetch_report_photo)
        register(PHOTO_KIND, label="Chuẩn bị ảnh báo cáo", run=prepare_photo)
        register_file_check(Purpose.CERTIFICATES, may_fetch_certificates)
        register(CERTIFICATES_KIND, label="In giấy khen", run=make_certificates, queue=PAPERS)
        register_file_check(Purpose.AWARD_DOSSIER, may_fetch_certificates)
        register(AWARD_ZIP_KIND, label="Đóng gói hồ sơ trình khen", run=pack_award, queue=EXPORTS)
        register_page(page_of_higher_award)
        register_page(page_of_review)
        register_writing(right_of_paper)
        sources.register(
            "drive_report", label="Báo cáo thi đua tuần, tháng", between=deadlines.reports_between,
            of_user=deadlines.reports_of, still_open=deadlines.open_reports, before=(1,), after=(1,),
        )  # fmt: skip
        sources.register(
            "drive_daily", label="Báo cáo thi đua hằng ngày", between=deadlines.daily_between,
            of_user=deadlines.daily_of, still_open=deadlines.open_reports, before=(), after=(),
        )  # fmt: skip
        sources.register(
            "drive", label="Kết thúc đợt thi đua", between=deadlines.drives_between, of_user=deadlines.drives_of,
            still_open=deadlines.open_drives,
        )  # fmt: skip
        sources.register(
            "session", label="Họp Hội đồng Thi đua – Khen thưởng", between=deadlines.sessions_between,
            of_user=deadlines.sessions_of, still_open=deadlines.open_sessions, before=(3, 1), after=(1,),
        )  # fmt: skip
