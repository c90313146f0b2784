from django.urls import path

from criteria.views import cards, evidence, rounds

urlpatterns = [
    path("tieu-chi/", cards.card_list, name="list"),
    path("tieu-chi/moi/", cards.open_card, name="open"),
    path("tieu-chi/<int:pk>/", cards.card, name="card"),
    path("tieu-chi/<int:pk>/<int:number>/", cards.criterion, name="criterion"),
    path("tieu-chi/<int:pk>/<int:number>/minh-chung/", evidence.add_evidence, name="add_evidence"),
    path("minh-chung/", evidence.evidence_list, name="evidence_list"),
    path("minh-chung/<int:pk>/", evidence.evidence, name="evidence"),
    path("minh-chung/<int:pk>/go/", evidence.withdraw_evidence, name="withdraw_evidence"),
    path("ky-danh-gia/", rounds.round_list, name="rounds"),
    path("ky-danh-gia/moi/", rounds.open_round, name="open_round"),
    path("ky-danh-gia/<int:pk>/", rounds.one_round, name="round"),
    path("ky-danh-gia/<int:pk>/sua/", rounds.change_round, name="change_round"),
    path("ky-danh-gia/<int:pk>/rut/", rounds.withdraw_round, name="withdraw_round"),
    path("ky-danh-gia/phieu/<int:pk>/", rounds.round_card, name="round_card"),
    path("ky-danh-gia/phieu/<int:pk>/gui/", rounds.submit_card, name="submit_card"),
    path("ky-danh-gia/phieu/<int:pk>/tra-lai/", rounds.return_card, name="return_card"),
    path("ky-danh-gia/phieu/<int:pk>/dieu-chinh/", rounds.correct_row, name="correct_row"),
    path("ky-danh-gia/phieu/<int:pk>/chap-nhan/", rounds.accept_card, name="accept_card"),
]
