from reporting.urls import office, reports

app_name = "reporting"
urlpatterns = [*reports.urlpatterns, *office.urlpatterns]
