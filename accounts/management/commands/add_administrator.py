"""The first person of a place: everybody else is added by that person in the browser."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.management.base import CommandParser

from accounts.actions import add_person
from accounts.enums import Role
from areas.models import Area
from core.commands import BaseCommand
from core.errors import RuleError


class Command(BaseCommand):
    help = "Lập tài khoản quản trị đầu tiên của một địa bàn; in mật khẩu tạm, phải đổi khi đăng nhập lần đầu."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("phone", metavar="SỐ-ĐIỆN-THOẠI")
        parser.add_argument("full_name", metavar="HỌ-TÊN")
        parser.add_argument("--area", required=True, metavar="MÃ", help="mã địa bàn, xem manage.py load_areas")

    def handle(self, *args: Any, **options: Any) -> None:
        area = Area.objects.filter(code=options["area"]).first()
        if area is None:
            raise RuleError(f"Không có địa bàn mã {options['area']}; nạp bản đồ bằng lệnh load_areas trước.")
        password = secrets.token_urlsafe(9)
        person = add_person(
            phone=options["phone"],
            full_name=options["full_name"],
            password=password,
            role=Role.ADMINISTRATOR,
            area=area,
            by=None,
        )
        self.stdout.write(f"{area}: {person.full_name}, đăng nhập bằng {person.phone}, mật khẩu tạm {password}")
