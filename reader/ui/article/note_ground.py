"""What a page offers to a note that is written over it: the place of the words, and the space beside them."""

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtWidgets import QWidget

from reader.newspaper.passage import Passage


class NoteGround(QObject):
    """A page under the editor of a note; all rectangles are those of its `widget`, in pixels."""

    arranged = Signal()
    """The page was scrolled, set anew or given another size."""
    articlesChanged = Signal()
    """Other articles are on the page, or the same ones in another text."""
    noteActivated = Signal(str)
    """A note in the margin (its uuid) was chosen to be read and edited."""

    def widget(self) -> QWidget:
        """Return the widget that the editor lies over."""
        raise NotImplementedError

    def holds(self, key: str) -> bool:
        """Return whether an article is on the page."""
        raise NotImplementedError

    def set_target(self, key: str, passage: Passage | None, uuid: str = "") -> None:
        """Show on which words, or on which article, a note is being written; `uuid` of a note that is there already."""
        raise NotImplementedError

    def clear_target(self) -> None:
        raise NotImplementedError

    def target_rects(self) -> list[QRectF]:
        """Return the lines of the words, or of the article's headline; [] where they are not set."""
        raise NotImplementedError

    def room(self) -> QRectF:
        """Return the space right of the text; an empty one where notes have none."""
        return QRectF()
