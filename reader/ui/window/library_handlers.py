"""Handlers of the actions on the library in the window: navigating, reading, searching, notes."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from reader.ui.article.page_styles import next_script, usual_size
from reader.ui.article.typesetting import PageStyle
from reader.ui.window.library_controller import LibraryController
from reader.ui.window.top_bar import Tab

Handlers = dict[str, Callable[[], object]]


def library_handlers(controller: Callable[[], LibraryController], actions: Mapping[str, QAction]) -> Handlers:
    """Return the handlers by the names of their actions; each calls `controller` for the current library."""
    return {
        **_going(controller, actions),
        **_reading(controller, actions),
        **_notes(controller),
        **_view(controller),
    }


def _going(controller: Callable[[], LibraryController], actions: Mapping[str, QAction]) -> Handlers:
    return {
        "rescan": lambda: controller().updating.begin(),
        "forget_password": lambda: controller().room.forget_password(),
        "export_library": lambda: controller().export.texts.ask_for_library(),
        "open_beside": lambda: controller().beside.open_focused(),
        "back": lambda: controller().reading.go(-1),
        "forward": lambda: controller().reading.go(1),
        "next_article": lambda: controller().step_article(1),
        "previous_article": lambda: controller().step_article(-1),
        "next_issue": lambda: controller().reading.steps.step_issue(1),
        "previous_issue": lambda: controller().reading.steps.step_issue(-1),
        "next_page": lambda: controller().pages.step(1),
        "previous_page": lambda: controller().pages.step(-1),
        "whole_page": lambda: controller().pages.switch(),
        "page_picture": lambda: controller().pictures.toggle(),
        "newest_issue": lambda: controller().reading.open_newest(),
        "go_to_date": lambda: controller().calendar.go_to_date(),
        "riffle": lambda: controller().riffling.open(),
        "riffle_forward": lambda: controller().riffling.open(1),
        "riffle_back": lambda: controller().riffling.open(-1),
        "search": lambda: controller().layout.search.begin(),
        "all_shapes": lambda: controller().results.set_all_shapes(actions["all_shapes"].isChecked()),
        "save_search": lambda: controller().saved.save(),
        "keep_log": lambda: controller().recording.turn(on=actions["keep_log"].isChecked()),
        "fold_printings": lambda: controller().results.set_folds(actions["fold_printings"].isChecked()),
        "concordance": lambda: controller().concordance.toggle(),
        "person_here": lambda: controller().people.open_here(),
        "name_list": lambda: controller().people.open_name_list(),
    }


def _reading(controller: Callable[[], LibraryController], actions: Mapping[str, QAction]) -> Handlers:
    return {
        "caret": lambda: _switch_caret(controller(), actions["caret"]),
        "find": lambda: controller().active.article_pane().open_find(),
        "next_hit": lambda: controller().active.step_hit(1),
        "previous_hit": lambda: controller().active.step_hit(-1),
        "source_lines": lambda: controller().active.article_pane().switch_source(),
        "copy_article": lambda: controller().layout.area.active_pane().copy_article(),
        "copy_source": lambda: controller().session.set_copies_source(actions["copy_source"].isChecked()),
        "copy_corrected": lambda: controller().session.set_copies_corrected(
            actions["copy_corrected"].isChecked()
        ),
        "compare_printings": lambda: controller().similar.compare(),
        "sources": lambda: controller().sources.open(),
        "next_part": lambda: controller().similar.step(1),
        "previous_part": lambda: controller().similar.step(-1),
        "copy_link": lambda: controller().menus.copy_active_link(),
        "cite": lambda: controller().menus.cite_active(),
        "correct_character": lambda: controller().corrections.active_characters().ask(),
        "correct_issue": lambda: controller().active.issue_correcting().open_dialog_of_page(),
    }


def _switch_caret(controller: LibraryController, action: QAction) -> None:
    page = controller.active.article_pane().page
    page.set_caret_shown(not page.is_caret_shown())
    action.setChecked(page.is_caret_shown())
    page.setFocus(Qt.FocusReason.OtherFocusReason)


def _notes(controller: Callable[[], LibraryController]) -> Handlers:
    return {
        "bookmark": lambda: controller().toggle_bookmark(),
        "highlight": lambda: controller().active.marking().highlight(),
        "note": lambda: controller().active.marking().write_note(),
        "add_to_dossier": lambda: controller().collecting.add_active(),
        "write_in_dossier": lambda: controller().collecting.dossiers.write(),
        "new_dossier": lambda: controller().collecting.dossiers.create(),
        "clip": lambda: controller().collecting.clipping.clip_active(),
        "read_article": lambda: controller().marks.switch(),
        "read_issue": lambda: controller().marks.switch_issue(),
        "undo": lambda: controller().undoing.undo(),
        "redo": lambda: controller().undoing.redo(),
        "export_results": lambda: controller().export.ask(),
        "export_notes": lambda: controller().note_files.export_all(),
        "import_notes": lambda: controller().note_files.import_some(),
        "removed_notes": lambda: controller().note_files.show_removed(),
    }


def _view(controller: Callable[[], LibraryController]) -> Handlers:
    return {
        "next_pane": lambda: controller().layout.focus_next_pane(),
        "show_papers": lambda: controller().show_tab(Tab.PAPERS),
        "show_calendar": lambda: controller().show_tab(Tab.CALENDAR),
        "show_people": lambda: controller().show_tab(Tab.PEOPLE),
        "show_bookmarks": lambda: controller().show_tab(Tab.BOOKMARKS),
        "show_dossiers": lambda: controller().show_tab(Tab.DOSSIERS),
        "toggle_sidebar": lambda: controller().layout.toggle_sidebar(),
        "toggle_list": lambda: controller().layout.toggle_list(),
        "larger": lambda: controller().layout.pane.step_size(1),
        "smaller": lambda: controller().layout.pane.step_size(-1),
        "script": lambda: _set_style(controller(), next_script),
        "normal_size": lambda: _set_style(controller(), usual_size),
    }


def _set_style(controller: LibraryController, change: Callable[[PageStyle], PageStyle]) -> None:
    pane = controller.layout.pane
    pane.set_style_of_page(change(pane.style_of_page()))
