from reminders.urls import choices, due

app_name = "reminders"
urlpatterns = [*due.urlpatterns, *choices.urlpatterns]
