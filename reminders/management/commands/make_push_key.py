"""A key for notices on machines; made once for an installation."""

from __future__ import annotations

import base64
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from core.commands import BaseCommand


class Command(BaseCommand):
    help = "Tạo khóa cho thông báo trên máy; ghi vào WEB_PUSH_KEY (hoặc tệp của WEB_PUSH_KEY_FILE), giữ kín, không đổi về sau."

    def handle(self, *args: Any, **options: Any) -> None:
        number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
        self.stdout.write(base64.urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode())
