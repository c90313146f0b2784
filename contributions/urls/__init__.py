"""Addresses of contributions, by subject; each file lists its own."""

from contributions.urls import (
    bank,
    books,
    campaigns,
    exports,
    final_reports,
    labour,
    notices,
    receipts,
    rosters,
    spending,
    transfers,
)

app_name = "contributions"
_SUBJECTS = (bank, books, campaigns, exports, final_reports, labour, notices, receipts, rosters, spending, transfers)
urlpatterns = [pattern for subject in _SUBJECTS for pattern in subject.urlpatterns]
