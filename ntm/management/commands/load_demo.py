from __future__ import annotations

from typing import Any

from core.commands import BaseCommand
from core.database import know_the_tables
from ntm.demo.accounts import ACCOUNTS
from ntm.demo.campaign import load_campaign
from ntm.demo.card import load_card
from ntm.demo.drive import load_drive
from ntm.demo.load import load
from ntm.demo.reports import load_reports
from ntm.demo.rounds import load_rounds


class Command(BaseCommand):
    help = "Nạp dữ liệu minh họa; chạy lại không thay đổi gì; từ chối khi cơ sở dữ liệu đã có người dùng thật."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load()
        self.stdout.write(f"Đã nạp {len(added)} kế hoạch minh họa; {len(ACCOUNTS)} tài khoản, mỗi vai trò một.")
        know_the_tables()
        card, campaign, drive = load_card(), load_campaign(), load_drive()
        report, round_ = load_reports(), load_rounds()
        know_the_tables()
        if card is not None:
            self.stdout.write(f"Đã nạp phiếu tiêu chí, minh chứng, đăng ký và hồ sơ minh họa: {card}.")
        if round_ is not None:
            self.stdout.write(f"Đã nạp kỳ đánh giá minh họa: {round_}, {round_.cards.count()} xã.")
        if campaign is not None:
            self.stdout.write(f"Đã nạp đợt vận động minh họa: {campaign}, {campaign.receipts.count()} chứng từ thu.")
        if drive is not None:
            self.stdout.write(f"Đã nạp đợt thi đua minh họa: {drive}, {drive.entries.count()} đơn vị đăng ký.")
        if report is not None:
            self.stdout.write(f"Đã soạn báo cáo định kỳ minh họa: {report}, kỳ {report.period_words}.")
