"""The headlines of issues that are about to go by, read ahead on another thread."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from reader.newspaper.article import ArticleKind
from reader.newspaper.holdings import ArticleRow
from reader.ui.widgets.background_tasks import TaskQueue

_KEPT = 600
"""The number of issues whose headlines are kept."""
_AT_ONCE = 12
"""The number of issues that are read before it is looked again at what is wanted most."""
_SHOWN = 80
"""The most headlines of an issue that are kept: no window shows more."""


@dataclass(frozen=True, slots=True)
class Headlines:
    """The headlines of an issue with their pages, and the number of its articles."""

    lines: tuple[tuple[str, str], ...]
    articles: int


def headlines_of(rows: Sequence[ArticleRow]) -> Headlines:
    """Return the headlines of an issue's articles; of what could not be placed there is none."""
    kinds = (ArticleKind.ARTICLE, ArticleKind.CONTINUATION)
    lines = tuple((row.page or "", row.title) for row in rows if row.kind in kinds)
    return Headlines(lines[:_SHOWN], len(rows))


class HeadlineSupply(QObject):
    """Reads headlines in the order in which they are wanted; `came` when there are more."""

    came = Signal()
    errorOccurred = Signal(object)

    def __init__(self, read: Callable[[int], Sequence[ArticleRow]], parent: QObject) -> None:
        """`read` returns the articles of an issue; it is called on another thread."""
        super().__init__(parent)
        self._read = read
        self._wanted: Sequence[int] = ()
        self._known: OrderedDict[int, Headlines] = OrderedDict()
        self._queue = TaskQueue(self)
        self._queue.errorOccurred.connect(self.errorOccurred)

    def of(self, issue_id: int) -> Headlines | None:
        """Return an issue's headlines if they are known."""
        return self._known.get(issue_id)

    def want(self, ids: Sequence[int]) -> None:
        """Have the headlines of these issues read, the first first; what was wanted before is no more."""
        self._wanted = ids
        if self._queue.is_idle():
            self._go_on()

    def _go_on(self) -> None:
        unknown = [each for each in self._wanted if each not in self._known][:_AT_ONCE]
        if unknown:
            self._queue.run(lambda: [(each, headlines_of(self._read(each))) for each in unknown], self._take)

    def _take(self, found: list[tuple[int, Headlines]]) -> None:
        self._known.update(found)
        while len(self._known) > _KEPT:
            self._known.popitem(last=False)
        self.came.emit()
        self._go_on()
