"""The controller of corrections to an article's lines: offered in the menu of a block, made, undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu

from reader.export import article_text
from reader.export.article_text import PageBlock, PageBlockKind
from reader.i18n import say
from reader.library.library import Library
from reader.newspaper.article import Role
from reader.newspaper.correction import (
    About,
    Claim,
    CorrectedCredit,
    CorrectedRole,
    Correction,
    CorrectionKind,
    names_in,
    role_in_words,
)
from reader.newspaper.holdings import StoredArticle
from reader.ui.article import portions
from reader.ui.article.article_menu import ArticleEntries, entries_of
from reader.ui.article.article_pane import ArticlePane
from reader.ui.article.portions import why
from reader.ui.widgets import question, wording
from reader.ui.widgets.controls import new_menu
from reader.ui.widgets.services import Feature, Services
from reader.ui.widgets.undo_stack import UndoStack

if TYPE_CHECKING:
    from reader.library.corrections import CorrectionOutcome
    from reader.library.stories import Tie


_ROLES = (
    CorrectedRole.HEADLINE,
    CorrectedRole.KICKER,
    CorrectedRole.DECK,
    CorrectedRole.SUBHEAD,
    CorrectedRole.PARAGRAPH,
    CorrectedRole.CAPTION,
    CorrectedRole.SECTION,
    CorrectedRole.BYLINE,
)
_WHO = (Role.REPORTER, Role.CORRESPONDENT, Role.PHOTOGRAPHER, Role.AUTHOR)


class CorrectionController(Feature):
    """Makes corrections in the library; each can be undone with all other acts."""

    corrected = Signal(object)
    """Emitted with a `CorrectionOutcome` after a correction; the catalogue may have changed."""
    turned = Signal(object)
    """Emitted with the `CorrectionOutcome` of a correction that was undone or redone, together with `corrected`."""
    takenBack = Signal(object)
    """Emitted with the `CorrectionOutcome` of a correction that was taken back in the list of corrections."""
    imported = Signal(list)
    """Emitted with the corrections (`KnownCorrection`) of an imported file that were new."""
    failed = Signal(str)
    """Emitted with the reason why something was not done, for the list dialog."""
    openWanted = Signal(int)

    def __init__(
        self, services: Services, library: Library, pane: ArticlePane, undoing: UndoStack, parent: QObject
    ) -> None:
        super().__init__(services, parent)
        self._library = library
        self._pane = pane
        self._undoing = undoing
        pane.menuOpening.connect(lambda menu, block: self.offer(menu, block, pane.parts()))
        pane.page.tieActivated.connect(self._open_tie)

    def offer(self, menu: QMenu, block: PageBlock | None, parts: Sequence[StoredArticle]) -> None:
        """Add the corrections of a page block to a menu that is about to open; `parts` are the articles on the page."""
        menu = entries_of(menu).correct
        if block is None or not parts:
            return
        if why := self._library.corrections.why_no_lines():
            menu.addAction(say("为什么不能更正这一行…"), partial(self._services.message, why))
            return
        if (tie := portions.tie_of(block, parts, self._pane.ties())) is not None:
            self._offer_of_tie(menu, tie)
        if block.kind in (PageBlockKind.FOLIO, PageBlockKind.SEAM, PageBlockKind.OFFER):
            return
        there = [part for part, _ in block.printed if not parts[part].is_missing]
        for part in there:
            text = block.text_in(part)
            words = say("更正“{text}”", text=wording.shortened(text, 12))
            offered = menu.addMenu(words) if len(there) > 1 else menu
            if len(there) == 1:
                offered.addAction(words).setEnabled(False)
            self._offer_of_text(offered, parts[part], text)

    def offer_for_row(self, entries: ArticleEntries, stored: StoredArticle) -> None:
        """Add the corrections of an article's headline to the menu of its row in a list."""
        blocks = article_text.page_blocks(stored)
        headline = next((block for block in blocks if block.kind is PageBlockKind.HEADLINE), None)
        self.offer(entries.menu, headline, [stored])

    def _open_tie(self, block: PageBlock, place: QPoint) -> None:
        """Open the popover of a seam or an offer: the reasons for it, and the actions on it."""
        tie = portions.tie_of(block, self._pane.parts(), self._pane.ties())
        if tie is None:
            return
        menu = new_menu(self._pane, f"{block.text} {why(tie)}")
        if refused := self._library.corrections.why_no_lines():
            menu.addAction(say("为什么不能更正这一行…"), partial(self._services.message, refused))
        else:
            self._offer_of_tie(menu, tie)
        menu.popup(place)

    def _offer_of_tie(self, menu: QMenu, tie: Tie) -> None:
        menu.addAction(why(tie)).setEnabled(False)
        if not tie.stitch.is_made:
            shown = {part.id for part in self._pane.parts()}
            other = tie.first if tie.second.id in shown else tie.second
            menu.addAction(say("打开那一篇"), partial(self.openWanted.emit, other.id))
            menu.addAction(say("接在一起"), partial(self.correct_story, tie, is_one=True))
        menu.addAction(say("不是同一篇"), partial(self.correct_story, tie, is_one=False))

    def _offer_of_text(self, offered: QMenu, stored: StoredArticle, text: str) -> None:
        for role in _ROLES:
            self._add(offered, stored, text, Claim(CorrectionKind.ROLE, role))
        offered.addSeparator()
        for kind in CorrectionKind:
            if kind.about is About.BLOCK:
                self._add(offered, stored, text, Claim(kind))
        offered.addSeparator()
        for who in _WHO:
            words = say("署名是{who}…", who=role_in_words(who))
            offered.addAction(words, partial(self._open_names_dialog, stored, text, who))

    def correct(self, stored: StoredArticle, text: str, claim: Claim) -> None:
        """Correct the line that a text of the article was printed on."""
        self._run(lambda: self._library.corrections.correct_text(stored.id, text, claim))

    def correct_story(self, tie: Tie, *, is_one: bool) -> None:
        """State as a correction that the two articles of a tie are one story, or that they are not."""
        self._run(lambda: self._library.corrections.correct_story(tie.first.id, tie.second.id, is_one=is_one))

    def _run(self, correct: Callable[[], CorrectionOutcome]) -> None:
        def words(made: CorrectionOutcome) -> str:
            return say("更正“{claim}”", claim=made.correction.claim.words)

        def done(made: CorrectionOutcome) -> None:
            claim = made.correction.claim.words
            message = say("已更正：{claim}", claim=claim)
            if not made.is_applied:
                message = say("已记下：{claim}。资料库更新之后生效", claim=claim)
            self._services.message(message, can_undo=True)
            self.corrected.emit(made)

        self._undoing.do(words, correct, done, lambda made: self._show(made.correction), self._fail)

    def take_back(self, correction: Correction) -> None:
        """Take back a correction that was made at any time."""
        self._undoing.do(
            say("收回更正“{claim}”", claim=correction.claim.words),
            lambda: self._library.corrections.undo(correction.uuid),
            self.takenBack.emit,
            lambda made: self._show(made.correction),
            self._fail,
        )

    def import_from(self, path: Path) -> None:
        """Import the corrections of a file."""
        self._undoing.do(
            say("读入 {name}", name=path.name),
            lambda: self._library.corrections.import_file(path),
            self.imported.emit,
            lambda new: self._show(new[0].correction) if new else None,
            self._fail,
        )

    def _show(self, correction: Correction) -> None:
        """Open the article of a correction that was undone or redone."""

        def show(now: CorrectionOutcome) -> None:
            self.corrected.emit(now)
            self.turned.emit(now)

        self._undoing.run(lambda: self._library.corrections.outcome_of(correction), show)

    def _fail(self, error: Exception) -> None:
        self._services.error(error)
        self.failed.emit(str(error))

    def _add(self, menu: QMenu, stored: StoredArticle, text: str, claim: Claim) -> None:
        menu.addAction(claim.words, partial(self.correct, stored, text, claim))

    def _open_names_dialog(self, stored: StoredArticle, text: str, who: Role) -> None:
        told = say("{who}的名字，几个人用空格隔开；空着表示没有署名", who=role_in_words(who))
        known = " ".join(n for credit in stored.article.credits if credit.role is who for n in credit.names)

        def correct(names: str) -> None:
            self.correct(
                stored,
                text,
                Claim(CorrectionKind.CREDIT, credit=CorrectedCredit(who, names_in(names))),
            )

        question.ask_text(self._pane, say("更正署名"), told, known, (say("更正"), correct))
