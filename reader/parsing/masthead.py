"""The masthead of a file, whose fields are checked against each other."""

import datetime as dt
from collections.abc import Container, Iterator, Sequence
from functools import partial

from msgspec import Struct
from msgspec.structs import replace

from reader import assets
from reader.i18n import say
from reader.language.dates import calendar
from reader.language.equality import in_ideographs, lookalikes, simplified
from reader.newspaper.article import StatedHead, spans_of
from reader.newspaper.facts import Outcome
from reader.newspaper.issue import DateOrigin, DateWitness, Masthead, ParseWarning, TitleOrigin
from reader.parsing import dates, fields, front_matter, masthead_lines, masthead_place
from reader.parsing.correction_anchors import NOTHING_OF_ISSUE, IssueDecisions
from reader.parsing.dates import Origin
from reader.parsing.line_features import Line
from reader.parsing.masthead_lines import PrintedTitles
from reader.parsing.pages import section_mark
from reader.parsing.weights import LineFeature

# how far the date that the fields imply may be from the printed one: in the same year, or on the same day of another
_NEAR_DAYS = 60
_NEAR_YEARS = 10
# one field that agrees with another date may be misread itself
_WITNESSES = 2
_MOST_REASONS = 3
# a date that does not exist, such as February 30, is compared as the middle of its month
_MIDDLE_OF_MONTH = 15
_LEAST_AT_HEAD = 3
"""Number of fields, with date and title, by which a masthead at the head of a file comes before all others."""
_TOP = 8
"""Number of lines at the beginning of a file in which a printed date comes before those further below."""


class PrintedHead(Struct, frozen=True):
    """The fields on the lines of the masthead, unchecked. `line` is the number of the line with the date.

    `stated` is the field of front matter that the date is from; it is not printed then. `is_stated`: the date is stated
    by the format of the file; `against` is another one that is printed, "" if there is none.
    """

    fields: fields.MastheadFields
    titles: PrintedTitles
    line: int
    stated: front_matter.FrontDate | None = None
    is_stated: bool = False
    against: str = ""


def read_head(
    clusters: Sequence[Sequence[Line]], lines: Sequence[Line], record: Sequence[Sequence[Line]] = ()
) -> PrintedHead:
    """Return the fields of the masthead: of the clusters of masthead lines with a date the first one at the head of the
    file, else that with the most fields.

    Without any date, return those of the cluster with the most fields. `lines` are those of the file; `record` are the
    source and date of its only article. The lone day of a text (`masthead_place`) is none.
    """
    first, last = (lines[0].number, lines[-1].number) if lines else (0, 0)
    outside = {line.number for cluster in clusters for line in cluster}
    of_paper = masthead_place.days_of_paper(lines, outside)
    considered = [[line for line in cluster if line.number in of_paper] for cluster in clusters]
    considered += map(list, record)
    heads = [(_read_cluster(cluster), cluster) for cluster in considered if cluster]
    heads.sort(key=partial(_order, first))
    read = [head for head, _ in heads]
    if not read:
        return PrintedHead(fields.MastheadFields(), PrintedTitles(), 0)
    stated = next((head for head in read if _has_day(head.fields)), read[0])
    titled = replace(stated, titles=masthead_lines.titles_of([*clusters, *record], first, last))
    if _is_of_paper(titled):
        return titled
    return replace(titled, fields=replace(titled.fields, number=None))


def _is_of_paper(head: PrintedHead) -> bool:
    """Return whether something beside a number shows that it is the paper's: proclamations have one, too."""
    printed = head.fields
    titles = head.titles
    has_fields = printed.is_dated or printed.weekday or printed.lunar or printed.page_count or printed.cn
    return bool(has_fields or titles.own or titles.publisher or titles.latin or titles.all)


