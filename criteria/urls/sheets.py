from django.urls import path

from criteria.views import cares, results, sheets

urlpatterns = [
    path("tieu-chi/<int:pk>/nhap/", sheets.entry, name="entry"),
    path("tieu-chi/<int:pk>/nhap-excel/", sheets.import_card, name="import_card"),
    path("tieu-chi/<int:pk>/phan-cong/", cares.cares, name="cares"),
    path("tieu-chi/<int:pk>/bieu-ket-qua/", results.results, name="results"),
    path("tieu-chi/<int:pk>/bieu-ket-qua/in/", results.print_results, name="print_results"),
    path("tieu-chi/bieu-tong-hop/", results.workbook, name="workbook"),
]
