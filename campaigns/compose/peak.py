"""The peak drive: its span, the villages and what each must reach, reports, scoring, reviews."""

from __future__ import annotations

from campaigns.compose import lists, money, results, time
from campaigns.compose.duties import carrying_out
from campaigns.compose.load import PlanData
from campaigns.compose.said import Said
from campaigns.compose.writer import Part, Writer, points
from documents.context import Block


def parts(data: PlanData, writer: Writer, said: Said) -> list[Part]:
    aim = f"Tập trung chỉ đạo, huy động cả hệ thống chính trị và Nhân dân {data.place} hoàn thành các nội dung của đợt cao điểm"
    demand = "Việc làm cụ thể, có khối lượng, có hình ảnh; tránh hình thức"
    return [
        *writer.part("purpose", "muc-dich", "Mục đích, yêu cầu", lambda: points(lists.purpose(data, writer, aim, demand))),
        *writer.part(
            "frame", "chung", "Khung thời gian thực hiện",
            lambda: points([
                *lists.theme(data, writer, "Chủ đề"), *time.span(data, writer, "Thời gian thực hiện"),
                *time.milestones(data, writer, said),
            ]),
        ),
        *writer.part("contents", "noi-dung", "Nội dung thực hiện", lambda: _contents(data, writer, said)),
        *writer.part("awards", "khen-thuong", "Hình thức khen thưởng", lambda: lists.awards(data, writer)),
        *money.funding(data, writer),
        *carrying_out(data, writer, with_time=False),
    ]  # fmt: skip


def _contents(data: PlanData, writer: Writer, said: Said) -> list[Block]:
    return points([
        *lists.participants(data, writer, "Đối tượng tham gia"),
        *lists.contents(data, writer, "Nội dung phát động"),
        *lists.villages(data, writer, said, "Nhiệm vụ của từng thôn"),
        *results.results(data, writer, "Kết quả thực hiện các tiêu chí"),
        *lists.goals(data, writer, said, "Mục tiêu"),
        *lists.tasks(data, writer),
        *money.asked(data, writer),
        *money.kept(data, writer, said),
        *time.routines(data, writer, said, "Chế độ báo cáo, hoạt động định kỳ"),
        *lists.others(data, writer),
    ])  # fmt: skip
