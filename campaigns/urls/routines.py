from django.urls import path

from campaigns.views import routines as views

urlpatterns = [
    path("ke-hoach/<int:pk>/trong-nam/", views.year, name="year"),
    path("dinh-ky/<int:pk>/", views.routine, name="routine"),
    path("dinh-ky/lan/<int:pk>/", views.turn, name="turn"),
    path("dinh-ky/lan/<int:pk>/bo/", views.remove_turn, name="turn_remove"),
    path("dinh-ky/lan/<int:pk>/anh/<int:photo_pk>/bo/", views.remove_photo, name="turn_photo_remove"),
]
