"""Addresses of receipts, piles of them and reversals."""

from django.urls import URLPattern, path

from contributions.views import fast, prints, receipts, reversals

urlpatterns: list[URLPattern] = [
    path("dong-gop/<int:pk>/chung-tu/", receipts.receipt_list, name="receipts"),
    path("dong-gop/<int:pk>/chung-tu/moi/", receipts.issue, name="issue"),
    path("dong-gop/<int:pk>/chung-tu/nhanh/", fast.fast, name="fast"),
    path("dong-gop/<int:pk>/chung-tu/tim-nguoi/", receipts.find_givers, name="find_givers"),
    path("dong-gop/chung-tu/<int:pk>/", receipts.receipt_detail, name="receipt"),
    path("dong-gop/chung-tu/<int:pk>/phan-bo/", receipts.assign, name="assign"),
    path("dong-gop/chung-tu/<int:pk>/xac-nhan/", receipts.confirm, name="confirm_receipt"),
    path("dong-gop/chung-tu/<int:pk>/in/", prints.print_receipt, name="print_receipt"),
    path("dong-gop/chung-tu/<int:pk>/dieu-chinh/", reversals.reverse, name="reverse"),
    path("dong-gop/chung-tu/<int:pk>/de-nghi-dieu-chinh/", reversals.ask_reversal, name="ask_reversal"),
    path("dong-gop/de-nghi-dieu-chinh/<int:pk>/", reversals.decide_reversal, name="decide_reversal"),
    path("dong-gop/xap/<int:pk>/", fast.batch_detail, name="batch"),
    path("dong-gop/xap/<int:pk>/in/", prints.print_batch, name="print_batch"),
]
