"""The menu of the libraries that were opened before."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from reader import assets
from reader.i18n import say
from reader.ui.widgets import wording


class RecentLibrariesMenu(QMenu):
    """Offers the recent libraries that still exist; `libraryWanted` has the root of the chosen one."""

    libraryWanted = Signal(object)

    def __init__(self, parent: QWidget, roots: Callable[[], Iterable[Path]]) -> None:
        """`roots` returns the folders of the recent libraries without that which is open, the newest first."""
        super().__init__(say("最近打开"), parent)
        self._roots = roots
        self.setAccessibleName(say("最近打开"))
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        for root in self._roots():
            if root != assets.sample_library() and root.is_dir():
                self.addAction(_shortened(root), partial(self.libraryWanted.emit, root))
        if self.isEmpty():
            self.addAction(say("还没有别的资料库")).setEnabled(False)


def _shortened(root: Path) -> str:
    """Return a folder as its name and where it lies: 旧报　~/Documents."""
    above = root.parent
    shown = "~" / above.relative_to(Path.home()) if above.is_relative_to(Path.home()) else above
    return f"{root.name}{wording.GAP}{shown}".replace("&", "&&")
