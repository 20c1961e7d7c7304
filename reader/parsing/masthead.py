"""The masthead of a file: its fields, checked against each other."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.i18n import say
from reader.language.dates import calendar
from reader.language.forms import HAN
from reader.language.variants import simplified
from reader.newspaper.issue import DateOrigin, Masthead, ParseWarning
from reader.newspaper.source_text import spans_of
from reader.parsing import dates, fields, register
from reader.parsing.line_features import Line
from reader.parsing.path_hints import Origin
from reader.parsing.reader_decisions import NOTHING_OF_ISSUE, IssueDecisions
from reader.parsing.weights import Feature

_NEAR_DAYS, _NEAR_YEARS = 60, 10
_SEVERAL = 2
_WITNESSES = 2
_MIDDLE_OF_MONTH = 15


_WORD = re.compile(f"(?:[{HAN}]\\s{{0,3}}){{2,8}}")
_NO_TITLE = frozenset(
    {Feature.RULE, Feature.PICTURE, Feature.FURNITURE, Feature.MASTHEAD, Feature.PAGE_LINE, Feature.STAFF}
)


@dataclass(frozen=True, slots=True)
class PrintedHead:
    """The fields on the lines of the masthead, unchecked. `line` is that of the date."""

    fields: fields.MastheadFields
    title: str | None
    line: int


def read_head(clusters: Sequence[Sequence[Line]]) -> PrintedHead:
    """Return the fields of the fullest cluster of masthead lines; a missing date or title is taken from the others."""
    read = sorted((_read_cluster(cluster) for cluster in clusters), key=lambda head: -head.fields.count)
    if not read:
        return PrintedHead(fields.MastheadFields(), None, 0)
    dated = next((head for head in read if head.fields.date or head.fields.month_day), read[0])
    title = next((head.title for head in read if head.title), None)
    printed = read[0].fields if read[0].fields.date or read[0].fields.month_day else dated.fields
    return PrintedHead(printed, title, dated.line)


def _read_cluster(lines: Sequence[Line]) -> PrintedHead:
    printed = _printed_title(lines)
    title = "".join(printed.strip("*《》\"'“” ").split()) if printed else None
    dated = next((line.number for line in lines if fields.masthead_fields(line.plain).date), lines[0].number)
    return PrintedHead(fields.masthead_fields("  ".join(line.plain for line in lines)), title, dated)


def _printed_title(lines: Sequence[Line]) -> str | None:
    """Return a line that is a title, or holds one; else the large word that stands first above a date and a number."""
    for line in lines:
        if fields.is_title(line.plain):
            return line.text
    for line in lines:
        span = fields.title_in(line.plain)
        if span:
            return (line.text if len(line.text) == len(line.plain) else line.plain)[slice(*span)]
    first = next((line for line in lines if not line.own & _NO_TITLE), None)
    printed = fields.masthead_fields("  ".join(line.plain for line in lines))
    is_head = (
        first is not None
        and first.number < lines[-1].number
        and printed.date is not None
        and printed.number is not None
    )
    return first.text if first and is_head and _WORD.fullmatch(first.plain) else None


def masthead_of(
    head: PrintedHead,
    numbers: Sequence[int],
    origin: Origin,
    evidence: dates.DateEvidence,
    by_reader: IssueDecisions = NOTHING_OF_ISSUE,
) -> tuple[Masthead, tuple[ParseWarning, ...]]:
    """Return the masthead of a file, with title and date from the best source, and warnings on contradictions."""
    printed = head.fields
    remarks: list[ParseWarning] = []
    date, meant = _existing(printed, head.line, origin, remarks)
    date_origin = DateOrigin.PRINTED if date else None
    month_day: str | None = None
    if date is None and origin.date:
        date, date_origin = origin.date, DateOrigin.FILE_NAME
    if date is None and printed.month_day:
        date, month_day = dates.with_year_of(origin, printed.month_day)
        date_origin = DateOrigin.FILE_NAME if date else DateOrigin.PRINTED
    elif date is None and meant:
        date, date_origin = meant, DateOrigin.INFERRED
    elif date is None:
        date, month_day = dates.inferred_date(evidence, origin)
        date_origin = DateOrigin.INFERRED if month_day else None
    if by_reader.date is not None:
        if date_origin is DateOrigin.PRINTED and date not in (None, by_reader.date):
            message = say("报头日期 {printed}，已由读者更正为 {told}。", printed=date, told=by_reader.date)
            remarks.append(ParseWarning(head.line, message))
        date, date_origin = by_reader.date, DateOrigin.CORRECTED
    remarks += _contradictions(head, date, date_origin, origin)
    title, as_to_title = _title(head, evidence, origin)
    masthead = Masthead(
        title=by_reader.title or title,
        title_as_printed=head.title,
        date=date,
        month_day=f"{date:%m-%d}" if date else month_day,
        date_origin=date_origin,
        weekday=printed.weekday,
        lunar_date=printed.lunar,
        number=by_reader.number or printed.number,
        page_count=printed.page_count,
        cn_number=printed.cn,
        source_lines=spans_of(sorted(numbers)),
    )
    return masthead, (*remarks, *as_to_title)


def _title(
    head: PrintedHead, evidence: dates.DateEvidence, origin: Origin
) -> tuple[str | None, list[ParseWarning]]:
    """Return the title by the register, else as printed, else by datelines or the file's name.

    A printed title that differs in a character or two from that of several datelines was misread.
    """
    known = register.newspapers().get(head.fields.cn) if head.fields.cn else None
    if known and head.title and known != head.title:
        message = say(
            "报头印作“{printed}”，按刊号 {cn} 应为“{title}”。",
            printed=head.title,
            cn=head.fields.cn,
            title=known,
        )
        return known, [ParseWarning(head.line, message)]
    if not known and head.title and evidence.title and _is_misread(head.title, evidence):
        message = say(
            "报头印作“{printed}”，按正文的电头应为“{title}”。", printed=head.title, title=evidence.title
        )
        return evidence.title, [ParseWarning(head.line, message)]
    return known or head.title or evidence.title or origin.title, []


def _is_misread(printed: str, evidence: dates.DateEvidence) -> bool:
    if not evidence.title or evidence.title_count < _SEVERAL or len(evidence.title) != len(printed):
        return False
    wrong = sum(one != other for one, other in zip(printed, evidence.title, strict=True))
    return 0 < wrong <= max(1, len(printed) // 3) and simplified(printed) != simplified(evidence.title)


def _existing(
    printed: fields.MastheadFields, line: int, origin: Origin, remarks: list[ParseWarning]
) -> tuple[dt.date | None, dt.date | None]:
    """Return the printed date and None; if that does not exist, None and the date that the other fields agree on."""
    if printed.date is None:
        return None, None
    year, month, day = printed.date
    date = dates.date_or_none(year, month, day)
    if date is not None:
        return date, None
    message = say("报头日期 {year}年{month}月{day}日 并不存在，未予采用。", year=year, month=month, day=day)
    middle = dates.date_or_none(year, month, _MIDDLE_OF_MONTH)
    likely = _likeliest(printed, middle, origin, is_printed=False) if middle else None
    if likely:
        message = say(
            "报头日期 {year}年{month}月{day}日 并不存在；从其余各项看，应是 {likely}。",
            year=year,
            month=month,
            day=day,
            likely=likely,
        )
    remarks.append(ParseWarning(line, message))
    return None, likely


def _contradictions(
    head: PrintedHead, date: dt.date | None, date_origin: DateOrigin | None, origin: Origin
) -> list[ParseWarning]:
    """Return a warning if date, weekday, lunar date and file name disagree, with the date that most agree on, if there
    is one.
    """
    if date is None or date_origin is not DateOrigin.PRINTED:
        return []
    weekday, lunar = calendar.weekday_of(date), calendar.lunar_date(date)
    wrong = []
    if head.fields.weekday not in (None, weekday):
        wrong.append(head.fields.weekday or "")
    if head.fields.lunar and lunar and not calendar.same_lunar_date(head.fields.lunar, lunar):
        wrong.append(head.fields.lunar)
    if origin.date not in (None, date):
        wrong.append(say("文件名中的 {date}", date=origin.date))
    if not wrong:
        return []
    others = say("、").join(wrong)
    likely = _likeliest(head.fields, date, origin, is_printed=True)
    printed = say("{date}（{weekday}，{lunar}）", date=date, weekday=weekday, lunar=lunar or "—")
    if likely:
        message = say(
            "报头日期 {told}与{others}不合；从各项看，应是 {likely}。",
            told=printed,
            others=others,
            likely=likely,
        )
    else:
        message = say(
            "报头日期 {told}与{others}不合；单凭这些不能断定哪一项印错了。", told=printed, others=others
        )
    return [ParseWarning(head.line, message)]


def _likeliest(
    printed: fields.MastheadFields, date: dt.date, origin: Origin, *, is_printed: bool
) -> dt.date | None:
    """Return the one date on which most of printed date, weekday, lunar date and file name agree, at least two.

    None if several dates have as many. `date` is the printed one, or a day near what was printed.
    """

    def votes(candidate: dt.date) -> int:
        lunar = calendar.lunar_date(candidate)
        agreeing = (
            is_printed and candidate == date,
            printed.weekday == calendar.weekday_of(candidate),
            bool(printed.lunar and lunar and calendar.same_lunar_date(printed.lunar, lunar)),
            candidate == origin.date,
        )
        return sum(agreeing)

    days = range(-_NEAR_DAYS, _NEAR_DAYS + 1)
    years = range(-_NEAR_YEARS, _NEAR_YEARS + 1)
    candidates = {date, *([origin.date] if origin.date else [])}
    candidates |= {moved for n in days if (moved := dates.date_or_none_of(date.toordinal() + n))}
    candidates |= {moved for n in years if (moved := dates.date_or_none(date.year + n, date.month, date.day))}
    counted = {candidate: votes(candidate) for candidate in candidates}
    most = max(counted.values())
    best = [candidate for candidate, count in counted.items() if count == most]
    return best[0] if most >= _WITNESSES and len(best) == 1 else None
