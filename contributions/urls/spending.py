"""Addresses of spending."""

from django.urls import URLPattern, path

from contributions.views import spending as views

urlpatterns: list[URLPattern] = [
    path("dong-gop/<int:pk>/chi/", views.spending_list, name="spendings"),
    path("dong-gop/<int:pk>/chi/moi/", views.spend, name="spend"),
    path("dong-gop/<int:pk>/chi/<int:spending_pk>/", views.spending_detail, name="spending"),
    path("dong-gop/<int:pk>/chi/<int:spending_pk>/dieu-chinh/", views.reverse_spending, name="reverse_spending"),
    path("dong-gop/<int:pk>/chi/<int:spending_pk>/anh/", views.add_spending_photo, name="add_spending_photo"),
    path(
        "dong-gop/<int:pk>/chi/<int:spending_pk>/anh/<int:photo_pk>/bo/",
        views.remove_spending_photo,
        name="remove_spending_photo",
    ),
]
