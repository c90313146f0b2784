"""The base of our management commands: a refusal is one sentence on stderr, without a class name before it."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand as DjangoCommand
from django.core.management.base import CommandError, CommandParser

from core.errors import RuleError


class _Parser(CommandParser):
    """Wrong usage is one Vietnamese sentence and exit code 2."""

    def error(self, message: str) -> NoReturn:
        if not self.called_from_command_line:
            raise CommandError(message, returncode=2)
        self.exit(2, f"Sai cách dùng lệnh; xem hướng dẫn bằng: {self.prog} --help\n")


class BaseCommand(DjangoCommand):
    _called_from_command_line: bool

    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        """Django's parser with our sentence for wrong usage."""
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.__class__ = _Parser
        return parser

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run it; on the command line a RuleError or CommandError becomes its sentence and exit code 1."""
        try:
            return super().execute(*args, **options)
        except RuleError as error:
            self._refuse(CommandError(error.message))
        except CommandError as error:
            self._refuse(error)

    def _refuse(self, error: CommandError) -> NoReturn:
        if not self._called_from_command_line:
            raise error
        self.stderr.write(str(error))
        sys.exit(error.returncode)
