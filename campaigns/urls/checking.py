from django.urls import path

from campaigns.views import checking as views
from campaigns.views import history

urlpatterns = [
    path("ke-hoach/<int:pk>/kiem-tra/", views.checks_page, name="checks"),
    path("ke-hoach/<int:pk>/kiem-tra/lai/", views.check, name="check"),
    path("ke-hoach/<int:pk>/kiem-tra/<str:key>/giu/", views.keep_finding, name="keep_finding"),
    path("ke-hoach/<int:pk>/kiem-tra/<str:key>/de-nghi/", views.ask_to_keep, name="ask_to_keep"),
    path("ke-hoach/<int:pk>/tra-lai/", views.return_plan, name="return"),
    path("ke-hoach/<int:pk>/y-kien/<int:remark>/", views.resolve_remark, name="resolve_remark"),
    path("ke-hoach/<int:pk>/lich-su/", history.history, name="history"),
    path("ke-hoach/<int:pk>/lich-su/<int:old>/<int:new>/", history.compare_versions, name="compare"),
]
