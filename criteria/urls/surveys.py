from django.urls import path

from criteria.views import opinions, surveys

_D = "ho-so-cong-nhan/<int:pk>/"
urlpatterns = [
    path(f"{_D}y-kien/", opinions.opinions, name="opinions"),
    path(f"{_D}y-kien/moi/", opinions.add_opinion, name="add_opinion"),
    path(f"{_D}y-kien/<int:opinion>/", opinions.edit_opinion, name="edit_opinion"),
    path(f"{_D}y-kien/<int:opinion>/go/", opinions.remove_opinion, name="remove_opinion"),
    path(f"{_D}cuoc-hop/", opinions.meeting, name="meeting"),
    path(f"{_D}cuoc-hop/moi/", opinions.add_meeting, name="add_meeting"),
    path(f"{_D}cuoc-hop/<int:meeting>/", opinions.edit_meeting, name="edit_meeting"),
    path(f"{_D}cuoc-hop/<int:meeting>/go/", opinions.remove_meeting, name="remove_meeting"),
    path(f"{_D}hai-long/", surveys.survey, name="survey"),
    path(f"{_D}hai-long/noi-dung/", surveys.items, name="survey_items"),
    path(f"{_D}hai-long/thoi-gian/", surveys.dates, name="survey_dates"),
    path(f"{_D}hai-long/phieu.pdf", surveys.ballot, name="survey_ballot"),
    path(f"{_D}hai-long/<int:area>/", surveys.village, name="survey_village"),
    path(f"{_D}hai-long/<int:area>/go/", surveys.remove_village, name="survey_remove"),
]
