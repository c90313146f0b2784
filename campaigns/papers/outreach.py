"""Texts for loudspeaker, web page, leaflet, banner and meeting, drafted from a plan's rows: no figure that is not there, nobody's name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from campaigns.enums import Medium
from core.formats import number, vndate

#: Syllables a village loudspeaker reads in a minute; a bulletin is to take about two.
SYLLABLES_A_MINUTE = 165
BULLETIN_MINUTES = 2

#: Spoken in full; who listens cannot look a letter up.
_SPOKEN = (
    ("UBND", "Ủy ban nhân dân"), ("HĐND", "Hội đồng nhân dân"), ("UBMTTQ", "Ủy ban Mặt trận Tổ quốc"),
    ("MTTQ", "Mặt trận Tổ quốc"), ("NTM", "nông thôn mới"), ("BCĐ", "Ban Chỉ đạo"), ("BHYT", "bảo hiểm y tế"),
    ("HTX", "hợp tác xã"), ("KDC", "khu dân cư"), ("ATTP", "an toàn thực phẩm"), ("VSMT", "vệ sinh môi trường"),
    ("GTNT", "giao thông nông thôn"), ("TTATXH", "trật tự an toàn xã hội"),
)  # fmt: skip
#: What stands before a person's name, and how many words with a capital make it one ("đồng chí Chủ tịch" names nobody).
_BEFORE_NAMES = {"ông": 1, "bà": 1, "anh": 1, "chị": 1, "cụ": 1, "cháu": 1, "chí": 2, "đ/c": 2, "hộ": 2, "đình": 2}


@dataclass(frozen=True, slots=True)
class Goal:
    """A target: its words, its value with unit, and where it stands."""

    text: str
    value: str = ""
    now: str = ""


@dataclass(frozen=True, slots=True)
class Dated:
    what: str
    on: date
    place: str = ""


@dataclass(frozen=True, slots=True)
class Shared:
    """A routine that gathers people: how often, and the sums so far."""

    what: str
    rhythm: str
    times: int = 0
    people: int = 0
    labour_days: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a text may say, taken from the plan's rows."""

    place: str
    issuer: str
    title: str
    today: date
    number: str = ""
    issued_on: date | None = None
    year: int | None = None
    theme: str = ""
    goals: tuple[Goal, ...] = ()
    tasks: int = 0
    tasks_done: int = 0
    done: tuple[str, ...] = ()
    ahead: tuple[Dated, ...] = ()
    #: Name and state of each work.
    works: tuple[tuple[str, str], ...] = ()
    held: tuple[Dated, ...] = ()
    shared: tuple[Shared, ...] = ()


def names_somebody(text: str) -> bool:
    """Whether a line speaks of a person by name ("hộ ông Nguyễn Văn A"): such lines are left out of what is published."""
    words = re.findall(r"[^\s,;:()“”\"]+", text)
    for place, word in enumerate(words):
        wanted = _BEFORE_NAMES.get(word.lower())
        following = words[place + 1 : place + 1 + wanted] if wanted else []
        if wanted and len(following) == wanted and all(name.istitle() for name in following):
            return True
    return False


def syllables(text: str) -> int:
    """Vietnamese words are written syllable by syllable."""
    return len(re.findall(r"\w+(?:[.,/]\w+)*", text))


def reading_minutes(text: str) -> Decimal:
    """How long it takes to read the text aloud, in half minutes."""
    return Decimal(round(2 * syllables(text) / SYLLABLES_A_MINUTE)) / 2


def spoken(text: str) -> str:
    """The text with its abbreviations said in full."""
    for short, full in _SPOKEN:
        text = re.sub(rf"(?<![\w/-]){short}(?![\w/-])", full, text)
    return text


def draft(medium: str, material: Material) -> str:
    """The text for a medium; paragraphs are separated by empty lines."""
    clean = _without_names(material)
    match medium:
        case Medium.LOUDSPEAKER:
            return _bulletin(clean)
        case Medium.WEB:
            return _article(clean)
        case Medium.LEAFLET:
            return _leaflet(clean)
        case Medium.BANNER:
            return _slogan(clean)
        case _:
            return _talk(clean)