def _order(first: int, read: tuple[PrintedHead, Sequence[Line]]) -> tuple[bool, int]:
    """Return the key by which mastheads are sorted: a whole day printed at the head of a file is before all others."""
    head, cluster = read
    names_paper = any(fields.title_in(line.plain) for line in cluster)
    is_full = head.fields.count + names_paper >= _LEAST_AT_HEAD and head.fields.date is not None
    is_at_head = is_full and head.stated is None and head.line <= first + _TOP
    return not is_at_head, -head.fields.count


def _has_day(printed: fields.MastheadFields) -> bool:
    return printed.has_year or printed.month_day is not None


def _read_cluster(lines: Sequence[Line]) -> PrintedHead:
    """Return the fields of a cluster, without titles; `line` is that of the date, or the first one without a date.

    Of the dates in front matter only the most reliable one counts, as the others are mostly those of fetching a web
    page; and one that is printed comes before it, unless that can be nothing but the paper's.
    """
    front = [line for line in lines if LineFeature.FRONT_MATTER in line.own]
    stated = front_matter.date_in((line.text, line.indented) for line in front)
    others = [line for line in lines if LineFeature.FRONT_MATTER not in line.own]
    printed = (line.plain for line in others if not fields.is_record_field(line.plain))
    if stated is not None and not stated.is_certain and any(map(fields.dates_in, printed)):
        stated = None
    texts = [(line.number, line.plain) for line in others]
    for line in front:
        is_of_issue = not front_matter.is_of_page(line.text)
        if is_of_issue and not _has_day(fields.masthead_fields(line.plain)):
            texts.append((line.number, line.plain))
    if stated is not None:
        texts.insert(0, (front[stated.at].number, stated.text))
    else:
        texts.sort()
    dated = next((n for n, text in texts if _has_day(fields.masthead_fields(text))), lines[0].number)
    read = fields.masthead_fields("  ".join(text for _, text in texts))
    if stated is not None and read.days:
        read = replace(read, date=fields.dates_in(stated.text)[0], days=())
    return PrintedHead(read, PrintedTitles(), dated, stated)


def with_stated_head(head: PrintedHead, stated: StatedHead, own: PrintedHead) -> PrintedHead:
    """Return the fields of the masthead, with date and title replaced by those that the file states.

    `own` is read from the lines that do not only repeat these: a day that is printed there, too, is a printed one.
    """
    if stated.date is not None:
        date = stated.date.year, stated.date.month, stated.date.day
        head = replace(head, fields=replace(head.fields, date=date))
        head = _with_day_printed(head, own, stated)
    if stated.title is not None:
        head = replace(head, titles=PrintedTitles(stated.title, (stated.title,)))
    return head


def _with_day_printed(head: PrintedHead, own: PrintedHead, stated: StatedHead) -> PrintedHead:
    """Return a masthead, of which the format states the date, with what is printed of it."""
    if own.fields.date == head.fields.date:
        return replace(head, line=own.line)
    if not stated.line_count:
        return head
    head = replace(head, line=1, is_stated=stated.rule.outcome is Outcome.STATED)
    is_full = own.fields.count + (own.titles.own is not None) >= _LEAST_AT_HEAD
    if own.fields.date is None or not is_full or own.line > stated.line_count + _TOP:
        return head
    return replace(head, against="{}年{}月{}日".format(*own.fields.date))


