"""What a report says of a task's progress, and what it must not say."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from campaigns.models import Task
from core.formats import number

#: More than so many times the volume asked for is a slip of the finger or of the unit.
TIMES_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says: the total done so far (in the task's measure) or the percent; None leaves it as it was."""

    done_volume: Decimal | None = None
    percent: int | None = None
    text: str = ""
    trouble: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the task stands after it; done means 100 %, and the other way round."""

    done_volume: Decimal | None
    percent: int

    @property
    def done(self) -> bool:
        return self.percent == 100


def progress_after(task: Task, said: Said) -> Progress:
    """The task's progress once the report counts. Percent is rounded down: 100 % only when all is done."""
    if task.volume:
        volume_done = said.done_volume if said.done_volume is not None else task.done_volume
        if said.done:
            return Progress(
                volume_done if said.done_volume is not None else max(volume_done or Decimal(0), task.volume), 100
            )
        if said.done_volume is None:
            return Progress(task.done_volume, task.percent)
        return Progress(volume_done, percent_of(said.done_volume, task.volume))
    if said.done:
        return Progress(None, 100)
    return Progress(None, task.percent if said.percent is None else said.percent)


def percent_of(done: Decimal, volume: Decimal) -> int:
    """Share of the volume that is done, 0 to 100, rounded down."""
    return max(0, min(100, int(100 * done / volume)))


def faults(task: Task, said: Said, *, files: int = 0) -> dict[str, str]:
    """Why the report cannot be taken, by field ("" for the whole); empty when it can."""
    if not (said.done or said.text or said.trouble or files) and said.done_volume is None and said.percent is None:
        return {"": "Ghi khối lượng, kết quả, khó khăn hoặc thêm ảnh rồi gửi."}
    found = _out_of_bounds(task, said)
    if not found and not said.text and (why := _needs_a_word(task, progress_after(task, said))):
        found["text"] = why
    return found


def _out_of_bounds(task: Task, said: Said) -> dict[str, str]:
    if said.percent is not None and not 0 <= said.percent <= 100:
        return {"percent": "Tiến độ từ 0 đến 100 %."}
    if not task.volume or said.done_volume is None:
        return {}
    if said.done_volume < 0:
        return {"done_volume": "Khối lượng phải từ 0 trở lên."}
    if said.done_volume > TIMES_AT_MOST * task.volume:
        asked = with_measure(task, task.volume)
        return {
            "done_volume": f"Khối lượng gấp hơn {TIMES_AT_MOST} lần mức giao ({asked}); đề nghị kiểm tra lại số và đơn vị tính."
        }
    return {}


def _needs_a_word(task: Task, after: Progress) -> str:
    """A report that takes something back, or calls less than the volume done, says why."""
    done, before = after.done_volume or Decimal(0), task.done_volume or Decimal(0)
    if done < before:
        now, then = number(done, 3), with_measure(task, before)
        return f"Số mới ({now}) thấp hơn số đã báo ({then}); đề nghị ghi rõ lý do ở đây."
    if after.percent < task.percent:
        return f"Tiến độ mới ({after.percent} %) thấp hơn lần trước ({task.percent} %); đề nghị ghi rõ lý do ở đây."
    if after.done and task.volume and done < task.volume:
        return f"Mới làm {number(done, 3)}/{with_measure(task, task.volume)}; đề nghị ghi rõ vì sao coi là xong."
    return ""


def with_measure(task: Task, volume: Decimal) -> str:
    """ "400 m"; the figure alone where the task names no measure."""
    return f"{number(volume, 3)} {task.measure}".strip()
