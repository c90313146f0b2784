from django.urls import path

from documents import base_views, delivery_views, register_views, verify_views, views
from documents.enums import Format

app_name = "documents"
urlpatterns = [
    path("van-ban/<int:pk>/xem/", views.preview, name="preview"),
    path("van-ban/<int:pk>/trinh/", views.submit, name="submit"),
    path("van-ban/<int:pk>/duyet/", views.approve, name="approve"),
    path("van-ban/<int:pk>/tra-lai/", views.return_to_draft, name="return"),
    path("van-ban/<int:pk>/ban-hanh/", views.issue, name="issue"),
    path("van-ban/<int:pk>/luu-da-ban-hanh/", views.record_issued, name="record_issued"),
    path("van-ban/<int:pk>/thay-the/", views.replace, name="replace"),
    path("van-ban/<int:pk>/thu-hoi/", views.revoke, name="revoke"),
    path("van-ban/<int:pk>/ban-da-ky/", views.add_signed_copy, name="signed_copy"),
    path("van-ban/<int:pk>/pdf/", views.paper_file, {"format": Format.PDF}, name="pdf"),
    path("van-ban/<int:pk>/word/", views.paper_file, {"format": Format.DOCX}, name="docx"),
    path("tep/<uuid:pk>/", views.stored_file, name="file"),
    path("tep/<uuid:pk>/anh/", views.photo, name="photo"),
    path("van-ban/<int:pk>/noi-nhan/", delivery_views.deliveries, name="deliveries"),
    path("van-ban/<int:pk>/noi-nhan/gui/", delivery_views.send_all, name="send_all"),
    path("noi-nhan/<int:pk>/cach-gui/", delivery_views.choose_way, name="choose_way"),
    path("noi-nhan/<int:pk>/gui/", delivery_views.send, name="send"),
    path("noi-nhan/<int:pk>/cap-lai/", delivery_views.renew_link, name="renew_link"),
    path("noi-nhan/<int:pk>/ngung/", delivery_views.end_link, name="end_link"),
    path("noi-nhan/<int:pk>/da-nhan/", delivery_views.acknowledge, name="acknowledge"),
    path("nhan/<str:secret>/", delivery_views.receive, name="receive"),
    path("nhan/<str:secret>/tep/", delivery_views.receive_file, name="receive_file"),
    path("van-ban/so/", register_views.register, name="register"),
    path("van-ban/so/in/", register_views.register_pdf, name="register_pdf"),
    path("van-ban/<int:pk>/goi-gui/", register_views.package, name="package"),
    path("can-cu/", base_views.bases, name="bases"),
    path("can-cu/them/", base_views.add_base, name="add_base"),
    path("can-cu/<int:pk>/", base_views.edit_base, name="edit_base"),
    path("can-cu/<int:pk>/doi-chieu/", base_views.confirm_base, name="confirm_base"),
    path("xac-minh/", verify_views.search, name="verify_search"),
    path("xac-minh/<str:code>/", verify_views.verify, name="verify"),
]
