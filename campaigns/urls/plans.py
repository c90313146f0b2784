from django.urls import path

from campaigns.views import plans as views

urlpatterns = [
    path("ke-hoach/", views.plan_list, name="list"),
    path("ke-hoach/nhap/", views.upload, name="upload"),
    path("ke-hoach/nhap/<int:pk>/", views.review_import, name="import"),
    path("ke-hoach/nhap/<int:pk>/bo/", views.discard_import, name="discard"),
    path("ke-hoach/<int:pk>/", views.plan_detail, name="detail"),
    path("ke-hoach/<int:pk>/sua/", views.edit_plan, name="edit"),
]
