"""The controller of newspapers' habits: refusing and allowing them, and opening the list."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from reader.i18n import say
from reader.library.library import Library
from reader.ui.frame.frame import Frame
from reader.ui.sync.sync_controller import SyncController
from reader.ui.widgets.services import Change, LibraryFeature, Services
from reader.ui.widgets.undo_stack import UndoStack


class ProfileController(LibraryFeature):
    """Refuses habits and allows them again, as acts that can be undone.

    Signal: `decided` when the issues were read again, with whether that was possible now; if not, the next update does
    it.
    """

    decided = Signal(bool)

    def __init__(
        self,
        services: Services,
        library: Library,
        frame: Frame,
        undoing: UndoStack,
        updating: SyncController,
        parent: QObject,
    ) -> None:
        super().__init__(services, library, parent)
        self._frame = frame
        self._undoing = undoing
        self._updating = updating
        self.decided.connect(self._show)

    def _show(self, is_applied: bool) -> None:
        if is_applied:
            self._services.refresh(Change.PAPERS)
        else:
            self._updating.begin_again()

    def open_list(self) -> None:
        """Open the list of habits."""
        from reader.ui.corrections.profile_list import ProfileList

        ProfileList(self._frame.window(), self._library, self).open()

    def turn(self, newspaper: str, text: str, *, is_allowed: bool) -> None:
        """Refuse a habit, with the text "" all of a newspaper; or allow it again, if `is_allowed`."""
        profiles = self._library.profiles
        decide = profiles.allow if is_allowed else profiles.refuse
        if text:
            used, refused = say("又用“{text}”这条惯例", text=text), say("不用“{text}”这条惯例", text=text)
        else:
            used = say("又用《{newspaper}》的惯例", newspaper=newspaper)
            refused = say("不用《{newspaper}》的惯例", newspaper=newspaper)
        self._undoing.do(
            used if is_allowed else refused,
            lambda: decide(newspaper, text),
            self.decided.emit,
            self.decided.emit,
        )
