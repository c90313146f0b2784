from django.urls import path

from campaigns.views import composing as views

urlpatterns = [
    path("ke-hoach/moi/", views.start, name="start"),
    path("ke-hoach/<int:pk>/soan/", views.compose, name="compose"),
    path("ke-hoach/<int:pk>/soan/<slug:slug>/", views.compose_part, name="compose_part"),
    path("ke-hoach/<int:pk>/soan/<slug:slug>/nhap/", views.keep_typed, name="keep_typed"),
    path("ke-hoach/<int:pk>/soan/<slug:slug>/nhap/bo/", views.drop_typed, name="drop_typed"),
    path("ke-hoach/<int:pk>/soan/<slug:slug>/hoan-tac/", views.undo, name="undo_deletion"),
    path("ke-hoach/<int:pk>/soan/<slug:slug>/xem/", views.preview, name="compose_preview"),
]
