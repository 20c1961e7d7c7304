"""The message for a search without results, and the queries to try instead."""

from PySide6.QtCore import Signal

from reader.i18n import count, say
from reader.language.control_characters import shortened
from reader.library.searcher import Results
from reader.search.query import parse_query
from reader.search.suggestions import Attempt, attempt
from reader.ui.widgets import wording
from reader.ui.widgets.state_panel import State, StatePanel, Way

_HELP, _NOTES = "\0help", "\0notes"
"""The keys of actions that are no queries."""


class NothingFound(StatePanel):
    """The panel in place of the results.

    Signals: `suggestionChosen` has another query, `notesWanted` asks for the matching notes, `helpWanted` for help.
    """

    suggestionChosen = Signal(str)
    notesWanted = Signal()
    helpWanted = Signal()

    def __init__(self) -> None:
        super().__init__(State.EMPTY)
        self.chosen.connect(self._take_way)

    def show_for(self, results: Results, text: str, searched: int, notes: int) -> None:
        """Show the result of `nothing_found`."""
        self.show_state(*nothing_found(results, text, searched, notes))

    def _take_way(self, key: str) -> None:
        if key == _HELP:
            self.helpWanted.emit()
        elif key == _NOTES:
            self.notesWanted.emit()
        else:
            self.suggestionChosen.emit(key)


def nothing_found(results: Results, text: str, searched: int, notes: int = 0) -> tuple[str, str, list[Way]]:
    """Return title, words and actions for a query (as typed) without results in `searched` articles.

    `notes` is the number of the reader's notes that match; they come first.
    """
    body = say("已查 {articles}的标题与正文。", articles=wording.articles(searched)) if searched else ""
    if not results.suggestions and not notes:
        body = "\n".join(filter(None, [body, say("试试少写几个词、放宽日期，或换一个字形。")]))
    leads = {
        Attempt.OTHERWISE: say("您要找的是不是"),
        Attempt.WIDER_DATES: say("放宽日期"),
        Attempt.FEWER_WORDS: say("少用些词"),
    }
    tried = [(attempt(results.query, parse_query(hint)), hint) for hint in results.suggestions]
    ways = [Way(_NOTES, count(notes, "看这 {n} 条"), say("您的笔记里有"))] if notes else []
    ways += [Way(hint, hint, leads.pop(kind, "")) for kind in Attempt for of, hint in tried if of is kind]
    ways.append(Way(_HELP, say("怎样搜索"), is_quiet=True))
    return say("没有找到“{query}”", query=shortened(text)), body, ways
