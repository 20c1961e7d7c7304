"""The rows of results: of several printings of one text the first has a row, and the others are folded below it."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QAbstractItemView

Folds = Mapping[int, frozenset[int]]
"""Maps an article to all articles in the results with the same text, itself included."""


class FoldedRows:
    """The articles of the results in their order (`found`), and those with a row (`shown`)."""

    def __init__(self) -> None:
        self.found: list[int] = []
        self.shown: list[int] = []
        self._rows: dict[int, int] = {}
        self._places: dict[int, int] = {}
        self._leaders: dict[int, int] = {}
        self._groups: dict[int, frozenset[int]] = {}
        self._unfolded: set[int] = set()

    def begin(self, ids: Iterable[int], folds: Folds, *, keeps_unfolded: bool = False) -> None:
        """Replace the articles; with `keeps_unfolded`, unfolded rows that are still there stay unfolded."""
        unfolded = self._unfolded if keeps_unfolded else set()
        self.found, self.shown = [], []
        self._rows, self._places, self._leaders, self._groups = {}, {}, {}, {}
        self._unfolded = set()
        self.add(ids, folds)
        for leader in [each for each in self.shown if each in unfolded and each in self._groups]:
            self.turn(leader)

    def add(self, ids: Iterable[int], folds: Folds) -> int:
        """Add the next articles. Return how many rows were added at the end."""
        before = len(self.shown)
        for article_id in ids:
            self._places[article_id] = len(self.found)
            self.found.append(article_id)
            if self._leaders.get(article_id, article_id) != article_id:
                continue
            self._rows[article_id] = len(self.shown)
            self.shown.append(article_id)
            group = folds.get(article_id, frozenset())
            if len(group) > 1:
                self._groups[article_id] = group
                self._leaders |= dict.fromkeys(group, article_id)
        return len(self.shown) - before

    def count_new(self, ids: Iterable[int], folds: Folds) -> int:
        """Return how many rows `add` would add."""
        led: dict[int, int] = {}
        rows = 0
        for article_id in ids:
            if led.get(article_id, self.leader_of(article_id)) == article_id:
                rows += 1
                led |= dict.fromkeys(folds.get(article_id, ()), article_id)
        return rows

    def turn(self, leader: int) -> tuple[int, int]:
        """Unfold the other printings of an article, or fold them. Return the first of their rows, and their number."""
        row = self._rows[leader] + 1
        others = self._others(leader)
        if leader in self._unfolded:
            self._unfolded.remove(leader)
            del self.shown[row : row + len(others)]
            for each in others:
                self._rows.pop(each, None)
        else:
            self._unfolded.add(leader)
            self.shown[row:row] = others
        self._rows |= {article_id: at for at, article_id in enumerate(self.shown[row:], row)}
        return row, len(others)

    def count_of_others(self, article_id: int) -> int:
        """Return the number of other printings below an article; 0 for one of those."""
        return len(self._groups.get(article_id, (article_id,))) - 1

    def is_unfolded(self, article_id: int) -> bool:
        return article_id in self._unfolded

    def leader_of(self, article_id: int) -> int:
        """Return the article whose row the printing is folded below; for any other article, itself."""
        return self._leaders.get(article_id, article_id)

    def row_of(self, article_id: int) -> int | None:
        """Return the row of an article, or of its leader if it is folded; None if neither has a row."""
        row = self._rows.get(article_id)
        return self._rows.get(self.leader_of(article_id)) if row is None else row

    def place_of(self, article_id: int) -> int | None:
        """Return the index of an article in the results, else that of its leader; None if neither is known."""
        place = self._places.get(article_id)
        return self._places.get(self.leader_of(article_id)) if place is None else place

    def _others(self, leader: int) -> Sequence[int]:
        """Return the other printings in the order of the results; those not read yet come last."""
        others = self._groups[leader] - {leader}
        return sorted(others, key=lambda each: (self._places.get(each, len(self.found)), each))


class FoldTriggers(QObject):
    """Watches a view: a click on the label of folded printings, → and ← fold and unfold.

    `is_on_words` tells whether a point of the viewport is on the label in a row; `turn` unfolds a row (True) or folds
    it, and returns whether it changed anything.
    """

    def __init__(
        self,
        view: QAbstractItemView,
        is_on_words: Callable[[QModelIndex, QPoint], bool],
        turn: Callable[[QModelIndex, bool | None], bool],
    ) -> None:
        super().__init__(view)
        self._view = view
        self._is_on_words = is_on_words
        self._turn = turn
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent) and watched is self._view.viewport():
            return self._clicked(event)
        if isinstance(event, QKeyEvent) and watched is self._view and event.type() == QEvent.Type.KeyPress:
            wanted = {Qt.Key.Key_Right: True, Qt.Key.Key_Left: False}.get(Qt.Key(event.key()))
            if wanted is not None and event.modifiers() in (
                Qt.KeyboardModifier.NoModifier,
                Qt.KeyboardModifier.KeypadModifier,
            ):
                return self._turn(self._view.currentIndex(), wanted)
        return False

    def _clicked(self, event: QMouseEvent) -> bool:
        """Consume a click on the label, so that it does not open the article."""
        kinds = (
            QEvent.Type.MouseButtonPress,
            QEvent.Type.MouseButtonRelease,
            QEvent.Type.MouseButtonDblClick,
        )
        if event.button() is not Qt.MouseButton.LeftButton or event.type() not in kinds:
            return False
        point = event.position().toPoint()
        index = self._view.indexAt(point)
        if not index.isValid() or not self._is_on_words(index, point):
            return False
        if event.type() != QEvent.Type.MouseButtonRelease:
            return True
        return self._turn(index, None)
