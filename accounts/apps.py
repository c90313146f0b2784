from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Tài khoản"

    def ready(self) -> None:
        from accounts.enums import JOURNAL
        from journal.registry import register_actions

        register_actions(JOURNAL)
