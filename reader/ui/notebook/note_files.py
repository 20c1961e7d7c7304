"""What becomes of all bookmarks and notes: they are exported, imported, backed up; removed ones come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QCursor
from PySide6.QtWidgets import QWidget

from reader.export.forms import NoteFormat, RecordFormat, Style, Wording
from reader.export.notes import file_name, records, written_out
from reader.export.records import written
from reader.i18n import count, say
from reader.library.library import Library
from reader.newspaper.holdings import Bookmark
from reader.ui.notebook.bookmarks import Bookmarks
from reader.ui.widgets import wording
from reader.ui.widgets.controls import new_menu
from reader.ui.widgets.dialog import Files, ask, ask_for_file, ask_to_open
from reader.ui.widgets.services import FileContent, LibraryFeature, Services
from reader.ui.widgets.undo_stack import FAULTS

if TYPE_CHECKING:
    from reader.storage.user_merge import MergePlan
    from reader.storage.user_tables import Version


class NoteFiles(LibraryFeature):
    """Asks for files and confirmation, and opens the dialogs of the notebook; `style` is that of exported citations."""

    def __init__(
        self,
        services: Services,
        library: Library,
        bookmarks: Bookmarks,
        window: Callable[[], QWidget],
        style: Style,
        wording: Callable[[], Wording],
        parent: QObject,
    ) -> None:
        """Make the feature; `wording` returns which characters exported text has."""
        super().__init__(services, library, parent)
        self._bookmarks = bookmarks
        self._window = window
        self.style = style
        self._wording = wording
        self.imports: Sequence[QAction] = ()
        """The actions of features that import notes, too."""

    def export(self, bookmarks: Sequence[Bookmark], form: NoteFormat | RecordFormat) -> None:
        article_of, style, wording = self._library.notebook.article_of, self.style, self._wording()
        name = file_name(bookmarks, form.suffix)
        if isinstance(form, NoteFormat):
            self._write(
                say("导出收藏与批注"),
                name,
                lambda: written_out(bookmarks, form, style, article_of, wording),
            )
        else:
            told = records(bookmarks, article_of)
            self._write(say("导出收藏与批注"), name, lambda: written(told, form, style, wording=wording))

    def export_all(self) -> None:
        name, kind = say("阅报资料") + ".json", say("阅报资料 (*.json)")
        self._write(say("导出全部收藏与批注"), name, self._library.notebook.export_notes, kind)

    def _write(self, title: str, name: str, content: Callable[[], FileContent], kind: str = "") -> None:
        ending = Path(name).suffix
        if file := ask_for_file(self._window(), title, Files.NOTES, name, kind or f"*{ending}", [ending]):
            self._services.write_file(self._bookmarks.tasks, file.path, content, replaces=file.replaces)

    def import_some(self) -> None:
        """Ask for a file that `export_all` has written, and import it."""
        path = ask_to_open(self._window(), say("导入收藏与批注"), Files.NOTES, say("阅报资料 (*.json)"))
        if path is None:
            return
        notebook = self._library.notebook

        def planned(plan: MergePlan) -> None:
            from reader.library import change_summary

            if not (plan.replaced or plan.removed):
                self._import(path)
                return
            ask(
                self._window(),
                "importPlan",
                say("读入 {name}？", name=path.name),
                "\n".join(change_summary.plan_in_words(plan)),
                [(say("读入"), lambda: self._import(path))],
            )

        self._bookmarks.tasks.run(lambda: notebook.plan_import(path), planned, self._services.error, FAULTS)

    def _import(self, path: Path) -> None:
        def told(plan: MergePlan) -> str:
            from reader.library import change_summary

            unreadable = count(len(plan.unreadable), "{n} 条读不懂，原样另存了") if plan.unreadable else ""
            parts = [say("读入了：{changes}", changes=change_summary.changes_in_words(plan)), unreadable]
            return wording.listed(parts) if plan.size else change_summary.nothing_differs()

        words = say("读入 {name}", name=path.name)
        self._bookmarks.merge(words, lambda: self._library.notebook.import_notes(path), told)

    def show_backups(self) -> None:
        from reader.ui.notebook.note_dialogs import BackupDialog

        BackupDialog(self._window(), self._services, self._library, self._bookmarks).open()

    def show_tags(self, show: Callable[[str], object]) -> None:
        from reader.ui.notebook.note_dialogs import TagDialog

        TagDialog(self._window(), self._bookmarks, show).open()

    def show_removed(self) -> None:
        from reader.ui.notebook.note_dialogs import RemovedDialog

        if self._bookmarks.removed:
            RemovedDialog(self._window(), self._bookmarks).open()
        else:
            self._services.message(say("三十天里没有删除过书签和批注。"))

    def show_versions(self, bookmark: Bookmark) -> None:
        from reader.library import change_summary

        def show(versions: list[Version]) -> None:
            if not versions:
                self._services.message(say("这一条没有以前的写法。"))
                return
            menu = new_menu(self._window(), say("以前的写法"))
            menu.setObjectName("versions")
            for version in versions:
                day = f"{version.bookmark.modified.astimezone():%Y-%m-%d %H:%M}"
                words = f"{day}  {change_summary.version_in_words(version.bookmark)}"
                menu.addAction(words.replace("&", "&&"), partial(self._bookmarks.restore_version, version))
            menu.popup(QCursor.pos())

        user_data = self._library.user_data
        self._bookmarks.tasks.run(
            lambda: user_data.versions_of(bookmark.uuid), show, self._services.error, FAULTS
        )
