from django.urls import path

from dashboards.views import home, matrix

urlpatterns = [
    path("", home.home, name="home"),
    path("tong-quan/", matrix.matrix, name="overview"),
]
