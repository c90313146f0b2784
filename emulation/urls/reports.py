"""Addresses of reports and labour days."""

from django.urls import URLPattern, path

from emulation.views import labour, report_sending, reports

urlpatterns: list[URLPattern] = [
    path("thi-dua/bao-cao/", reports.my_reports, name="my_reports"),
    path("thi-dua/bao-cao/viec.json", report_sending.owed, name="owed"),
    path("thi-dua/bao-cao/anh/<uuid:key>/", report_sending.send_photo, name="send_photo"),
    path("thi-dua/bao-cao/<int:pk>/", reports.report, name="report"),
    path("thi-dua/bao-cao/<int:pk>/chon/", reports.decide_report, name="decide_report"),
    path("thi-dua/bao-cao/<int:duty>/<str:day>/", reports.report_form, name="report_form"),
    path("thi-dua/bao-cao/<int:duty>/<str:day>/gui/", report_sending.send_report, name="send_report"),
    path("thi-dua/<int:pk>/bao-cao/", reports.report_list, name="reports"),
    path("thi-dua/<int:pk>/ngay-cong/", labour.labour_proposals, name="labour_proposals"),
    path("thi-dua/<int:pk>/ngay-cong/<int:proposal>/nhan/", labour.accept_labour, name="accept_labour"),
    path("thi-dua/<int:pk>/ngay-cong/<int:proposal>/khong-nhan/", labour.decline_labour, name="decline_labour"),
]
