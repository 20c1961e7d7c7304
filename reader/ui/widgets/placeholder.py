"""Words in an empty list or tree: what will stand there."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QAbstractItemView, QWidget

from reader.ui.widgets import fonts
from reader.ui.widgets.labels import Label

_MARGIN = QPoint(16, 14)


class Placeholder(Label):
    """The words; they go as soon as the view has a row."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__("", fonts.sans(13), "ink3")
        self._view = view
        viewport: QWidget = view.viewport()
        self.setParent(viewport)
        self.setWordWrap(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.move(_MARGIN)
        self.hide()
        viewport.installEventFilter(self)
        for changed in (view.model().rowsInserted, view.model().modelReset):
            changed.connect(self._hide_behind_rows)

    def show_words(self, words: str) -> None:
        """Show words while there is no row; "" for none."""
        self.setText(words)
        self._fit()
        self.setVisible(bool(words) and not self._view.model().rowCount())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._fit()
        return False

    def _fit(self) -> None:
        width = max(0, self._view.viewport().width() - 2 * _MARGIN.x())
        self.resize(width, max(20, self.heightForWidth(width)))

    def _hide_behind_rows(self) -> None:
        if self._view.model().rowCount():
            self.hide()
