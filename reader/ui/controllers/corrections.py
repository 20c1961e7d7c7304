"""Corrections of lines and stories, of issues, and of characters: offering, making and undoing them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu, QWidget

from reader import do_nothing
from reader.export import article_text
from reader.export.article_text import PageBlock, PageBlockKind
from reader.export.readings import correction_in_words
from reader.i18n import count, say
from reader.library.acts import APPLIED_AT_ONCE
from reader.library.character_places import CharacterPlace
from reader.library.library import Library
from reader.newspaper.article import CharacterReading, Role
from reader.newspaper.correction import (
    About,
    Claim,
    CorrectedCredit,
    Correction,
    CorrectionKind,
    names_in,
    role_in_words,
)
from reader.newspaper.holdings import IssueRow, StoredArticle
from reader.ui.article import portions
from reader.ui.article.article_entries import ArticleEntries, entries_of, known_entries
from reader.ui.article.article_pane import ArticlePane
from reader.ui.article.page_geometry import place_in_article
from reader.ui.article.portions import why
from reader.ui.controllers.line_menu import LineActs, fill_with_roles
from reader.ui.controllers.reading_controller import ReadingController
from reader.ui.controllers.side_by_side import SecondArticle
from reader.ui.layout.window_layout import WindowLayout
from reader.ui.notebook.bookmarks import Bookmarks
from reader.ui.sync.sync_controller import SyncPart
from reader.ui.widgets import menus, theme, wording
from reader.ui.widgets.background_tasks import TaskQueue, while_open
from reader.ui.widgets.controls import Label, LinkButton, column_layout, new_menu, row_layout
from reader.ui.widgets.dialog import ask_text
from reader.ui.widgets.listing import Listing
from reader.ui.widgets.popup import Popup
from reader.ui.widgets.services import Handlers, LibraryFeature, Services
from reader.ui.widgets.undo_stack import UndoStack

if TYPE_CHECKING:
    from reader.library.answers import Repair
    from reader.library.characters import CharacterOutcome
    from reader.library.corrections import CorrectionOutcome, ImportedCorrections, IssueCorrectionOutcome
    from reader.library.stories import Tie


Made = TypeVar("Made")


class _Corrections(LibraryFeature, Generic[Made]):
    """Corrections of one kind, which a pane offers; each can be undone with all other acts."""

    def __init__(self, owner: Corrections, pane: ArticlePane) -> None:
        super().__init__(owner.services, owner.library, owner)
        self._owner = owner
        self._pane = pane
        self.undo = owner.undo

    def _outcome_of(self, outcome: Made) -> Made:
        """Return what a correction has led to now, after it was undone or redone."""
        raise NotImplementedError

    def _show(self, outcome: Made) -> None:
        raise NotImplementedError

    def _show_turned(self, outcome: Made) -> None:
        """Open what was undone or redone."""
        raise NotImplementedError

    def _run(
        self,
        words: str | Callable[[Made], str],
        correct: Callable[[], Made],
        message: Callable[[Made], str],
        followers: Sequence[Listing[Any]] = (),
        show: Callable[[Made], None] | None = None,
    ) -> None:
        """Carry out a correction.

        Args:
            words: what is done, for undoing.
            correct: makes the correction.
            message: returns what is said when it was made.
            followers: lists that are told what was done, and follow it, also when it is undone.
            show: shows what has come of it, if not as is usual for this kind.
        """
        tells = [while_open(follower, follower.tell) for follower in followers]
        follows = [while_open(listing, listing.follow) for listing in followers]

        def shown(made: Made) -> None:
            (show or self._show)(made)
            for follow in follows:
                follow(made)

        def done(made: Made) -> None:
            notice = message(made)
            self._services.message(notice, can_undo=True)
            for tell in tells:
                tell(notice)
            shown(made)

        def turned(now: Made) -> None:
            shown(now)
            self._show_turned(now)

        def show_turned(made: Made) -> None:
            self.undo.run(partial(self._outcome_of, made), turned)

        self.undo.act(words, correct, done, show_turned, self._failed(followers))

    def _failed(self, followers: Sequence[Listing[Any]]) -> Callable[[Exception], None]:
        """Return what is called if a correction is not made: the window says so, and the lists that cover it."""
        tells = [while_open(follower, follower.tell) for follower in followers]

        def failed(error: Exception) -> None:
            self._services.error(error)
            for tell in tells:
                tell(str(error))

        return failed


def corrected_in_words(claim: str, *, is_applied: bool) -> str:
    """Return that a claim is corrected, or that it will be when the library is updated."""
    if is_applied:
        return say("已更正：{claim}", claim=claim)
    return say("已记下：{claim}。资料库更新之后生效", claim=claim)


class LineCorrections(_Corrections["CorrectionOutcome"]):
    """Corrections of lines, and of which articles are one story; `open_article` opens one in their pane."""

    def __init__(self, owner: Corrections, pane: ArticlePane, open_article: Callable[[int], None]) -> None:
        super().__init__(owner, pane)
        self._open_article = open_article
        pane.page.menuOpening.connect(lambda menu, block: self.offer(menu, block, pane.parts()))
        pane.calls.open_tie = self._open_tie

    def offer(self, menu: QMenu, block: PageBlock | None, parts: Sequence[StoredArticle]) -> None:
        """Add the corrections of a page block to a menu that is about to open; `parts` are the articles on the page."""
        menu = entries_of(menu).correct
        if block is None or not parts:
            return
        why = self._library.words.why_no_lines
        if why:
            menu.addAction(say("为什么不能更正这一行…"), partial(self._services.message, why))
            return
        tie = portions.tie_of(block, parts, self._pane.ties())
        if tie is not None:
            self._offer_of_tie(menu, tie)
        if block.kind in (PageBlockKind.FOLIO, PageBlockKind.SEAM, PageBlockKind.OFFER):
            return
        present = [part for part, _ in block.printed if not parts[part].is_missing]
        for part in present:
            text = block.text_in(part)
            words = say("更正“{text}”", text=wording.shortened(text, 12))
            offered = menu.addMenu(words) if len(present) > 1 else menu
            if len(present) == 1:
                menus.add_heading(offered, words)
            self._offer_of_text(offered, parts[part], text, block.kind)

    def offer_for_row(self, entries: ArticleEntries, stored: StoredArticle) -> None:
        """Add the corrections of an article's headline to the menu of its row in a list."""
        blocks = article_text.recognised_blocks(stored)
        headline = next((block for block in blocks if block.kind is PageBlockKind.HEADLINE), None)
        self.offer(entries.menu, headline, [stored])

    def _open_tie(self, block: PageBlock, place: QPoint) -> None:
        """Open the popover of a seam or an offer: the reasons for it, and the actions on it."""
        tie = portions.tie_of(block, self._pane.parts(), self._pane.ties())
        if tie is None:
            return
        menu = new_menu(self._pane, f"{block.text} {why(tie)}")
        refused = self._library.words.why_no_lines
        if refused:
            menu.addAction(say("为什么不能更正这一行…"), partial(self._services.message, refused))
        else:
            self._offer_of_tie(menu, tie)
        menu.popup(place)

    def _offer_of_tie(self, menu: QMenu, tie: Tie) -> None:
        menu.addAction(why(tie)).setEnabled(False)
        if not tie.stitch.is_made:
            shown_ids = {part.id for part in self._pane.parts()}
            if tie.second.id in shown_ids:
                other = tie.first
            else:
                other = tie.second
            menu.addAction(say("打开那一篇"), partial(self._open_article, other.id))
            menu.addAction(say("接在一起"), partial(self.correct_story, tie, is_one=True))
        menu.addAction(say("不是同一篇"), partial(self.correct_story, tie, is_one=False))

    def _offer_of_text(
        self, offered: QMenu, stored: StoredArticle, text: str, present: PageBlockKind
    ) -> None:
        acts = LineActs(
            partial(self.correct, stored, text),
            partial(self._open_names_dialog, stored, text),
            partial(self._ask_day, stored, text),
        )
        fill_with_roles(offered, text, present, acts)

    def correct(self, stored: StoredArticle, text: str, claim: Claim) -> None:
        """Correct the line that a text of the article was printed on."""
        self._correct(partial(self._library.corrections.correct_text, stored.id, text, claim))

    def _ask_day(self, stored: StoredArticle, text: str, typed: str = "", more: str = "") -> None:
        """Ask of which day the paper is that begins with a text of an article, in a file of several days."""
        before = stored.issue.date
        more = more or say("从这里到文件末尾，或到下一天，是哪天的报？如 1987-6-3")

        def correct(typed: str) -> None:
            from reader.library.corrections import date_in

            date = date_in(typed, before)
            if date:
                self.correct(stored, text, Claim(CorrectionKind.DAY, date=date))
            else:
                refused = say("“{text}”不是日期，要像 1987-06-03", text=typed)
                self._ask_day(stored, text, typed, refused)

        if before:
            after = (before + dt.timedelta(1)).isoformat()
        else:
            after = ""
        ask_text(self._pane, say("这里开始另一天的报"), more, typed or after, (say("更正"), correct))

    def correct_story(self, tie: Tie, *, is_one: bool) -> None:
        """State as a correction that the two articles of a tie are one story, or that they are not."""
        correct = self._library.corrections.correct_story
        self._correct(partial(correct, tie.first.id, tie.second.id, is_one=is_one))

    def _correct(self, correct: Callable[[], CorrectionOutcome]) -> None:

        def words(outcome: CorrectionOutcome) -> str:
            return say("更正“{claim}”", claim=outcome.correction.claim.words)

        def message(outcome: CorrectionOutcome) -> str:
            return corrected_in_words(outcome.correction.claim.words, is_applied=outcome.is_applied)

        self._run(words, correct, message)

    def take_back(self, correction: Correction, listing: Listing[Any]) -> None:
        """Take back a correction that was made at any time."""
        claim = correction.claim.words
        message = say("已撤销：{claim}", claim=claim)
        self._run(
            say("收回更正“{claim}”", claim=claim),
            partial(self._library.corrections.undo, correction.uuid),
            lambda _: message,
            (listing,),
            self._read_again,
        )

    def _read_again(self, _outcome: CorrectionOutcome) -> None:
        self._owner.read_again()

    def choose(self, correction: Correction, listing: Listing[Any]) -> None:
        """Let one of several corrections hold that contradict each other; the others are undone."""
        claim = correction.claim.words
        self._run(
            say("用更正“{claim}”", claim=claim),
            partial(self._library.corrections.choose, correction.uuid),
            lambda outcome: corrected_in_words(claim, is_applied=outcome.is_applied),
            (listing,),
            self._read_again,
        )

    def import_from(self, path: Path, listing: Listing[Any]) -> None:
        """Import the corrections of a file."""
        tell = while_open(listing, listing.tell)
        follow = while_open(listing, listing.follow)

        def done(imported: ImportedCorrections) -> None:
            parts = [count(len(imported.new), "读入了 {n} 条新的更正")]
            lost = sum(correction.effect.is_lost for correction in imported.new)
            if lost:
                parts.append(count(lost, "{n} 条暂时找不到对应位置"))
            self._owner.read_again()
            tell(wording.listed([*parts, *imported.remarks()]))
            follow(imported.new)

        def turned(now: CorrectionOutcome) -> None:
            self._show(now)
            self._show_turned(now)

        def show(imported: ImportedCorrections) -> None:
            if imported.new:
                corrections = self._library.corrections
                self.undo.run(partial(corrections.outcome_of, imported.new[0].correction), turned)

        words = say("导入 {name}", name=path.name)
        work = partial(self._library.corrections.import_file, path)
        self.undo.act(words, work, done, show, self._failed((listing,)))

    def _outcome_of(self, outcome: CorrectionOutcome) -> CorrectionOutcome:
        return self._library.corrections.outcome_of(outcome.correction)

    def _show(self, outcome: CorrectionOutcome) -> None:
        self._owner.show_article(outcome, self._open_article)

    def _show_turned(self, outcome: CorrectionOutcome) -> None:
        self._owner.show_turned(outcome.article_id)

    def _open_names_dialog(self, stored: StoredArticle, text: str, who: Role) -> None:
        explanation = say("{who}的名字，几个人用空格隔开；空着表示没有署名", who=role_in_words(who))
        printed_names = [
            name for credit in stored.article.credits if credit.role is who for name in credit.names
        ]
        old_names = " ".join(dict.fromkeys(printed_names))

        def correct(names: str) -> None:
            self.correct(
                stored,
                text,
                Claim(CorrectionKind.CREDIT, credit=CorrectedCredit(who, names_in(names))),
            )

        ask_text(self._pane, say("更正署名"), explanation, old_names, (say("更正"), correct))


