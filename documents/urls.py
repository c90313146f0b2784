from django.urls import path

from documents import views
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
    path("xac-minh/", views.verify, name="verify_search"),
    path("xac-minh/<str:code>/", views.verify, name="verify"),
]
