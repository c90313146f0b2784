"""The states of a job."""

from django.db import models


class JobState(models.TextChoices):
    """queued → running → done | failed | cancelled; a running job goes back to queued after an error or a dead worker,
    a failed or cancelled one when a person asks again."""

    QUEUED = "queued", "Đang chờ"
    RUNNING = "running", "Đang làm"
    DONE = "done", "Đã xong"
    FAILED = "failed", "Không làm được"
    CANCELLED = "cancelled", "Đã dừng"


#: Work that is still to come; of these there is at most one per kind and key.
LIVE = (JobState.QUEUED, JobState.RUNNING)
ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
#: Ended work that a person may ask for again.
RETRYABLE = (JobState.FAILED, JobState.CANCELLED)
