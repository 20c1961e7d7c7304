"""The lists of the corrections and of the files."""

from reader.features.correct.ui.correction_list import CorrectionList, open_corrections
from reader.features.correct.ui.file_list import FileList, open_files
from reader.plugs import Slot
from reader.ui.desk import Part
from reader.ui.widgets.menus import offered
from reader.ui.widgets.services import Handlers


class CorrectPart(Part):
    def handlers(self) -> Handlers:
        return {"corrections": self._show_list, "correct_files": self._show_files}

    def _show_list(self) -> None:
        desk = self.desk
        own = desk.corrections.lines, desk.corrections.characters, desk.reading.open_article
        buttons = offered(desk.actions, Slot.CORRECTIONS)
        open_corrections(desk.frame.window(), CorrectionList(desk.library, *own, buttons))

    def _show_files(self) -> None:
        open_files(self.desk.frame.window(), FileList(self.desk.library, self.desk.corrections.issues))
