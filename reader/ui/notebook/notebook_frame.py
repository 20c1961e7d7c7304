"""The window around the notebook: its two panes."""

from typing import Protocol

from reader.ui.notebook.bookmark_list import BookmarkPane
from reader.ui.notebook.dossier_list import DossierPane
from reader.ui.search.search_frame import SearchFrame


class NotebookFrame(SearchFrame, Protocol):
    bookmarks: BookmarkPane
    dossiers: DossierPane
