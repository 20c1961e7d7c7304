"""The interface of a page to a note editor over it: the place of the words, and the space beside them."""

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtWidgets import QWidget

from reader.newspaper.passage import Passage
from reader.newspaper.printing import Printing


class NoteGround(QObject):
    """A page under a note editor; all rectangles are in coordinates of its `widget`, in pixels."""

    arranged = Signal()
    """Emitted when the page was scrolled, set again or resized."""
    articlesChanged = Signal()
    """Emitted when the page shows other articles, or the same ones with another text."""
    noteActivated = Signal(str)
    """Emitted with the uuid of a note in the margin that was chosen for reading and editing."""

    def widget(self) -> QWidget:
        """Return the widget that the editor lies over."""
        raise NotImplementedError

    def holds(self, printing: Printing) -> bool:
        """Return whether an article is on the page."""
        raise NotImplementedError

    def set_target(self, printing: Printing, passage: Passage | None, uuid: str = "") -> None:
        """Show the words or the article on which a note is being written; `uuid` is that of an existing note."""
        raise NotImplementedError

    def clear_target(self) -> None:
        raise NotImplementedError

    def target_rects(self) -> list[QRectF]:
        """Return the rectangles of the words' lines, or of the article's headline; [] until they are set."""
        raise NotImplementedError

    def room(self) -> QRectF:
        """Return the space right of the text; an empty rectangle if there is none for notes."""
        return QRectF()
