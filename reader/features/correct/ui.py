"""The list of all corrections: opened, undone, exported and imported; and that of a library's files, to tell of several
at once which day's paper they are, and of which newspaper.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from functools import partial
from operator import attrgetter
from pathlib import Path

from msgspec import Struct
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QCheckBox, QWidget

from reader.export.article_text import local_day
from reader.features.correct.file_changes import FileChange, NamePattern, changes_of, claims_of
from reader.i18n import count, say
from reader.library.corrections import Effect, KnownCorrection, date_in
from reader.library.library import Library
from reader.newspaper.decision import CharacterRule
from reader.newspaper.holdings import HeldFile
from reader.storage.disk_errors import LibraryError, system_words
from reader.storage.regular_file import write_whole
from reader.ui.controllers.corrections import CharacterCorrections, IssueCorrections, LineCorrections
from reader.ui.desk import Decisions, Part
from reader.ui.widgets import text_painting, theme, wording
from reader.ui.widgets.controls import LinkButton, Wide, column_layout, label_of, row_layout, text_field
from reader.ui.widgets.dialog import Files, ask_for_file, ask_to_open
from reader.ui.widgets.listing import (
    DOUBLE_CLICK,
    ENTER,
    Heading,
    Listing,
    ListingDialog,
    Nothing,
    RowAct,
    on_row,
    on_rows,
)
from reader.ui.widgets.services import Handlers
from reader.ui.widgets.undo_stack import FAULTS

_PATH_SHARE = 0.45


class FileList(Listing[HeldFile]):
    """The files, each with what would become of it by what is entered in the fields."""

    def __init__(self, library: Library, issues: IssueCorrections, only: Collection[str] = ()) -> None:
        """Make the list of all files, or of `only` some, by their paths."""
        self._library = library
        self._issues = issues
        self._only = frozenset(only)
        self._known: dict[str, FileChange] = {}
        self.date = text_field(say("日期"), say("如 1987-6-3"), 13)
        self.title = text_field(say("报纸名"), say("如 雁桥日报"), 13)
        self.by_name = QCheckBox(say("日期在名字里"))
        self.pattern = text_field(say("样式"), say("如 YYMMDD；可空"), 13)
        self.pages = QCheckBox(say("版面在名字里，都对"))
        self.page = text_field(say("版面"), say("如 8、A4"), 13)
        self.filter = text_field(say("筛选文件"), say("名字里的字"), 13)
        super().__init__(say("各个文件"), takes_several=True)
        for field in (self.date, self.title, self.pattern, self.page):
            field.textChanged.connect(self._follow_fields)
        self.by_name.toggled.connect(self._follow_fields)
        self.pages.toggled.connect(self._choose_pages)
        self.filter.textChanged.connect(self.show_again)
        self._follow_fields()

    def read_rows(self) -> Sequence[HeldFile]:
        files = self._library.derived.catalogue.files.held_files()
        if not self._only:
            return files
        return [file for file in files if file.path in self._only]

    def show_rows(self, rows: Sequence[HeldFile | Heading]) -> None:
        self._known.clear()
        super().show_rows(rows)

    def listed(self, rows: Sequence[HeldFile | Heading]) -> Sequence[HeldFile | Heading]:
        sought = self.filter.text().strip().casefold()
        return [row for row in rows if isinstance(row, HeldFile) and sought in row.path.casefold()]

    def key_of(self, row: HeldFile) -> object:
        return row.path

    def words(self, row: HeldFile) -> str:
        return f"{row.path}: {self._change(row).words()}"

    def tip(self, row: HeldFile) -> str:
        return self.words(row)

    def paint_row(self, painter: QPainter, rect: QRectF, row: HeldFile) -> None:
        change = self._change(row)
        left = rect.adjusted(0, 0, -rect.width() * (1 - _PATH_SHARE), 0)
        text_painting.draw_free(painter, left, row.path, theme.sans(13), "ink")
        right = rect.adjusted(rect.width() * _PATH_SHARE + 12, 0, 0, 0)
        ink = "accent" if change.claims else "ink3"
        text_painting.draw_words(painter, right, change.words(), theme.sans(12), ink)

    def nothing(self) -> Nothing:
        return Nothing(say("没有这样的文件"))

    def acts(self) -> Sequence[RowAct[HeldFile]]:
        return [
            on_rows(
                say("更正所选的文件"),
                self._correct,
                "Ctrl+Return",
                when=lambda rows: bool(rows) and self._is_filled_in(),
                words_of=self._words_of_act,
            )
        ]

    def _words_of_act(self, rows: Sequence[HeldFile]) -> str:
        if self.pages.isChecked():
            return count(sum(bool(self._change(row).claims) for row in rows), "{n} 个都对")
        return count(len(rows), "更正所选的 {n} 个文件")

    def changes(self, rows: Sequence[HeldFile]) -> list[FileChange]:
        """Return what would become of these files."""
        if self.pages.isChecked() or self.page.text().strip():
            return changes_of(rows, confirms_pages=self.pages.isChecked(), page=self._typed_page() or "")
        by_name = self.by_name.isChecked()
        return changes_of(
            rows,
            date=None if by_name else date_in(self.date.text()),
            newspaper=self.title.text().strip("《》 "),
            is_by_name=by_name,
            pattern=self.pattern.text(),
        )

    def _change(self, row: HeldFile) -> FileChange:
        """Return what would become of a file; only those that are painted are asked for."""
        if row.path not in self._known:
            try:
                (self._known[row.path],) = self.changes([row])
            except LibraryError:
                self._known[row.path] = FileChange(row)
        return self._known[row.path]

    def _typed_page(self) -> str | None:
        """Return the label of the page that is typed; None for none, or what is no page."""
        from reader.parsing import page_label  # a window that opens parses nothing

        return page_label(self.page.text().strip().removeprefix("第").removesuffix("版"))

    def _is_filled_in(self) -> bool:
        if self.pages.isChecked():
            return any(self._change(row).claims for row in self.chosen())
        if self.page.text().strip():
            return self._typed_page() is not None
        return self.by_name.isChecked() or bool(self.title.text().strip() or date_in(self.date.text()))

    def _follow_fields(self) -> None:
        by_name = self.by_name.isChecked()
        written = self.date.text().strip()
        of_pages = self.pages.isChecked()
        is_page_typed = bool(self.page.text().strip())
        self.page.setEnabled(not of_pages)
        for widget in (self.title, self.by_name):
            widget.setEnabled(not of_pages and not is_page_typed)
        self.date.setEnabled(self.title.isEnabled() and not by_name)
        self.pattern.setEnabled(self.title.isEnabled() and by_name)
        self._known.clear()
        self.tell(say("不认得这个日期。") if written and not by_name and not date_in(written) else "")
        if by_name and self.pattern.text().strip():
            try:
                NamePattern(self.pattern.text(), dt.date.today())
            except LibraryError as error:
                self.tell(str(error))
        self.view.viewport().update()
        self.follow_choice()

    def _choose_pages(self, are_confirmed: bool) -> None:
        """Choose all listed files when the pages in their names are to be confirmed, so that one act does."""
        self._follow_fields()
        if are_confirmed:
            self.view.selectAll()
            self.view.setFocus()

    def _correct(self, rows: Sequence[HeldFile]) -> None:
        try:
            claims = claims_of(self.changes(rows))
        except LibraryError as error:
            self.tell(str(error))
            return
        if claims:
            of_pages = self.pages.isChecked() or bool(self.page.text().strip())
            words = count(len(claims), "{n} 个文件的日期、报纸名")
            if of_pages:
                words = count(len(claims), "{n} 个文件的版面")
            self._issues.correct_files(claims, self, words)
        else:
            self.tell(say("所选的文件没有要改的。"))


def open_files(parent: QWidget, files: FileList) -> None:
    fields = row_layout(
        label_of(files.date), Wide(files.date), label_of(files.title), Wide(files.title), spacing=8
    )
    names = row_layout(files.by_name, label_of(files.pattern), Wide(files.pattern), spacing=8)
    pages = row_layout(files.pages, label_of(files.page), Wide(files.page), spacing=8)
    form = (Wide(column_layout(fields, names, pages, spacing=8)),)
    title = say("批量更正日期、报纸名、版面")
    tools = (label_of(files.filter), files.filter)
    ListingDialog(parent, title, "fileList", files, tools=tools, form=form).open()


_QUOTED = 60


class ListedRule(Struct, frozen=True):
    """A rule that corrects characters in issues that are read in later."""

    uuid: str
    words: str
    day: str


Row = KnownCorrection | ListedRule


def rows_of(known: Sequence[KnownCorrection], rules: Sequence[ListedRule] = ()) -> list[Row | Heading]:
    """Return the rows: the rules, then the corrections by what they do now.

    Each group has a heading; the corrections are sorted with the newest first, the rules keep their order.
    """
    newest = sorted(known, key=attrgetter("correction.created"), reverse=True)
    rows: list[Row | Heading] = []
    if rules:
        rows += [Heading(count(len(rules), "{n} 条对以后读进来的期也生效")), *rules]
    for effect in _LISTED:
        of_effect = [each for each in newest if each.effect is effect]
        if of_effect:
            rows += [_heading(effect, len(of_effect)), *of_effect]
    return rows


_LISTED = (Effect.OVERRULED, Effect.NOT_YET, Effect.IN_EFFECT, Effect.NO_LINE, Effect.NO_FILE)


def _heading(effect: Effect, number: int) -> Heading:
    """Return what the corrections of an effect have in common; where room is short, without what to do."""
    match effect:
        case Effect.OVERRULED:
            words = count(number, "{n} 条被另一条盖过，不生效；Alt+Enter 用这一条")
            return Heading(words, (count(number, "{n} 条被另一条盖过"),))
        case Effect.NOT_YET:
            words = count(number, "{n} 条还没有用上，更新一次就生效")
            return Heading(words, (count(number, "{n} 条还没有用上"),))
        case Effect.IN_EFFECT:
            return Heading(count(number, "{n} 条生效的更正"))
        case Effect.NO_LINE:
            words = count(number, "{n} 条暂时找不到那一行，那一行回来就生效")
            return Heading(words, (count(number, "{n} 条暂时找不到那一行"),))
        case Effect.NO_FILE:
            words = count(number, "{n} 条的文件不在，文件回来就生效")
            return Heading(words, (count(number, "{n} 条的文件不在"),))


def quote_of(known_correction: KnownCorrection) -> str:
    """Return the line that was corrected; "" for a correction of the whole issue."""
    correction = known_correction.correction
    if correction.claim.kind.is_of_issue:
        return ""
    return correction.anchor.quote


def place_in_words(known: KnownCorrection) -> str:
    """Return what is corrected and when: 雁桥日报　1987年6月12日　2版　6月20日更正; the file if that is all known."""
    issue = known.issue
    made = local_day(known.correction.created)
    where = [known.correction.anchor.path]
    if issue is not None:
        day = wording.issue_day(issue.date, issue.month_day, issue.label)
        where = [issue.newspaper_as_told, issue.day_as_told(day)]
    if known.page:
        where.append(wording.page(known.page))
    return wording.GAP.join([*filter(None, where), say("{day}更正", day=wording.day(made))])


class CorrectionList(Listing[Row]):
    """The corrections in effect, those whose line is not found, and the rules for issues that are read in later."""

    def __init__(
        self,
        library: Library,
        lines: LineCorrections,
        characters: CharacterCorrections,
        open_article: Callable[[int], object],
    ) -> None:
        self._library = library
        self._lines = lines
        self._characters = characters
        self._open_article = open_article
        self.export_button = LinkButton(say("导出…"), act=self._choose_target)
        self.import_button = LinkButton(say("导入…"), act=self._choose_source)
        super().__init__(say("所作的更正"))

    def acts(self) -> Sequence[RowAct[Row]]:
        return [
            on_row(say("打开"), self._open, ENTER, DOUBLE_CLICK, when=_has_line),
            on_row(say("用这一条"), self._let_hold, "Alt+Return", when=_is_overruled),
            on_row(say("撤销这条更正"), self._take_back, "Delete"),
        ]

    def read_rows(self) -> Sequence[Row | Heading]:
        if self._library.words.why_no_characters:
            rules = []
        else:
            rules = self._library.characters.rules()
        listed = [
            ListedRule(rule.uuid, rule.content.words, wording.day(local_day(rule.created)))
            for rule in rules
            if isinstance(rule.content, CharacterRule)
        ]
        return rows_of(self._library.corrections.known(), listed)

    def key_of(self, row: Row) -> object:
        if isinstance(row, ListedRule):
            return row.uuid
        return row.correction.uuid

    def words(self, row: Row) -> str:
        if isinstance(row, ListedRule):
            return wording.listed([row.words, row.day])
        place = place_in_words(row).split(wording.GAP)
        effect = row.effect.words if row.effect is not Effect.IN_EFFECT else ""
        return wording.listed([row.correction.claim.words, quote_of(row)[:_QUOTED], *place, effect])

    def tip(self, row: Row) -> str:
        if isinstance(row, ListedRule):
            return ""
        if row.line is None:
            line = ""
        else:
            line = say("第 {line} 行", line=row.line)
        return wording.GAP.join(filter(None, [row.correction.anchor.path, line]))

    def height_of(self, row: Row, width: int) -> int:
        if isinstance(row, KnownCorrection) and quote_of(row):
            return 84
        return 62

    def paint_row(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        x = rect.x()
        y = rect.y() + 10
        width = rect.width()
        if isinstance(row, ListedRule):
            y = text_painting.draw_text(painter, x, y, width, row.words, theme.sans(13, 700), "ink", 22)
            text_painting.draw_text(painter, x, y, width, row.day, theme.sans(12), "ink3", 20)
            return
        is_without_effect = row.effect is not Effect.IN_EFFECT
        if is_without_effect:
            theme.draw_icon(painter, "warning", "warn", x + width - 16, rect.y() + 14, 16)
        claim = row.correction.claim.words
        quote = quote_of(row)
        y = text_painting.draw_text(painter, x, y, width - 24, claim, theme.sans(13, 700), "ink", 22)
        if quote:
            ink = "ink3" if is_without_effect else "ink2"
            y = text_painting.draw_text(painter, x, y, width, quote, theme.serif(13), ink, 20)
        text_painting.draw_text(painter, x, y, width, place_in_words(row), theme.sans(12), "ink3", 20)

    def nothing(self) -> Nothing:
        how = say("发现识别有误，请用右键更正；期的日期不对，右键也能更正。")
        return Nothing(say("还没有更正"), how)

    def show_face(self) -> None:
        super().show_face()
        self.export_button.setEnabled(bool(self.rows()))

    def _open(self, row: Row) -> None:
        def show(article_id: int | None) -> None:
            if article_id is None:
                self.tell(say("暂时找不到对应位置：文件不在，或那一行变了。"))
            else:
                self._open_article(article_id)

        if isinstance(row, KnownCorrection):
            self._run(partial(self._library.corrections.article_of, row), show)

    def _take_back(self, row: Row) -> None:
        if isinstance(row, ListedRule):
            self._characters.take_back_rule(row.uuid, row.words, self)
        else:
            self._lines.take_back(row.correction, self)

    def _let_hold(self, row: Row) -> None:
        if isinstance(row, KnownCorrection):
            self._lines.choose(row.correction, self)

    def export_to(self, path: Path, *, replaces: bool = True) -> None:
        """Write all corrections into a file that can be imported; one that exists is overwritten if `replaces`."""

        def write() -> None:
            write_whole(path, self._library.corrections.export_text(), replaces=replaces)

        self._run(write, lambda _: self.tell(say("更正已存到 {path}", path=path)))

    def import_from(self, path: Path) -> None:
        self._lines.import_from(path, self)

    def _run(self, work: Callable[[], object], done: Callable[..., None]) -> None:
        self.tasks.run(work, done, lambda error: self.tell(_why(error)), (*FAULTS, OSError))

    def _choose_target(self) -> None:
        kind = say("更正 (*.jsonl)")
        file = ask_for_file(
            self, say("导出更正"), Files.CORRECTIONS, f"{say('更正')}.jsonl", kind, [".jsonl"]
        )
        if file:
            self.export_to(file.path, replaces=file.replaces)

    def _choose_source(self) -> None:
        file = ask_to_open(self, say("导入更正"), Files.CORRECTIONS, say("更正 (*.jsonl)"))
        if file:
            self.import_from(file)


def _is_overruled(row: Row) -> bool:
    return isinstance(row, KnownCorrection) and row.effect is Effect.OVERRULED


def _has_line(row: Row) -> bool:
    return isinstance(row, KnownCorrection) and row.line is not None


def _why(error: Exception) -> str:
    if isinstance(error, OSError):
        return system_words(error)
    return str(error)


class CorrectPart(Part):
    def handlers(self) -> Handlers:
        return {"correct_files": self._show_files}

    def decisions(self) -> Decisions:
        desk = self.desk
        own = desk.corrections.lines, desk.corrections.characters, desk.reading.open_article
        corrections = CorrectionList(desk.library, *own)
        return Decisions(corrections, (corrections.import_button, corrections.export_button))

    def _show_files(self) -> None:
        issues = self.desk.corrections.issues
        only = issues.files_to_list
        confirms_pages = issues.confirms_pages
        issues.files_to_list = ()
        issues.confirms_pages = False
        files = FileList(self.desk.library, issues, only)
        files.pages.setChecked(confirms_pages)
        open_files(self.desk.frame.window(), files)
