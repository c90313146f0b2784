from django.urls import path

from accounts import colleague_views, organisation_views, token_views, views

app_name = "accounts"
urlpatterns = [
    path("dang-nhap/", views.sign_in, name="sign_in"),
    path("dang-xuat/", views.sign_out, name="sign_out"),
    path("mat-khau/", views.password, name="password_change"),
    path("can-bo/", views.staff, name="staff"),
    path("can-bo/them/", views.add_person, name="add_person"),
    path("can-bo/<int:pk>/", colleague_views.colleague, name="colleague"),
    path("can-bo/<int:pk>/vai-tro/", colleague_views.give_role, name="give_role"),
    path("can-bo/<int:pk>/vai-tro/<int:role_pk>/thoi/", colleague_views.end_role, name="end_role"),
    path("can-bo/<int:pk>/thu-dien-tu/", colleague_views.change_email, name="change_email"),
    path("can-bo/<int:pk>/mat-khau/", colleague_views.reset_password, name="reset_password"),
    path("can-bo/<int:pk>/khoa/", colleague_views.lock, name="lock"),
    path("co-quan/", organisation_views.organisations, name="organisations"),
    path("co-quan/them/", organisation_views.add_organisation, name="add_organisation"),
    path("co-quan/<int:pk>/", organisation_views.organisation, name="organisation"),
    path("thon/", colleague_views.villages, name="villages"),
    path("thon/<int:pk>/khep/", colleague_views.close_village, name="close_village"),
    path("ket-noi/", token_views.tokens, name="tokens"),
    path("ket-noi/them/", token_views.add_token, name="add_token"),
    path("ket-noi/<int:pk>/thu-hoi/", token_views.revoke_token, name="revoke_token"),
]
