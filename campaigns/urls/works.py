from django.urls import path

from campaigns.views import works as views

urlpatterns = [
    path("cong-trinh/", views.work_list, name="works"),
    path("cong-trinh/moi/", views.add_work, name="add_work"),
    path("cong-trinh/no-dong/", views.debts, name="work_debts"),
    path("cong-trinh/<int:pk>/", views.work_detail, name="work"),
    path("cong-trinh/<int:pk>/sua/", views.edit_work, name="edit_work"),
    path("cong-trinh/<int:pk>/thanh-toan/", views.pay_work, name="pay_work"),
    path(
        "cong-trinh/<int:pk>/thanh-toan/<int:payment_pk>/dieu-chinh/",
        views.correct_payment,
        name="correct_work_payment",
    ),
    path("cong-trinh/<int:pk>/anh/", views.add_photo, name="add_work_photo"),
    path("cong-trinh/<int:pk>/anh/<int:photo_pk>/bo/", views.remove_photo, name="remove_work_photo"),
]
