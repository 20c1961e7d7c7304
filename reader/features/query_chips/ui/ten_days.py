"""The ten days before and after a day: beside a day in a query, and of the article that is read."""

from whoosh.query import And

from reader import do_nothing
from reader.features.query_chips.days_around import around
from reader.i18n import say
from reader.search.documents import Order
from reader.search.query import Query, as_typed
from reader.search.query.editing import bare_or_quoted
from reader.ui.desk import WordPart
from reader.ui.widgets.services import Handlers


class TenDaysPart(WordPart):
    def handlers(self) -> Handlers:
        return {"ten_days": self.take}

    def ask(self, words: str) -> None:
        """Show what is found beside the article, which is selected among it."""
        stored = self.desk.active_pane().article()
        words = " ".join(words.split())
        if not any(map(str.isalnum, words)):
            self._services.message(say("把光标放在一个词或人名上，或选中几个字，再按 Shift+F8。"))
        elif stored is None or stored.issue.date is None:
            self._services.message(say("这一期的日期不详，不知道前后十天是哪几天。"))
        else:
            query = Query(And([bare_or_quoted(words), around(stored.issue.date)]))
            results = self.desk.results
            shapes = results.searching.has_all_shapes
            results.open_in_order(as_typed(query), Order.OLDEST, all_shapes=shapes, left=do_nothing)
