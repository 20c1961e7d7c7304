"""Following a pack whose file is away or truncated: shown in the strip, and read on when the file is whole again."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from reader.i18n import say
from reader.library.library import Library
from reader.library.packed_library import PackedLibrary
from reader.ui.sync.progress_strip import ProgressStrip
from reader.ui.widgets.background_tasks import TaskQueue

LOOK_MS = 1500


class PackFollower(QObject):
    """Follows whether the file of a pack can be read. `show` is called when it can be again."""

    def __init__(
        self, library: Library, strip: ProgressStrip, show: Callable[[], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        assert isinstance(library, PackedLibrary)
        self._library = library
        self._strip = strip
        self._show = show
        self._told = ""
        self._tasks = TaskQueue(self)
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        strip.retryClicked.connect(self.look)

    def look(self) -> None:
        """Check the file; show that it is away, or that it is back."""
        trouble = self._library.trouble()
        if trouble and trouble != self._told:
            self._told = trouble
            words = say("{trouble}好了就接着读，不用重开；打开过的照样能读。", trouble=trouble)
            self._strip.show_failed(words, has_list=False)
        if self._told and self._tasks.is_idle():
            self._tasks.run(self._library.try_again, self._take)

    def _take(self, is_there: bool) -> None:
        if is_there and self._told:
            self._told = ""
            self._strip.show_idle()
            self._show()
