from django.urls import path

from campaigns.views import models_and_clubs as views

urlpatterns = [
    path("mo-hinh/", views.model_list, name="models"),
    path("mo-hinh/moi/", views.add_model, name="add_model"),
    path("mo-hinh/<int:pk>/", views.model_detail, name="model"),
    path("mo-hinh/<int:pk>/sua/", views.edit_model, name="edit_model"),
    path("mo-hinh/<int:pk>/cong-nhan/", views.confirm_model, name="confirm_model"),
]