def masthead_of(
    head: PrintedHead,
    numbers: Sequence[int],
    origin: Origin,
    lines: Sequence[Line],
    by_reader: IssueDecisions = NOTHING_OF_ISSUE,
    *,
    is_one_article: bool,
) -> tuple[Masthead, tuple[ParseWarning, ...]]:
    """Return the masthead of a file, with title and date from the best source, and warnings about contradictions.

    Args:
        head: The printed fields.
        numbers: The numbers of the lines outside of articles.
        origin: Title and date by the path.
        lines: The lines of the file.
        by_reader: The reader's decisions, which override all else.
        is_one_article: The file has one article only.
    """
    printed = head.fields
    remarks: list[ParseWarning] = []
    dated = _dated(head, origin, lines, remarks, is_one_article=is_one_article)
    dated = _as_decided(dated, by_reader, head.line, remarks)
    other = _other_date(head, dated, origin)
    remarks += _remarks_on_day(head, dated, other, origin, lines, numbers)
    unread = _unread_pages(lines)
    if unread:
        message = say("识别程序跳过了第 {pages} 页，那里的字没有读到。", pages=unread)
        remarks.append(ParseWarning(1, message))
    title = _title(head, dates.title_in_datelines(lines), origin)
    masthead = Masthead(
        title=by_reader.title or title.name,
        title_as_printed=title.as_printed,
        title_origin=TitleOrigin.CORRECTED if by_reader.title else title.origin,
        date=dated.date,
        month_day=f"{dated.date:%m-%d}" if dated.date else dated.month_day,
        date_origin=dated.origin,
        weekday=printed.weekday,
        lunar_date=printed.lunar,
        number=by_reader.number or printed.number or origin.number,
        page_count=printed.page_count,
        cn_number=printed.cn,
        source_lines=spans_of(sorted(numbers)),
        date_witness=dated.witness,
        date_statements=tuple((reason.line, reason.words) for reason in _reasons(dated.inferred)),
        refused_years=by_reader.refused_years,
        other_date=other,
        unread_pages=unread or None,
        year=_year_alone(dated, printed, origin, by_reader),
    )
    return masthead, (*remarks, *title.warnings)


def _remarks_on_day(
    head: PrintedHead,
    dated: "_Dated",
    other: str | None,
    origin: Origin,
    lines: Sequence[Line],
    numbers: Sequence[int],
) -> Iterator[ParseWarning]:
    """Yield what is to be said of the day of an issue: what contradicts it (`other`), or why it is unknown."""
    if dated.date is not None and dated.inferred is not None:
        yield _year_remark(dated.inferred)
    yield from _contradictions(head, dated.date, dated.origin, origin)
    if other and dated.origin is DateOrigin.FILE_NAME:
        message = say(
            "报头印作“{printed}”，与文件名中的 {date} 不合；采用文件名。", printed=other, date=dated.date
        )
        yield ParseWarning(head.line, message)
    if dated.date is None:
        yield from _why_undated(lines, origin) or _month_alone(lines, numbers)


def _year_alone(
    dated: "_Dated", printed: fields.MastheadFields, origin: Origin, by_reader: IssueDecisions
) -> int | None:
    """Return the year of an issue of which nothing else is known of the day; None if that is not known, or refused."""
    if dated.date is not None or dated.month_day is not None or origin.several:
        return None
    years = {numbers[0] for numbers in (*printed.readings, *printed.days)}
    if origin.year is None or origin.year in by_reader.refused_years or years - {origin.year}:
        return None
    return origin.year


def _unread_pages(lines: Sequence[Line]) -> str:
    """Return the numbers of the pages that a recogniser says it has skipped; "" for none."""
    marked = [line for line in lines if LineFeature.SECTION_MARK in line.own]
    marks = (section_mark(line.plain) for line in marked)
    return ", ".join(mark.unread for mark in marks if mark is not None and mark.unread)


class _Dated(Struct, frozen=True):
    """The date of an issue by the best source, or its month and day, and that source."""

    date: dt.date | None
    origin: DateOrigin | None
    month_day: str | None = None
    """As MM-DD, where no year is known."""
    witness: DateWitness | None = None
    inferred: dates.InferredDate | None = None
    """By which statements of the text the year was inferred, if it was."""