class IssueCorrections(_Corrections["IssueCorrectionOutcome"]):
    """Corrections of issues: their date, number and newspaper."""

    def __init__(self, owner: Corrections, pane: ArticlePane) -> None:
        super().__init__(owner, pane)
        self._tasks = TaskQueue(self)
        self.files_to_list: Sequence[str] = ()
        self.confirms_pages = False
        """The files that the list of files is opened on next, to correct several at once; none: all."""
        self.check_day: Callable[[IssueRow], object] = do_nothing
        pane.page.menuOpening.connect(self._offer)

    def explain_date(self, issue: IssueRow) -> None:
        """Show among what is to be checked how an issue's date is known, or why it has none."""
        self.check_day(issue)

    def open_dialog(self, issue: IssueRow, path: str = "", suggestion: Repair | None = None) -> None:
        """Open the dialog on an issue; `path` is the file of the shown article, if any."""
        from reader.ui.controllers import issue_dialogs

        paths = self.paths(issue.id)
        if not paths:
            self._services.message(say("这一期的文件都不在了，无从更正。"))
            return
        window: QWidget = self._pane.window()
        issue_dialogs.IssueDialog(window, issue, paths, self.correct, path, suggestion).open()

    def open_dialog_of_page(self) -> None:
        """Open the dialog on the issue of the article on the page."""
        stored = self._pane.article()
        if stored is not None and stored.id:
            path = next((source.path for source in stored.sources if not source.is_missing), "")
            self.open_dialog(stored.issue, path)

    def correct(self, paths: Sequence[str], claims: Sequence[Claim]) -> None:
        if not paths or not claims:
            return
        words = say("；").join(claim.words for claim in claims)
        self._run(
            say("更正“{claim}”", claim=words),
            partial(self._library.corrections.correct_issue, paths, claims),
            lambda outcome: corrected_in_words(words, is_applied=outcome.is_applied),
        )

    def correct_files(
        self,
        claims: Sequence[tuple[str, Sequence[Claim]]],
        listing: Listing[Any],
        words: str,
    ) -> None:
        """Correct several files in one step, which is called by `words`; `listing` follows."""
        self._run(
            say("更正“{claim}”", claim=words),
            partial(self._library.corrections.correct_issues, claims, at_once=APPLIED_AT_ONCE),
            lambda outcome: corrected_in_words(words, is_applied=outcome.is_applied),
            [listing],
        )

    def _outcome_of(self, outcome: IssueCorrectionOutcome) -> IssueCorrectionOutcome:
        return self._library.corrections.outcome_of_issue(outcome.corrections)

    def _show(self, outcome: IssueCorrectionOutcome) -> None:
        self._owner.show_issue(outcome)

    def _show_turned(self, outcome: IssueCorrectionOutcome) -> None:
        self._owner.show_turned_issue(outcome.issue_id)

    def offer_for(self, menu: QMenu, issue: IssueRow) -> None:
        """Add the correction of an issue to a menu, and the evidence for its date if it is not printed."""
        entries = known_entries(menu)
        if entries is not None:
            menu = entries.correct
            menu.addSeparator()
        if wording.is_date_estimated(issue) or wording.has_day_of_program(issue):
            menu.addAction(say("日期的根据…"), partial(self.explain_date, issue))
        if not self._library.words.why_no_lines:
            menu.addAction(say("这一期的日期、期号、报纸名不对…"), partial(self.open_dialog, issue))

    def _offer(self, menu: QMenu, _block: object) -> None:
        stored = self._pane.article()
        is_there = stored is not None and bool(stored.id) and not stored.is_missing
        if is_there and not self._library.words.why_no_lines:
            menu = entries_of(menu).correct
            menu.addSeparator()
            menu.addAction(say("这一期的日期、期号、报纸名不对…"), self.open_dialog_of_page)

    def paths(self, issue_id: int) -> tuple[str, ...]:
        """Return the files of an issue that are there."""
        files = self._library.derived.catalogue.files.files_of_issue(issue_id)
        return tuple(file.path for file in files if not file.is_missing)


