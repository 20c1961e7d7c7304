"""Dating issues without a year by their neighbours, and explaining dates that are not printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reader.export.article_text import day_in_words
from reader.i18n import say
from reader.issue_dating.issue_numbers import NumberSeries
from reader.issue_dating.placement import Placement, placement
from reader.issue_dating.suggestions import IssueInContext
from reader.library import date_suggestions
from reader.newspaper.holdings import IssueRow, SourceFile
from reader.newspaper.issue import DateOrigin, DateWitness, Masthead
from reader.storage.catalogue_reading import CatalogueReading
from reader.storage.file_table import UndatedFile


def placements(catalogue: CatalogueReading) -> Iterator[tuple[UndatedFile, dt.date | None]]:
    """Yield the files without a printed date whose inferred day is not the date of their issue, with that day.

    None: the neighbours no longer determine a day. An issue dated by its neighbours is no evidence for another one, so
    that the days do not depend on the order in which files are added.
    """
    runs: dict[tuple[str, str], NumberSeries] = {}
    for file in catalogue.files.undated_files():
        found = None
        if file.masthead.number or file.masthead.month_day:
            of = _series_of(file)
            if of not in runs:
                runs[of] = _series(catalogue, *of)
            found = _placement(catalogue, file, runs[of])
        date = found.date if found else None
        if date != file.date:
            yield file, date


def _series_of(file: UndatedFile) -> tuple[str, str]:
    """Return the newspaper whose numbers are evidence for the file's day; for "", the file's folder restricts it."""
    return file.newspaper, "" if file.newspaper else file.path.rpartition("/")[0]


def _series(catalogue: CatalogueReading, newspaper: str, folder: str) -> NumberSeries:
    tree = catalogue.tree
    return NumberSeries(tree.all_issues(newspaper) if newspaper else tree.nameless_issues(folder))


def _placement(catalogue: CatalogueReading, file: UndatedFile, run: NumberSeries) -> Placement | None:
    head = file.masthead
    issue = IssueRow(
        file.issue_id,
        file.newspaper,
        None,
        head.month_day,
        head.date_origin,
        head.number,
        article_count=0,
        label="",
    )
    context = IssueInContext(issue, head.weekday, head.lunar_date)
    if head.month_day:
        before, after = date_suggestions.files_beside(catalogue, file.path, issue)
        context = replace(
            context, before=tuple(each.date for each in before), after=tuple(each.date for each in after)
        )
    return placement(context, run, head.refused_years)


# ---- reasons


@dataclass(frozen=True, slots=True)
class DateExplanation:
    """The evidence for a date that is not printed, in a sentence or two; `year` is the year that a reader may
    refuse.
    """

    words: str
    year: int


def explanation_of(catalogue: CatalogueReading, issue_id: int) -> DateExplanation | None:
    """Return the evidence for an issue's date; None if its date is printed or corrected, or it has none."""
    issue = catalogue.tree.issue(issue_id)
    estimated = (DateOrigin.INFERRED, DateOrigin.FILE_NAME)
    if issue is None or issue.date is None or issue.date_origin not in estimated:
        return None
    files = catalogue.files.files_of_issue(issue_id)
    file = next((each for each in files if each.masthead.date_origin is issue.date_origin), None)
    if file is None or file.masthead.date is None:
        words = _by_neighbours(catalogue, issue, files)
    else:
        words = _by_masthead(file.path, file.masthead, issue.date)
    return DateExplanation(words, issue.date.year)


def _by_neighbours(catalogue: CatalogueReading, issue: IssueRow, files: list[SourceFile]) -> str:
    undated = (each for each in catalogue.files.undated_files(issue.id))
    file = next(undated, None)
    found = _placement(catalogue, file, _series(catalogue, *_series_of(file))) if file else None
    head = files[0].masthead if files else Masthead()
    lacking = say("没有印年份") if head.month_day else say("没有印日期")
    date = day_in_words(issue.date) if issue.date else ""
    if found is None:
        return say("{lacking}；推定为 {date}。", lacking=lacking, date=date)
    reasons = say("；").join(date_suggestions.reason_in_words(each) for each in found.reasons)
    return say("{lacking}；推定为 {date}：{reasons}。", lacking=lacking, date=date, reasons=reasons)


def _by_masthead(path: str, head: Masthead, date: dt.date) -> str:
    match head.date_witness:
        case DateWitness.STATEMENTS:
            reasons = [
                say("第 {line} 行“{words}”", line=line, words=words) for line, words in head.date_statements
            ]
            return say(
                "没有印年份；按正文推定为 {year} 年：{reasons}。",
                year=date.year,
                reasons=say("、").join(reasons),
            )
        case DateWitness.NEWS:
            return say("没有印日期；按正文里最晚的消息推定，消息旁写着 {year} 年。", year=date.year)
        case DateWitness.PATH if head.date_origin is DateOrigin.FILE_NAME:
            return say("印了月日，没有印年份；{year} 年取自路径 {path}。", year=date.year, path=path)
        case DateWitness.PATH:
            return say(
                "没有印日期；按正文里最晚的消息推定，{year} 年取自路径 {path}。", year=date.year, path=path
            )
        case DateWitness.DATELINE:
            return say("没有印报头日期；电头上写着 {date}。", date=day_in_words(date))
        case DateWitness.FIELDS:
            return say("印出的日期并不存在；其余各项合于 {date}。", date=day_in_words(date))
    if head.date_origin is DateOrigin.FILE_NAME:
        return say("没有印日期；日期取自路径 {path}。", path=path)
    return say("没有印日期；按正文里最晚的消息推定。")