def _as_decided(dated: _Dated, by_reader: IssueDecisions, line: int, remarks: list[ParseWarning]) -> _Dated:
    """Give the date that the reader's decisions leave; adds to the remarks what they contradict."""
    if (
        dated.date is not None
        and dated.origin is not DateOrigin.PRINTED
        and dated.date.year in by_reader.refused_years
    ):
        dated = _Dated(None, dated.origin, f"{dated.date:%m-%d}")
    if by_reader.date is not None:
        if dated.origin is DateOrigin.PRINTED and dated.date not in (None, by_reader.date):
            message = say(
                "报头日期 {printed}，已由读者更正为 {told}。", printed=dated.date, told=by_reader.date
            )
            remarks.append(ParseWarning(line, message))
        dated = _Dated(by_reader.date, DateOrigin.CORRECTED)
    return dated


def _dated(
    head: PrintedHead,
    origin: Origin,
    lines: Sequence[Line],
    remarks: list[ParseWarning],
    *,
    is_one_article: bool,
) -> _Dated:
    """Return the date as printed, else by the path, else by the other fields, else by the text.

    A date that does not exist adds a warning to `remarks`.
    """
    printed = head.fields
    date, meant = _existing(printed, head.line, origin, remarks)
    if date is not None and head.stated is not None:
        return _by_field(date, head.stated, head.line, origin, remarks)
    if date is not None:
        return _Dated(date, DateOrigin.STATED if head.is_stated else DateOrigin.PRINTED)
    if origin.date:
        return _Dated(origin.date, DateOrigin.FILE_NAME)
    if meant:
        return _Dated(meant, DateOrigin.INFERRED, witness=DateWitness.FIELDS)
    in_year = [date for date in _readings(printed) if date.year == origin.year]
    if len(in_year) == 1:
        return _Dated(in_year[0], DateOrigin.FILE_NAME, witness=DateWitness.PATH)
    if printed.month_day:
        year = None if printed.readings else origin
        date, month_day = dates.with_year_of(year or Origin(), printed.month_day)
        if date is None:
            return _Dated(None, DateOrigin.PRINTED, month_day)
        return _Dated(date, DateOrigin.FILE_NAME, month_day, DateWitness.PATH)
    inferred = dates.inferred_date(lines, origin, is_one_article=is_one_article)
    if (printed.days or printed.readings) and inferred.date not in _readings(printed):
        return _Dated(None, None)
    if inferred.month_day is None and origin.month_day:
        return _Dated(None, DateOrigin.FILE_NAME, f"{origin.month_day[0]:02}-{origin.month_day[1]:02}")
    return _Dated(
        inferred.date,
        DateOrigin.INFERRED if inferred.month_day else None,
        inferred.month_day,
        inferred.witness,
        inferred if inferred.statements else None,
    )


def _other_date(head: PrintedHead, dated: _Dated, origin: Origin) -> str | None:
    """Return the day in the file's name if it is not the one that is used, or what is printed against the used one."""
    date = dated.date
    printed = head.fields
    if date is None or dated.origin is DateOrigin.CORRECTED:
        return None
    if dated.origin is not DateOrigin.FILE_NAME:
        if origin.date not in (None, date):
            return str(origin.date)
        return head.against or None
    if head.stated is not None:
        return None
    if printed.date is not None:
        return "{}年{}月{}日".format(*printed.date)
    if printed.month_day not in (None, (date.month, date.day)):
        return "{}月{}日".format(*printed.month_day)
    lunar = calendar.lunar_date(date)
    if printed.lunar and lunar and not calendar.same_lunar_date(printed.lunar, lunar):
        return printed.lunar
    if printed.weekday not in (None, calendar.weekday_of(date)):
        return printed.weekday
    return None


