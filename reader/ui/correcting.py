"""Corrections, as the window makes and unmakes them: offered for the piece of text that the menu was opened on."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QInputDialog, QMenu

from reader.correcting import in_words, names_in, role_in_words
from reader.library import Corrected, Library
from reader.messages import say
from reader.newspaper.article import Role
from reader.newspaper.correction import Claim, CorrectionKind, ToldCredit, ToldRole
from reader.newspaper.holdings import StoredArticle
from reader.typeset import PageBlock, PageBlockKind
from reader.ui.article_pane import ArticlePane
from reader.ui.bookmarking import FAULTS, Bookmarking
from reader.ui.operations import Lane

_ROLES = (
    ToldRole.HEADLINE,
    ToldRole.KICKER,
    ToldRole.DECK,
    ToldRole.SUBHEAD,
    ToldRole.PARAGRAPH,
    ToldRole.CAPTION,
    ToldRole.SECTION,
    ToldRole.BYLINE,
)
_WHERE = (CorrectionKind.STARTS, CorrectionKind.JOINED, CorrectionKind.PARAGRAPH_JOINED)
_WHO = (Role.REPORTER, Role.CORRESPONDENT, Role.PHOTOGRAPHER, Role.AUTHOR)
_SHOWN = 12


class Correcting(QObject):
    """Talks to the library off the window's thread. What was told can be undone with everything else that can."""

    corrected = Signal(object)
    """A `Corrected`: the catalogue may have changed."""
    told = Signal(str, bool)
    failed = Signal(str)
    broke = Signal(str)

    def __init__(
        self, library: Library, pane: ArticlePane, bookmarking: Bookmarking, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._pane = pane
        self._bookmarking = bookmarking
        self._lane = Lane(self)
        self._lane.broke.connect(self.broke)
        pane.menuOpening.connect(self.offer)

    def offer(self, menu: QMenu, block: PageBlock | None) -> None:
        """Adds what can be told of a piece of the page to a menu that is about to open."""
        parts = self._pane.parts()
        if block is None or block.kind is PageBlockKind.FOLIO or block.part is None or not parts:
            return
        stored = parts[block.part]
        if stored.is_missing:
            return
        menu.addSeparator()
        offered = menu.addMenu(say("更正“{text}”", text=_short(block.text)))
        for role in _ROLES:
            self._add(offered, stored, block.text, Claim(CorrectionKind.ROLE, role))
        offered.addSeparator()
        for kind in _WHERE:
            self._add(offered, stored, block.text, Claim(kind))
        offered.addSeparator()
        for who in _WHO:
            words = say("署名是{who}…", who=role_in_words(who))
            offered.addAction(words, partial(self._ask_names, stored, block.text, who))

    def correct(self, stored: StoredArticle, text: str, claim: Claim) -> None:
        """Tells something of the line that a text of the article was printed on."""

        def done(made: Corrected) -> None:
            self._push_undo(made)
            told = say("已更正：{claim}", claim=in_words(claim))
            if not made.is_applied:
                told = say("已记下：{claim}。资料库更新之后生效", claim=in_words(claim))
            self.told.emit(told, True)
            self.corrected.emit(made)

        self._lane.run(
            lambda: self._library.correct_article(stored.id, text, claim),
            done,
            lambda error: self.failed.emit(str(error)),
            FAULTS,
        )

    def finish(self) -> None:
        self._lane.finish()

    def _add(self, menu: QMenu, stored: StoredArticle, text: str, claim: Claim) -> None:
        menu.addAction(in_words(claim), partial(self.correct, stored, text, claim))

    def _ask_names(self, stored: StoredArticle, text: str, who: Role) -> None:
        dialog = QInputDialog(self._pane)
        dialog.setWindowTitle(say("更正署名"))
        dialog.setLabelText(say("{who}的名字，几个人用空格隔开；空着表示没有署名", who=role_in_words(who)))
        dialog.setTextValue(
            " ".join(n for credit in stored.article.credits if credit.role is who for n in credit.names)
        )
        dialog.setOkButtonText(say("更正"))
        dialog.setCancelButtonText(say("取消"))

        def tell(names: str) -> None:
            self.correct(stored, text, Claim(CorrectionKind.CREDIT, credit=ToldCredit(who, names_in(names))))

        dialog.textValueSelected.connect(tell)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _push_undo(self, made: Corrected) -> None:
        undone: list[Corrected] = []

        def back() -> None:
            undone.append(self._library.undo_correction(made.correction.uuid))

        self._bookmarking.push_undo(back, lambda: self.corrected.emit(undone[-1]))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