def _without_names(material: Material) -> Material:
    def kept(rows: Sequence[str]) -> tuple[str, ...]:
        return tuple(row for row in rows if not names_somebody(row))

    def dated(rows: Sequence[Dated]) -> tuple[Dated, ...]:
        return tuple(row for row in rows if not names_somebody(row.what))

    return Material(
        place=material.place, issuer=material.issuer, title=material.title, today=material.today, number=material.number,
        issued_on=material.issued_on, year=material.year, theme=material.theme,
        goals=tuple(goal for goal in material.goals if not names_somebody(goal.text)), tasks=material.tasks,
        tasks_done=material.tasks_done, done=kept(material.done), ahead=dated(material.ahead),
        works=tuple(work for work in material.works if not names_somebody(work[0])), held=dated(material.held),
        shared=material.shared,
    )  # fmt: skip


def _bulletin(told: Material) -> str:
    """About two minutes: greeting, plan and closing always, the rest by weight until the time is used up."""
    head = f"Kính thưa Nhân dân {_low(told.place)}."
    tail = (
        f"{told.issuer} đề nghị Nhân dân, các cơ quan, đơn vị theo dõi và cùng thực hiện. "
        "Xin cảm ơn Nhân dân đã lắng nghe."
    )
    opening = _plan_sentence(told, with_number=False)
    groups = (
        ("", [*_progress(told), *_shared_lines(told), *_work_lines(told)]),
        ("Thời gian tới có các việc sau.", [f"{_ahead_line(row)}." for row in told.ahead[:4]]),
        ("Mục tiêu của kế hoạch như sau.", [f"{line}." for line in _goal_lines(told.goals[:6])]),
    )
    left = SYLLABLES_A_MINUTE * BULLETIN_MINUTES - syllables(spoken(f"{head} {opening} {tail}"))
    paragraphs = []
    for lead, sentences in groups:
        kept = [lead] if lead else []
        used = syllables(lead)
        for sentence in map(spoken, sentences):
            if used + syllables(sentence) <= left:
                kept.append(sentence)
                used += syllables(sentence)
        if len(kept) > bool(lead):
            paragraphs.append(" ".join(kept))
            left -= used
    return "\n\n".join((spoken(head), spoken(opening), *paragraphs, spoken(tail)))


def _article(told: Material) -> str:
    head = f"{told.place}: {_low(told.title)}"
    if told.tasks and told.tasks_done:
        head = f"{told.place} hoàn thành {told.tasks_done}/{told.tasks} nhiệm vụ của {_low(_short(told.title))}"
    parts = [head, _plan_sentence(told, with_number=True)]
    parts += _section("Mục tiêu", _goal_lines(told.goals[:8]))
    results = [*_progress(told), *_shared_lines(told), *(_held_line(row) for row in told.held[:4])]
    parts += _section(
        "Kết quả đến nay", [*(line.rstrip(".") for line in results), *(_flat(text) for text in told.done[:5])]
    )
    parts += _section("Công trình", [f"{name}: {_low(state)}" for name, state in told.works])
    parts += _section("Thời gian tới", [_ahead_line(row) for row in told.ahead[:6]])
    parts.append(f"Số liệu đến ngày {vndate(told.today)}, theo kết quả theo dõi kế hoạch của {told.issuer}.")
    return "\n\n".join(parts)


def _leaflet(told: Material) -> str:
    parts = [_slogan(told), _plan_sentence(told, with_number=True)]
    parts += _section("Mục tiêu", _goal_lines(told.goals[:5]))
    parts += _section("Việc cùng làm", [f"{row.what} ({_low(row.rhythm)})" for row in told.shared[:5]])
    parts += _section("Mốc thời gian", [_ahead_line(row) for row in told.ahead[:5]])
    parts.append(f"Hỏi thêm tại {told.issuer}.")
    return "\n\n".join(parts)


