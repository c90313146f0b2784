from django.urls import path

from journal import views

app_name = "journal"
urlpatterns = [
    path("hop-thu/", views.inbox, name="inbox"),
    path("hop-thu/da-doc/", views.mark_all_read, name="mark_all_read"),
    path("hop-thu/<int:pk>/mo/", views.open_notice, name="open"),
]