def _by_field(
    date: dt.date, field: front_matter.FrontDate, line: int, origin: Origin, remarks: list[ParseWarning]
) -> _Dated:
    """Return the date by a field of front matter, or that of the path.

    A date in a field that may have any, such as “date”, is not the paper's if the path tells an earlier one: what is
    made of a paper is made after it.
    """
    stated = origin.date or origin.year
    if origin.date:
        is_later = origin.date < date
    else:
        is_later = origin.year is not None and origin.year < date.year
    if not is_later and origin.date in (None, date):
        return _Dated(date, DateOrigin.STATED)
    if field.is_certain or not is_later:
        message = say("文件头所记的日期 {date} 与文件名中的 {told} 不合；采用前者。", date=date, told=stated)
        remarks.append(ParseWarning(line, message))
        return _Dated(date, DateOrigin.STATED)
    message = say(
        "文件头所记的 {date} 晚于路径中的 {told}，应是录入或整理的日子，不作报纸的日期。",
        date=date,
        told=stated,
    )
    remarks.append(ParseWarning(line, message))
    return _Dated(origin.date, DateOrigin.FILE_NAME if origin.date else None)


def _why_undated(lines: Sequence[Line], origin: Origin) -> list[ParseWarning]:
    """Return a warning if days were found that are not the paper's, or several; else []."""
    if origin.several:
        first, *_, last = origin.several
        message = say("这里有几天的报纸的图像（{first} 至 {last}），日期不详。", first=first, last=last)
        return [ParseWarning(1, message)]
    if origin.stamp:
        message = say(
            "文件名中的 {stamp} 是识别、拍照或导出的时间，不作报纸的日期；日期不详。", stamp=origin.stamp
        )
        return [ParseWarning(1, message)]
    front = (line for line in lines if LineFeature.FRONT_MATTER in line.own)
    line = next((line for line in front if fields.dates_in(line.plain)), None)
    if line is None:
        return []
    message = say("“{words}”是录入、识别或导出的时间，不作报纸的日期；日期不详。", words=line.text)
    return [ParseWarning(line.number, message)]


def _month_alone(lines: Sequence[Line], numbers: Container[int]) -> list[ParseWarning]:
    """Return a warning if the masthead, which consists of the lines of these `numbers`, has a month and no day."""
    for line in lines:
        month = fields.month_in(line.plain) if line.number in numbers else None
        if month is not None:
            message = say("报头印着“{month}”，没有印是哪天；日期不详。", month=month)
            return [ParseWarning(line.number, message)]
    return []


class _Title(Struct, frozen=True):
    """A newspaper's title and its origin; `as_printed` is None if the title is not printed."""

    name: str | None
    as_printed: str | None
    origin: TitleOrigin | None
    warnings: tuple[ParseWarning, ...] = ()


def _title(head: PrintedHead, in_datelines: str | None, origin: Origin) -> _Title:
    """Return the title, in ideographs where a file has radicals; see `_title_of`."""
    if head.fields.cn:
        registered = assets.newspapers().get(head.fields.cn)
    else:
        registered = None
    witnesses = {
        masthead_lines.bare(paper_name)
        for paper_name in (registered, in_datelines, origin.title)
        if paper_name
    }
    confirmed = (paper_name for paper_name in head.titles.all if masthead_lines.bare(paper_name) in witnesses)
    printed = head.titles.own or next(confirmed, None)
    if printed is None:
        return _title_of(head, registered, None, in_datelines, origin)
    title = _title_of(head, registered, in_ideographs(printed), in_datelines, origin)
    return replace(title, as_printed=printed)


