from django.urls import path

from campaigns.views import timeline as views

urlpatterns = [
    path("ke-hoach/<int:pk>/tien-do/", views.timeline, name="timeline"),
    path("ke-hoach/<int:pk>/tien-do/in/", views.timeline_pdf, name="timeline_pdf"),
]