def _slogan(told: Material) -> str:
    """One line, as a banner carries it."""
    if told.theme:
        return told.theme.strip(' .“”"')
    year = f" năm {told.year}" if told.year else ""
    return f"Nhân dân {_low(told.place)} chung sức xây dựng nông thôn mới{year}"


def _talk(told: Material) -> str:
    parts = [f"Nội dung trao đổi tại cuộc họp ({vndate(told.today)})", _plan_sentence(told, with_number=True)]
    parts += _section("Mục tiêu", _goal_lines(told.goals[:6]))
    results = [*_progress(told), *_shared_lines(told), *_work_lines(told)]
    parts += _section("Đã làm được", [line.rstrip(".") for line in results])
    parts += _section("Việc sắp tới", [_ahead_line(row) for row in told.ahead[:6]])
    parts += _section("Xin ý kiến", ["Việc nào cần làm trước, ai nhận việc, khi nào xong"])
    return "\n\n".join(parts)


def _plan_sentence(told: Material, *, with_number: bool) -> str:
    paper = f"Kế hoạch số {told.number}" if with_number and told.number else "Kế hoạch"
    title = told.title.rstrip(" .")
    if told.issued_on is None:
        return f"{told.issuer} đang chuẩn bị kế hoạch: {title}."
    return f"{told.issuer} đã ban hành {paper} ngày {vndate(told.issued_on)}: {title}."


def _goal_lines(goals: Sequence[Goal]) -> list[str]:
    lines = []
    for goal in goals:
        line = _flat(goal.text)
        if goal.value and not _says(line, goal.value):
            line = f"{line}: {goal.value}"
        lines.append(f"{line}; {goal.now}" if goal.now else line)
    return lines


def _says(line: str, value: str) -> bool:
    """Whether the line has the value's figure already, however it groups its digits: "5,47 %" in "dưới 5,47%"."""
    figure = value.split(" ", maxsplit=1)[0]
    return re.search(rf"(?<![\d.,]){re.escape(figure)}(?![\d]|[.,]\d)", line) is not None


def _progress(told: Material) -> list[str]:
    """Nothing before something is done: that tasks are under way nobody has said."""
    if not told.tasks_done:
        return []
    return [f"Đến ngày {vndate(told.today)}, đã hoàn thành {told.tasks_done} trên {told.tasks} nhiệm vụ của kế hoạch."]


def _shared_lines(told: Material) -> list[str]:
    lines = []
    for row in told.shared:
        if not row.times:
            continue
        sums = [f"{number(row.people)} lượt người"] if row.people else []
        sums += [f"{number(row.labour_days)} ngày công"] if row.labour_days else []
        with_sums = f", với {', '.join(sums)}" if sums else ""
        lines.append(f"{_flat(row.what.split(':')[0])}: đã tổ chức {row.times} lần{with_sums}.")
    return lines


def _work_lines(told: Material) -> list[str]:
    return [f"Công trình {_low(_flat(name))}: {_low(state)}." for name, state in told.works[:4]]


def _ahead_line(row: Dated) -> str:
    place = f", tại {row.place}" if row.place else ""
    return f"Ngày {vndate(row.on)}: {_flat(row.what)}{place}"


def _held_line(row: Dated) -> str:
    place = f" tại {row.place}" if row.place else ""
    return f"Ngày {vndate(row.on)} đã tổ chức: {_flat(row.what)}{place}"


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return ["\n".join((f"{title}:", *(f"- {line.rstrip(' .;')}." for line in lines)))] if lines else []


def _flat(text: str) -> str:
    """Without the plan's own marks at its ends: "- Giữ vững …;" → "Giữ vững …"."""
    return " ".join(text.split()).strip(" -+*•.;:")


def _short(text: str) -> str:
    return text if len(text) <= 90 else f"{text[:90].rsplit(' ', 1)[0]}…"


def _low(words: str) -> str:
    return words[:1].lower() + words[1:]
