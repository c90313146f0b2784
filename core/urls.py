from django.urls import path

from core import views

app_name = "core"
urlpatterns = [path("thiet-ke/", views.design, name="design")]
