from django.urls import path

from dashboards.views import areas, comparison, home, map, matrix, office, public, trends

urlpatterns = [
    path("", home.home, name="home"),
    path("viec-hom-nay/den-han/", home.due_soon, name="due_soon"),
    path("tong-quan/", matrix.matrix, name="overview"),
    path("tong-quan/can-lam/", office.office, name="overview_office"),
    path("tong-quan/dien-bien/", trends.trends, name="overview_trends"),
    path("tong-quan/so-sanh/", comparison.comparison, name="overview_comparison"),
    path("tong-quan/dia-ban/", areas.areas, name="overview_area"),
    path("tong-quan/dia-ban/<int:pk>/", areas.areas, name="overview_area"),
    path("cong-khai/xa/", public.public_index, name="public_index"),
    path("cong-khai/xa/<slug:code>/", public.public_area, name="public_area"),
    path("cong-khai/xa/<slug:code>/du-lieu/", public.public_data, name="public_data"),
    path("cong-khai/xa/<slug:code>/du-lieu.json", public.public_json, name="public_json"),
    path("cong-khai/xa/<slug:code>/<slug:slug>.csv", public.public_csv, name="public_csv"),
    path("cong-khai-du-lieu/xem-truoc/", public.public_preview, name="public_preview"),
    path("tong-quan/ban-do/", map.overview_map, name="overview_map"),
]