def _title_of(
    head: PrintedHead, registered: str | None, printed: str | None, in_datelines: str | None, origin: Origin
) -> _Title:
    """Return the title by the register (`registered`), else as printed, else by datelines, else by the path.

    A printed title that may be another paper's counts if the assets, datelines or the path confirm it. A printed
    title that differs in a few characters from that in datelines was misread, and so was one that looks like that in
    the publisher's statement on the masthead, which is set in the type of the text.
    """
    if registered and printed and registered != printed:
        message = say(
            "报头印作“{printed}”，按刊号 {cn} 应为“{title}”。",
            printed=printed,
            cn=head.fields.cn,
            title=registered,
        )
        return _Title(registered, printed, TitleOrigin.CN_NUMBER, (ParseWarning(head.line, message),))
    if registered:
        return _Title(registered, printed, TitleOrigin.PRINTED if printed else TitleOrigin.CN_NUMBER)
    publisher = head.titles.publisher
    is_alone = printed is None and {in_datelines, origin.title} <= {None, publisher}
    if publisher and (is_alone or (printed is not None and _looks_like(printed, publisher))):
        warnings: tuple[ParseWarning, ...] = ()
        if printed is not None and printed != publisher:
            message = say(
                "报头印作“{printed}”，按“{title}社出版”应为“{title}”。", printed=printed, title=publisher
            )
            warnings = (ParseWarning(head.line, message),)
        return _Title(publisher, printed or publisher, TitleOrigin.PRINTED, warnings)
    if printed and in_datelines and _is_misread(printed, in_datelines):
        message = say("报头印作“{printed}”，按正文的电头应为“{title}”。", printed=printed, title=in_datelines)
        return _Title(in_datelines, printed, TitleOrigin.DATELINES, (ParseWarning(head.line, message),))
    if printed:
        return _Title(printed, printed, TitleOrigin.PRINTED)
    if in_datelines:
        return _Title(in_datelines, None, TitleOrigin.DATELINES)
    if origin.title is None and head.titles.latin:
        return _Title(head.titles.latin, head.titles.latin, TitleOrigin.PRINTED)
    return _Title(origin.title, None, TitleOrigin.FILE_NAME if origin.title else None)


