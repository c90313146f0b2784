from django.urls import path

from criteria.views import feeds, registration_lists, registrations

urlpatterns = [
    path("tieu-chi/dang-ky/", registrations.registration_list, name="registrations"),
    path("tieu-chi/dang-ky/moi/", registrations.register, name="register"),
    path("tieu-chi/dang-ky/danh-sach/", registration_lists.registration_paper, name="registration_paper"),
    path("tieu-chi/dang-ky/danh-sach/<int:pk>/", registration_lists.one_list, name="registration_list"),
    path("tieu-chi/dang-ky/<int:pk>/", registrations.registration, name="registration"),
    path("tieu-chi/dang-ky/<int:pk>/phieu/", registrations.open_assessment, name="registration_card"),
    path("tieu-chi/dang-ky/<int:pk>/danh-gia/", registrations.assess, name="assess"),
    path("tieu-chi/dang-ky/<int:pk>/cong-nhan/", registrations.recognise, name="recognise"),
    path("tieu-chi/dang-ky/<int:pk>/thu-hoi/", registrations.revoke, name="revoke"),
    path("tieu-chi/dang-ky/<int:pk>/thoi/", registrations.withdraw, name="withdraw_registration"),
    path("tieu-chi/<int:pk>/tu-thon/", feeds.feeds, name="feeds"),
    path("tieu-chi/<int:pk>/tu-thon/lay/", feeds.take_feed, name="take_feed"),
]
