"""The emulation drive: theme, period, who competes for what, forms of award."""

from __future__ import annotations

from campaigns.compose import lists, money, results, time
from campaigns.compose.duties import carrying_out
from campaigns.compose.load import PlanData
from campaigns.compose.said import Said
from campaigns.compose.writer import Part, Writer, points
from documents.context import Block


def parts(data: PlanData, writer: Writer, said: Said) -> list[Part]:
    aim = f"Khơi dậy tinh thần thi đua trong cơ quan, đơn vị, doanh nghiệp và Nhân dân {data.place} chung tay xây dựng nông thôn mới"
    demand = "Thi đua thiết thực, đúng đối tượng; bình xét dân chủ, khen thưởng kịp thời người tốt, việc tốt"
    return [
        *writer.part("purpose", "muc-dich", "Mục đích, yêu cầu", lambda: points(lists.purpose(data, writer, aim, demand))),
        *writer.part(
            "frame", "chung", "Chủ đề, thời gian, đối tượng thi đua",
            lambda: points([
                *lists.theme(data, writer, "Chủ đề thi đua"), *time.span(data, writer, "Thời gian thi đua"),
                *lists.participants(data, writer, "Đối tượng thi đua"),
            ]),
        ),
        *writer.part("contents", "noi-dung", "Nội dung, chỉ tiêu thi đua", lambda: _contents(data, writer, said)),
        *writer.part("awards", "khen-thuong", "Hình thức khen thưởng", lambda: lists.awards(data, writer)),
        *money.funding(data, writer),
        *carrying_out(data, writer, with_time=False),
    ]  # fmt: skip


def _contents(data: PlanData, writer: Writer, said: Said) -> list[Block]:
    return points([
        *results.results(data, writer, "Kết quả thực hiện các tiêu chí"),
        *lists.contents(data, writer, "Nội dung thi đua"),
        *lists.goals(data, writer, said, "Chỉ tiêu thi đua"),
        *lists.tasks(data, writer),
        *lists.villages(data, writer, said, "Thực hiện ở các thôn, khu dân cư"),
        *money.asked(data, writer),
        *money.kept(data, writer, said),
        *lists.others(data, writer),
        *time.routines(data, writer, said),
        *time.milestones(data, writer, said),
    ])  # fmt: skip
