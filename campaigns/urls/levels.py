from django.urls import path

from campaigns.views import levels as views

urlpatterns = [
    path("ke-hoach/<int:pk>/cap-duoi/", views.requests, name="requests"),
    path("ke-hoach/<int:pk>/cap-duoi/nhac/", views.remind, name="remind_requests"),
    path("ke-hoach/yeu-cau/<int:pk>/", views.asked, name="request"),
    path("ke-hoach/yeu-cau/<int:pk>/rut/", views.withdraw, name="withdraw_request"),
]
