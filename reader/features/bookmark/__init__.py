"""Bookmarks, notes and tags by a command; exported, imported, backed up and brought back in the window."""

from reader.i18n import later
from reader.plugs import Command, Plug

PLUG = Plug(
    "bookmark",
    commands=(
        Command(
            "bookmark",
            later("收藏文章，写批注，加标签"),
            "reader.features.bookmark.cli:BookmarkCommand",
            heading="keep",
        ),
    ),
    part="reader.features.bookmark.ui.note_files:NoteFiles",
    follows=True,
)
