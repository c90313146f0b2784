"""What a commune says of the reports of a day or of some days: for Zalo, for the loudspeaker, praise and reminder. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from core.formats import number, vndate
from emulation.enums import EntryKind, Pace, TurnState
from emulation.models import Duty
from emulation.queries.following import Turn
from emulation.queries.reports import within

#: Syllables read in two minutes at the pace of a commune's news, three a second.
TWO_MINUTES = 360
#: Whoever is asked to send the report gets at least this long.
_ROOM = timedelta(minutes=30)
_LAST_HOUR = 22
_UNITS = (EntryKind.VILLAGE, EntryKind.COLLECTIVE)


@dataclass(frozen=True, slots=True)
class Line:
    """A report owed, as told: `name` in full, `spoken` what may be said aloud (empty where it would be a person's name)."""

    name: str
    spoken: str
    state: TurnState
    #: Minutes late; 0 for whatever is not.
    late: int = 0

    @property
    def late_words(self) -> str:
        """ "Muộn 5 phút", "Muộn 2 giờ 5 phút", "Muộn 3 ngày"."""
        hours, minutes = divmod(self.late, 60)
        if hours >= 24:
            return f"Muộn {hours // 24} ngày"
        words = [f"{hours} giờ"] if hours else []
        return " ".join(["Muộn", *words, *([f"{minutes} phút"] if minutes else [])])


def duty_name(duty: Duty) -> str:
    """Who owes the report: "Thôn Hòa Bình", "Đoàn công tác số 3 (Thôn Liên Miệu)"."""
    entry = _capital(duty.entry.name)
    return f"{_capital(duty.committee.name)} ({entry})" if duty.committee else entry


def _line_of(turn: Turn, now: datetime, *, shut: bool) -> Line:
    """How this report stands at `now`. `shut`: none is taken any more, for its figures are frozen or the drive has ended."""
    entry, committee = turn.duty.entry, turn.duty.committee
    spoken = _capital(entry.name) if entry.kind in _UNITS else ""
    if committee is not None:
        spoken = f"{_capital(committee.name)} ({spoken})" if spoken else _capital(committee.name)
    state = TurnState.SHUT if shut and turn.came is None else turn.state_at(now)
    return Line(duty_name(turn.duty), spoken, state, turn.minutes_late)


def lines_of_day(
    turns: Iterable[Turn], day: date, now: datetime, *, frozen: Mapping[tuple[int, str], Sequence[tuple[date, date]]], over: bool = False
) -> list[Line]:  # fmt: skip
    """How these reports for the day stand at `now`; none of a frozen scoring's days, and of a drive that is `over`, is taken."""
    return [
        _line_of(turn, now, shut=over or within(frozen.get((turn.duty.entry.drive_id, turn.duty.entry.kind), ()), day))
        for turn in turns
    ]


def zalo_text(day: date, lines: Sequence[Line], now: datetime) -> str:
    """Who has not reported for the day, ready to paste; only those whose hour is past are named or counted.

    `now` is the moment of asking. Names stand in the order of `lines`. Nobody is asked for what is taken no more.
    """
    counted = [line for line in lines if line.state != TurnState.NOT_YET]
    missing = [line.name for line in counted if line.state == TurnState.MISSING]
    gone = [line.name for line in counted if line.state == TurnState.SHUT]
    head = _moment(day, now)
    if not lines:
        return f"{head}: không có báo cáo phải gửi."
    if not counted:
        return f"{head}: chưa đến giờ báo cáo của đơn vị nào."
    if not missing and not gone:
        return f"{head}: {len(counted)}/{len(counted)} đơn vị đã báo cáo. Cảm ơn các đơn vị.{_waiting(lines)}"
    said = []
    if missing:
        ask = f"Đề nghị báo cáo {_until(day, now)}."
        said.append(f"còn {len(missing)}/{len(counted)} đơn vị chưa báo cáo: {'; '.join(missing)}. {ask}")
    if gone:
        said.append(f"{len(gone)}/{len(counted)} đơn vị không báo cáo, nay không nhận nữa: {'; '.join(gone)}.")
    return f"{head}: {' '.join(said)}{_waiting(lines)}"


def _waiting(lines: Iterable[Line]) -> str:
    count = sum(1 for line in lines if line.state == TurnState.NOT_YET)
    return f" Còn {count} đơn vị chưa đến giờ báo cáo." if count else ""


def loudspeaker_text(drive: str, day: date, lines: Sequence[Line], now: datetime) -> str:
    """What is read on the loudspeaker: thanks first, then who is asked to report; units only, within two minutes.

    Names that would not fit are left out together, the count stays; a person's or household's name is never read.
    """
    done = [line for line in lines if line.state in (TurnState.ON_TIME, TurnState.LATE)]
    on_time = [line for line in done if line.state == TurnState.ON_TIME]
    missing = [line for line in lines if line.state == TurnState.MISSING]
    gone = [line for line in lines if line.state == TurnState.SHUT]
    sentences = [
        "Kính thưa bà con và các đơn vị.",
        f"Ban Chỉ đạo xin thông tin kết quả báo cáo ngày {_spoken_day(day)} của đợt thi đua “{_shortened(drive)}”.",
    ]
    tail = [
        "Ban Chỉ đạo mong bà con và các đơn vị tiếp tục thi đua, hoàn thành tốt phần việc đã đăng ký.",
        "Xin trân trọng cảm ơn.",
    ]
    parts: list[tuple[str, list[Line], str]] = []
    if on_time:
        parts.append((f"Ban Chỉ đạo biểu dương {len(on_time)} đơn vị đã báo cáo đúng giờ", on_time, ""))
    if len(done) > len(on_time):
        late = [line for line in done if line.state == TurnState.LATE]
        parts.append((f"Ban Chỉ đạo cảm ơn {len(late)} đơn vị đã báo cáo sau giờ hẹn", late, ""))
    if gone:
        parts.append((f"{len(gone)} đơn vị không báo cáo và nay không nhận báo cáo nữa", gone, ""))
    if missing:
        ask = f" Ban Chỉ đạo đề nghị các đơn vị gửi báo cáo {_until(day, now)}."
        parts.append((f"Đến {_spoken_moment(day, now)}, còn {len(missing)} đơn vị chưa báo cáo", missing, ask))
    elif done and not gone:
        parts.append(("Đến nay các đơn vị đến giờ báo cáo đều đã gửi báo cáo", [], ""))
    elif not gone:
        parts.append(("Đến nay chưa có đơn vị nào đến giờ báo cáo", [], ""))
    return "\n".join([*sentences, *_fitting(parts, TWO_MINUTES - syllables([*sentences, *tail])), *tail])


def _fitting(parts: Sequence[tuple[str, list[Line], str]], room: int) -> list[str]:
    """Each part with its names while there is room; those asked to report come first in getting it."""
    room -= syllables([head + tail for head, _, tail in parts])
    said: dict[int, str] = {}
    for place in reversed(range(len(parts))):
        head, lines, tail = parts[place]
        names = list(dict.fromkeys(line.spoken for line in lines if line.spoken))
        need = syllables(names)
        if names and need <= room:
            room -= need
            said[place] = f"{head}: {'; '.join(names)}.{tail}"
        else:
            said[place] = f"{head}.{tail}"
    return [said[place] for place in range(len(parts))]


def syllables(texts: Iterable[str]) -> int:
    """How many syllables are read: Vietnamese writes each as a word of its own."""
    return sum(len(text.split()) for text in texts)


@dataclass(frozen=True, slots=True)
class Score:
    """The reports somebody owed over some days, those whose hour is past."""

    name: str
    on_time: int
    late: int
    missing: int

    @property
    def due(self) -> int:
        return self.on_time + self.late + self.missing


@dataclass(frozen=True, slots=True)
class Pacing:
    """Of an entry: the part of its work that is done and the part its plan asks for by now, both 0 to 1."""

    name: str
    done: Decimal
    planned: Decimal
    pace: Pace


def scores_of(turns: Iterable[Turn], now: datetime) -> list[Score]:
    """By duty, in the order of `turns`; what is not due yet counts nowhere, and a duty with nothing due is left out."""
    counts: dict[int, dict[TurnState, int]] = {}
    names: dict[int, str] = {}
    for turn in turns:
        if turn.until < now:
            names.setdefault(turn.duty.pk, duty_name(turn.duty))
            states = counts.setdefault(turn.duty.pk, {})
            state = turn.state_at(now)
            states[state] = states.get(state, 0) + 1
    return [
        Score(names[pk], found.get(TurnState.ON_TIME, 0), found.get(TurnState.LATE, 0), found.get(TurnState.MISSING, 0))
        for pk, found in counts.items()
    ]


#: How many of those who did the most are named.
_BEST = 3
_WELL = (Pace.ON_PLAN, Pace.AHEAD, Pace.DONE)
_SLOW = (Pace.BEHIND, Pace.FAR_BEHIND)


def praise_text(since: date, upto: date, scores: Sequence[Score], pacing: Sequence[Pacing]) -> str:
    """Who reported everything on time, and who leads in work done; empty where there is nobody to praise."""
    span = _span(since, upto)
    full = [score.name for score in scores if score.on_time == score.due]
    said = []
    if full:
        said.append(
            f"{span}, Ban Chỉ đạo biểu dương {len(full)}/{len(scores)} đơn vị báo cáo đủ và đúng giờ: {'; '.join(full)}."
        )
    best = sorted((row for row in pacing if row.pace in _WELL and row.done), key=lambda row: -row.done)
    if best:
        leaders = "; ".join(f"{row.name} ({_percent(row.done)})" for row in best[:_BEST])
        said.append(f"Khối lượng việc đã làm cao nhất: {leaders}.")
    return "\n".join(said)


def reminder_text(since: date, upto: date, scores: Sequence[Score], pacing: Sequence[Pacing]) -> str:
    """Who did not report everything on time, with the figures, and whose work is behind its plan; empty where nobody is."""
    slow = [score for score in scores if score.on_time < score.due]
    said = []
    if slow:
        named = "; ".join(f"{score.name} ({_score_words(score)})" for score in slow)
        said.append(
            f"{_span(since, upto)}, còn {len(slow)}/{len(scores)} đơn vị chưa báo cáo đủ hoặc báo cáo muộn: {named}."
            " Đề nghị các đơn vị gửi báo cáo đúng giờ; nếu có khó khăn thì báo để xã cùng tháo gỡ."
        )
    behind = [row for row in pacing if row.pace in _SLOW]
    if behind:
        named = "; ".join(
            f"{row.name} (đã làm {_percent(row.done)}, theo kế hoạch {_percent(row.planned)})"
            for row in sorted(behind, key=lambda row: row.done - row.planned)
        )
        said.append(f"Khối lượng việc chậm so với kế hoạch: {named}. Đề nghị các đơn vị đẩy nhanh tiến độ.")
    return "\n".join(said)


def _score_words(score: Score) -> str:
    words = [f"đúng giờ {score.on_time}/{score.due} kỳ"]
    if score.late:
        words.append(f"muộn {score.late} kỳ")
    if score.missing:
        words.append(f"chưa gửi {score.missing} kỳ")
    return ", ".join(words)


def _percent(part: Decimal) -> str:
    return f"{number(part * 100, 0)} %"


def _span(since: date, upto: date) -> str:
    return f"Ngày {vndate(upto)}" if since == upto else f"Từ ngày {vndate(since)} đến ngày {vndate(upto)}"


def _moment(day: date, now: datetime) -> str:
    here = timezone.localtime(now)
    return f"{here:%H:%M} ngày {vndate(day)}" if here.date() == day else f"Ngày {vndate(day)}"


def _spoken_day(day: date) -> str:
    return f"{day.day} tháng {day.month} năm {day.year}"


def _spoken_moment(day: date, now: datetime) -> str:
    here = timezone.localtime(now)
    if here.date() != day:
        return "nay"
    return f"{here.hour} giờ {here.minute} phút" if here.minute else f"{here.hour} giờ"


def _until(day: date, now: datetime) -> str:
    """By when they are asked to send it: the next full hour that leaves them half an hour."""
    here = timezone.localtime(now)
    soonest = here + _ROOM
    hour = soonest.hour + (soonest.minute > 0 or soonest.second > 0)
    if here.date() != day or soonest.date() != day or hour > _LAST_HOUR:
        return "bổ sung" if here.date() > day else "trong ngày"
    return f"trước {hour} giờ"


def _shortened(name: str) -> str:
    """A drive's name of ordinary length whole; of a very long one its beginning."""
    words = name.split()
    return " ".join(words) if len(words) <= 40 else " ".join(words[:40]) + " …"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
