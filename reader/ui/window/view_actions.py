"""Actions on the layout of the window and on the style of the page."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from reader.ui.article.style_panel import next_script, usual_size
from reader.ui.article.typesetting import PageStyle
from reader.ui.frame.frame import Tab
from reader.ui.widgets.services import Feature, Handlers, Services
from reader.ui.window.layout import WindowLayout


class ViewActions(Feature):
    """Moves the focus between the parts of the layout, shows and hides them, and changes the style of the page."""

    def __init__(self, services: Services, layout: WindowLayout, parent: QObject) -> None:
        super().__init__(services, parent)
        self._layout = layout

    def handlers(self) -> Handlers:
        layout = self._layout
        return {
            "search": layout.search.begin,
            "next_pane": layout.focus_next_pane,
            "show_papers": lambda: self.show_tab(Tab.PAPERS),
            "show_calendar": lambda: self.show_tab(Tab.CALENDAR),
            "show_people": lambda: self.show_tab(Tab.PEOPLE),
            "show_bookmarks": lambda: self.show_tab(Tab.BOOKMARKS),
            "show_dossiers": lambda: self.show_tab(Tab.DOSSIERS),
            "toggle_sidebar": layout.toggle_sidebar,
            "toggle_list": layout.toggle_list,
            "larger": lambda: layout.pane.step_size(1),
            "smaller": lambda: layout.pane.step_size(-1),
            "script": lambda: self._set_style(next_script),
            "normal_size": lambda: self._set_style(usual_size),
        }

    def show_tab(self, tab: Tab) -> None:
        """Show a tab of the sidebar and give it the focus."""
        self._layout.show_tab(tab)
        self._layout.focus_sidebar()

    def _set_style(self, change: Callable[[PageStyle], PageStyle]) -> None:
        pane = self._layout.pane
        pane.set_style_of_page(change(pane.style_of_page()))
