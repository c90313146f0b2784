from django.urls import path

from campaigns.views import outreach as views

urlpatterns = [
    path("ke-hoach/<int:pk>/tuyen-truyen/", views.outreach, name="outreach"),
    path("ke-hoach/<int:pk>/tuyen-truyen/moi/", views.add, name="outreach_add"),
    path("ke-hoach/<int:pk>/tuyen-truyen/chi-tieu/", views.quotas, name="outreach_quotas"),
    path("ke-hoach/<int:pk>/tuyen-truyen/thang/", views.make_month, name="outreach_month"),
    path("tuyen-truyen/<int:pk>/", views.item, name="outreach_item"),
    path("tuyen-truyen/<int:pk>/soan/", views.draft, name="outreach_draft"),
    path("tuyen-truyen/<int:pk>/da-phat/", views.publish, name="outreach_publish"),
    path("tuyen-truyen/<int:pk>/bo/", views.remove, name="outreach_remove"),
]
