"""The message shown once after the program has become a later version, with a link to the changes."""

from typing import TYPE_CHECKING

from msgspec import structs

from reader import __version__
from reader.i18n import say

if TYPE_CHECKING:
    from reader.ui.window.window import MainWindow


def report_version(window: "MainWindow") -> None:
    """Show in a new window that the version is later than the last one reported; do nothing at the very first start.

    The message stays until it is closed or replaced, and is never repeated. If another message is shown already, this
    one is postponed to the next start.
    """
    before = window.settings.saved.version
    if before == __version__ or not window.toast.isHidden():
        return
    if before:
        from reader import changes

        if not changes.is_later(__version__, before):
            return
    window.settings.keep(structs.replace(window.settings.saved, version=__version__))
    if before:
        window.services.task(
            say("阅报已经是 {version} 版，上次是 {before}。", version=__version__, before=before),
            say("有什么新的"),
            lambda: _show_changes(window, before),
        )


def _show_changes(window: "MainWindow", before: str) -> None:
    from reader.ui.window import about

    about.show_changes(window, before)
