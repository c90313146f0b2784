"""Fills an empty database with made-up data for measurements."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import CommandParser

from core.commands import BaseCommand
from core.formats import number
from ntm.scale.load import PASSWORD, load


class Command(BaseCommand):
    help = "Nạp dữ liệu đo (tự đặt ra) vào một cơ sở dữ liệu trống; cùng tham số thì cùng dữ liệu."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--communes", type=int, required=True, help="số xã")
        parser.add_argument("--periods", type=int, required=True, help="số năm có phiếu tự đánh giá (0 đến 20)")
        parser.add_argument(
            "--rounds", type=int, default=0, help="số kỳ đánh giá trải trên các năm ấy, ở mọi tỉnh (mặc định 0)"
        )
        parser.add_argument("--receipts", type=int, required=True, help="số phiếu thu, chia đều cho các xã")
        parser.add_argument("--seed", type=int, default=1, help="số gieo (mặc định 1)")

    def handle(self, *args: Any, **options: Any) -> None:
        begin = time.monotonic()
        sizes = {name: options[name] for name in ("communes", "periods", "rounds", "receipts", "seed")}
        made = load(**sizes)
        self.stdout.write(
            f"Đã nạp {number(made.provinces)} tỉnh, {number(made.communes)} xã, {number(made.people)} người (mật khẩu"
            f" {PASSWORD}), {number(made.cards)} phiếu, {number(made.results)} kết quả, {number(made.round_cards)} phiếu trong kỳ, {number(made.receipts)} phiếu thu trong"
            f" {number(time.monotonic() - begin, places=0)} giây."
        )
