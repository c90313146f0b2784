"""Addresses of drives."""

from django.urls import URLPattern, path

from emulation.views import drives, duties, timeline

urlpatterns: list[URLPattern] = [
    path("thi-dua/", drives.drive_list, name="list"),
    path("thi-dua/lap/", drives.start, name="start"),
    path("thi-dua/lap/<int:pk>/", drives.start_drive, name="start_drive"),
    path("thi-dua/<int:pk>/", drives.drive_detail, name="drive"),
    path("thi-dua/<int:pk>/sua/", drives.edit_drive, name="edit_drive"),
    path("thi-dua/<int:pk>/tinh-trang/", drives.step_drive, name="step_drive"),
    path("thi-dua/<int:pk>/to-cong-tac/", duties.drive_groups, name="drive_groups"),
    path("thi-dua/<int:pk>/bao-cao-phai-gui/", duties.drive_duties, name="drive_duties"),
    path("thi-dua/<int:pk>/bao-cao-phai-gui/theo-ke-hoach/", duties.prefill_duties, name="prefill_duties"),
    path("thi-dua/<int:pk>/tien-do/", timeline.timeline, name="timeline"),
]
