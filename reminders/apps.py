from datetime import timedelta

from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "reminders"
    verbose_name = "Nhắc hạn"

    def ready(self) -> None:
        from jobs.queues import MAIL
        from jobs.registry import register
        from journal.registry import register_actions
        from reminders.actions.choices import send_test_message
        from reminders.actions.sending import KIND, send_message
        from reminders.enums import JOURNAL
        from reminders.queries.preferences import TEST_KIND

        register_actions(JOURNAL)
        register(KIND, label="Gửi tin nhắc", run=send_message, queue=MAIL)
        # The person waits before the screen: after a few minutes the reason helps more than another try.
        register(TEST_KIND, label="Gửi tin thử", run=send_test_message, queue=MAIL, patience=timedelta(minutes=3))
