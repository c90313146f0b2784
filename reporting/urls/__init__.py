from reporting.urls import office, publishing, reports

app_name = "reporting"
urlpatterns = [*reports.urlpatterns, *office.urlpatterns, *publishing.urlpatterns]
