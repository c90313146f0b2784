from django.urls import path

from campaigns.views import committees as views

urlpatterns = [
    path("ban-to/", views.committee_list, name="committees"),
    path("ban-to/moi/", views.add_committee, name="add_committee"),
    path("ban-to/thanh-vien/", views.seats, name="committee_seats"),
    path("ban-to/<int:pk>/", views.committee_detail, name="committee"),
    path("ban-to/<int:pk>/sua/", views.edit_committee, name="edit_committee"),
]
