"""The masthead: its fields, checked against each other."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from reader.language import calendar
from reader.messages import say
from reader.newspaper.issue import DateOrigin, Masthead, Remark
from reader.newspaper.text import spans_of
from reader.parsing import dates, marks, register
from reader.parsing.lines import Line
from reader.parsing.origin import Origin


@dataclass(frozen=True, slots=True)
class PrintedHead:
    """What the lines of the masthead say, before anything is made of it. `line` is where the date stands."""

    fields: marks.MastheadFields
    title: str | None
    line: int


def read_head(clusters: Sequence[Sequence[Line]]) -> PrintedHead:
    """The fields of the fullest cluster of masthead lines; what it lacks is taken from the others."""
    read = sorted((_read_cluster(cluster) for cluster in clusters), key=lambda head: -head.fields.count)
    if not read:
        return PrintedHead(marks.MastheadFields(), None, 0)
    first, *others = read
    title = next((head.title for head in read if head.title), None)
    fields = first.fields
    for other in others:
        if fields.date is None and other.fields.date is not None and fields.month_day is None:
            fields = other.fields
    return PrintedHead(fields, title, first.line)


def _read_cluster(lines: Sequence[Line]) -> PrintedHead:
    text = "  ".join(line.text for line in lines)
    title = next((line.text for line in lines if marks.is_title(line.text)), None)
    if title is None:
        title = next((word for line in lines if (word := marks.title_in(line.text))), None)
    fields = marks.masthead_fields(text)
    dated = next(
        (n.number for n in lines if marks.masthead_fields(n.text).date), lines[0].number if lines else 0
    )
    return PrintedHead(fields, "".join(title.strip("*《》 ").split()) if title else None, dated)


def masthead_of(
    head: PrintedHead, numbers: Sequence[int], origin: Origin, told: dates.Told
) -> tuple[Masthead, tuple[Remark, ...]]:
    """The masthead of a file, its title and date told by whatever knows best, and what contradicts it."""
    fields = head.fields
    remarks: list[Remark] = []
    date = _existing(fields.date, head.line, remarks)
    date_origin = DateOrigin.PRINTED if date else None
    month_day: str | None = None
    if date is None and fields.month_day and origin.year:
        date = dates.date_or_none(origin.year, *fields.month_day)
        date_origin = DateOrigin.FILE_NAME if date else None
    if date is None and origin.date:
        date, date_origin = origin.date, DateOrigin.FILE_NAME
    if date is None:
        date, month_day = dates.inferred(told, origin)
        if fields.month_day:
            month, day = fields.month_day
            month_day = f"{month:02}-{day:02}"
            if date is not None and (date.month, date.day) != fields.month_day:
                date = dates.date_or_none(date.year, month, day)
        date_origin = DateOrigin.INFERRED if date or month_day else None
    if date is not None:
        month_day = f"{date:%m-%d}"
    remarks += _contradictions(head, date, date_origin, origin)
    known = register.newspapers().get(fields.cn) if fields.cn else None
    title = known or head.title or told.title or origin.title
    if known and head.title and known != head.title:
        remarks.append(
            Remark(
                head.line,
                say(
                    "报头印作“{printed}”，按刊号 {cn} 应为“{title}”。",
                    printed=head.title,
                    cn=fields.cn,
                    title=known,
                ),
            )
        )
    masthead = Masthead(
        title=title,
        title_as_printed=head.title,
        date=date,
        month_day=month_day,
        date_origin=date_origin,
        weekday=fields.weekday,
        lunar_date=fields.lunar,
        number=fields.number,
        page_count=fields.page_count,
        cn_number=fields.cn,
        source_lines=spans_of(sorted(numbers)),
    )
    return masthead, tuple(remarks)


def _existing(printed: tuple[int, int, int] | None, line: int, remarks: list[Remark]) -> dt.date | None:
    if printed is None:
        return None
    date = dates.date_or_none(*printed)
    if date is None:
        year, month, day = printed
        remarks.append(
            Remark(
                line,
                say(
                    "报头日期 {year}年{month}月{day}日 并不存在，未予采用。", year=year, month=month, day=day
                ),
            )
        )
    return date


def _contradictions(
    head: PrintedHead, date: dt.date | None, date_origin: DateOrigin | None, origin: Origin
) -> list[Remark]:
    """Date, weekday, lunar date and file name against each other; the date that most of them mean is named."""
    fields = head.fields
    if date is None or date_origin is not DateOrigin.PRINTED:
        return []
    wrong = []
    if fields.weekday and fields.weekday != calendar.weekday_of(date):
        wrong.append(fields.weekday)
    lunar = calendar.lunar_date(date)
    if fields.lunar and lunar and not calendar.same_lunar_date(fields.lunar, lunar):
        wrong.append(fields.lunar)
    if origin.date and origin.date != date:
        wrong.append(say("文件名 {date}", date=origin.date.isoformat()))
    if not wrong:
        return []
    likely = _likeliest(fields, date, origin)
    return [
        Remark(
            head.line,
            say(
                "报头日期 {date}（{weekday}，{lunar}）与{others}不合；从各项看，应是 {likely}。",
                date=date.isoformat(),
                weekday=calendar.weekday_of(date),
                lunar=lunar or "—",
                others="、".join(wrong),
                likely=likely.isoformat(),
            ),
        )
    ]


def _likeliest(fields: marks.MastheadFields, date: dt.date, origin: Origin) -> dt.date:
    """The date with which most of weekday, lunar date, file name and printed numbers agree; the printed one on a tie."""

    def votes(candidate: dt.date) -> tuple[int, bool]:
        lunar = calendar.lunar_date(candidate)
        told = (
            candidate == date,
            fields.weekday == calendar.weekday_of(candidate),
            bool(fields.lunar and lunar and calendar.same_lunar_date(fields.lunar, lunar)),
            candidate == origin.date,
        )
        return sum(told), candidate == date

    candidates = {date} | ({origin.date} if origin.date else set())
    for years in range(-10, 11):
        moved = dates.date_or_none(date.year + years, date.month, date.day)
        candidates |= {moved} if moved else set()
    candidates |= {
        date + dt.timedelta(days=days) for days in range(-60, 61) if 0 < date.toordinal() + days < 3_000_000
    }
    return max(sorted(candidates), key=votes)
