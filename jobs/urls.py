from django.urls import path

from jobs import views

app_name = "jobs"
urlpatterns = [
    path("viec-nen/<int:pk>/", views.job_state, name="state"),
    path("viec-nen/<int:pk>/thu-lai/", views.job_retry, name="retry"),
    path("viec-nen/<int:pk>/dung/", views.job_cancel, name="cancel"),
    path("viec-nen/<int:pk>/lap-lai/", views.job_anew, name="anew"),
    path("tep-cua-toi/", views.my_files, name="my_files"),
]