def _is_misread(printed: str, title: str) -> bool:
    """Return whether a printed title has up to a third of its characters other than the title in datelines."""
    if len(title) != len(printed):
        return False
    wrong = sum(one != other for one, other in zip(printed, title, strict=True))
    return 0 < wrong <= max(1, len(printed) // 3) and simplified(printed) != simplified(title)


def _looks_like(printed: str, title: str) -> bool:
    """Return whether a printed title may be misread for another one of its kind (日报): one of the characters that
    differ looks like that of the title.
    """
    if len(printed) != len(title) or printed[-2:] != title[-2:]:
        return False
    differing = [(one, other) for one, other in zip(printed, title, strict=True) if one != other]
    return any(one in lookalikes(other) for one, other in differing)


def _existing(
    printed: fields.MastheadFields, line: int, origin: Origin, remarks: list[ParseWarning]
) -> tuple[dt.date | None, dt.date | None]:
    """Return the printed date and None; if it does not exist, None and the date by the other fields, or None.

    A date that does not exist adds a warning to `remarks`.
    """
    if printed.date is None:
        if not printed.is_dated:
            in_cycle = fields.days_of_cycle(printed.lunar or "")
        else:
            in_cycle = []
        if in_cycle:
            return _of_cycle(in_cycle, printed.lunar or "", line, origin, remarks), None
        return None, _of_several(printed, line, remarks)
    year, month, day = printed.date
    date = calendar.date_or_none(year, month, day)
    if date is not None:
        if printed.last:
            last = dt.date(*printed.last)
            message = say("这是 {first} 至 {last} 的合刊，归在头一天。", first=date, last=last)
            remarks.append(ParseWarning(line, message))
        return date, None
    message = say("报头日期 {year}年{month}月{day}日 并不存在，未予采用。", year=year, month=month, day=day)
    middle = calendar.date_or_none(year, month, _MIDDLE_OF_MONTH)
    if middle:
        likely = _likeliest(printed, middle, origin, is_printed=False)
    else:
        likely = None
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


def _readings(printed: fields.MastheadFields) -> list[dt.date]:
    """Return the existing days that a doubtful masthead may mean."""
    several = (calendar.date_or_none(*day) for day in printed.days or printed.readings)
    return [date for date in several if date]


def _of_cycle(
    days: Sequence[dt.date], lunar: str, line: int, origin: Origin, remarks: list[ParseWarning]
) -> dt.date | None:
    """Return the only one of the days of a year in the cycle of sixty that is in the year of the path; else None, with
    a warning unless the path has another day.
    """
    in_year = [day for day in days if day.year == origin.year]
    if len(in_year) == 1:
        return in_year[0]
    if origin.date is None:
        message = say(
            "报头的年份只有干支（{lunar}），可以是 {days}；日期不详。",
            lunar=lunar,
            days=say("、").join(map(str, days)),
        )
        remarks.append(ParseWarning(line, message))
    return None


def _of_several(printed: fields.MastheadFields, line: int, remarks: list[ParseWarning]) -> dt.date | None:
    """Return the only one of several days of one year that agrees with weekday and lunar date; None in doubt.

    What remains in doubt adds a warning to `remarks`.
    """
    days = _readings(printed)
    lunar = printed.lunar
    in_cycle = fields.days_of_cycle(lunar or "")
    has_cycle_year = bool(in_cycle)
    if not days and printed.month_day:
        days = [day for day in in_cycle if (day.month, day.day) == printed.month_day]
    agreeing = [
        day
        for day in days
        if printed.weekday in (None, calendar.weekday_of(day))
        and (not lunar or calendar.same_lunar_date(lunar, calendar.lunar_date(day) or ""))
    ]
    is_sure = lunar is not None or (printed.weekday is not None and not printed.days)
    if is_sure and len(agreeing) == 1 and (has_cycle_year or len({day.year for day in days}) == 1):
        return agreeing[0]
    if not _readings(printed):
        return None
    several = say("、").join(map(str, days))
    if printed.days:
        message = say("报头印有几个不同的日期（{days}），不能断定哪一个是出版日期。", days=several)
        remarks.append(ParseWarning(line, message))
    elif days and printed.month_day:
        remarks.append(ParseWarning(line, say("报头的年份没有印全，不能断定是哪一年。")))
    elif days:
        message = say("报头的日期可以读作 {days}，不能断定是哪一天。", days=several)
        remarks.append(ParseWarning(line, message))
    return None


def _reasons(inferred: dates.InferredDate | None) -> Sequence[dates.YearStatement]:
    if inferred:
        return inferred.statements[:_MOST_REASONS]
    return ()


def _year_remark(inferred: dates.InferredDate) -> ParseWarning:
    reasons = [
        say("第 {line} 行“{words}”", line=reason.line, words=reason.words) for reason in _reasons(inferred)
    ]
    message = say(
        "没有印年份；按正文推定为 {year} 年：{reasons}。",
        year=inferred.statements[0].year,
        reasons=say("、").join(reasons),
    )
    return ParseWarning(inferred.statements[0].line, message)


def _contradictions(
    head: PrintedHead, date: dt.date | None, date_origin: DateOrigin | None, origin: Origin
) -> list[ParseWarning]:
    """Return a warning if the printed date disagrees with weekday, lunar date or file name; else [].

    The warning names the date on which most of them agree, if there is one.
    """
    if date is None or date_origin is not DateOrigin.PRINTED:
        return []
    weekday = calendar.weekday_of(date)
    lunar = calendar.lunar_date(date)
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
    """Return the date on which most of printed date, weekday, lunar date and file name agree.

    Return None if fewer than two agree, or if several dates have as many votes.

    Args:
        printed: The printed fields.
        date: The printed date if `is_printed`, else a day near the printed one, which does not exist.
        origin: Has the date in the file name.
        is_printed: `date` counts as a vote.
    """

    def votes(candidate: dt.date) -> int:
        if printed.lunar:
            lunar = calendar.lunar_date(candidate)
        else:
            lunar = None
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
    candidates |= {
        moved for n in years if (moved := calendar.date_or_none(date.year + n, date.month, date.day))
    }
    counted = {candidate: votes(candidate) for candidate in candidates}
    most = max(counted.values())
    best = [candidate for candidate, count in counted.items() if count == most]
    if most >= _WITNESSES and len(best) == 1:
        return best[0]
    return None
