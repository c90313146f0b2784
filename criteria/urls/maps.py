from django.urls import path

from criteria.views import maps

urlpatterns = [
    path("tieu-chi/<int:pk>/chuyen-bo/", maps.carried, name="carried"),
    path("tieu-chi/<int:pk>/chuyen-bo/lay/", maps.lay_old_results, name="lay_old_results"),
    path("tieu-chi/<int:pk>/chuyen-bo/kiem-tra/", maps.check_carried, name="check_carried"),
]