_WIDTH = 240
"""The minimum width of what tells of a corrected character, in pixels."""


class CharacterCorrections(_Corrections["CharacterOutcome"]):
    """The corrected characters of a pane: what was recognised there is told, and a correction taken back."""

    def __init__(self, owner: Corrections, pane: ArticlePane) -> None:
        super().__init__(owner, pane)
        self.offer_change: Callable[[QMenu, str], object] = do_nothing
        """Adds the actions on the selected characters to a menu."""
        self.change: Callable[[], object] | None = None
        """Asks what the selected characters should read."""
        pane.page.menuOpening.connect(self.offer)
        pane.calls.open_corrected = self.open_popover

    def is_idle(self) -> bool:
        return self.undo.is_idle()

    def selected(self) -> tuple[StoredArticle, CharacterPlace, str] | None:
        """Return the article, the place and the text of the selection, or of the character at the caret.

        Return None if the selection spans several blocks, or covers nothing that was printed.
        """
        page = self._pane.page
        parts = self._pane.parts()
        ends = page.selected_places() if parts else None
        if ends is None or ends[0][0] != ends[1][0]:
            return None
        (number, first), (_, last) = ends
        block = page.blocks[number]
        text = block.text[first:last]
        if text.strip():
            place = place_in_article([part.article for part in parts], block, first)
        else:
            place = None
        if place:
            return (parts[place[0]], place[1], text)
        return None

    def offer(self, menu: QMenu, _: PageBlock | None) -> None:
        """Add the actions on the selected characters, or on the one at the caret, to a menu."""
        chosen = self.selected()
        if chosen is None:
            return
        stored, place, text = chosen
        menu = entries_of(menu).correct
        if self._pane.page.selected_text():
            self.offer_change(menu, text)
        for reading in _readings_at(stored, place, text):
            printed = text[reading.at - place.at]
            menu.addSeparator()
            menu.addAction(correction_in_words(printed, reading)).setEnabled(False)
            one = CharacterPlace(place.where, place.index, reading.at)
            menu.addAction(
                say("改回“{printed}”", printed=printed), partial(self.take_back, stored, one, reading.read_as)
            )

    def open_popover(self, reading: CharacterReading, place: tuple[int, int], at: QPoint) -> None:
        """Tell what was recognised at a place of the page, and offer to take the correction back or to change it."""
        page = self._pane.page
        parts = self._pane.parts()
        block = page.blocks[place[0]]
        part_and_place = place_in_article([part.article for part in parts], block, place[1])
        if part_and_place is None or self._library.words.why_no_characters:
            return
        stored = parts[part_and_place[0]]
        recognised = block.text[place[1]]
        popover = Popup(page, "correctedPopover")
        popover.setAccessibleName(correction_in_words(recognised, reading))
        words = Label(popover.accessibleName(), theme.sans(14), "ink", wraps=True)
        words.setMinimumWidth(_WIDTH)
        both = Label(say("两种写法都搜得到这里。"), theme.sans(12), "ink3")
        take_back = partial(self.take_back, stored, part_and_place[1], reading.read_as)
        back = say("改回“{printed}”", printed=recognised)
        buttons = [LinkButton(back, act=partial(popover.leave_for, take_back))]
        if self.change is not None:
            change = partial(self._change_at, place, self.change)
            buttons.append(LinkButton(say("改成别的…"), act=partial(popover.leave_for, change)))
        row = row_layout(*buttons, spacing=16)
        column_layout(words, both, row, of=popover, margins=(16, 12, 16, 12), spacing=8)
        popover.open_at(at, buttons[0])

    def _change_at(self, place: tuple[int, int], change: Callable[[], object]) -> None:
        page = self._pane.page
        cursor = page.textCursor()
        cursor.setPosition(page.filler.position_of(*place))
        page.setTextCursor(cursor)
        change()

    def take_back_rule(self, uuid: str, words: str, listing: Listing[Any]) -> None:
        """Undo a rule and all corrections that follow from it; `words` name it in messages."""
        message = say("已撤销：{claim}", claim=words)
        work = partial(self._library.characters.undo, uuid)
        self.decide(work, say("撤销：{claim}", claim=words), message, (listing,))

    def take_back(self, stored: StoredArticle, place: CharacterPlace, read_as: str) -> None:
        """Undo the correction of a character."""

        def undo() -> CharacterOutcome:
            decisions = self._library.characters.at(stored, place)
            return self._library.characters.undo(*(decision.uuid for decision in decisions))

        words = say("不再作“{read_as}”", read_as=read_as)
        self.decide(undo, words, say("已不再作“{read_as}”", read_as=read_as))

    def decide(
        self,
        decide: Callable[[], CharacterOutcome],
        words: str,
        message: str,
        followers: Sequence[Listing[Any]] = (),
    ) -> None:
        """Make or undo decisions as one act; for the arguments see `_run`."""

        def said(made: CharacterOutcome) -> str:
            if made.is_applied:
                return message
            return say("{message}。资料库更新之后生效", message=message)

        self._run(words, decide, said, followers)

    def _outcome_of(self, outcome: CharacterOutcome) -> CharacterOutcome:
        return self._library.characters.outcome_of(outcome.decisions)

    def _show(self, outcome: CharacterOutcome) -> None:
        self._owner.show_applied(outcome.is_applied)

    def _show_turned(self, outcome: CharacterOutcome) -> None:
        self._owner.show_turned(outcome.article_id)


