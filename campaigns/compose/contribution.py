"""The contribution campaign: who is asked, for what, in which form, by when; everything on a voluntary basis."""

from __future__ import annotations

from campaigns.compose import lists, money, results, time
from campaigns.compose.duties import carrying_out
from campaigns.compose.load import PlanData
from campaigns.compose.said import Said
from campaigns.compose.writer import Part, Writer, points
from documents.context import Block


def parts(data: PlanData, writer: Writer, said: Said) -> list[Part]:
    aim = f"Huy động thêm nguồn lực tự nguyện để xây dựng nông thôn mới trên địa bàn {data.place}"
    demand = "Vận động trên tinh thần tự nguyện; quản lý, sử dụng đúng mục đích, công khai theo quy định"
    return [
        *writer.part(
            "purpose", "muc-dich", "Mục đích, yêu cầu", lambda: points(lists.purpose(data, writer, aim, demand))
        ),
        *writer.part("contents", "noi-dung", "Nội dung vận động", lambda: _contents(data, writer, said)),
        *money.funding(data, writer),
        *carrying_out(data, writer, with_time=True),
    ]


def _contents(data: PlanData, writer: Writer, said: Said) -> list[Block]:
    return points([
        *lists.theme(data, writer, "Chủ đề"),
        *lists.participants(data, writer, "Đối tượng vận động"),
        *money.asked(data, writer),
        *lists.contents(data, writer, "Nội dung thực hiện"),
        *results.results(data, writer, "Kết quả thực hiện các tiêu chí"),
        *lists.goals(data, writer, said, "Mục tiêu"),
        *lists.tasks(data, writer),
        *lists.villages(data, writer, said, "Thực hiện ở các thôn, khu dân cư"),
        *money.kept(data, writer, said),
        *lists.others(data, writer),
        *time.routines(data, writer, said),
        *time.milestones(data, writer, said),
    ])  # fmt: skip
