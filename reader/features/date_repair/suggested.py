"""Dates and numbers inferred from an issue's neighbours, of issues that print none too, and their wording."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from msgspec.structs import replace

from reader import always
from reader.export.article_text import day_in_words
from reader.features.date_repair.issue_numbers import NumberSeries, is_estimated, is_sure
from reader.features.date_repair.numbers_in_order import against_numbers
from reader.features.date_repair.suggestions import (
    DateReason,
    EvidenceKind,
    IssueInContext,
    Neighbour,
    Placement,
    Suggestion,
    placement,
    suggestions,
)
from reader.i18n import say
from reader.library import stories
from reader.library.answers import (
    DateExplanation,
    DateRepair,
    Repair,
    issue_in_words,
)
from reader.library.derived_data import Derived
from reader.library.doubts import Doubt, DoubtKind, DoubtSource
from reader.newspaper.correction import Claim, CorrectionKind
from reader.newspaper.facts import Outcome
from reader.newspaper.holdings import FolderFile, IssueRow, SourceFile
from reader.newspaper.issue import DateOrigin, DateWitness, Masthead
from reader.storage.catalogue_reading import CatalogueReading
from reader.storage.file_table import UndatedFile
from reader.storage.folder import LibraryFolder

_FILES_BESIDE = 8
"""Maximum number of neighbouring files considered in a folder."""


def neighbours(
    catalogue: CatalogueReading, path: str, issue: IssueRow
) -> tuple[list[FolderFile], list[FolderFile]]:
    """Return the neighbouring files before and after a file in its folder, the nearest first.

    Only files of the same newspaper and of other issues are returned.
    """

    def is_neighbour(file: FolderFile) -> bool:
        return file.newspaper == issue.newspaper and file.issue_id != issue.id

    before, after = catalogue.files.neighbours(path, _FILES_BESIDE)
    return list(filter(is_neighbour, before)), list(filter(is_neighbour, after))


def _among(
    context: IssueInContext, before: Sequence[FolderFile], after: Sequence[FolderFile]
) -> IssueInContext:
    """Return an issue in its context, with the days of the files before and after its own."""
    days_before = tuple(file.date for file in before)
    days_after = tuple(file.date for file in after)
    return replace(context, before=days_before, after=days_after)


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
                say("第{number}期是 {date}", number=issue.number, date=day_in_words(issue.date))
                for issue in issues
            )


def placements(catalogue: CatalogueReading) -> Iterator[tuple[UndatedFile, dt.date | None]]:
    """An issue dated by its neighbours is no evidence for others: no day depends on the order in which files came."""
    runs: dict[tuple[str, str], NumberSeries] = {}
    for file in catalogue.files.undated_files():
        file_placement = None
        if file.masthead.number or file.masthead.month_day:
            series_key = _series_of(file)
            if series_key not in runs:
                runs[series_key] = _series(catalogue, *series_key)
            file_placement = _placement(catalogue, file, runs[series_key])
        date = file_placement.date if file_placement else None
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
        context = _among(context, *neighbours(catalogue, file.path, issue))
    return placement(context, run, head.refused_years)


# ---- reasons


def explanation_of(catalogue: CatalogueReading, issue_id: int) -> DateExplanation | None:
    issue = catalogue.tree.issue(issue_id)
    if issue is None or (issue.date and (issue.date_origin is None or issue.date_origin.is_sure)):
        return None
    files = catalogue.files.files_of_issue(issue_id)
    if issue.date is None:
        from reader.parsing import origin_of

        stamp = next(filter(None, (origin_of(file.path).stamp for file in files)), "")
        why = say("文件名中的 {stamp} 是识别、拍照或导出的时间，不作报纸的日期；日期不详。", stamp=stamp)
        if stamp:
            return DateExplanation(why)
        return None
    file = next(
        (source_file for source_file in files if source_file.masthead.date_origin is issue.date_origin), None
    )
    if file is None or file.masthead.date is None:
        words = _by_neighbours(catalogue, issue, files)
    else:
        words = _by_masthead(file.path, file.masthead, issue.date)
    return DateExplanation(words, issue.date.year)


def _by_neighbours(catalogue: CatalogueReading, issue: IssueRow, files: list[SourceFile]) -> str:
    undated = (undated_file for undated_file in catalogue.files.undated_files(issue.id))
    file = next(undated, None)
    if file:
        file_placement = _placement(catalogue, file, _series(catalogue, *_series_of(file)))
    else:
        file_placement = None
    head = files[0].masthead if files else Masthead()
    lacking = say("没有印年份") if head.month_day else say("没有印日期")
    date = day_in_words(issue.date) if issue.date else ""
    if file_placement is None:
        return say("{lacking}；推定为 {date}。", lacking=lacking, date=date)
    reasons = say("；").join(reason_in_words(reason) for reason in file_placement.reasons)
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


_ISSUES_BESIDE = 60
"""Maximum number of neighbouring issues considered for one issue."""
_MOST_STORIES = 8
"""Number of issues that are searched for the other part of a story."""

_NEAR_DAYS = 10
"""A range of up to this many days is worded as “around” a day."""


class SuggestedRepairs(DateRepair):
    """The suggestions for the issues of a library."""

    def placements(self) -> Iterator[tuple[UndatedFile, dt.date | None]]:
        return placements(self._catalogue)

    def against_numbers(self) -> Mapping[int, str]:
        return against_numbers(self._catalogue)

    def explanation(self, issue_id: int) -> DateExplanation | None:
        return explanation_of(self._catalogue, issue_id)

    def of(self, issue_id: int) -> tuple[Repair, ...]:
        catalogue = self._catalogue
        issue = catalogue.tree.issue(issue_id)
        if issue is None:
            return ()
        date = issue.date if is_sure(issue) else None
        near = catalogue.tree.issues_near(issue.newspaper, issue.number, date, _ISSUES_BESIDE)
        return _of(catalogue, issue, NumberSeries(near))

    def all(self) -> Iterator[tuple[IssueRow, tuple[Repair, ...]]]:
        return _of_all(self._catalogue, always)


def contradictions(folder: LibraryFolder, derived: Derived) -> DoubtSource:
    """Return the issues whose number and day contradict each other, with what would resolve it."""

    def doubts() -> Iterator[Doubt]:
        catalogue = derived.catalogue
        for issue, repairs in _inconsistent(catalogue):
            number = issue.facts.number
            words = next((repair.words for repair in repairs if repair.is_contradiction), "")
            if number.outcome is Outcome.CONTRADICTED:
                words = words or number.reason
            if not words or number.outcome is Outcome.CORRECTED:
                continue
            files = catalogue.files.files_of_issue(issue.id)
            path = files[0].path if files else ""
            articles = catalogue.tree.articles(issue.id)
            yield Doubt(
                DoubtKind.CONTRADICTING,
                issue_in_words(issue),
                words,
                articles[0].title if articles else "",
                path,
                issue,
            )

    return DoubtSource((DoubtKind.CONTRADICTING,), doubts)


def _inconsistent(catalogue: CatalogueReading) -> Iterator[tuple[IssueRow, tuple[Repair, ...]]]:
    """Yield the issues whose number and day are not consistent with those around them, with what is suggested."""
    for newspaper in catalogue.tree.newspapers():
        issues = catalogue.tree.all_issues(newspaper.title)
        run = NumberSeries(issues)
        for issue in issues:
            if run.is_inconsistent(issue):
                yield issue, _of(catalogue, issue, run)


def _of_all(
    catalogue: CatalogueReading, among: Callable[[IssueRow, NumberSeries], bool]
) -> Iterator[tuple[IssueRow, tuple[Repair, ...]]]:
    for newspaper in catalogue.tree.newspapers():
        issues = catalogue.tree.all_issues(newspaper.title)
        run = NumberSeries(issues)
        for issue in issues:
            if among(issue, run) and (repairs := _of(catalogue, issue, run)):
                yield issue, repairs


def _of(catalogue: CatalogueReading, issue: IssueRow, run: NumberSeries) -> tuple[Repair, ...]:
    if is_sure(issue) and issue.number and not run.is_inconsistent(issue):
        return ()
    files = catalogue.files.files_of_issue(issue.id)
    head = files[0].masthead if files else Masthead()
    found = _of_files(catalogue, issue, run, files, head)
    return tuple(
        repair_of(issue, suggestion)
        for suggestion in found
        if suggestion.date is None or suggestion.date.year not in head.refused_years
    )


def _of_files(
    catalogue: CatalogueReading,
    issue: IssueRow,
    run: NumberSeries,
    files: Sequence[SourceFile],
    head: Masthead,
) -> tuple[Suggestion, ...]:
    context = IssueInContext(_as_printed(issue, head), head.weekday, head.lunar_date)
    if is_sure(issue) or not files:
        return suggestions(context, run)
    before, after = neighbours(catalogue, files[0].path, issue)
    context = _among(context, before, after)
    near = dict.fromkeys(file.issue_id for file in (*before, *after) if file.date)
    for preliminary in suggestions(context, run):
        near |= dict.fromkeys(run.ids_between(preliminary.first, preliminary.last))
    shared = tuple(_stories_shared(catalogue, issue, near))
    return suggestions(replace(context, stories=shared), run)


def _as_printed(issue: IssueRow, head: Masthead) -> IssueRow:
    """Return an issue without a date inferred from its neighbours, as that date is no evidence for itself."""
    if issue.date is None or is_sure(issue) or head.date is not None:
        return issue
    return replace(issue, date=None, month_day=head.month_day, date_origin=head.date_origin)


def _stories_shared(
    catalogue: CatalogueReading, issue: IssueRow, others: Iterable[int]
) -> Iterator[Neighbour]:
    for other_id in islice(others, _MOST_STORIES):
        for stored in stories.parts_in_other_issue(catalogue, issue.id, other_id):
            if stored.issue.date is not None:
                yield Neighbour(stored.issue.date, words=stored.article.title())


def repair_of(issue: IssueRow, suggestion: Suggestion) -> Repair:
    claim = None
    if suggestion.kind is CorrectionKind.DATE:
        claim = Claim(CorrectionKind.DATE, date=suggestion.date)
    elif suggestion.number:
        claim = Claim(CorrectionKind.NUMBER, number=suggestion.number)
    words = in_words(issue, suggestion)
    is_sure = suggestion.is_exact or suggestion.kind is CorrectionKind.NUMBER
    date, first, last = (
        day and day.isoformat() for day in (suggestion.date, suggestion.first, suggestion.last)
    )
    as_json: dict[str, object] = {
        "kind": suggestion.kind.value,
        "date": date,
        "first": first,
        "last": last,
        "number": suggestion.number,
        "is_contradiction": suggestion.is_contradiction,
        "message": words,
    }
    return Repair(
        words, claim, is_sure, suggestion.date, suggestion.number, as_json, suggestion.is_contradiction
    )


def in_words(issue: IssueRow, suggestion: Suggestion) -> str:
    """Return the suggestion in words: “日期不详；应是 1987年6月3日（第4171期是…，第4174期是…）”."""
    statements = [_lead(issue, suggestion), _conclusion(issue, suggestion)]
    reasons = say("；").join(reason_in_words(reason) for reason in suggestion.reasons)
    return say("{told}（{reasons}）", told=say("；").join(filter(None, statements)), reasons=reasons)


def _lead(issue: IssueRow, suggestion: Suggestion) -> str:
    if suggestion.is_contradiction and issue.date and issue.number:
        return say("第{number}期与日期 {date} 不合", number=issue.number, date=day_in_words(issue.date))
    if suggestion.kind is CorrectionKind.NUMBER:
        return say("没有印期号")
    if is_estimated(issue) and issue.date:
        return say("日期是推定的")
    if issue.month_day:
        return say("年份不详")
    return say("日期不详")


def _conclusion(issue: IssueRow, suggestion: Suggestion) -> str:
    date = suggestion.date
    first = suggestion.first
    last = suggestion.last
    if suggestion.number:
        return say("应是第{number}期", number=suggestion.number)
    if date is None or first is None or last is None:
        return ""
    if suggestion.is_exact and date == issue.date:
        return say("正是这一天")
    if suggestion.is_exact:
        return say("应是 {date}", date=day_in_words(date))
    if (last - first).days <= _NEAR_DAYS:
        return say("应在 {date} 前后", date=day_in_words(date))
    return say("应在 {first} 至 {last} 之间", first=day_in_words(first), last=day_in_words(last))
