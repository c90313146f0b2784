from django.urls import path

from campaigns.views import cards

urlpatterns = [
    path("ke-hoach/<int:pk>/vao-phieu/", cards.enter_standings, name="enter_standings"),
    path("ke-hoach/de-xuat-nhiem-vu/<int:pk>/", cards.propose_tasks, name="propose_tasks"),
]
