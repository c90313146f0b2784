from django.urls import path

from criteria.views import dossiers, dossiers_papers

_D = "ho-so-cong-nhan/<int:pk>/"
urlpatterns = [
    path("ho-so-cong-nhan/", dossiers.dossier_list, name="dossiers"),
    path("tieu-chi/<int:pk>/ho-so/", dossiers.card_dossier, name="card_dossier"),
    path(_D, dossiers.dossier, name="dossier"),
    path(f"{_D}thong-tin/", dossiers.save_facts, name="save_dossier"),
    path(f"{_D}anh/", dossiers.add_photos, name="dossier_photo"),
    path("ho-so-cong-nhan/anh/<int:pk>/go/", dossiers.remove_photo, name="remove_dossier_photo"),
    path(f"{_D}dong-goi/", dossiers.order_zip, name="dossier_zip"),
    path(f"{_D}gui/", dossiers.send, name="send_dossier"),
    path(f"{_D}du-thao/<str:part>/", dossiers_papers.draft, name="draft_paper"),
    path("ho-so-cong-nhan/van-ban/<int:pk>/", dossiers_papers.paper, name="dossier_paper"),
    path("ho-so-cong-nhan/van-ban/<int:pk>/sua/", dossiers_papers.word, name="word_dossier_paper"),
]