class Corrections(LibraryFeature):
    """Corrections in both panes, and what is shown after one; those named `…_beside` are of the second article."""

    def __init__(
        self,
        services: Services,
        library: Library,
        frame: WindowLayout,
        reading: ReadingController,
        second: SecondArticle,
        bookmarks: Bookmarks,
        undo: UndoStack,
        sync: SyncPart,
        parent: QObject,
    ) -> None:
        super().__init__(services, library, parent)
        self._frame = frame
        self._reading = reading
        self._bookmarks = bookmarks
        self._sync = sync
        self.services = services
        self.library = library
        self.undo = undo
        self.lines = LineCorrections(self, frame.pane, self._open_unless_shown)
        self.second_lines = LineCorrections(self, frame.area.second, second.open)
        self.issues = IssueCorrections(self, frame.pane)
        self.second_issues = IssueCorrections(self, frame.area.second)
        self.characters = CharacterCorrections(self, frame.pane)
        self.second_characters = CharacterCorrections(self, frame.area.second)
        undo.notApplied.connect(self._apply_later)
        calls = frame.issues.calls
        calls.offer_corrections = self.issues.offer_for
        calls.explain_date = self.issues.explain_date

    def handlers(self) -> Handlers:
        return {"correct_issue": self._correct_issue}

    def offer_for_row(self, entries: ArticleEntries, stored: StoredArticle) -> None:
        """Fill the corrections in the menu of an article's row: those of its headline and those of its issue."""
        self.lines.offer_for_row(entries, stored)
        if not stored.is_missing:
            self.issues.offer_for(entries.menu, stored.issue)

    def _correct_issue(self) -> None:
        is_second = self._frame.area.is_second_active
        (self.second_issues if is_second else self.issues).open_dialog_of_page()

    # -- what is shown after a correction

    def show_applied(self, is_applied: bool) -> None:
        """Refresh what is shown after a correction; one that is not applied yet goes to `_apply_later`."""
        if is_applied:
            self._sync.look()
        else:
            self._apply_later()

    def _apply_later(self) -> None:
        """Have the next update apply the corrections; if this library never will, show a message with the reason."""
        words = self._library.words.why_text_stays
        if words:
            self._services.message(words)
        else:
            self._sync.begin_again()

    def show_article(self, outcome: CorrectionOutcome, open_article: Callable[[int], None]) -> None:
        """Show the article of the corrected line in its pane."""
        self._bookmarks.read()
        self.show_applied(outcome.is_applied)
        if (
            outcome.is_applied
            and outcome.article_id is not None
            and outcome.correction.claim.kind.about is not About.STORY
        ):
            open_article(outcome.article_id)

    def _open_unless_shown(self, article_id: int) -> None:
        """Open an article in the first pane, unless it is the one shown there."""
        pane_article = self._reading.article
        if pane_article is None or pane_article.id != article_id:
            self._reading.open_article(article_id)

    def show_issue(self, outcome: IssueCorrectionOutcome) -> None:
        """Show the corrected issue; if its id is gone, open the issue that replaced it."""
        self.show_applied(outcome.is_applied)
        if outcome.is_applied:
            listed = self._frame.issues.issue_id()
        else:
            listed = None
        if (
            listed is not None
            and self._library.contents.issue(listed) is None
            and outcome.issue_id is not None
        ):
            self._reading.open_issue(outcome.issue_id)

    def show_turned(self, article_id: int | None) -> None:
        """Open the article whose correction was undone or redone, unless a pane shows it already."""
        shown_ids = {part.id for pane in self._frame.shown_panes() for part in pane.parts()}
        if article_id is not None and article_id not in shown_ids:
            self._reading.open_article(article_id)

    def show_turned_issue(self, issue_id: int | None) -> None:
        if issue_id is not None and self._frame.issues.issue_id() != issue_id:
            self._reading.open_issue(issue_id)

    def read_again(self) -> None:
        """Read library and bookmarks, after corrections were taken back or imported."""
        self._sync.look()
        self._bookmarks.read()


def _readings_at(stored: StoredArticle, place: CharacterPlace, text: str) -> list[CharacterReading]:
    """Return the corrected characters within the text that begins at a place of an article."""
    return [
        reading
        for reading in stored.article.readings
        if (reading.where, reading.index) == (place.where, place.index)
        and place.at <= reading.at < place.at + len(text)
    ]
