from django.urls import path

from campaigns.views import follow, load, targets

urlpatterns = [
    path("ke-hoach/<int:pk>/nhiem-vu/", follow.tasks, name="tasks"),
    path("ke-hoach/<int:pk>/so-lieu/", targets.targets, name="targets"),
    path("viec/", follow.my_tasks, name="my_tasks"),
    path("viec/<int:pk>/", follow.task, name="task"),
    path("viec/<int:pk>/sua/", follow.task_edit, name="task_edit"),
    path("khoi-luong/", load.load, name="load"),
    path("khoi-luong/<int:area_pk>/chuyen/<int:pk>/", load.move, name="move_tasks"),
]
