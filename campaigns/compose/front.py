"""The Front's campaign: contents, models, events, money."""

from __future__ import annotations

from campaigns.compose import lists, money, results, time
from campaigns.compose.duties import carrying_out
from campaigns.compose.load import PlanData
from campaigns.compose.said import Said
from campaigns.compose.writer import Part, Writer, points
from documents.context import Block


def parts(data: PlanData, writer: Writer, said: Said) -> list[Part]:
    aim = "Phát huy sức mạnh khối đại đoàn kết toàn dân tộc, vận động Nhân dân tham gia xây dựng nông thôn mới, đô thị văn minh"
    demand = "Tổ chức thiết thực, sát điều kiện của từng khu dân cư; kết quả đo được, mô hình được duy trì lâu dài"
    return [
        *writer.part(
            "purpose", "muc-dich", "Mục đích, yêu cầu", lambda: points(lists.purpose(data, writer, aim, demand))
        ),
        *writer.part("contents", "noi-dung", "Nội dung, hình thức thực hiện", lambda: _contents(data, writer, said)),
        *money.funding(data, writer),
        *carrying_out(data, writer, with_time=True),
    ]


def _contents(data: PlanData, writer: Writer, said: Said) -> list[Block]:
    return points([
        *lists.theme(data, writer, "Chủ đề"),
        *lists.contents(data, writer, "Nội dung thực hiện"),
        *results.results(data, writer, "Kết quả thực hiện các tiêu chí"),
        *lists.goals(data, writer, said, "Chỉ tiêu"),
        *lists.tasks(data, writer),
        *lists.participants(data, writer, "Đối tượng tham gia"),
        *lists.villages(data, writer, said, "Thực hiện ở các thôn, khu dân cư"),
        *money.asked(data, writer),
        *money.kept(data, writer, said),
        *lists.others(data, writer),
        *time.routines(data, writer, said),
        *time.milestones(data, writer, said),
    ])  # fmt: skip
