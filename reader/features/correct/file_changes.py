"""Telling of several files at once which day's paper they are, and of which newspaper: what would become of each."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from msgspec import Struct

from reader.i18n import say
from reader.language.dates.calendar import date_or_none
from reader.newspaper.article import page_in_words
from reader.newspaper.correction import Claim, CorrectionKind
from reader.newspaper.holdings import HeldFile
from reader.storage.disk_errors import LibraryError

_PARTS = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<short>\d\d)",
    "MM": r"(?P<month>\d\d)",
    "M": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d\d)",
    "D": r"(?P<day>\d{1,2})",
    "*": ".*?",
}
_PART = re.compile(r"YYYY|YY|MM?|DD?|\*|.")
_NEEDED = ({"year", "month", "day"}, {"short", "month", "day"})


def _issue_in_words(newspaper: str, date: dt.date | None, month_day: str | None) -> str:
    day = date.isoformat() if date else month_day or say("日期不详")
    return " · ".join(filter(None, (newspaper, day)))


class FileChange(Struct, frozen=True):
    """What would become of a file: the claims about it, or why there are none."""

    file: HeldFile
    claims: tuple[Claim, ...] = ()
    doubt: str = ""

    @property
    def date(self) -> dt.date | None:
        """The day that the file is given; None if its day stays."""
        return next((claim.date for claim in self.claims if claim.kind is CorrectionKind.DATE), None)

    def words(self) -> str:
        """What becomes of the file, in words: 日期不详 → 1986年3月5日."""
        before = _issue_in_words(self.file.newspaper, self.file.date, self.file.month_day)
        if not self.claims:
            if self.doubt:
                return say("{told}（{doubt}）", told=before, doubt=self.doubt)
            return before
        date = self.date or self.file.date
        if self.page is not None:
            return say("{told}：{page}版", told=before, page=page_in_words(self.page))
        after = _issue_in_words(self.newspaper or self.file.newspaper, date, self.file.month_day)
        return f"{before} → {after}"

    @property
    def page(self) -> str | None:
        """The page that is confirmed; None for none."""
        return next((claim.page for claim in self.claims if claim.kind is CorrectionKind.PAGE), None)

    @property
    def newspaper(self) -> str | None:
        """The name that the file's newspaper is given; None if it stays."""
        return next((claim.title for claim in self.claims if claim.kind is CorrectionKind.TITLE), None)


class NamePattern:
    """Where a file's name has its day: YYMMDD, DD-MM-YYYY, 报*YYYY年M月D日; `*` stands for any characters."""

    def __init__(self, pattern: str, today: dt.date) -> None:
        """Raises LibraryError if the pattern does not have year, month and day once each."""
        self._today = today
        parts = [_PARTS.get(part) or re.escape(part) for part in _PART.findall(pattern.strip())]
        try:
            self._regex = re.compile(rf"(?<!\d){''.join(parts)}(?!\d)")
        except re.error:
            raise self._refused() from None
        if set(self._regex.groupindex) not in _NEEDED:
            raise self._refused()

    def date_in(self, path: str) -> dt.date | None:
        """Return the only day that the file's name, or else its folders, have in this form; None without one."""
        for words in (PurePosixPath(path).stem, path):
            dates = {self._date(match.groupdict()) for match in self._regex.finditer(words)} - {None}
            if dates:
                if len(dates) == 1:
                    return dates.pop()
                return None
        return None

    def _date(self, groups: Mapping[str, str]) -> dt.date | None:
        year = int(groups.get("year") or groups["short"])
        if "short" in groups:
            year += 2000 if 2000 + year <= self._today.year else 1900
        return date_or_none(year, int(groups["month"]), int(groups["day"]))

    @staticmethod
    def _refused() -> LibraryError:
        return LibraryError(say("样式里年、月、日要各写一次，如 YYMMDD、DD-MM-YYYY、YYYY年M月D日。"))


def changes_of(
    files: Iterable[HeldFile],
    *,
    date: dt.date | None = None,
    newspaper: str = "",
    is_by_name: bool = False,
    pattern: str = "",
    confirms_pages: bool = False,
    page: str = "",
) -> list[FileChange]:
    """Return what would become of each file.

    `is_by_name`: its day is the one in its name, in the form of `pattern`, or in any if that is empty.
    `confirms_pages`: its page is the one in its name; `page` is the label of its page, "" for none. Raises LibraryError
    if the pattern is none.
    """
    if confirms_pages:
        return [_with_page_in_name(file) for file in files]
    if page:
        return [FileChange(file, (Claim(CorrectionKind.PAGE, page=page),)) for file in files]
    if is_by_name and pattern.strip():
        form = NamePattern(pattern, dt.date.today())
    else:
        form = None
    return [_change(file, date, newspaper, is_by_name=is_by_name, form=form) for file in files]


def _with_page_in_name(file: HeldFile) -> FileChange:
    """Return the file with the page in its name, unless that is sure already or another page is printed."""
    from reader.parsing import origin_of  # a window that opens parses nothing

    page = origin_of(file.path).page
    if page is None:
        return FileChange(file, doubt=say("名字里没有写明的版面"))
    sure = [label for label, fact in file.pages().items() if fact.is_sure]
    if page in sure:
        return FileChange(file, doubt=say("已经是这样"))
    if sure:
        return FileChange(
            file,
            doubt=say(
                "名字里是 {page}版，印着的是 {printed}版",
                page=page_in_words(page),
                printed=page_in_words(sure[0]),
            ),
        )
    return FileChange(file, (Claim(CorrectionKind.PAGE, page=page),))


def _change(
    file: HeldFile, date: dt.date | None, newspaper: str, *, is_by_name: bool, form: NamePattern | None
) -> FileChange:
    if is_by_name:
        from reader.parsing import origin_of  # a window that opens parses nothing

        if form is None:
            date = origin_of(file.path).date
        else:
            date = form.date_in(file.path)
        if date is None:
            return FileChange(file, doubt=say("名字里没有这样的日期，或不止一个"))
    claims = []
    if date is not None and (date != file.date or file.is_estimated):
        claims.append(Claim(CorrectionKind.DATE, date=date))
    if newspaper and newspaper != file.newspaper:
        claims.append(Claim(CorrectionKind.TITLE, title=newspaper))
    is_given = date is not None or newspaper
    return FileChange(file, tuple(claims), say("已经是这样") if is_given and not claims else "")


def claims_of(changes: Sequence[FileChange]) -> list[tuple[str, Sequence[Claim]]]:
    return [(change.file.path, change.claims) for change in changes if change.claims]
