from django.urls import path

from criteria.views import levels, sets

urlpatterns = [
    path("bo-tieu-chi/", sets.set_list, name="sets"),
    path("bo-tieu-chi/<int:pk>/", sets.one_set, name="set"),
    path("bo-tieu-chi/doi-chieu/<slug:kind>/<int:pk>/", sets.check_row, name="check_row"),
    path("muc-cua-tinh/", levels.decision_list, name="levels_decisions"),
    path("muc-cua-tinh/moi/", levels.open_decision, name="open_levels_decision"),
    path("muc-cua-tinh/<int:pk>/", levels.decision, name="levels_decision"),
    path("muc-cua-tinh/<int:pk>/sua/", levels.edit_decision, name="edit_levels_decision"),
    path("muc-cua-tinh/<int:pk>/tieu-chi/<int:number>/", levels.edit_levels, name="edit_levels"),
    path("muc-cua-tinh/<int:pk>/mau/", levels.template, name="levels_template"),
    path("muc-cua-tinh/<int:pk>/nhap/", levels.import_levels, name="import_levels"),
    path("muc-cua-tinh/<int:pk>/cong-bo/", levels.publish, name="publish_levels"),
    path("muc-cua-tinh/<int:pk>/xoa/", levels.remove, name="remove_levels_decision"),
]
