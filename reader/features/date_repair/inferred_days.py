"""The days of issues that print none, inferred from their neighbours, and the evidence for them in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from msgspec.structs import replace

from reader.export.article_text import day_in_words
from reader.features.date_repair.issue_numbers import NumberSeries
from reader.features.date_repair.suggestions import (
    DateReason,
    EvidenceKind,
    IssueInContext,
    Placement,
    placement,
)
from reader.i18n import say
from reader.library.answers import DateExplanation
from reader.newspaper.holdings import FolderFile, IssueRow, SourceFile
from reader.newspaper.issue import DateOrigin, DateWitness, Masthead
from reader.storage.catalogue_reading import CatalogueReading
from reader.storage.file_table import UndatedFile

_FILES_BESIDE = 8
"""Maximum number of neighbouring files considered in a folder."""


def files_beside(
    catalogue: CatalogueReading, path: str, issue: IssueRow
) -> tuple[list[FolderFile], list[FolderFile]]:
    """Return the neighbouring files before and after a file in its folder, the nearest first.

    Only files of the same newspaper and of other issues are returned.
    """
    before, after = (
        [file for file in files if file.newspaper == issue.newspaper and file.issue_id != issue.id]
        for files in catalogue.files.files_beside(path, _FILES_BESIDE)
    )
    return before, after


def reason_in_words(reason: DateReason) -> str:
    match reason.witness, reason.neighbours:
        case EvidenceKind.FOLDER, (before, after) if before.date == after.date:
            return say("文件夹里前后的文件都是 {date} 的", date=day_in_words(before.date))
        case EvidenceKind.FOLDER, (before, after):
            return say(
                "文件夹里前后的文件是 {before} 和 {after} 的",
                before=day_in_words(before.date),
                after=day_in_words(after.date),
            )
        case EvidenceKind.JUMP, (story, *_):
            return say("与 {date} 的《{title}》是同一篇", date=day_in_words(story.date), title=story.words)
        case EvidenceKind.CALENDAR, _:
            return say("印出的星期、农历、月日合于这一天")
        case _, issues:
            return say("，").join(
                say("第{number}期是 {date}", number=each.number, date=day_in_words(each.date))
                for each in issues
            )


def placements(catalogue: CatalogueReading) -> Iterator[tuple[UndatedFile, dt.date | None]]:
    """An issue dated by its neighbours is no evidence for others: no day depends on the order in which files came."""
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
    """Return newspaper and folder of the issues whose numbers are evidence for the file's day.

    The folder is "" for all folders; it is used only if the newspaper is unknown ("").
    """
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
        before, after = files_beside(catalogue, file.path, issue)
        context = replace(
            context, before=tuple(each.date for each in before), after=tuple(each.date for each in after)
        )
    return placement(context, run, head.refused_years)


# ---- reasons


def explanation_of(catalogue: CatalogueReading, issue_id: int) -> DateExplanation | None:
    issue = catalogue.tree.issue(issue_id)
    if issue is None or (
        issue.date and issue.date_origin in (DateOrigin.PRINTED, DateOrigin.CORRECTED, None)
    ):
        return None
    files = catalogue.files.files_of_issue(issue_id)
    if issue.date is None:
        from reader.parsing import origin_of

        stamp = next(filter(None, (origin_of(file.path).stamp for file in files)), "")
        why = say("文件名中的 {stamp} 是识别、拍照或导出的时间，不作报纸的日期；日期不详。", stamp=stamp)
        return DateExplanation(why) if stamp else None
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
    reasons = say("；").join(reason_in_words(each) for each in found.reasons)
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
    from reader.parsing import origin_of  # a window loads the parser when it is needed

    if head.date_origin is DateOrigin.FILE_NAME and origin_of(path).date != date:
        return say("没有印日期；日期取自文件 {path} 里所写的图像文件名。", path=path)
    if head.date_origin is DateOrigin.FILE_NAME:
        return say("没有印日期；日期取自路径 {path}。", path=path)
    if head.date_origin is DateOrigin.STATED:
        return say("没有印报头日期；文件 {path} 的字段里记着 {date}。", path=path, date=day_in_words(date))
    return say("没有印日期；按正文里最晚的消息推定。")
