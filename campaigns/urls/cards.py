from django.urls import path

from campaigns.views import cards

urlpatterns = [path("ke-hoach/<int:pk>/vao-phieu/", cards.enter_standings, name="enter_standings")]
