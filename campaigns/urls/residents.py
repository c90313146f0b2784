from django.urls import path

from campaigns.views import residents as views
from documents.enums import Format

urlpatterns = [
    path("nhan-dan-quyet-dinh/", views.decision_list, name="residents"),
    path("nhan-dan-quyet-dinh/moi/", views.add_decision, name="add_residents_decision"),
    path("nhan-dan-quyet-dinh/<int:pk>/", views.decision_detail, name="residents_decision"),
    path("nhan-dan-quyet-dinh/<int:pk>/sua/", views.edit_decision, name="edit_residents_decision"),
    path(
        "nhan-dan-quyet-dinh/<int:pk>/bien-ban.pdf", views.minutes, {"format": Format.PDF}, name="residents_minutes_pdf"
    ),
    path(
        "nhan-dan-quyet-dinh/<int:pk>/bien-ban.docx",
        views.minutes,
        {"format": Format.DOCX},
        name="residents_minutes_docx",
    ),
]
